// Where the readings come from: a file or the standard input.
import { because, said } from '#core/reason.ts';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { MetricId } from '#core/catalogue.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { orderedSeries, type ReadingColumns, type SeriesSet } from '#energy/metering/columns.ts';
import { isTabled, type TableKey } from '#energy/metering/table-plan.ts';
import type { DecimalSign } from '#exchange/read-number.ts';
import { readReadings, type RejectedReading } from '#exchange/readings-file.ts';
import type { GrowingSeries } from '#exchange/readings-columns.ts';

/** Readings in order of time. */
export interface Readings {
  readonly keys: readonly TableKey[];
  readonly series: SeriesSet;
  readonly name: string;
  readonly rows: number;
  /** Metrics that say nothing about energy. */
  readonly others: readonly MetricId[];
  readonly rejected: { readonly count: number; readonly first: readonly RejectedReading[] };
  /** How many there are of `device metric`, if the series themselves are not read. */
  readonly counts?: ReadonlyMap<string, number>;
}

/** The bytes of a file, or of the standard input for `-`. Errors: `input.usage`. */
export async function bytesOf(path: string, stdin: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  if (path === '-') return stdin;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new SolsteadError('input.usage', { at: path, why: because('file.folder') });
    // A pipe that nobody writes to never ends; what the shell itself has opened has a writer.
    if (!found.isFile() && !path.startsWith('/dev/fd/') && path !== '/dev/stdin')
      throw new SolsteadError('input.usage', { at: path, why: because('file.no-end') });
  } catch (error) {
    const why = systemCode(error) === 'ENOENT' ? because('file.missing') : said(error);
    throw error instanceof SolsteadError ? error : new SolsteadError('input.usage', { at: path, why, cause: error });
  }
  const file = createReadStream(path);
  return path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
}

type Columns = Pick<GrowingSeries, 'device' | 'metric' | 'columns'>;

const areSame = (left: Float64Array, right: Float64Array): boolean =>
  left.length === right.length && left.every((one, index) => one === right[index]);

function inOrder(all: readonly Columns[]): Pick<Readings, 'keys' | 'series' | 'others'> {
  const own = all.filter(({ metric }) => isTabled(metric));
  const readings: ReadingColumns[] = [];
  let before: Float64Array | undefined;
  for (const { device, metric, columns } of own) {
    const { atMs, value } = columns();
    // Columns of one table have the same times: they are kept once.
    before = before !== undefined && areSame(before, atMs) ? before : atMs;
    readings.push({ key: { device, metric }, atMs: before, value });
  }
  return {
    keys: own.map(({ device, metric }) => ({ device, metric })),
    series: orderedSeries(readings),
    others: [...new Set(all.filter(({ metric }) => !isTabled(metric)).map(({ metric }) => metric))],
  };
}

/** The readings of a CSV file, `-` for the standard input. Errors: `input.usage`, `readings.invalid`. */
export async function readingsOfFile(
  path: string,
  {
    timeZone,
    decimal,
    stdin,
    onProgress,
  }: {
    readonly timeZone: string | undefined;
    readonly decimal: DecimalSign | undefined;
    readonly stdin: AsyncIterable<Uint8Array>;
    onProgress(rows: number): void;
  },
): Promise<Readings> {
  const name = path === '-' ? 'stdin' : path;
  const read = await readReadings(await bytesOf(path, stdin), {
    file: name,
    timeZone,
    onProgress,
    ...(decimal === undefined ? {} : { decimal }),
  });
  return { ...inOrder(read.series), name, rows: read.rows, rejected: read.rejected };
}
