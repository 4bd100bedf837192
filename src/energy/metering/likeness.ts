// Whether two devices measure the same: their powers are compared, five minutes at a time. This only suspects;
// a person decides.
import { hourMs } from '#core/time.ts';
import { bucketMs } from '../types.ts';
import type { Series } from './columns.ts';

/** Mean powers by the number of their five-minute slot, W. */
export type Profile = ReadonlyMap<number, number>;

/** How two profiles compare, over the time for which both are known. */
export interface Likeness {
  /** Five minutes in which at least one of them was not idle. */
  readonly slots: number;
  /** The shares of those in which they differ by at most a hundredth of the greatest, and by at most a tenth. */
  readonly equal: number;
  readonly close: number;
  /** The share in which the first is busy while the second is idle, and the other way round. */
  readonly alone: readonly [first: number, second: number];
  /** The second as a multiple of the first, as well as one number can say it. */
  readonly ratio: number;
  /** Correlation, −1 to 1; 0 if one of them never changes. */
  readonly correlation: number;
}

/** So many slots are enough to compare, and so many to be clear. */
export const enoughSlots = 3;
export const clearSlots = 12;
/** Two meters of a grid that are close in such a share of the time show the same. */
export const alike = 0.8;

/** A power below this proves nothing, W. */
const idleW = 20;
/** Enough to compare two devices: about a month. */
const mostSlots = 9000;

/** The mean powers of a power series. */
export function powerProfile({ atMs, value }: Series, sign = 1): Profile {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let index = 0; index < atMs.length && sums.size <= mostSlots; index += 1) {
    const watts = value[index] ?? Number.NaN;
    if (!Number.isFinite(watts)) continue;
    const one = sums.getOrInsertComputed(Math.floor((atMs[index] ?? 0) / bucketMs), () => ({ sum: 0, count: 0 }));
    one.sum += sign * watts;
    one.count += 1;
  }
  return new Map([...sums].map(([slot, { sum, count }]) => [slot, sum / count]));
}

/** The mean powers of a counter in Wh, between readings at most an hour apart. */
export function counterProfile({ atMs, value }: Series, sign = 1): Profile {
  const found = new Map<number, number>();
  let last = 0;
  for (let index = 1; index < atMs.length && found.size <= mostSlots; index += 1) {
    const [fromMs, toMs] = [atMs[last] ?? 0, atMs[index] ?? 0];
    if (toMs - fromMs < bucketMs) continue;
    const wh = (value[index] ?? Number.NaN) - (value[last] ?? Number.NaN);
    last = index;
    if (!(wh >= 0) || toMs - fromMs > 12 * bucketMs) continue;
    found.set(Math.floor(fromMs / bucketMs), (sign * wh * hourMs) / (toMs - fromMs));
  }
  return found;
}

/** Two meters of one thing differ by a share; near 0 by some watts. */
const leastClose = 15;
/** More than this share of the greatest is busy. */
const busyShare = 0.3;

const peakOf = (profile: Profile): number => profile.values().reduce((most, one) => Math.max(most, Math.abs(one)), 0);

/** How two profiles compare. */
export function likeness(one: Profile, other: Profile): Likeness {
  const peak = Math.max(peakOf(one), peakOf(other));
  let [slots, equal, close] = [0, 0, 0];
  const alone: [number, number] = [0, 0];
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
  for (const [slot, x] of one) {
    const y = other.get(slot);
    if (y === undefined || Math.max(Math.abs(x), Math.abs(y)) < idleW) continue;
    slots += 1;
    const apart = Math.abs(x - y);
    if (apart <= 0.01 * peak) equal += 1;
    if (apart <= Math.max(leastClose, 0.1 * Math.max(Math.abs(x), Math.abs(y)))) close += 1;
    if (Math.abs(x) > busyShare * peak && Math.abs(y) < idleW) alone[0] += 1;
    if (Math.abs(y) > busyShare * peak && Math.abs(x) < idleW) alone[1] += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  if (slots === 0) return { slots, equal: 0, close: 0, alone: [0, 0], ratio: 0, correlation: 0 };
  const spread = Math.sqrt((slots * sumXX - sumX ** 2) * (slots * sumYY - sumY ** 2));
  return {
    slots,
    equal: equal / slots,
    close: close / slots,
    alone: [alone[0] / slots, alone[1] / slots],
    ratio: sumXX === 0 ? 0 : sumXY / sumXX,
    correlation: spread > 0 ? (slots * sumXY - sumX * sumY) / spread : 0,
  };
}
