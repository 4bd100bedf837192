// A car that sleeps: it may charge and takes nothing. A short pause wakes most, once; what stays asleep is told to a person. A car that took
// something since it was allowed and stopped by itself is full, or has a clock of its own, and is left alone until it leaves.
import { because, type Reason } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import type { Notice } from '../engine.ts';
import type { CarSleep } from './charger.ts';

/** What is seen of it. */
export interface SleepCase {
  readonly nowMs: number;
  readonly name: string;
  readonly id: string;
  /** What it is measured to take, W; absent: not known. */
  readonly measuredW: number | undefined;
  /** The charger shows that it lets it charge, and that it is the car that does not; undefined: one of them is not known. */
  readonly isUpToCar: boolean | undefined;
  /** When it was begun last. */
  readonly begunMs: number;
}

/** What comes of it. */
export interface SleepStep {
  readonly sleep: CarSleep;
  /** It is paused for a moment. */
  readonly isWaking: boolean;
  readonly why?: Reason | undefined;
  readonly notices: readonly Notice[];
}

/** A car that charges takes more, W. */
const idleW = 50;
/** So long nothing: cars take up to a minute to begin, and some look at their clock first, ms. */
const asleepMs = 3 * minuteMs;
/** The pause that wakes it: a charge that is ended and begun again over OCPP needs some seconds for both, ms. */
const wakingMs = 30_000;

const awake = (sleep: CarSleep): SleepStep => ({ sleep, isWaking: false, notices: [] });

/** One moment of it. */
export function sleepStep(sleep: CarSleep, one: SleepCase): SleepStep {
  const { nowMs, measuredW, isUpToCar, begunMs, name, id } = one;
  const { wokenMs, tookMs } = sleep;
  const { idleMs: _, ...rest } = sleep;
  // While it is being woken the charger shows a pause of ours.
  if (wokenMs !== undefined && nowMs - wokenMs < wakingMs)
    return { sleep: rest, isWaking: true, why: because('act.charge-wakes'), notices: [] };
  if (measuredW === undefined) return awake(rest);
  if (measuredW >= idleW) return awake({ tookMs: nowMs });
  if (isUpToCar !== true) return awake(rest);
  const idleMs = sleep.idleMs ?? nowMs;
  const idle: CarSleep = { ...sleep, idleMs };
  if (sleep.isSated === true || nowMs - idleMs < asleepMs) return awake(idle);
  if (tookMs !== undefined && tookMs >= begunMs) return awake({ ...idle, isSated: true });
  if (wokenMs === undefined)
    return { sleep: { ...rest, wokenMs: nowMs }, isWaking: true, why: because('act.charge-wakes'), notices: [] };
  if (sleep.isTold === true) return awake(idle);
  const why = because('act.charge-asleep', { charger: { external: name } });
  const title = because('act.charge-asleep-title');
  const what = { kind: 'notify', title, text: why, severity: 'warning' } as const;
  return { sleep: { ...idle, isTold: true }, isWaking: false, why, notices: [{ by: id, atMs: nowMs, what }] };
}
