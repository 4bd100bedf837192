// The barest durable store: write behind what is there in a file that has its room already, wait for the disk.
import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { Batch } from '#core/reading.ts';

/** A file that is written on. */
export interface BareLog {
  /** Durable when it returns. */
  append(batches: readonly Batch[]): void;
  close(): void;
}

/** Room made beforehand, bytes: no write within it changes the length of the file. What comes after makes it longer. */
const roomBytes = 32 * 2 ** 20;
const pageBytes = 4096;

/** Opens a log at a path: 16 bytes a point. */
export function openBareLog(path: string): BareLog {
  const fd = openSync(path, 'w', 0o600);
  const zeros = new Uint8Array(pageBytes);
  for (let at = 0; at < roomBytes; at += pageBytes) writeSync(fd, zeros, 0, pageBytes, at);
  fsyncSync(fd);
  let end = 0;
  return {
    append(batches) {
      const points = batches.flatMap(({ atMs, value }) => value.flatMap((one) => [atMs, Number(one)]));
      const bytes = new Uint8Array(Float64Array.from(points).buffer);
      writeSync(fd, bytes, 0, bytes.length, end);
      end += bytes.length;
      fdatasyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
