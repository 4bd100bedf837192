// Readings as columns: one series of one device, in whatever order they came; here they are put in order, once.
import type { MetricId } from '#core/catalogue.ts';
import type { Quality } from '#core/reading.ts';

/** Readings of one metric of one device; columns of one length, in any order, a page of history as it is. */
export interface ReadingColumns {
  readonly key: { readonly device: string; readonly metric: MetricId };
  readonly atMs: ArrayLike<number>;
  readonly value: ArrayLike<number>;
  readonly quality?: ArrayLike<Quality>;
}

/** Readings in order of time, one a moment. */
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

/** Of several values at one moment the greatest is taken, so that the order in which they came says nothing. */
function ordered(atMs: Float64Array, value: Float64Array): Series {
  if (isSorted(atMs)) return { atMs, value };
  const rank = (index: number): number => {
    const found = value[index] ?? Number.NaN;
    return Number.isNaN(found) ? Number.NEGATIVE_INFINITY : found;
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

/** All columns as series in order of time; columns of one series are put together, repetitions change nothing. */
export function orderedSeries(columns: readonly ReadingColumns[]): SeriesSet {
  const parts = new Map<string, Pick<ReadingColumns, 'atMs' | 'value'>[]>();
  for (const column of columns) {
    const name = nameOf(column.key.device, column.key.metric);
    const list = parts.get(name) ?? [];
    list.push(fresh(column));
    parts.set(name, list);
  }
  return new Map(
    [...parts].map(([name, list]) => [
      name,
      ordered(concatenated(list.map(({ atMs }) => atMs)), concatenated(list.map(({ value }) => value))),
    ]),
  );
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
