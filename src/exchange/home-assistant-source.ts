// Home Assistant's long-term statistics as a source: the tables of its database, hour by hour and, for the last days, every
// five minutes. A mean is stored at the beginning of its interval, a meter's reading at the end: that is when it was read.
// Source: home-assistant/core, components/recorder/db_schema.py (statistics_meta, statistics, statistics_short_term).
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { hourMs } from '#core/time.ts';
import { type ImportSource, seriesBook, type SourceItem, type SourceSeries } from './import-source.ts';

/** Reads rows of the database, one after the other. */
export interface SqlRows {
  rows(sql: string): Iterable<Readonly<Record<string, unknown>>>;
}

/** How the database is read. */
export interface HomeAssistantOptions {
  readonly file: string;
  /** What a meter's value is: `sum` goes on counting when the meter is reset; `state` is what the meter showed. */
  readonly meterValue?: 'sum' | 'state';
}

const shortMs = 300_000;
const itemsAtOnce = 2000;

interface Statistic extends SourceSeries {
  readonly meter: boolean;
}

function columnsOf(db: SqlRows, table: string): ReadonlySet<string> {
  return new Set([...db.rows(`PRAGMA table_info(${table})`)].map(({ name }) => String(name)));
}

/** The series by their numbers in the database. */
function statisticsOf(db: SqlRows, file: string): ReadonlyMap<number, Statistic> {
  if (!columnsOf(db, 'statistics_meta').has('statistic_id') || !columnsOf(db, 'statistics').has('start_ts')) {
    const why = because('ha.no-statistics');
    throw new SolsteadError('input.invalid', { at: file, why });
  }
  const book = seriesBook();
  const found = new Map<number, Statistic>();
  for (const row of db.rows('SELECT id, statistic_id, unit_of_measurement, has_sum FROM statistics_meta ORDER BY id')) {
    const unit = row['unit_of_measurement'];
    const series: Statistic = {
      name: String(row['statistic_id']),
      meter: Number(row['has_sum']) === 1,
      ...(typeof unit === 'string' && unit !== '' ? { unit } : {}),
    };
    if (book.series(series) === series) found.set(Number(row['id']), series);
  }
  return found;
}

interface Table {
  readonly name: 'statistics' | 'statistics_short_term';
  readonly lengthMs: number;
  /** Which rows of a series count, by their start. */
  readonly takes: (series: number, startMs: number) => boolean;
}

/** From when a series has five-minute rows for whole hours: the hours before are taken from the hourly table. */
function shortFrom(db: SqlRows): ReadonlyMap<number, number> {
  if (!columnsOf(db, 'statistics_short_term').has('start_ts')) return new Map();
  const rows = db.rows(
    'SELECT metadata_id AS id, MIN(start_ts) AS first FROM statistics_short_term GROUP BY metadata_id',
  );
  return new Map(
    [...rows].map(({ id, first }) => [Number(id), Math.ceil((Number(first) * 1000) / hourMs) * hourMs] as const),
  );
}

function tablesOf(db: SqlRows): readonly Table[] {
  const from = shortFrom(db);
  const firstOf = (series: number): number => from.get(series) ?? Number.POSITIVE_INFINITY;
  const hours: Table = { name: 'statistics', lengthMs: hourMs, takes: (series, at) => at < firstOf(series) };
  const short: Table = {
    name: 'statistics_short_term',
    lengthMs: shortMs,
    takes: (series, at) => at >= firstOf(series),
  };
  return from.size === 0 ? [hours] : [hours, short];
}

/** A database and what its series are. */
interface OpenStatistics extends HomeAssistantOptions {
  readonly db: SqlRows;
  readonly all: ReadonlyMap<number, Statistic>;
}

function* itemsOfTable(table: Table, { db, all, file, meterValue = 'sum' }: OpenStatistics): Generator<SourceItem> {
  const place = `${file} (${table.name})`;
  const sql = `SELECT id, metadata_id, start_ts, mean, state, sum FROM ${table.name} ORDER BY start_ts, metadata_id`;
  for (const row of db.rows(sql)) {
    const number = Number(row['metadata_id']);
    const series = all.get(number);
    const startMs = Math.round(Number(row['start_ts']) * 1000);
    const line = Number(row['id']);
    const column = series?.meter === true ? meterValue : 'mean';
    const value = row[column];
    if (value === null) continue;
    if (series === undefined || row['start_ts'] === null || !Number.isFinite(startMs))
      yield {
        kind: 'reject',
        file: place,
        line,
        why: because(series === undefined ? 'import.unknown-statistic' : 'import.no-time'),
        column,
      };
    else if (typeof value !== 'number')
      yield { kind: 'reject', file: place, line, why: because('import.not-number'), column };
    else if (table.takes(number, startMs))
      yield {
        kind: 'value',
        series,
        atMs: series.meter ? startMs + table.lengthMs : startMs,
        value,
        file: place,
        line,
      };
  }
}

async function* itemsOf(db: SqlRows, options: HomeAssistantOptions): AsyncGenerator<readonly SourceItem[]> {
  const all = statisticsOf(db, options.file);
  let items: SourceItem[] = [];
  for (const table of tablesOf(db)) {
    for (const item of itemsOfTable(table, { ...options, db, all })) {
      items.push(item);
      if (items.length < itemsAtOnce) continue;
      yield items;
      items = [];
    }
  }
  if (items.length > 0) yield items;
}

/** The database of Home Assistant (`home-assistant_v2.db`), opened for reading. */
export function homeAssistantSource(db: SqlRows, options: HomeAssistantOptions): ImportSource {
  return { title: 'Home Assistant, long-term statistics', items: () => itemsOf(db, options) };
}
