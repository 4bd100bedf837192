// The barest history in a table: a row a point, one transaction an append.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { HistoryStore, RangeQuery, SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

/** What peers of the history are asked. */
export interface PeerHistory extends Pick<HistoryStore, 'append' | 'range'> {
  size(): Promise<{ readonly bytes: number; readonly points: number }>;
}

const nameOf = ({ site, device, metric }: SeriesKey): string => `${site}/${device}/${metric}`;

/** A table at a path; `range` answers means of steps. */
export function openBareRows(path: string): PeerHistory & { close(): void } {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000');
  db.exec('CREATE TABLE point (series INTEGER, at_ms INTEGER, value REAL, PRIMARY KEY (series, at_ms)) WITHOUT ROWID');
  const ids = new Map<string, number>();
  const id = (key: SeriesKey): number => ids.getOrInsertComputed(nameOf(key), () => ids.size + 1);
  const insert = db.prepare('INSERT OR REPLACE INTO point VALUES (?, ?, ?)');
  const means = db.prepare(
    'SELECT at_ms - at_ms % CAST(?4 AS INTEGER) AS step, avg(value) AS mean FROM point WHERE series = ?1 AND at_ms >= ?2 AND at_ms < ?3 GROUP BY step',
  );
  let points = 0;
  const write = ({ site, device, atMs, metric, value }: Batch): void => {
    for (const [index, one] of metric.entries()) {
      insert.run(id({ site, device, metric: one }), atMs, Number(value[index]));
      points += 1;
    }
  };
  return {
    async append(batches) {
      db.exec('BEGIN');
      for (const batch of batches) write(batch);
      db.exec('COMMIT');
    },
    async range({ series, fromMs, toMs, stepMs = 1 }: RangeQuery) {
      return series.map((key) => {
        const rows = means.all(id(key), fromMs, toMs, stepMs);
        const [atMs, value] = [rows.map(({ step }) => Number(step)), rows.map(({ mean }) => Number(mean))];
        return { key, atMs, value, cut: false };
      });
    },
    async size() {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return { bytes: statSync(path).size, points };
    },
    close: () => db.close(),
  };
}
