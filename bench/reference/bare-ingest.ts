// The barest way to take values in: the latest of each in a map, one row a batch in SQLite. Nothing is checked, and the
// rows can only be read whole.
import { DatabaseSync } from 'node:sqlite';
import type { Batch } from '#core/reading.ts';

/** A map and a table. */
export interface BareIngest {
  take(batch: Batch): void;
  /** Makes what was taken durable. */
  flush(): void;
  close(): void;
}

/** Opens the table at a path. */
export function openBareIngest(path: string): BareIngest {
  const latest = new Map<string, { readonly value: number | string; readonly atMs: number }>();
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE batch (device TEXT, at_ms INTEGER, body BLOB)',
  );
  const insert = db.prepare('INSERT INTO batch VALUES (?, ?, ?)');
  let isOpen = false;
  return {
    take({ device, atMs, metric, value }) {
      if (!isOpen) db.exec('BEGIN');
      isOpen = true;
      for (const [index, id] of metric.entries()) latest.set(`${device} ${id}`, { value: value[index] ?? 0, atMs });
      insert.run(device, atMs, new Uint8Array(Float64Array.from(value, Number).buffer));
    },
    flush() {
      if (isOpen) db.exec('COMMIT');
      isOpen = false;
    },
    close: () => db.close(),
  };
}
