// Points as the rows of a file: long (one row for each point) or wide (one row for each time, one column for each series).
import type { SeriesKey } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import type { PointChunk } from './export-points.ts';
import type { ExportRequest } from './export-request.ts';

/** Columns of the long shape, as a file's heading names them. */
export type LongColumn = 'time' | 'site' | 'device' | 'metric' | 'value' | 'quality';

/** One point of the long shape. */
export interface LongRow {
  readonly atMs: number;
  readonly key: SeriesKey;
  readonly value: number;
  readonly quality: Quality;
}

/** One row of the wide shape; values by series, undefined if there is none. */
export interface WideRow {
  readonly atMs: number;
  readonly values: readonly (number | undefined)[];
}

const isMixed = (series: readonly SeriesKey[], part: 'site' | 'device'): boolean =>
  new Set(series.map((key) => key[part])).size > 1;

/** Columns of a long file: sites and devices if there are several, the quality of stored points. */
export function longColumns({ series, stepMs }: ExportRequest): readonly LongColumn[] {
  return [
    'time',
    ...(isMixed(series, 'site') ? (['site'] as const) : []),
    ...(isMixed(series, 'device') ? (['device'] as const) : []),
    'metric',
    'value',
    ...(stepMs === undefined ? (['quality'] as const) : []),
  ];
}

/** Headings of the series of a wide file: the metric, with its device (and site) before it if there are several. */
export function wideHeadings({ series }: ExportRequest): readonly string[] {
  const sites = isMixed(series, 'site');
  const devices = sites || isMixed(series, 'device');
  return series.map(({ site, device, metric }) =>
    [...(sites ? [site] : []), ...(devices ? [device] : []), metric].join('/'),
  );
}

/** The points of a chunk one by one. */
export function* longRows({ series: keys }: ExportRequest, chunk: PointChunk): Generator<LongRow> {
  for (const [row, atMs] of chunk.atMs.entries()) {
    const key = keys[chunk.series[row] ?? -1];
    const value = chunk.value[row];
    const quality = chunk.quality[row];
    if (key === undefined || value === undefined || quality === undefined)
      throw new TypeError('assertion: the columns of a chunk differ in length');
    yield { atMs, key, value, quality };
  }
}

/** The times of a chunk one by one. */
export function* wideRows({ series: keys }: ExportRequest, chunk: PointChunk): Generator<WideRow> {
  const { atMs, series, value } = chunk;
  for (let row = 0; row < atMs.length; ) {
    const at = atMs[row] ?? 0;
    const values: (number | undefined)[] = Array.from({ length: keys.length });
    for (; row < atMs.length && atMs[row] === at; row += 1) values[series[row] ?? 0] = value[row];
    yield { atMs: at, values };
  }
}
