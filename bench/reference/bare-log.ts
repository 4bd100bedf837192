// The barest durable store: append to a file, wait for the disk.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { Batch } from '#core/reading.ts';

/** A file that grows. */
export interface BareLog {
  /** Durable when it returns. */
  append(batches: readonly Batch[]): void;
  close(): void;
}

/** Opens a log at a path: 16 bytes a point. */
export function openBareLog(path: string): BareLog {
  const fd = openSync(path, 'a', 0o600);
  return {
    append(batches) {
      const points = batches.flatMap(({ atMs, value }) => value.flatMap((one) => [atMs, Number(one)]));
      writeSync(fd, new Uint8Array(Float64Array.from(points).buffer));
      fdatasyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
