// What is kept of a time range of one series without its points: enough for every aggregate; two can be joined.
import type { Points } from './points.ts';

/** A summary of one series over some time; times are epoch ms. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly first: number;
  readonly last: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Each value times the ms to the next point, from the first point to the last. */
  readonly area: number;
}

/** A {@link Summary} still being built. */
export type OpenSummary = { -readonly [Field in keyof Summary]: Summary[Field] };

/** The summary of the points `from` to before `to`, at least one. */
export function summaryOf({ atMs, value }: Points, from: number, to: number): OpenSummary {
  const [firstMs, first] = [atMs[from] ?? 0, value[from] ?? 0];
  let [lastMs, last, area, sum, min, max] = [firstMs, first, 0, first, first, first];
  for (let index = from + 1; index < to; index += 1) {
    const at = atMs[index] ?? 0;
    const one = value[index] ?? 0;
    area += last * (at - lastMs);
    lastMs = at;
    last = one;
    sum += one;
    if (one < min) min = one;
    if (one > max) max = one;
  }
  return { count: to - from, area, firstMs, lastMs, first, last, sum, min, max };
}

/** Adds a summary that is later than what is in it. */
export function addSummary(summary: OpenSummary, later: Summary): void {
  summary.area += summary.last * (later.firstMs - summary.lastMs) + later.area;
  summary.count += later.count;
  summary.sum += later.sum;
  if (later.min < summary.min) summary.min = later.min;
  if (later.max > summary.max) summary.max = later.max;
  summary.last = later.last;
  summary.lastMs = later.lastMs;
}
