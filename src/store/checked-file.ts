// A SQLite file of the store that is compared with the sums of its pages: at the start if it is small, a stretch at a time while it is in use
// if it is large. What was flipped by one bit is put right before SQLite reads it; other changes are told, and the file is used as it is.
import { copyFileSync, renameSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { asideName } from './aside.ts';
import { forgetSums, openPageSums, type PageFindings, type PageSums, sumsPath } from './page-sums.ts';
import { assertFiles } from './regular-file.ts';
import { checkedBytes, openFailure, openSqliteFile, pageBytes, walBytes } from './sqlite-file.ts';
import { checkWal, pagesIn, walId, type WalLook } from './wal-check.ts';

/** The log is written back into the file from this length on, bytes. */
const longWal = 1000 * pageBytes;
/** Pages of a large file that are compared in one go. */
const patrolled = 256;

/** An open file. */
export interface CheckedFile {
  readonly db: DatabaseSync;
  /** What was found wrong since it was opened. */
  found(): readonly Reason[];
  /** To be called behind each transaction. */
  committed(): void;
  /** Writes the log back into the file; whether all of it was, which another connection that reads can prevent. */
  settle(): boolean;
  /** Compares the next stretch of a large file. */
  patrol(): void;
  close(): void;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The log, looked through; what cannot be used is kept beside it. Errors: `store.corrupt` if nothing of it can. */
function lookedThrough(path: string): { readonly look: WalLook | undefined; readonly reasons: readonly Reason[] } {
  const wal = `${path}-wal`;
  const look = checkWal(wal);
  if (look === 'damaged') throw new SolsteadError('store.corrupt', { at: path, why: because('store.journal') });
  const file = external(wal);
  const reasons: Reason[] = [];
  if ((look?.mended ?? 0) > 0) reasons.push(because('bits.mended', { file, count: look?.mended ?? 0 }));
  if (look?.isCut === true) {
    const aside = asideName(wal, systemClock.nowMs());
    copyFileSync(wal, aside);
    reasons.push(because('journal.cut', { file, aside: external(aside) }));
  }
  return { look, reasons };
}

/** What a comparison says in words. */
function reasonsOf(path: string, { mended, changed }: PageFindings): readonly Reason[] {
  const file = external(path);
  return [
    ...(mended.length > 0 ? [because('bits.mended', { file, count: mended.length })] : []),
    ...(changed.length > 0 ? [because('pages.changed', { file, count: changed.length, page: changed[0] ?? 0 })] : []),
  ];
}

/** What has the name of the sums and is no file is kept under another one. */
function freeName(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    renameSync(path, asideName(path, systemClock.nowMs()));
}

/** The sums beside a file; undefined where they cannot be kept, as in a folder that is read only. */
function sumsBeside(path: string): PageSums | undefined {
  try {
    return openPageSums(path, pageBytes);
  } catch {
    return undefined;
  }
}

class OpenFile implements CheckedFile {
  readonly db: DatabaseSync;
  readonly #path: string;
  readonly #found: Reason[];
  #sums: PageSums | undefined;
  /** The log, and how many of its frames, whose pages have their sums. */
  #settled = '';
  #next = 1;

  constructor(db: DatabaseSync, path: string, found: readonly Reason[]) {
    this.db = db;
    this.#path = path;
    this.#found = [...found];
    // Only we write the log back: the sums have to follow.
    db.exec('PRAGMA wal_autocheckpoint = 0');
    this.#sums = sumsBeside(path);
  }

  found(): readonly Reason[] {
    return this.#found;
  }

  committed(): void {
    if (walBytes(this.#path) > longWal) this.settle();
  }

  settle(): boolean {
    const { log = 0, checkpointed = 0 } = this.db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
    const frames = Number(log);
    if (frames !== Number(checkpointed)) return false;
    const settled = frames > 0 ? `${frames} ${walId(`${this.#path}-wal`)}` : '';
    if (frames > 0 && settled !== this.#settled) this.#note(frames);
    this.#settled = settled;
    if (sizeOf(this.#path) > checkedBytes) this.patrol();
    return true;
  }

  #note(frames: number): void {
    try {
      this.#sums?.note(pagesIn(`${this.#path}-wal`, frames, pageBytes));
    } catch {
      this.#forget();
    }
  }

  /** Sums that do not fit would tell of damage that is none. */
  #forget(): void {
    this.#sums?.close();
    this.#sums = undefined;
    forgetSums(this.#path);
  }

  patrol(): void {
    if (this.#sums === undefined || walBytes(this.#path) > 0) return;
    const pages = this.#sums.pages();
    if (this.#next > pages) this.#next = 1;
    const span = { from: this.#next, to: Math.min(pages + 1, this.#next + patrolled) };
    this.#next = span.to;
    for (const reason of reasonsOf(this.#path, this.#sums.compare(span, new Set()))) this.#tell(reason);
  }

  #tell(reason: Reason): void {
    if (this.#found.length < 10) this.#found.push(reason);
  }

  close(): void {
    if (!this.db.isOpen) return;
    let isSettled = false;
    try {
      isSettled = this.settle();
    } catch {
      // As when SQLite closes: the log stays, and is written back at the next start.
    }
    this.db.close();
    // Behind SQLite: closing a file drops the locks that this process has on it.
    if (isSettled) this.#sums?.close();
    else this.#forget();
  }
}

/** Compares a file that nobody has open with its sums; the pages of its log are newer. */
function compared(path: string, look: WalLook | undefined): readonly Reason[] {
  if (look === undefined || sizeOf(path) === 0 || sizeOf(path) > checkedBytes) return [];
  const sums = sumsBeside(path);
  try {
    const span = { from: 1, to: (sums?.pages() ?? 0) + 1 };
    return sums === undefined ? [] : reasonsOf(path, sums.compare(span, look.pages));
  } finally {
    sums?.close();
  }
}

/**
 * Opens a file as {@link openSqliteFile} does, and compares it with its sums: up to 64 MiB at once, which takes about 2 ms a MiB. Errors:
 * those of that.
 */
export async function openCheckedFile(
  path: string,
  fill: (db: DatabaseSync) => void | Promise<void>,
): Promise<CheckedFile> {
  let reasons: readonly Reason[] = [];
  const isNew = sizeOf(path) === 0;
  try {
    assertFiles(...['', '-wal', '-shm', '-journal'].map((end) => `${path}${end}`));
    freeName(sumsPath(path));
    if (isNew) forgetSums(path);
    else {
      const { look, reasons: ofLog } = lookedThrough(path);
      reasons = [...ofLog, ...compared(path, look)];
    }
  } catch (thrown) {
    throw openFailure(path, thrown);
  }
  let file: OpenFile | undefined;
  await openSqliteFile(path, fill, (db) => {
    file = new OpenFile(db, path, reasons);
    return file.settle();
  });
  if (file === undefined) throw new TypeError('assertion: the file was not handed over');
  if (isNew) file.patrol();
  return file;
}
