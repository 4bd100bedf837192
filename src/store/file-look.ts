// A SQLite file of the store looked at from outside, also while another process uses it: nothing of it is changed.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { lookAtPages, type PagesLook } from './page-sums.ts';
import { assertFiles } from './regular-file.ts';
import { assertOwn, busyMs, checkedBytes, fileBytes, openFailure, pageBytes, walBytes } from './sqlite-file.ts';
import { checkWal } from './wal-check.ts';

/** What is looked at. */
export interface FileLookOptions {
  /** Whether another process may write it now. */
  readonly isInUse: boolean;
  /** Its version, for a version that is newer or older than this program. Errors: `store.newer`. */
  isOlder(db: DatabaseSync): boolean;
}

/** What was seen. */
export interface FileLook {
  readonly bytes: number;
  /** Whether it was written by an earlier version. */
  readonly isOlder: boolean;
  /** How its pages compare with their sums; absent while it is in use. */
  readonly pages?: PagesLook;
}

/** Refuses a pipe and the like where the file or one beside it is: SQLite would wait. Errors: `store.corrupt`. */
const assertParts = (path: string): void =>
  assertFiles(...['', '-wal', '-shm', '-journal', '-sums'].map((end) => `${path}${end}`));

/** Opens a file to read it alone, so that not even files beside it are made, where that is possible. Errors: `store.corrupt` for
 * what is no file; those of SQLite. */
export function openToLook(path: string, isInUse: boolean): DatabaseSync {
  assertParts(path);
  // What is in its log is seen only with the files that SQLite keeps beside it.
  if (isInUse || walBytes(path) > 0) return new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  const still = pathToFileURL(path);
  still.searchParams.set('immutable', '1');
  return new DatabaseSync(still, { readOnly: true });
}

function sawInside(path: string, { isInUse, isOlder }: FileLookOptions): boolean {
  const db = openToLook(path, isInUse);
  try {
    assertOwn(db, path);
    const older = isOlder(db);
    if (statSync(path).size > checkedBytes) return older;
    const verdict = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
    if (verdict !== 'ok')
      throw new SolsteadError('store.corrupt', { at: path, why: said(verdict.replaceAll(/\s+/g, ' ')) });
    return older;
  } finally {
    db.close();
  }
}

/** Looks at a file that is there. Errors: `store.corrupt`, `store.newer`, `store.failed`, `folder.unwritable`. */
export function lookAtFile(path: string, options: FileLookOptions): FileLook {
  try {
    assertParts(path);
    if (statSync(path).size === 0) throw new SolsteadError('store.corrupt', { at: path, why: because('store.empty') });
    // Before SQLite sees the log: it takes one that is damaged for an empty one.
    const log = options.isInUse ? undefined : checkWal(`${path}-wal`, { isLooking: true });
    if (log === 'damaged') throw new SolsteadError('store.corrupt', { at: path, why: because('store.journal') });
    const isOlder = sawInside(path, options);
    const look = { bytes: fileBytes(path), isOlder };
    return log === undefined ? look : { ...look, pages: lookAtPages(path, pageBytes, log.pages) };
  } catch (thrown) {
    throw openFailure(path, thrown);
  }
}
