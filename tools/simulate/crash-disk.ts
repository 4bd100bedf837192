// A disk that can be full and that can lose its power. What the log wrote since its last wait for the disk may be there after a
// power cut, or not, sector by sector; SQLite is trusted to know the same of its own files.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Random } from '#core/random.ts';
import type { LogDisk } from '#store/log-disk.ts';

/** What a write changed: the bytes that stood there before. */
interface Unsynced {
  readonly at: number;
  readonly before: Buffer;
}

/** A disk whose end can be chosen. */
export interface CrashDisk extends LogDisk {
  /** While it is full every write fails. */
  isFull: boolean;
  /**
   * Copies a data folder as it would be found after the end of the process; with `random`, after a power cut: then some of
   * what was not waited for is lost.
   */
  copyAfterEnd(from: string, to: string, random?: Random): void;
}

const sectorBytes = 512;

function fail(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

/** Puts sectors of the bytes before back, by chance. */
function loseSome(path: string, unsynced: readonly Unsynced[], random: Random): void {
  const fd = openSync(path, 'r+');
  for (const { at, before } of unsynced.toReversed())
    for (let offset = 0; offset < before.length; offset += sectorBytes)
      if (random() < 0.5) writeSync(fd, before, offset, Math.min(sectorBytes, before.length - offset), at + offset);
  closeSync(fd);
}

/** A disk over the system's own. */
export function crashDisk(): CrashDisk {
  const paths = new Map<number, string>();
  const unsynced = new Map<string, Unsynced[]>();
  const disk: CrashDisk = {
    isFull: false,
    openSync(path, flags, mode) {
      const fd = openSync(path, flags, mode);
      paths.set(fd, path);
      return fd;
    },
    // As node:fs has it.
    // oxlint-disable-next-line eslint/max-params
    writeSync(fd, bytes, offset, length, at) {
      if (disk.isFull) fail();
      const before = Buffer.alloc(length);
      if (at < fstatSync(fd).size) readSync(fd, before, 0, length, at);
      unsynced.getOrInsertComputed(paths.get(fd) ?? '', () => []).push({ at, before });
      return writeSync(fd, bytes, offset, length, at);
    },
    fdatasyncSync(fd) {
      fdatasyncSync(fd);
      unsynced.delete(paths.get(fd) ?? '');
    },
    closeSync(fd) {
      closeSync(fd);
      paths.delete(fd);
    },
    unlinkSync,
    ftruncateSync,
    copyAfterEnd(from, to, random) {
      mkdirSync(to, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(from)) {
        const path = join(from, name);
        // Shared memory of SQLite ends with the machine, and the lock with the process.
        if (name.endsWith('-shm') || name.startsWith('lock.db') || !existsSync(path) || !statSync(path).isFile())
          continue;
        const copy = join(to, basename(name));
        copyFileSync(path, copy);
        if (random !== undefined) loseSome(copy, unsynced.get(path) ?? [], random);
      }
    },
  };
  return disk;
}
