// Readings as columns: one series of one device, in any order; this is where they are sorted, once.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { Quality } from '#core/reading.ts';

/** Readings of one metric of one device; columns of one length, in any order, as a page of history comes. */
export interface ReadingColumns {
  readonly key: { readonly device: string; readonly metric: MetricId };
  readonly atMs: ArrayLike<number>;
  readonly value: ArrayLike<number>;
  readonly quality?: ArrayLike<Quality>;
}

/** Readings in order of time, one per moment. */
export interface Series {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
}

/** The series of a plan's devices, by device and metric. */
export type SeriesSet = ReadonlyMap<string, Series>;

const none: Series = { atMs: new Float64Array(0), value: new Float64Array(0) };

const nameOf = (device: string, metric: MetricId): string => `${device} ${metric}`;

/** The series of a metric of a device; empty where there is none. */
export function seriesOf(series: SeriesSet, device: string, metric: MetricId): Series {
  return series.get(nameOf(device, metric)) ?? none;
}

function isSorted(atMs: Float64Array): boolean {
  for (let index = 1; index < atMs.length; index += 1) {
    if ((atMs[index] ?? 0) <= (atMs[index - 1] ?? 0)) return false;
  }
  return true;
}

/**
 * Of several values at one moment the greatest possible one is taken, so that the order in which they came does not matter and
 * garbage does not hide a good one.
 */
function ordered({ atMs, value }: Series, metric: MetricId): Series {
  if (isSorted(atMs)) return { atMs, value };
  const { max } = metricOf(metric);
  const rank = (index: number): number => {
    const found = value[index] ?? Number.NaN;
    if (Number.isNaN(found)) return Number.NEGATIVE_INFINITY;
    return found > max ? -Number.MAX_VALUE : found;
  };
  const order = Array.from(atMs.keys()).sort((left, right) => {
    const [leftMs, rightMs] = [atMs[left] ?? 0, atMs[right] ?? 0];
    if (leftMs !== rightMs) return leftMs - rightMs;
    return rank(left) === rank(right) ? 0 : rank(right) - rank(left);
  });
  const firsts = order.filter((index, place) => place === 0 || atMs[index] !== atMs[order[place - 1] ?? 0]);
  return {
    atMs: Float64Array.from(firsts, (index) => atMs[index] ?? 0),
    value: Float64Array.from(firsts, (index) => value[index] ?? Number.NaN),
  };
}

function concatenated(parts: readonly ArrayLike<number>[]): Float64Array {
  const [only, ...others] = parts;
  // Millions of readings are not copied if nothing changes.
  if (only instanceof Float64Array && others.length === 0) return only;
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Leaves out what is only a repeated old value. */
function fresh({ atMs, value, quality }: ReadingColumns): Pick<ReadingColumns, 'atMs' | 'value'> {
  if (quality === undefined || !Array.from(quality).includes('stale')) return { atMs, value };
  const kept = Array.from(quality).flatMap((one, index) => (one === 'stale' ? [] : [index]));
  return { atMs: kept.map((index) => atMs[index] ?? 0), value: kept.map((index) => value[index] ?? Number.NaN) };
}

/** All columns as series in order of time; columns of one series are merged, repetitions change nothing. */
export function orderedSeries(columns: readonly ReadingColumns[]): SeriesSet {
  const parts = new Map<string, { metric: MetricId; list: Pick<ReadingColumns, 'atMs' | 'value'>[] }>();
  for (const column of columns) {
    const { device, metric } = column.key;
    const name = nameOf(device, metric);
    const part = parts.get(name) ?? { metric, list: [] };
    part.list.push(fresh(column));
    parts.set(name, part);
  }
  return new Map(
    [...parts].map(([name, { metric, list }]) => {
      const atMs = concatenated(list.map((part) => part.atMs));
      return [name, ordered({ atMs, value: concatenated(list.map((part) => part.value)) }, metric)];
    }),
  );
}

/** Several counters as one: some added up, others subtracted, at every moment one of them was read after all have been. */
export function combinedSeries(plus: readonly Series[], minus: readonly Series[]): Series {
  const all = [...plus.map((series) => ({ series, sign: 1 })), ...minus.map((series) => ({ series, sign: -1 }))];
  const moments = Float64Array.from(new Set(all.flatMap(({ series }) => Array.from(series.atMs)))).sort();
  const next = all.map(() => 0);
  const values = moments.map((moment) => {
    let sum = 0;
    for (const [index, { series, sign }] of all.entries()) {
      let at = next[index] ?? 0;
      while (at < series.atMs.length && (series.atMs[at] ?? 0) <= moment) at += 1;
      next[index] = at;
      sum += at === 0 ? Number.NaN : sign * (series.value[at - 1] ?? Number.NaN);
    }
    return sum;
  });
  const from = values.findIndex((value) => !Number.isNaN(value));
  return from === -1 ? none : { atMs: moments.subarray(from), value: values.subarray(from) };
}

/** The index of the first reading at or after `atMs`. */
export function firstAt({ atMs }: Series, when: number): number {
  let [low, high] = [0, atMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) < when) low = middle + 1;
    else high = middle;
  }
  return low;
}
