// The copy of a history that an earlier version wrote, made before its tables are changed: a folder beside it with the file and its log. It
// has its name only when all of it is on the disk and was compared; where the file system can, it shares the blocks of the file and takes no room.
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import { slotPaths } from './log-file.ts';
import { syncFile, syncFolder, walBytes } from './sqlite-file.ts';

/** How far a copy is. */
export interface HistoryCopyStep {
  /** The folder that it becomes. */
  readonly to: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Whether it is there, whole. */
  readonly isMade: boolean;
}

/** Options of {@link copyHistory}. */
export interface HistoryCopyOptions {
  /** Path of the history; its log is written back into it, and nobody else writes it. */
  readonly path: string;
  /** The version that it is about to become; the copy has it in its name. */
  readonly version: number;
  /** Told at the beginning, now and then, and when it is made. */
  readonly onCopy?: ((step: HistoryCopyStep) => void) | undefined;
  /** Told when everything is written and nothing has its name yet, for tests of kill −9. */
  onWritten?(): void;
  /** Bytes that are free in a folder, for tests; absent: what the system says. */
  readonly freeBytes?: ((folder: string) => number) | undefined;
}

const mib = 2 ** 20;
const pieceBytes = 4 * mib;
/** What is left free besides a whole copy: the change of the tables itself, and some days of readings. */
const reserveBytes = 32 * mib;
/** How much is copied between two words of progress; a twentieth of what is larger. */
const toldBytes = 256 * mib;

const sizeOf = (path: string): number => statSync(path).size;

/** The file, what is left in its journal, its log and the end of that; the sums of its pages are made anew. */
const partsOf = (path: string): readonly string[] =>
  [path, ...(walBytes(path) > 0 ? [`${path}-wal`] : []), ...slotPaths(path), `${path}-end`].filter((one) =>
    existsSync(one),
  );

const systemFree = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** A copy that shares its blocks with the file; whether the file system can do that. */
function isCloned(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
  } catch {
    rmSync(to, { force: true });
    return false;
  }
  syncFile(to);
  return true;
}

/** The checksum of a file; each piece is handed on. */
function readThrough(path: string, onPiece: (piece: Uint8Array) => void): number {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(pieceBytes);
    let sum = 0;
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return sum;
      const piece = buffer.subarray(0, length);
      sum = crc32(piece, sum);
      onPiece(piece);
    }
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Copies a file, waits for the disk and compares what is there. */
function copyWhole(from: string, to: string, onBytes: (bytes: number) => void): void {
  const file = openSync(to, 'wx', 0o600);
  let sum: number;
  try {
    sum = readThrough(from, (piece) => {
      writeWhole(file, piece);
      onBytes(piece.length);
    });
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (readThrough(to, () => undefined) === sum && sizeOf(to) === sizeOf(from)) return;
  throw new SolsteadError('store.uncopied', { at: from, why: because('store.copy-differs', { file: external(to) }) });
}

function assertRoom(
  { path, freeBytes = systemFree }: Pick<HistoryCopyOptions, 'path' | 'freeBytes'>,
  bytes: number,
): void {
  const folder = dirname(path);
  const [needed, free] = [bytes + reserveBytes, freeBytes(folder)];
  if (needed <= free) return;
  const why = because('store.copy-room', {
    folder: external(folder),
    needed: Math.ceil(needed / mib),
    free: Math.floor(free / mib),
  });
  throw new SolsteadError('store.uncopied', { at: path, why });
}

/** Copies the parts into a folder. */
function fill(draft: string, options: HistoryCopyOptions, tell: (doneBytes: number, totalBytes: number) => void): void {
  const parts = partsOf(options.path);
  const totalBytes = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  const everyBytes = Math.max(toldBytes, totalBytes / 20);
  let [doneBytes, nextBytes, isAsked] = [0, everyBytes, false];
  tell(0, totalBytes);
  for (const part of parts) {
    const to = join(draft, basename(part));
    if (isCloned(part, to)) continue;
    if (!isAsked) assertRoom(options, totalBytes);
    isAsked = true;
    copyWhole(part, to, (bytes) => {
      doneBytes += bytes;
      if (doneBytes < nextBytes) return;
      nextBytes += everyBytes;
      tell(doneBytes, totalBytes);
    });
  }
}

const nameOf = ({ path, version }: Pick<HistoryCopyOptions, 'path' | 'version'>): string =>
  join(dirname(path), `history.before-${version}`);

/** Whether a copy can be made, before anything of a home is changed; what an interrupted one left is cleared away. Errors: `store.uncopied`. */
export function assertCopyFits(options: Pick<HistoryCopyOptions, 'path' | 'version' | 'freeBytes'>): void {
  const draft = `${nameOf(options)}.new`;
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    if (isCloned(options.path, join(draft, basename(options.path)))) return;
    assertRoom(
      options,
      partsOf(options.path).reduce((sum, part) => sum + sizeOf(part), 0),
    );
  } catch (thrown) {
    throw whyNot(options.path, thrown);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function whyNot(path: string, thrown: unknown): SolsteadError {
  if (isSolsteadError(thrown)) return thrown;
  const isFull = ['ENOSPC', 'EDQUOT'].includes(systemCode(thrown) ?? '');
  const why = isFull ? because('store.full') : said(thrown);
  return new SolsteadError('store.uncopied', { at: path, why, cause: thrown });
}

/**
 * Makes the folder `history.before-<version>` beside a history, which is kept; an earlier one of that name is replaced. With its files put
 * back the earlier version goes on. Errors: `store.uncopied`; then there is no part of it.
 */
export function copyHistory(options: HistoryCopyOptions): void {
  const { path, onCopy, onWritten } = options;
  const to = nameOf(options);
  const draft = `${to}.new`;
  let total = 0;
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    fill(draft, options, (doneBytes, totalBytes) => {
      total = totalBytes;
      onCopy?.({ to, doneBytes, totalBytes, isMade: false });
    });
    syncFolder(draft);
    onWritten?.();
    rmSync(to, { recursive: true, force: true });
    renameSync(draft, to);
    syncFolder(dirname(to));
  } catch (thrown) {
    rmSync(draft, { recursive: true, force: true });
    throw whyNot(path, thrown);
  }
  onCopy?.({ to, doneBytes: total, totalBytes: total, isMade: true });
}
