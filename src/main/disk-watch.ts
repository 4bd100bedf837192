// How much room the disk of a home has left: told before it is used up, for then readings wait in memory and are lost in the end.
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason, said } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** What a file system has left; file systems that make entries as they need them count none. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly freeEntries?: number;
}

/** Watches folders. */
export interface DiskWatch {
  /** What is wrong, as of the last look. */
  trouble(): Reason | undefined;
  /** Resolves when it has looked again. */
  look(): Promise<void>;
  close(): void;
}

/** Options of {@link watchDisk}. */
export interface DiskWatchOptions {
  readonly clock: Pick<Clock, 'every'>;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** What a folder's file system has left; throws if nothing can be written there. Absent: asks the system. */
  roomAt?(path: string): Promise<DiskRoom>;
}

const everyMs = minuteMs;
const mib = 2 ** 20;
/** A home writes some megabytes a day: from here on there are weeks to make room, and from there on no time to lose. */
const low = { bytes: 256 * mib, entries: 2000 } as const;
const almostNone = { bytes: 32 * mib, entries: 100 } as const;

/** What a folder's file system has left. Errors: those of the system, where nothing can be written there. */
export async function diskRoom(path: string): Promise<DiskRoom> {
  // A file system that became read-only is told here too.
  await access(path, constants.W_OK);
  const { bavail, bsize, files, ffree } = await statfs(path);
  return { freeBytes: bavail * bsize, ...(files > 0 ? { freeEntries: ffree } : {}) };
}

/** What is wrong with what is left. */
export function roomTrouble(path: string, { freeBytes, freeEntries = low.entries }: DiskRoom): Reason | undefined {
  const at = external(path);
  const left = Math.floor(freeBytes / mib);
  if (freeBytes < almostNone.bytes) return because('disk.full', { at, left });
  if (freeEntries < almostNone.entries) return because('disk.no-entries', { at, left: freeEntries });
  if (freeBytes < low.bytes) return because('disk.low', { at, left });
  return freeEntries < low.entries ? because('disk.few-entries', { at, left: freeEntries }) : undefined;
}

/** Looks at the disks of folders every minute, and says once in the log what has changed. */
export function watchDisk(paths: readonly string[], options: DiskWatchOptions): DiskWatch {
  const { clock, log, roomAt = diskRoom } = options;
  let trouble: Reason | undefined;
  const seen = async (path: string): Promise<Reason | undefined> => {
    try {
      return roomTrouble(path, await roomAt(path));
    } catch (error) {
      return because('disk.unwritable', { at: external(path), said: said(error) });
    }
  };
  const look = async (): Promise<void> => {
    const worst = (await Promise.all(paths.map(seen))).find((one) => one !== undefined);
    const before = trouble;
    trouble = worst;
    if (worst?.code === before?.code) return;
    if (worst === undefined) log.info('the disk has room again');
    else log.warn({ why: inEnglish(worst) }, 'the disk of this home');
  };
  const end = clock.every(everyMs, () => void look());
  return { trouble: () => trouble, look, close: end };
}
