// The folder of an InfluxDB 1 as a source, read as it lies there without a server: each shard's TSM files, the oldest first, then its log.
// What was deleted in InfluxDB and is still in a file comes too.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import {
  type ImportSource,
  type SeriesBook,
  seriesBook,
  type SourceItem,
  type SourceSeries,
} from '../import-source.ts';
import { influxHead, influxSeries, isMeant } from '../line-protocol-source.ts';
import { plainBytes } from './plain-file.ts';
import { tsmPoints } from './tsm-file.ts';
import { type KeyedPoints, walEntries } from './wal-entries.ts';

/** What stands between series and field in a key. */
const fieldMark = '#!~#';
/** A file of the log is closed at 10 MB. */
const mostLog = 64 * 1024 * 1024;

/** How a folder is read. */
export interface InfluxFilesOptions {
  /** Holds `data`, `meta` and mostly `wal`. */
  readonly folder: string;
  /** The database; where there is none of this name, the only one. */
  readonly database: string;
  readonly measurement?: string;
}

const namesIn = async (path: string): Promise<readonly string[]> =>
  (await readdir(path).catch(() => [])).toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));

/** Whether a folder is that of an InfluxDB 1. */
export async function isInfluxFolder(path: string): Promise<boolean> {
  const names = await namesIn(path);
  return names.includes('data') && names.includes('meta');
}

async function databaseIn({ folder, database }: InfluxFilesOptions): Promise<string> {
  const names = (await namesIn(join(folder, 'data'))).filter((name) => !name.startsWith('_'));
  const [first] = names;
  if (names.includes(database)) return database;
  if (first !== undefined && names.length === 1) return first;
  throw new SolsteadError('input.invalid', {
    at: folder,
    why: because('influx.databases', { names: external(names.join(', ')) }),
  });
}

/** The shards of a database with the files of each: as tables, then as a log. */
async function* shardsOf(options: InfluxFilesOptions, database: string) {
  const { folder } = options;
  for (const policy of await namesIn(join(folder, 'data', database))) {
    // `_series` is an index.
    if (policy.startsWith('_')) continue;
    for (const shard of await namesIn(join(folder, 'data', database, policy))) {
      const [tables, log] = ['data', 'wal'].map((part) => join(folder, part, database, policy, shard)) as [
        string,
        string,
      ];
      yield {
        tables: (await namesIn(tables)).filter((name) => name.endsWith('.tsm')).map((name) => join(tables, name)),
        log: (await namesIn(log)).filter((name) => name.endsWith('.wal')).map((name) => join(log, name)),
      };
    }
  }
}

/** The series of a key; undefined if its measurement is not meant. */
type SeriesOf = (key: string) => SourceSeries | undefined;

function seriesFinder(book: SeriesBook, options: InfluxFilesOptions): SeriesOf {
  const known = new Map<string, SourceSeries | undefined>();
  return (key) => {
    if (known.has(key)) return known.get(key);
    const mark = key.lastIndexOf(fieldMark);
    const { measurement, tags } = influxHead(key.slice(0, mark));
    const isWanted = mark > 0 && isMeant(measurement, options);
    const series = isWanted
      ? book.series(influxSeries(measurement, tags, key.slice(mark + fieldMark.length)))
      : undefined;
    known.set(key, series);
    return series;
  };
}

function itemsOf({ key, atMs, value }: KeyedPoints, seriesOf: SeriesOf, file: string): readonly SourceItem[] {
  const series = seriesOf(key);
  if (series === undefined) return [];
  return Array.from(
    value,
    (one, row): SourceItem => ({
      kind: 'value',
      series,
      atMs: atMs[row] ?? Number.NaN,
      value: one,
      file,
      line: row + 1,
    }),
  );
}

async function* readAll(options: InfluxFilesOptions): AsyncGenerator<readonly SourceItem[]> {
  const seriesOf = seriesFinder(seriesBook(), options);
  for await (const { tables, log } of shardsOf(options, await databaseIn(options))) {
    for (const path of tables)
      for await (const points of tsmPoints(path, (key) => seriesOf(key) !== undefined))
        yield itemsOf(points, seriesOf, path);
    for (const path of log)
      for (const entry of walEntries(await plainBytes(path, mostLog), path))
        yield entry.flatMap((points) => itemsOf(points, seriesOf, path));
  }
}

/** The numbers of a database. Errors: `input.invalid`. */
export function influxFilesSource(options: InfluxFilesOptions): ImportSource {
  return { title: 'InfluxDB 1, its files', items: () => readAll(options) };
}
