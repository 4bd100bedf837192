// The loads on the surplus as people see them: what each does, what it waits for, and how long it ran today.
import type { Holding } from '#automation/arbiter.ts';
import { targetKey } from '#automation/claim.ts';
import type { EngineState, Program } from '#automation/engine.ts';
import type { Load } from '#automation/surplus/load.ts';
import type { LoadLook } from '#automation/surplus/look.ts';
import { because } from '#core/reason.ts';
import { isSurplusState, surplusPartName } from '#automation/surplus/surplus.ts';

/** A load. */
export interface BoardLoad {
  readonly load: Load;
  /** Of the last cycle; absent before the first. */
  readonly look?: LoadLook | undefined;
  /** In the day of the home, ms and Wh. */
  readonly ranMs: number;
  readonly ranWh: number;
}

/** What limits leave of what the sun would give: one that a circuit or its own times keep off waits for them, whatever the sun has left. */
function withinLimits(load: Load, look: LoadLook | undefined, holding: Holding | undefined): LoadLook | undefined {
  if (look?.state !== 'runs' || holding === undefined) return look;
  const at = holding.claims.findIndex(({ claim: { by } }) => by.kind === 'surplus' && by.id === load.id);
  const outcome = holding.claims[at]?.outcome;
  const limit = holding.claims
    .slice(0, Math.max(0, at))
    .findLast((one) => one.claim.by.kind === 'protection' && one.outcome !== 'beaten');
  if ((outcome !== 'beaten' && outcome !== 'narrowed') || limit === undefined) return look;
  const { untilMs: _, ...rest } = look;
  const isOn = Number(holding.value ?? 0) > 0;
  const why = isOn ? because('act.limited', { reason: look.why, limit: limit.claim.why }) : limit.claim.why;
  return { ...rest, state: isOn ? 'runs' : 'waits', why };
}

/** The loads of a program with what the engine remembers of them, in the order in which they are served. */
export function boardLoads(
  { loads }: Pick<Program, 'loads'>,
  { parts }: Pick<EngineState, 'parts'>,
  holdings: ReadonlyMap<string, Holding>,
): readonly BoardLoad[] {
  const kept = parts[surplusPartName];
  const state = isSurplusState(kept) ? kept : undefined;
  return loads.map((load) => {
    const memory = state?.loads[load.id];
    const look = withinLimits(load, state?.looks?.[load.id], holdings.get(targetKey(load)));
    return { load, look, ranMs: memory?.ranMs ?? 0, ranWh: memory?.ranWh ?? 0 };
  });
}
