// Places for the stores' tests: a data folder of the test's own, opened and closed with it.
import type { TestContext } from 'vitest';
import type { HistoryStore } from '#core/history.ts';
import type { RecordStore } from '#core/records.ts';
import type { ChunkStoreOptions } from '../chunks/store-state.ts';
import { type DataFolder, openFolder } from '../folder.ts';
import { openSqliteHistory } from '../sqlite-history.ts';
import { openSqliteRecords } from '../sqlite-records.ts';

type Owner = Pick<TestContext, 'onTestFinished'>;

/** Holds a data folder until the test ends. */
export function heldFolder(owner: Owner, path: string): DataFolder {
  const folder = openFolder(path);
  owner.onTestFinished(() => folder.close());
  return folder;
}

/** Opens the history of a folder and closes it with the test. */
export async function heldHistory(
  owner: Owner,
  folder: DataFolder,
  { fillFrom, ...chunks }: ChunkStoreOptions & { readonly fillFrom?: number } = {},
): Promise<HistoryStore> {
  const store = await openSqliteHistory({ folder, chunks, ...(fillFrom === undefined ? {} : { fillFrom }) });
  owner.onTestFinished(() => store.close());
  return store;
}

/** Opens the records of a folder and closes them with the test. */
export async function heldRecords(owner: Owner, folder: DataFolder): Promise<RecordStore> {
  const store = await openSqliteRecords({ folder });
  owner.onTestFinished(() => store.close());
  return store;
}
