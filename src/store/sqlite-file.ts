// Opens the store's SQLite files. A new file appears complete or not at all; a damaged one is named and never touched.
import { because, said, type Reason } from '#core/reason.ts';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { forgetSums } from './page-sums.ts';
import { assertFiles } from './regular-file.ts';
import { checkWal } from './wal-check.ts';

/** Marks a file as Solstead's (`Sols`), SQLite's `application_id`. */
const applicationId = 0x536f6c73;
/** Size of the pages of our files: SQLite's default. */
export const pageBytes = 4096;
/** Files up to this size are read through at opening; it takes about 5 ms a MiB. */
export const checkedBytes = 64 * 2 ** 20;
/** Longest wait for another program that reads the file (a backup, the sqlite3 shell), ms. */
export const busyMs = 1000;

/** Result codes of SQLite, https://sqlite.org/rescode.html, that mean outside failures and not our mistakes. */
const misfitCode = 1;
const damageCodes: ReadonlySet<number> = new Set([11, 26]);
const deniedCodes: ReadonlySet<number> = new Set([3, 8, 14, 23]);
const writeCodes: ReadonlySet<number> = new Set([...deniedCodes, 5, 6, 7, 9, 10, 13, 15, 22]);

/** SQLite's primary result code of something thrown, if it has one: 5 is busy, 13 is a full disk. */
export function sqliteCode(thrown: unknown): number | undefined {
  if (systemCode(thrown) !== 'ERR_SQLITE_ERROR' || typeof thrown !== 'object' || thrown === null) return undefined;
  // The low byte is the primary code, the rest distinguishes its cases.
  return 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined;
}

/** What a failed statement on a file means: `store.corrupt`, `store.failed`, or the thrown thing itself: our mistake. */
export function statementFailure(path: string, thrown: unknown): unknown {
  const code = sqliteCode(thrown);
  if (code === undefined) return thrown;
  if (damageCodes.has(code)) return new SolsteadError('store.corrupt', { at: path, why: said(thrown), cause: thrown });
  if (!writeCodes.has(code)) return thrown;
  return new SolsteadError('store.failed', { at: path, why: said(thrown), cause: thrown });
}

/**
 * What a failure while opening means: besides {@link statementFailure}, `folder.unwritable`, and `store.corrupt` where
 * the tables are not those that our statements were written for.
 */
export function openFailure(path: string, thrown: unknown): unknown {
  const code = sqliteCode(thrown);
  const why = said(thrown);
  if (code === misfitCode) return new SolsteadError('store.corrupt', { at: path, why, cause: thrown });
  const isDenied = ['EACCES', 'EPERM', 'EROFS'].includes(systemCode(thrown) ?? '') || deniedCodes.has(code ?? 0);
  if (isDenied) return new SolsteadError('folder.unwritable', { at: path, why, cause: thrown });
  // A link to nowhere, or a disk that fails.
  if (code === undefined && systemCode(thrown) === 'ENOENT')
    return new SolsteadError('store.corrupt', { at: path, why, cause: thrown });
  if (code === undefined && systemCode(thrown) === 'EIO')
    return new SolsteadError('store.failed', { at: path, why, cause: thrown });
  return statementFailure(path, thrown);
}

function corrupt(path: string, why: Reason): SolsteadError {
  return new SolsteadError('store.corrupt', { at: path, why });
}

/** A whole number that a PRAGMA returns. */
export function pragmaNumber(db: DatabaseSync, pragma: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

/** Runs statements in one transaction: all of them are durable when it returns, none when it throws. */
export function inTransaction<T>(db: DatabaseSync, run: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    db.exec('COMMIT');
    return result;
  } catch (thrown) {
    // SQLite has rolled back on its own after some failures, such as a full disk.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw thrown;
  }
}

/** Waits until what was written into a file is on the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Waits until the names in a folder are on the disk. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder for this and keeps renames in order by itself.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Fills a new file under another name, so that a kill −9 in between leaves no empty or half-made file behind. */
async function createFile(path: string, fill: (db: DatabaseSync) => void | Promise<void>): Promise<void> {
  if (existsSync(`${path}-wal`)) throw corrupt(path, because('store.no-file-journal'));
  const draft = `${path}.new`;
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${draft}${end}`, { force: true, recursive: true });
  closeSync(openSync(draft, 'wx', 0o600));
  const db = new DatabaseSync(draft);
  try {
    // First of all, while there is no page: later it would take rewriting the whole file.
    db.exec('PRAGMA auto_vacuum=INCREMENTAL');
    db.exec(`PRAGMA synchronous=FULL; PRAGMA application_id=${applicationId}`);
    await fill(db);
    // Last, so that no part of it is left in a log that is not renamed with it.
    db.exec('PRAGMA journal_mode=WAL');
  } finally {
    db.close();
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Refuses a file of another program. Errors: `store.corrupt`. */
export function assertOwn(db: DatabaseSync, path: string): void {
  if (pragmaNumber(db, 'application_id') !== applicationId) throw corrupt(path, because('store.foreign'));
}

function checkContents(db: DatabaseSync, path: string): void {
  assertOwn(db, path);
  if (statSync(path).size > checkedBytes) return;
  const verdict = String(Object.values(db.prepare('PRAGMA integrity_check(1)').get() ?? {})[0]);
  if (verdict !== 'ok') throw corrupt(path, said(verdict.replaceAll(/\s+/g, ' ')));
}

/** SQLite takes a log that it cannot read for an empty one, and with it goes everything that was committed there. */
function checkJournal(path: string): void {
  if (checkWal(`${path}-wal`) === 'damaged') throw corrupt(path, because('store.journal'));
}

/** SQLite reads what is missing from the last page as zeros; so the length is compared, with the log written back. */
function checkLength(db: DatabaseSync, path: string, settle: () => boolean): void {
  if (!settle()) return;
  // Busy while another program reads the file; then part of it stays in the log.
  if (pragmaNumber(db, 'wal_checkpoint(TRUNCATE)') !== 0) return;
  const bytes = pragmaNumber(db, 'page_count') * pragmaNumber(db, 'page_size');
  const { size } = statSync(path);
  if (size < bytes) throw corrupt(path, because('store.short', { size, bytes }));
}

/**
 * Opens a SQLite file of the store: mode 0600, write-ahead log, `synchronous=FULL`; a missing one is made by `fill`.
 * The caller holds the folder's lock. `settle` writes the log back into the file, for who keeps the sums of its pages; without it those are
 * removed, as they would not follow. Errors: `store.corrupt`, `store.failed`, `folder.unwritable`, naming the file.
 */
export async function openSqliteFile(
  path: string,
  fill: (db: DatabaseSync) => void | Promise<void>,
  settle?: (db: DatabaseSync) => boolean,
): Promise<DatabaseSync> {
  let db: DatabaseSync | undefined;
  try {
    assertFiles(...['', '-wal', '-shm', '-journal'].map((end) => `${path}${end}`));
    if (!existsSync(path)) await createFile(path, fill);
    // SQLite would take an empty file for a new database.
    if (statSync(path).size === 0) throw corrupt(path, because('store.empty'));
    if (settle === undefined) {
      checkJournal(path);
      forgetSums(path);
    }
    const opened = new DatabaseSync(path, { timeout: busyMs });
    db = opened;
    checkContents(db, path);
    db.exec('PRAGMA synchronous=FULL');
    checkLength(db, path, () => settle?.(opened) ?? true);
    return db;
  } catch (thrown) {
    db?.close();
    throw openFailure(path, thrown);
  }
}

/**
 * Copies an open file to another path, complete and durable or not at all; an earlier copy is replaced. Errors: `store.failed`,
 * `store.corrupt`, `folder.unwritable`.
 */
export function copySqliteFile(db: DatabaseSync, path: string): void {
  const draft = `${path}.new`;
  try {
    rmSync(draft, { force: true, recursive: true });
    // SQLite fills an empty file: created here with our mode, so that no one else can ever read it.
    closeSync(openSync(draft, 'wx', 0o600));
    db.prepare('VACUUM INTO ?').run(draft);
    syncFile(draft);
    renameSync(draft, path);
    syncFolder(dirname(path));
  } catch (thrown) {
    const failure = openFailure(path, thrown);
    if (failure !== thrown || systemCode(thrown) === undefined) throw failure;
    throw new SolsteadError('store.failed', { at: path, why: said(thrown), cause: thrown });
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Bytes of a SQLite file's write-ahead log. */
export const walBytes = (path: string): number => sizeOf(`${path}-wal`);

/** Bytes a SQLite file and its write-ahead log take on the disk. */
export const fileBytes = (path: string): number => sizeOf(path) + walBytes(path);
