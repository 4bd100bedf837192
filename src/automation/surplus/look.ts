// What a load does now and what it waits for, as the surplus control saw it in its last cycle: what people read, nothing that decides.
import type { Reason } from '#core/reason.ts';
import { because } from '#core/reason.ts';
import { setPoints } from '#core/set-points.ts';
import type { Load, LoadMemory } from './load.ts';

const watt = setPoints['heater.power.target'].unit;
const percent = setPoints['battery.soc.min'].unit;

/** A load at the last cycle: plain data. */
export interface LoadLook {
  /** `held`: a person, a plan or a rule has it; `off`: it is switched off in the text. */
  readonly state: 'runs' | 'waits' | 'held' | 'off';
  /** What it takes now, W. */
  readonly takesW: number;
  /** What those before it left for it, W; absent: not known, as a meter is silent. */
  readonly leftW?: number | undefined;
  /** What it waits for, or why it runs. */
  readonly why: Reason;
  /** When that has lasted long enough and it comes on or goes off, epoch ms. */
  readonly untilMs?: number | undefined;
}

/** What decided about a load. */
export interface LoadCase {
  readonly load: Load;
  readonly memory: LoadMemory;
  readonly takesW: number;
  readonly leftW: number | undefined;
  /** From how much on it runs, W: less than it takes where it has to run today anyway. */
  readonly needsW: number;
  readonly valueW: number;
  /** Something besides the surplus that keeps it off. */
  readonly hindrance: Reason | undefined;
  /** The grid is away: nothing of the sun is left for loads. */
  readonly isGridAway: boolean;
  /** It suffices now. */
  readonly fits: boolean;
  readonly must: boolean;
  readonly nowMs: number;
}

/** What is needed before it comes on, W. */
export const neededW = ({ leastW, powerW }: Load): number => leastW ?? powerW;

/** The reason that the battery has to be fuller first. */
export const batteryFirst = (abovePercent: number): Reason =>
  because('act.load-battery', { percent: { value: abovePercent, unit: percent } });

/** The reason that nothing is left for loads while the grid is away. */
export const gridAway: Reason = because('act.load-grid-away');

const amountsOf = ({ needsW, leftW = 0 }: LoadCase) =>
  ({
    left: { value: Math.max(0, Math.round(leftW)), unit: watt },
    needed: { value: Math.max(0, Math.round(needsW)), unit: watt },
  }) as const;

const isEarly = ({ load, needsW }: LoadCase): boolean => needsW < neededW(load);
const early = (one: LoadCase): Reason =>
  Number.isFinite(one.needsW) ? because('act.load-early', amountsOf(one)) : because('act.load-cheap');

type Waits = Pick<LoadLook, 'why' | 'untilMs'>;

function running(one: LoadCase): Waits {
  const { load, memory, must, nowMs, fits, hindrance } = one;
  if (must) return { why: because('act.floor') };
  const { programMs, offAfterMs } = load;
  if (programMs !== undefined && nowMs - memory.sinceMs < programMs)
    return { why: because('act.load-program'), untilMs: memory.sinceMs + programMs };
  if (fits || memory.missesMs === undefined)
    return { why: isEarly(one) ? early(one) : because('act.surplus', amountsOf(one)) };
  const why = hindrance ?? because('act.no-surplus', amountsOf(one));
  return { why: because('act.load-off-soon', { reason: why }), untilMs: memory.missesMs + offAfterMs };
}

function waiting(one: LoadCase): Waits {
  const { load, memory, fits, hindrance, leftW } = one;
  if (one.isGridAway) return { why: gridAway };
  if (leftW === undefined) return { why: because('act.load-silent') };
  if (hindrance !== undefined) return { why: hindrance };
  if (fits && memory.fitsMs !== undefined)
    return { why: because('act.load-on-soon', amountsOf(one)), untilMs: memory.fitsMs + load.onAfterMs };
  return { why: because(isEarly(one) ? 'act.load-waits-early' : 'act.load-waits', amountsOf(one)) };
}

/** A load that the surplus steers. */
export function steeredLook(one: LoadCase): LoadLook {
  const { valueW, takesW, leftW } = one;
  const runs = valueW > 0;
  return {
    state: runs ? 'runs' : 'waits',
    takesW,
    leftW,
    ...(runs ? running(one) : waiting(one)),
  };
}

/** A load that somebody else has. */
export const heldLook = (takesW: number): LoadLook => ({
  state: 'held',
  takesW,
  why: because('act.as-found'),
});

/** A load that is switched off in the text. */
export const offLook = (takesW: number): LoadLook => ({
  state: 'off',
  takesW,
  why: because('act.load-off'),
});
