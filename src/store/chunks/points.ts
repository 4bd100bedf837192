// The points of one series in order of time, and which of two values of one moment is kept.
import { qualities } from '../point-columns.ts';

/** Points of one series; columns of one length, moments rising. */
export interface Points {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
  /** Index into {@link qualities}. */
  readonly quality: Uint8Array;
}

export const noPoints: Points = {
  atMs: new Float64Array(),
  value: new Float64Array(),
  quality: new Uint8Array(),
};

const order = ['stale', 'held', 'estimated', 'good'] as const;
const ranks = Uint8Array.from(qualities, (quality) => order.indexOf(quality));

/** Whether a later given value takes the place of an earlier one of the same moment; both are indexes of qualities. */
export function replaces(later: number, earlier: number): boolean {
  return (ranks[later] ?? 0) >= (ranks[earlier] ?? 0);
}

/** The index of the first point at or after a moment. */
export function firstFrom(atMs: Float64Array, fromMs: number): number {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The points from `fromMs` to before `toMs`, without copying. */
export function sliced(points: Points, fromMs: number, toMs: number): Points {
  const from = firstFrom(points.atMs, fromMs);
  const to = Math.max(from, firstFrom(points.atMs, toMs));
  if (from === 0 && to === points.atMs.length) return points;
  return {
    atMs: points.atMs.subarray(from, to),
    value: points.value.subarray(from, to),
    quality: points.quality.subarray(from, to),
  };
}

/** Whether each moment is later than the one before. */
export function isRising(atMs: Float64Array): boolean {
  for (let index = 1; index < atMs.length; index += 1) if (!((atMs[index] ?? 0) > (atMs[index - 1] ?? 0))) return false;
  return true;
}

/** Points in the order they were given, which may hold a moment more than once, to points in order of time. */
export function settled(given: Points): Points {
  const { atMs, value, quality } = given;
  if (isRising(atMs)) return given;
  const byTime = Uint32Array.from(atMs.keys()).sort((a, b) => (atMs[a] ?? 0) - (atMs[b] ?? 0) || a - b);
  const kept = new Uint32Array(byTime.length);
  let count = 0;
  for (const index of byTime) {
    const last = kept[count - 1] ?? 0;
    if (count === 0 || atMs[index] !== atMs[last]) kept[count++] = index;
    else if (replaces(quality[index] ?? 0, quality[last] ?? 0)) kept[count - 1] = index;
  }
  const chosen = kept.subarray(0, count);
  return {
    atMs: Float64Array.from(chosen, (index) => atMs[index] ?? 0),
    value: Float64Array.from(chosen, (index) => value[index] ?? 0),
    quality: Uint8Array.from(chosen, (index) => quality[index] ?? 0),
  };
}

/** Points of all parts, one part after the other. */
export function joined(parts: readonly Points[]): Points {
  const count = parts.reduce((sum, { atMs }) => sum + atMs.length, 0);
  const whole = { atMs: new Float64Array(count), value: new Float64Array(count), quality: new Uint8Array(count) };
  let at = 0;
  for (const part of parts) {
    whole.atMs.set(part.atMs, at);
    whole.value.set(part.value, at);
    whole.quality.set(part.quality, at);
    at += part.atMs.length;
  }
  return whole;
}

/** Points of both, `later` given after `earlier`. */
export function merged(earlier: Points, later: Points): Points {
  if (later.atMs.length === 0) return earlier;
  if (earlier.atMs.length === 0) return later;
  return settled(joined([earlier, later]));
}
