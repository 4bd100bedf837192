// The data folder: made on first use, held by one process for its lifetime.
import { because, type Reason, said } from '#core/reason.ts';
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync, truncateSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { giveToOwner } from './folder-owner.ts';
import { finishSwap } from './folder-swap.ts';
import { assertFiles } from './regular-file.ts';
import { openFailure, sqliteCode } from './sqlite-file.ts';

/** A data folder that this process holds; the stores are opened with it. */
export interface DataFolder {
  /** Absolute path. */
  readonly path: string;
  /** Releases the folder; close the stores first. What root made in a folder of somebody else is theirs then. Does nothing when closed. */
  close(): void;
}

/** Options of {@link openFolder}. */
export interface FolderOptions {
  /** Whether what was made beside the content is about to be swapped in: otherwise it is left over, and cleared away. */
  readonly isSwapping?: boolean;
}

const sqliteBusy = 5;

// Not with `recursive`, which never returns if a file system such as /proc refuses with ENOENT.
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  mkdirSync(path, { mode: 0o700 });
}

function makeLockFile(path: string): void {
  try {
    // Never opened when it exists: closing any handle of a file drops the locks this process holds on it.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
  }
}

/** Why a folder cannot be made or used; the system's own word for a file in its place is one of permission. */
function whyNot(path: string, thrown: unknown): Reason {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) return because('file.no-folder');
  // A system folder such as /proc says it of what is to be made, not of what is missing.
  return systemCode(thrown) === 'ENOENT' ? because('folder.not-made') : said(thrown);
}

/** Something that is not a database is there. */
const sqliteNotADatabase = 26;

function lock(path: string, folder: string, isNewlyMade = false): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    assertFiles(path, `${path}-journal`);
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE');
    return db;
  } catch (thrown) {
    db?.close();
    // It holds nothing that could be restored.
    if (isSolsteadError(thrown, 'store.corrupt'))
      throw new SolsteadError('folder.unwritable', { at: path, why: because('store.no-file'), cause: thrown });
    if (sqliteCode(thrown) === sqliteBusy) throw new SolsteadError('folder.locked', { at: folder, cause: thrown });
    // It holds nothing: whatever was written over it can be discarded. Emptied in place, so that another's lock on it would stay.
    if (sqliteCode(thrown) === sqliteNotADatabase && !isNewlyMade) {
      truncateSync(path);
      return lock(path, folder, true);
    }
    throw openFailure(path, thrown);
  }
}

/** Whether a process holds a data folder; it is only asked, so that who opens it now is not in its way. */
export function isFolderHeld(path: string): boolean {
  const lockFile = join(resolve(path), 'lock.db');
  if (!existsSync(lockFile)) return false;
  let db: DatabaseSync | undefined;
  try {
    assertFiles(lockFile, `${lockFile}-journal`);
    db = new DatabaseSync(lockFile, { readOnly: true, timeout: 0 });
    db.prepare('PRAGMA schema_version').get();
    return false;
  } catch (thrown) {
    return sqliteCode(thrown) === sqliteBusy;
  } finally {
    db?.close();
  }
}

/**
 * Creates a data folder (mode 0700) if it is missing and holds it until closed. The lock is the system's own on the
 * empty `lock.db`: it ends with the process, kill −9 included. Nothing else in this process may open that file. A restore
 * that was interrupted is finished first. Errors: `folder.unwritable`, `folder.locked`.
 */
export function openFolder(path: string, { isSwapping = false }: FolderOptions = {}): DataFolder {
  const absolute = resolve(path);
  const lockFile = join(absolute, 'lock.db');
  try {
    makeFolders(absolute);
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
    makeLockFile(lockFile);
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at: absolute, why: whyNot(absolute, thrown), cause: thrown });
  }
  const db = lock(lockFile, absolute);
  try {
    if (!isSwapping) finishSwap(absolute);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  return {
    path: absolute,
    close() {
      if (!db.isOpen) return;
      db.close();
      giveToOwner(absolute);
    },
  };
}
