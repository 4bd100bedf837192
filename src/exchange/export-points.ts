// The points of an export in order of time, chunk by chunk: stored ones page by page, steps window by window.
import { metricOf } from '#core/catalogue.ts';
import type { Aggregate, HistoryStore, PageColumns, SeriesKey } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import type { ExportRequest } from './export-request.ts';

/** Points in order of time; the columns have one length. No time is split between two chunks. */
export interface PointChunk {
  /** Index into the series of the request, by point. */
  readonly series: readonly number[];
  readonly atMs: readonly number[];
  readonly value: readonly number[];
  readonly quality: readonly Quality[];
  /** Everything before this is written, epoch ms. */
  readonly toMs: number;
}

/** What an export reads. */
export type ReadableHistory = Pick<HistoryStore, 'pages' | 'range'>;

/** Points read at once, about. */
const pagePoints = 20_000;
/** Points made into text at once, about: between two of them the process does other things. */
const chunkPoints = 4000;

type Columns = Omit<PageColumns, 'quality'> & { readonly quality?: readonly Quality[] };

const keyText = ({ site, device, metric }: SeriesKey): string => JSON.stringify([site, device, metric]);

/** Rows of two columns in the order of their times, and of the series at one time: the keys sort as plain numbers. */
function sortedKeys(columns: readonly Columns[], places: readonly number[], count: number): Float64Array {
  const size = Math.max(...places, 0) + 1;
  const [firstMs, lastMs] = spanOf(columns);
  if ((lastMs - firstMs + 1) * size > Number.MAX_SAFE_INTEGER)
    throw new TypeError('assertion: a page spans more than its keys can tell');
  const keys = new Float64Array(count);
  let at = 0;
  for (const [index, { atMs }] of columns.entries()) {
    const place = places[index] ?? 0;
    for (const one of atMs) keys[at++] = (one - firstMs) * size + place;
  }
  return keys.sort();
}

function spanOf(columns: readonly Columns[]): readonly [firstMs: number, lastMs: number] {
  const firsts = columns.map(({ atMs }) => atMs[0] ?? Infinity);
  const lasts = columns.map(({ atMs }) => atMs.at(-1) ?? -Infinity);
  return [firsts.reduce((a, b) => Math.min(a, b), Infinity), lasts.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** The columns of a page merged by time, piece by piece; at the same time in the order of the series. No time is split. */
function* merged(
  columns: readonly Columns[],
  indexOf: ReadonlyMap<string, number>,
  toMs: number,
): Generator<PointChunk> {
  const places = columns.map(({ key }) => {
    const index = indexOf.get(keyText(key));
    if (index === undefined) throw new TypeError('assertion: history answered a series that was not asked for');
    return index;
  });
  const count = columns.reduce((sum, { atMs }) => sum + atMs.length, 0);
  const keys = sortedKeys(columns, places, count);
  const size = Math.max(...places, 0) + 1;
  const [firstMs] = spanOf(columns);
  // A series' own points are in order: so its next one is the right one.
  const next = new Map(places.map((place, index) => [place, { row: 0, column: columns[index] }]));
  for (let from = 0; from < count; ) {
    const rows = Math.min(chunkPoints, count - from);
    const series: number[] = [];
    const atMs: number[] = [];
    const value: number[] = [];
    const quality: Quality[] = [];
    let lastMs = Number.NaN;
    for (let at = from; at < count; at += 1) {
      const key = keys[at] ?? 0;
      const moment = Math.floor(key / size);
      if (at - from >= rows && moment !== lastMs) break;
      lastMs = moment;
      const place = key - moment * size;
      const cursor = next.get(place);
      if (cursor?.column === undefined) throw new TypeError('assertion: a key names no column');
      const { column, row } = cursor;
      series.push(place);
      atMs.push(firstMs + moment);
      value.push(column.value[row] ?? Number.NaN);
      quality.push(column.quality?.[row] ?? 'good');
      cursor.row += 1;
    }
    from += series.length;
    yield { series, atMs, value, quality, toMs: from < count ? firstMs + lastMs + 1 : toMs };
  }
}

function indexes(series: readonly SeriesKey[]): ReadonlyMap<string, number> {
  return new Map(series.map((key, index) => [keyText(key), index]));
}

async function* storedPoints(store: ReadableHistory, request: ExportRequest): AsyncGenerator<PointChunk> {
  const { series, fromMs, toMs } = request;
  const indexOf = indexes(series);
  for await (const page of store.pages({ series, fromMs, toMs, pagePoints }))
    yield* merged(page.columns, indexOf, page.toMs);
}

/** The default aggregate of a metric: the value at the end of the step for meters and switches, otherwise the mean over time. */
export function usualAggregate({ metric }: Pick<SeriesKey, 'metric'>): Aggregate {
  return metricOf(metric).kind === 'gauge' ? 'timeMean' : 'last';
}

async function* stepPoints(
  store: ReadableHistory,
  { series, fromMs, toMs, aggregate, stepMs }: ExportRequest & { readonly stepMs: number },
): AsyncGenerator<PointChunk> {
  const indexOf = indexes(series);
  const groups = Map.groupBy(series, (key) => aggregate ?? usualAggregate(key));
  const windowMs = Math.max(1, Math.floor(pagePoints / Math.max(1, series.length))) * stepMs;
  for (let startMs = fromMs; startMs < toMs; ) {
    // The first window ends on a step, so that no step is cut by a window.
    const endMs = Math.min(toMs, Math.floor(startMs / stepMs) * stepMs + windowMs);
    const columns: Columns[] = [];
    for (const [how, keys] of groups) {
      // One window after the other: that is what keeps memory flat.
      const answers = await store.range({ series: keys, fromMs: startMs, toMs: endMs, stepMs, aggregate: how });
      columns.push(...answers.filter(({ atMs }) => atMs.length > 0));
    }
    yield* merged(columns, indexOf, endMs);
    startMs = endMs;
  }
}

/** All points of a request in order of time. Errors: those of the store. */
export function exportPoints(store: ReadableHistory, request: ExportRequest): AsyncIterable<PointChunk> {
  const { series, stepMs } = request;
  if (series.length === 0) return (async function* () {})();
  return stepMs === undefined ? storedPoints(store, request) : stepPoints(store, { ...request, stepMs });
}
