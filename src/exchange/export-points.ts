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
  /** Everything before is written, epoch ms. */
  readonly toMs: number;
}

/** What an export reads. */
export type ReadableHistory = Pick<HistoryStore, 'pages' | 'range'>;

/** Points held at once, about; a chunk of text is then a megabyte or two. */
const chunkPoints = 20_000;

type Columns = Omit<PageColumns, 'quality'> & { readonly quality?: readonly Quality[] };

const keyText = ({ site, device, metric }: SeriesKey): string => JSON.stringify([site, device, metric]);

/** The columns of a page merged by time; at the same time in the order of the series. */
function merged(columns: readonly Columns[], indexOf: ReadonlyMap<string, number>, toMs: number): PointChunk {
  const series: number[] = [];
  const atMs: number[] = [];
  const value: number[] = [];
  const quality: Quality[] = [];
  for (const column of columns) {
    const index = indexOf.get(keyText(column.key));
    if (index === undefined) throw new TypeError('assertion: history answered a series that was not asked for');
    for (const [row, at] of column.atMs.entries()) {
      series.push(index);
      atMs.push(at);
      value.push(column.value[row] ?? Number.NaN);
      quality.push(column.quality?.[row] ?? 'good');
    }
  }
  // Not a typed array: only the sort of plain arrays makes use of columns that are in order already.
  const ranks = Array.from(atMs, (_, index) => index);
  ranks.sort((a, b) => (atMs[a] ?? 0) - (atMs[b] ?? 0) || (series[a] ?? 0) - (series[b] ?? 0));
  const picked = <T>(column: readonly T[]): T[] => ranks.map((rank) => column[rank] as T);
  return { series: picked(series), atMs: picked(atMs), value: picked(value), quality: picked(quality), toMs };
}

function indexes(series: readonly SeriesKey[]): ReadonlyMap<string, number> {
  return new Map(series.map((key, index) => [keyText(key), index]));
}

async function* storedPoints(store: ReadableHistory, request: ExportRequest): AsyncGenerator<PointChunk> {
  const { series, fromMs, toMs } = request;
  const indexOf = indexes(series);
  for await (const page of store.pages({ series, fromMs, toMs, pagePoints: chunkPoints }))
    yield merged(page.columns, indexOf, page.toMs);
}

/** The default aggregate of a metric: the value at the end of the step for meters and switches, else the mean over time. */
function usualAggregate({ metric }: SeriesKey): Aggregate {
  return metricOf(metric).kind === 'gauge' ? 'timeMean' : 'last';
}

async function* stepPoints(
  store: ReadableHistory,
  { series, fromMs, toMs, aggregate, stepMs }: ExportRequest & { readonly stepMs: number },
): AsyncGenerator<PointChunk> {
  const indexOf = indexes(series);
  const groups = Map.groupBy(series, (key) => aggregate ?? usualAggregate(key));
  const windowMs = Math.max(1, Math.floor(chunkPoints / Math.max(1, series.length))) * stepMs;
  for (let startMs = fromMs; startMs < toMs; ) {
    // The first window ends on a step, so that no step is cut by a window.
    const endMs = Math.min(toMs, Math.floor(startMs / stepMs) * stepMs + windowMs);
    const columns: Columns[] = [];
    for (const [how, keys] of groups) {
      // One window after the other: that is what keeps memory flat.
      const answers = await store.range({ series: keys, fromMs: startMs, toMs: endMs, stepMs, aggregate: how });
      columns.push(...answers.filter(({ atMs }) => atMs.length > 0));
    }
    yield merged(columns, indexOf, endMs);
    startMs = endMs;
  }
}

/** All points of a request in order of time. Errors: those of the store. */
export function exportPoints(store: ReadableHistory, request: ExportRequest): AsyncIterable<PointChunk> {
  const { series, stepMs } = request;
  if (series.length === 0) return (async function* () {})();
  return stepMs === undefined ? storedPoints(store, request) : stepPoints(store, { ...request, stepMs });
}
