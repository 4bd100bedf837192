// History in the data folder: the chunk store on one SQLite file, in a worker thread.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import type { HistoryStore } from '#core/history.ts';
import { openChunkHistory } from './chunk-history.ts';
import type { ChunkStoreOptions } from './chunks/store-state.ts';
import type { DataFolder } from './folder.ts';
import type { HistoryCopyStep } from './history-copy.ts';

/** Where the history lives. */
export interface SqliteHistoryOptions {
  readonly folder: DataFolder;
  /** With it the store flushes hours that ended and deletes what is too old; absent: only when asked. */
  readonly clock?: Clock;
  readonly chunks?: ChunkStoreOptions;
  /** An append of so many points goes straight into chunks; see {@link openChunkHistory}. */
  readonly fillFrom?: number;
  /** Whether something other than the wall clock says that it is right; see {@link openChunkHistory}. */
  readonly isTimeConfirmed?: () => boolean;
  /** A history of an earlier version is brought up to date without a copy of it: somebody decided so. */
  readonly isWithoutCopy?: boolean;
  /** Told how far the copy of a history of an earlier version is. */
  readonly onCopy?: (step: HistoryCopyStep) => void;
  /** A step of a write at which the history stops forever, for tests of kill −9. */
  readonly stopAt?: string;
}

/**
 * Opens the history of a data folder, `history.db`; a missing file is made, and an older one brought up to date, after a copy of
 * it was made beside it (`history.before-4`). A `timeMean` holds a value inside its step only.
 * Errors: `store.corrupt`, `store.newer`, `store.uncopied`, `store.failed`, `folder.unwritable`, naming the file; a closed store
 * rejects with `store.failed`.
 */
export async function openSqliteHistory({
  folder,
  clock,
  chunks,
  fillFrom,
  isTimeConfirmed,
  stopAt,
  isWithoutCopy,
  onCopy,
}: SqliteHistoryOptions): Promise<HistoryStore> {
  const path = join(folder.path, 'history.db');
  const plan = {
    place: { sqlite: path },
    ...(chunks === undefined ? {} : { options: chunks }),
    ...(stopAt === undefined ? {} : { stopAt }),
    ...(isWithoutCopy === undefined ? {} : { isWithoutCopy }),
  };
  return openChunkHistory({ plan, at: path, clock, isTimeConfirmed, fillFrom, onCopy });
}
