// Prices or emission factors by time, as markets and grid operators publish them: slots of any width, looked up by moment.
import type { Span } from '../periods.ts';
import type { Price } from './decimal.ts';

/** A stretch of time with its value. */
export interface Slot<Value extends bigint> extends Span {
  readonly value: Value;
}

/** Market prices per kilowatt-hour, in order of time and without overlap. */
export interface PriceSeries {
  /** ISO 4217 */
  readonly currency: string;
  readonly slots: readonly Slot<Price>[];
}

/** The value that holds at a moment; absent in a gap. */
export function valueAt<Value extends bigint>(slots: readonly Slot<Value>[], atMs: number): Value | undefined {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle]?.startMs ?? atMs) <= atMs) low = middle + 1;
    else high = middle;
  }
  const slot = slots[low - 1];
  return slot !== undefined && atMs < slot.endMs ? slot.value : undefined;
}
