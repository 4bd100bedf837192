// Tracks put in order, thinned to wider steps and cut into days.
import { quantile, quantileSorted } from 'simple-statistics';
import type { Track } from './types.ts';

function isOrdered({ atMs, value }: Track): boolean {
  for (let index = 0; index < atMs.length; index += 1) {
    if (!Number.isFinite(value[index])) return false;
    if (index > 0 && !((atMs[index - 1] ?? 0) < (atMs[index] ?? 0))) return false;
  }
  return atMs.length === value.length;
}

/** The track in order of time, each moment once (its last point counts), without values that are not numbers. */
export function ordered(track: Track): Track {
  if (isOrdered(track)) return track;
  const points = new Map<number, number>();
  for (const [index, at] of track.atMs.entries()) {
    const value = track.value[index];
    if (value !== undefined && Number.isFinite(value) && Number.isFinite(at)) points.set(at, value);
  }
  const rows = [...points].toSorted(([a], [b]) => a - b);
  return { key: track.key, atMs: rows.map(([at]) => at), value: rows.map(([, value]) => value) };
}

/** The means of wider steps, aligned to the epoch; a step is dated by its start. */
export function thinned(track: Track, stepMs: number): Track {
  const { key, atMs, value } = ordered(track);
  const thin: { key: Track['key']; atMs: number[]; value: number[] } = { key, atMs: [], value: [] };
  let [step, sum, count] = [Number.NaN, 0, 0];
  const put = (): void => {
    if (count === 0) return;
    thin.atMs.push(step);
    thin.value.push(sum / count);
  };
  for (let index = 0; index < atMs.length; index += 1) {
    const at = Math.floor((atMs[index] ?? 0) / stepMs) * stepMs;
    if (at !== step) {
      put();
      [step, sum, count] = [at, 0, 0];
    }
    sum += value[index] ?? 0;
    count += 1;
  }
  put();
  return thin;
}

/** Points of a track one by one. */
export function* pointsOf({ atMs, value }: Track): Generator<readonly [atMs: number, value: number]> {
  for (let index = 0; index < atMs.length; index += 1) yield [atMs[index] ?? 0, value[index] ?? 0];
}

/** Moments that all tracks share, with their values in the order of the tracks. */
export function* joined(tracks: readonly Track[]): Generator<readonly [atMs: number, values: readonly number[]]> {
  const [first, ...rest] = tracks.map(ordered);
  if (first === undefined) return;
  const places = rest.map(() => 0);
  for (let index = 0; index < first.atMs.length; index += 1) {
    const at = first.atMs[index] ?? 0;
    const values = [first.value[index] ?? 0];
    for (const [lane, track] of rest.entries()) {
      let place = places[lane] ?? 0;
      while ((track.atMs[place] ?? Infinity) < at) place += 1;
      places[lane] = place;
      if (track.atMs[place] === at) values.push(track.value[place] ?? 0);
    }
    if (values.length === tracks.length) yield [at, values];
  }
}

/** The quantile of some values, undefined for none. */
export function quantileOf(values: readonly number[], share: number): number | undefined {
  return values.length === 0 ? undefined : quantile([...values], share);
}

/** The median, undefined for no values. */
export function medianOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  // Columns of numbers sort far faster than with a comparison function.
  return quantileSorted([...Float64Array.from(values).sort()], 0.5);
}

/** Median and median absolute deviation, undefined for no values. */
export function middleOf(values: readonly number[]): { readonly median: number; readonly mad: number } | undefined {
  const median = medianOf(values);
  if (median === undefined) return undefined;
  return { median, mad: medianOf(values.map((value) => Math.abs(value - median))) ?? 0 };
}
