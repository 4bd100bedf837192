// What the counter pipeline carries from reading to reading, and the limits it applies. Plain JSON, and small.
import { hourMs, hourOf } from '#core/time.ts';
import type { NestedReason } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Booking, MilliWh } from '../types.ts';
import type { ShapePart } from './allocation.ts';
import type { Booked } from './counter-step.ts';
import type { DayProfile } from './gap-shape.ts';
import type { CounterSource } from './plan.ts';
import type { Audit, Suspicion } from './suspicion.ts';

/** A reading of a counter. */
export interface Count {
  readonly atMs: number;
  readonly value: MilliWh;
}

/** Readings that are not believed yet. */
export interface Held {
  readonly way: 'up' | 'down';
  readonly first: Count;
  readonly last: Count;
  readonly count: number;
  /** Work of the power between the last believed reading and the first of these. */
  readonly work: number;
  /** How far it fell from the reading before the first of these: a counter that wavers falls little by little. */
  readonly drop: MilliWh;
}

/** Something that was booked though it was unlikely: it is taken out again when the counter comes back. */
export interface Doubt {
  /** The last reading before. */
  readonly base: Count;
  /** The unlikely one. */
  readonly first: Count;
  readonly channel: Booking;
  readonly booked: Booked;
}

/** What a counter carries from one stretch to the next. */
export interface CounterState {
  /** The last reading that was believed. */
  readonly good?: Count;
  /** When it reached that value. */
  readonly sinceMs: number;
  /** Smallest step, mWh; 0 while it is unknown. */
  readonly resolution: MilliWh;
  readonly held?: Held;
  /** The counter's value before it fell, and the one it began again at: it may come back. */
  readonly top?: Count & { readonly start: MilliWh };
  readonly doubt?: Doubt;
  /** What it counted lately, and in what time: its own pace. */
  readonly pace?: Pace;
  /** What it brought in the half-hours of the day before, if gaps are shaped by that. */
  readonly profile?: DayProfile;
  /** What others did since it fell silent. */
  readonly neighbours?: readonly ShapePart[];
  /** How it has compared with its power so far in this day. */
  readonly audit?: Audit;
  readonly suspicion?: Suspicion;
  /** How long it may stand still and still catch up, ms; learnt. */
  readonly patienceMs?: number;
  /** A person trusted it over its power. */
  readonly isVouched?: true;
  /** What its power did since `sinceMs`: work, and for how long it was known. */
  readonly heard?: { readonly work: number; readonly knownMs: number };
  /** The same in parts. */
  readonly shape: readonly ShapePart[];
}

/** What a counter counted in this hour of the clock and in the last one it counted in; a late reading changes only that. */
export interface Pace {
  readonly hourMs: number;
  readonly energy: MilliWh;
  readonly ms: number;
  readonly before?: { readonly energy: MilliWh; readonly ms: number };
}

/** State before the first reading. */
export function emptyCounter(source: CounterSource): CounterState {
  return { sinceMs: 0, resolution: Math.round((source.resolutionWh ?? 0) * 1000), shape: [] };
}

const margin = 1.2;

/** The most a source can bring in some ms, mWh, with a fifth to spare. */
export function mostOf(source: CounterSource, ms: number): MilliWh {
  return ((source.plausibleW * ms) / hourMs) * 1000 * margin;
}

/** What a pace brings in some ms, mWh. */
export function atPace({ energy, ms, before }: Pace, forMs: number): MilliWh {
  const allMs = paceMs({ ms, before });
  return allMs > 0 ? ((energy + (before?.energy ?? 0)) * forMs) / allMs : 0;
}

/** How long a pace was seen, ms. */
export const paceMs = ({ ms, before }: { readonly ms: number; readonly before?: Pace['before'] | undefined }): number =>
  ms + (before?.ms ?? 0);

/** A pace with one more step that ended at a moment. */
export function pacedBy(
  pace: Pace | undefined,
  step: { readonly energy: MilliWh; readonly ms: number },
  atMs: number,
): Pace {
  const hour = hourOf(atMs);
  if (pace === undefined) return { hourMs: hour, ...step };
  const { hourMs, energy, ms, before } = pace;
  if (hour === hourMs)
    return { hourMs, energy: energy + step.energy, ms: ms + step.ms, ...(before === undefined ? {} : { before }) };
  return { hourMs: hour, ...step, before: { energy, ms } };
}

const scalesWh = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
const noReading = [2_147_483_647, 4_294_967_295];

/** Why a value cannot be a counter's, or undefined if it can; values in watt-hours. */
export function againstCount(valueWh: number, isSigned: boolean): NestedReason | undefined {
  if (!Number.isFinite(valueWh)) return because('value.no-number');
  if (Math.abs(valueWh) > 1e12 || (valueWh < 0 && !isSigned)) return because('counter.no-reading', { wh: valueWh });
  const isSentinel = noReading.some((none) => scalesWh.some((scale) => Math.abs(valueWh - none * scale) < scale / 2));
  return isSentinel ? because('counter.unknowing', { wh: valueWh }) : undefined;
}

/** The widths a counter may have, mWh: declared, or those of 16 and 32 bits and of decimal digits. */
function widthsOf(source: CounterSource, resolution: MilliWh): number[] {
  if (source.wrapWh !== undefined) return [source.wrapWh * 1000];
  const steps = [...new Set([resolution, 1000, 10_000, 100_000, 1_000_000])].filter((step) => step > 0);
  const binary = steps.flatMap((step) => [step * 2 ** 16, step * 2 ** 32]);
  const decimal = [4, 5, 6, 7, 8].map((digits) => 10 ** (digits + 6));
  return [...binary, ...decimal];
}

/** The share of its width from which a counter is near its end. */
const nearEnd = 0.9;
/** How many times its own pace a counter may bring between the last reading before its end and the first after it. */
const timesPace = 3;
const longestGuessMs = 15 * 60_000;
/** How far two readings may be apart in any case, mWh. */
const alwaysLittle = 100_000;
/** The share of a known width that a longer silence may span: the pace before it says little about a whole night or day. */
const silentShare = 0.005;

/**
 * What was counted if a fall is a roll-over, mWh; undefined if it is not one. It is bounded by the rated power and by the
 * counter's own pace: a counter that was replaced far from its end has not rolled over, however long the gap.
 */
export function rolledOver(
  source: CounterSource,
  { good, resolution, pace }: Pick<CounterState, 'good' | 'resolution' | 'pace'>,
  to: Count,
): MilliWh | undefined {
  if (good === undefined || to.value < 0) return undefined;
  const ms = to.atMs - good.atMs;
  // A guessed width proves nothing after a gap.
  if (source.wrapWh === undefined && ms > Math.max(source.gapLimitMs, longestGuessMs)) return undefined;
  const silent = source.wrapWh === undefined || ms <= hourMs ? 0 : silentShare * source.wrapWh * 1000;
  const little = Math.max(alwaysLittle, 4 * resolution, silent);
  const paced = pace === undefined ? 0 : timesPace * atPace(pace, ms);
  const most = Math.min(mostOf(source, ms) + resolution, Math.max(paced, little) + resolution);
  const counted = widthsOf(source, resolution)
    .filter((width) => width > good.value && good.value >= nearEnd * width && to.value <= width - nearEnd * width)
    .map((width) => width - good.value + to.value);
  return counted.find((energy) => energy <= most);
}

/** Whether a roll-over is so close to its end that one reading is enough: the next will take it back if it was not one. */
export function isSureRoll(
  { good, resolution }: CounterState,
  energy: MilliWh,
  next: Count & { readonly gapLimitMs: number },
): boolean {
  const isNext = good !== undefined && next.atMs - good.atMs <= next.gapLimitMs;
  return isNext && next.value > 0 && energy <= Math.max(alwaysLittle, 4 * resolution);
}

/** Factors by which a source's value changes if its unit does. */
const scaleFlips = [
  { by: 1000, within: 0.01 },
  { by: 100, within: 0.001 },
  { by: 10, within: 0.001 },
];

/** Whether a value is the other in another unit, as kWh for Wh. */
export function isOtherUnit(value: MilliWh, other: MilliWh): boolean {
  const [low, high] = value < other ? [value, other] : [other, value];
  // A resolution of whole kilowatt-hours is coarse.
  return (
    low > 0 && scaleFlips.some(({ by, within }) => Math.abs(low * by - high) <= Math.max(within * high, by * 1000))
  );
}
