// History as rows in one SQLite file: the statements, used by the worker alone.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStatus, LastValue, RangeQuery, SeriesKey } from '#core/history.ts';
import type { Quality } from '#core/reading.ts';
import { type PointColumns, qualities } from './point-columns.ts';
import { fileBytes, inTransaction, openFailure, openSqliteFile, pragmaNumber } from './sqlite-file.ts';
import { aggregateSteps, collectPoints, type Point, type StepColumns } from './steps.ts';

/** Goes up with every change of the tables; SQLite's `user_version`. */
const schemaVersion = 1;

// `total` keeps the number of points, because counting them reads the whole file.
const schema = `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, device TEXT NOT NULL, metric TEXT NOT NULL, UNIQUE (site, device, metric)
  ) STRICT;
  CREATE TABLE point (
    series INTEGER NOT NULL, at_ms INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, at_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE last (
    series INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, value REAL, text TEXT, quality TEXT NOT NULL
  ) STRICT;
  CREATE TABLE total (points INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (0);
  PRAGMA user_version = ${schemaVersion};
`;

type Row = readonly SQLInputValue[];

/** The calls on an open history file; each write is durable when it returns. */
export interface HistoryTables {
  append(columns: PointColumns): void;
  range(query: RangeQuery): readonly StepColumns[];
  series(site: string): readonly SeriesKey[];
  lastValues(): readonly LastValue[];
  forget(site: string, device: string): void;
  status(): HistoryStatus;
  close(): void;
}

function seriesKeys(rows: readonly Record<string, unknown>[]): readonly SeriesKey[] {
  return rows.flatMap(({ site, device, metric }) => {
    const id = String(metric);
    return isMetricId(id) ? [{ site: String(site), device: String(device), metric: id }] : [];
  });
}

/** Ids of series by key, kept in memory; `of` makes the row of a new one. */
function seriesIds(db: DatabaseSync) {
  const known = new Map<string, Map<string, Map<string, number>>>();
  const find = db.prepare('SELECT id FROM series WHERE site = ? AND device = ? AND metric = ?');
  const insert = db.prepare('INSERT INTO series (site, device, metric) VALUES (?, ?, ?)');
  const stored = ({ site, device, metric }: SeriesKey): number | undefined => {
    const row = find.get(site, device, metric);
    return row === undefined ? undefined : Number(row['id']);
  };
  return {
    stored,
    of(key: SeriesKey): number {
      const { site, device, metric } = key;
      const ofSite = known.getOrInsertComputed(site, () => new Map<string, Map<string, number>>());
      const ofDevice = ofSite.getOrInsertComputed(device, () => new Map<string, number>());
      return ofDevice.getOrInsertComputed(
        metric,
        () => stored(key) ?? Number(insert.run(site, device, metric).lastInsertRowid),
      );
    },
    /** Forgets what is in memory: rows may be gone. */
    reset: () => known.clear(),
  };
}

/** Index of the newest point of each series; of two at one moment the later given. */
function newestPoints({ keys, series, atMs }: PointColumns): Int32Array {
  const newest = new Int32Array(keys.length).fill(-1);
  for (const [point, key] of series.entries()) {
    const best = newest[key] ?? -1;
    if (best === -1 || (atMs[point] ?? 0) >= (atMs[best] ?? 0)) newest[key] = point;
  }
  return newest;
}

function appender(db: DatabaseSync, ids: ReturnType<typeof seriesIds>): HistoryTables['append'] {
  const insert = db.prepare('INSERT INTO point VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const replace = db.prepare('UPDATE point SET value = ?3 WHERE series = ?1 AND at_ms = ?2');
  const count = db.prepare('UPDATE total SET points = points + ?');
  const saveLast = db.prepare(`
    INSERT INTO last VALUES (?, ?, ?, ?, ?) ON CONFLICT (series) DO UPDATE
    SET at_ms = excluded.at_ms, value = excluded.value, text = excluded.text, quality = excluded.quality
    WHERE excluded.at_ms >= last.at_ms`);

  const write = (columns: PointColumns): void => {
    const { keys, series, atMs, value, quality, texts } = columns;
    const id = keys.map((key) => ids.of(key));
    let added = 0;
    for (const [point, key] of series.entries()) {
      if (texts.has(point)) continue;
      const row: Row = [id[key] ?? null, atMs[point] ?? null, value[point] ?? null];
      if (insert.run(...row).changes === 1) added += 1;
      else replace.run(...row);
    }
    for (const [key, point] of newestPoints(columns).entries()) {
      const text = texts.get(point);
      const number = text === undefined ? (value[point] ?? null) : null;
      const named = qualities[quality[point] ?? 0] ?? 'good';
      saveLast.run(id[key] ?? null, atMs[point] ?? null, number, text ?? null, named);
    }
    count.run(added);
  };
  return (columns) => {
    try {
      inTransaction(db, () => write(columns));
    } catch (thrown) {
      // The ids of new series were rolled back with their rows.
      ids.reset();
      throw thrown;
    }
  };
}

function* pointRows(select: StatementSync, parameters: Row): Generator<Point> {
  const rows: Iterable<unknown> = select.iterate(...parameters);
  for (const row of rows) yield row as Point;
}

function ranger(db: DatabaseSync, ids: ReturnType<typeof seriesIds>): HistoryTables['range'] {
  const sql = 'SELECT at_ms, value FROM point WHERE series = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms';
  const select = db.prepare(sql, { returnArrays: true });
  return (query) =>
    query.series.map((key) => {
      const id = ids.stored(key);
      if (id === undefined) return { atMs: [], value: [], cut: false };
      const points = pointRows(select, [id, query.fromMs, query.toMs]);
      const { stepMs } = query;
      return stepMs === undefined ? collectPoints(points, query.limit) : aggregateSteps(points, { ...query, stepMs });
    });
}

function forgetter(db: DatabaseSync, ids: ReturnType<typeof seriesIds>): HistoryTables['forget'] {
  const which = 'SELECT id FROM series WHERE site = ? AND device = ?';
  const points = db.prepare(`DELETE FROM point WHERE series IN (${which})`);
  const last = db.prepare(`DELETE FROM last WHERE series IN (${which})`);
  const series = db.prepare('DELETE FROM series WHERE site = ? AND device = ?');
  const count = db.prepare('UPDATE total SET points = points - ?');
  return (site, device) => {
    inTransaction(db, () => {
      count.run(points.run(site, device).changes);
      last.run(site, device);
      series.run(site, device);
    });
    ids.reset();
  };
}

function lastValuesOf(db: DatabaseSync): HistoryTables['lastValues'] {
  const select = db.prepare('SELECT * FROM last JOIN series ON series.id = last.series ORDER BY series.id');
  return () =>
    select.all().flatMap((row) => {
      const [key] = seriesKeys([row]);
      if (key === undefined) return [];
      const quality: Quality = qualities.find((one) => one === row['quality']) ?? 'stale';
      const value = row['text'] === null ? Number(row['value']) : String(row['text']);
      return [{ key, atMs: Number(row['at_ms']), value, quality }];
    });
}

function tablesOf(db: DatabaseSync, path: string): HistoryTables {
  // Room for the last page of a few thousand series; fewer, larger steps of the log into the file while back-filling.
  db.exec('PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16000000');
  const ids = seriesIds(db);
  const ofSite = db.prepare('SELECT site, device, metric FROM series WHERE site = ? ORDER BY id');
  const size = db.prepare('SELECT points, (SELECT count(*) FROM series) AS series FROM total');
  return {
    append: appender(db, ids),
    range: ranger(db, ids),
    series: (site) => seriesKeys(ofSite.all(site)),
    lastValues: lastValuesOf(db),
    forget: forgetter(db, ids),
    status() {
      const row = size.get();
      return { points: Number(row?.['points']), series: Number(row?.['series']), bytes: fileBytes(path) };
    },
    close: () => db.close(),
  };
}

/**
 * Opens a history file; a missing one is made. Errors: `store.newer`, `store.corrupt`, `store.failed`,
 * `folder.unwritable`, naming the file.
 */
export async function openHistoryTables(path: string): Promise<HistoryTables> {
  const db = await openSqliteFile(path, (fresh) => fresh.exec(schema));
  try {
    const version = pragmaNumber(db, 'user_version');
    const why = `its version is ${version}, known is ${schemaVersion}`;
    if (version > schemaVersion) throw new SolsteadError('store.newer', { at: path, why });
    if (version < schemaVersion) throw new SolsteadError('store.corrupt', { at: path, why });
    return tablesOf(db, path);
  } catch (thrown) {
    db.close();
    throw openFailure(path, thrown);
  }
}
