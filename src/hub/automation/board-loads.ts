// The loads on the surplus as people see them: what each does, what it waits for, and how long it ran today.
import type { EngineState, Program } from '#automation/engine.ts';
import type { Load } from '#automation/surplus/load.ts';
import type { LoadLook } from '#automation/surplus/look.ts';
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

/** The loads of a program with what the engine remembers of them, in the order in which they are served. */
export function boardLoads(
  { loads }: Pick<Program, 'loads'>,
  { parts }: Pick<EngineState, 'parts'>,
): readonly BoardLoad[] {
  const kept = parts[surplusPartName];
  const state = isSurplusState(kept) ? kept : undefined;
  return loads.map((load) => {
    const memory = state?.loads[load.id];
    return { load, look: state?.looks?.[load.id], ranMs: memory?.ranMs ?? 0, ranWh: memory?.ranWh ?? 0 };
  });
}
