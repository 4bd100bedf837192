// The barest store that answers a range: one row an hour with the compressed columns, fetched, decoded and averaged.
import { DatabaseSync } from 'node:sqlite';
import { decodeFirst, encodeStretch, type Stretch } from './column-codec.ts';

/** Hours of one device. */
export interface BareChunks {
  save(stretch: Stretch): void;
  /** Means of the first column, a step each. */
  means(range: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number }): readonly number[];
  close(): void;
}

/** Opens a table at a path. */
export function openBareChunks(path: string): BareChunks {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode=WAL; CREATE TABLE chunk (start_ms INTEGER PRIMARY KEY, body BLOB)');
  const insert = db.prepare('INSERT INTO chunk VALUES (?, ?)');
  const select = db.prepare('SELECT body FROM chunk WHERE start_ms >= ? AND start_ms < ? ORDER BY start_ms');
  return {
    save: (stretch) => void insert.run(stretch.atMs[0] ?? 0, encodeStretch(stretch)),
    means({ fromMs, toMs, stepMs }) {
      const sums = new Float64Array(Math.ceil((toMs - fromMs) / stepMs));
      const counts = new Uint32Array(sums.length);
      for (const { body } of select.all(fromMs, toMs)) {
        if (!(body instanceof Uint8Array)) continue;
        const { atMs, value } = decodeFirst(body);
        for (const [index, at] of atMs.entries()) {
          const step = Math.floor((at - fromMs) / stepMs);
          sums[step] = (sums[step] ?? 0) + (value[index] ?? 0);
          counts[step] = (counts[step] ?? 0) + 1;
        }
      }
      return Array.from(sums, (sum, step) => sum / (counts[step] ?? 1));
    },
    close: () => db.close(),
  };
}
