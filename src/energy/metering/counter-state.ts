// What the counter pipeline carries from reading to reading, and the limits it judges by. Plain JSON, and small.
import type { NestedReason } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { MilliWh } from '../types.ts';
import type { CounterSource } from './plan.ts';
import type { ShapePart } from './allocation.ts';

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
}

/** What a counter carries from one stretch to the next. */
export interface CounterState {
  /** The last reading that was believed. */
  readonly good?: Count;
  /** When it got to that value. */
  readonly sinceMs: number;
  /** Smallest step, mWh; 0 while unknown. */
  readonly resolution: MilliWh;
  readonly held?: Held;
  /** Where the counter stood before it fell, and where it began again: it may come back. */
  readonly top?: Count & { readonly start: MilliWh };
  /** What its power did since `sinceMs`. */
  readonly shape: readonly ShapePart[];
}

/** State before the first reading. */
export function emptyCounter(source: CounterSource): CounterState {
  return { sinceMs: 0, resolution: Math.round((source.resolutionWh ?? 0) * 1000), shape: [] };
}

const margin = 1.2;
const msPerHour = 3_600_000;

/** The most a source can bring in some ms, mWh, with a fifth to spare. */
export function mostOf(source: CounterSource, ms: number): MilliWh {
  return ((source.plausibleW * ms) / msPerHour) * 1000 * margin;
}

const scalesWh = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
const noReading = [2_147_483_647, 4_294_967_295];

/** Why a counter's value cannot be one, or undefined where it can; values in watt-hours. */
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

/** From which share of its width a counter is near its end. */
const nearEnd = 0.9;

/** What was counted if a fall is a roll-over, mWh; undefined where it is none. */
export function rolledOver(source: CounterSource, state: CounterState, to: Count): MilliWh | undefined {
  const { good, resolution } = state;
  if (good === undefined || to.value < 0) return undefined;
  const most = mostOf(source, to.atMs - good.atMs) + resolution;
  const counted = widthsOf(source, resolution)
    .filter((width) => width > good.value && good.value >= nearEnd * width && to.value <= width - nearEnd * width)
    .map((width) => width - good.value + to.value);
  return counted.find((energy) => energy <= most);
}
