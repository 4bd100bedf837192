// For tests only: the real stores in a folder of the test's own.
import type { HistoryStore } from '#core/history.ts';
import type { RecordStore } from '#core/records.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** A history of its own, closed with the test. */
export async function ownHistory(owner: Owner): Promise<HistoryStore> {
  const folder = openFolder(tempDir(owner));
  owner.onTestFinished(() => folder.close());
  const store = await openSqliteHistory({ folder });
  owner.onTestFinished(() => store.close());
  return store;
}

/** Records of its own, closed with the test; `path` is the folder of their file. */
export async function ownRecords(owner: Owner): Promise<{ readonly records: RecordStore; readonly path: string }> {
  const path = tempDir(owner);
  const folder = openFolder(path);
  owner.onTestFinished(() => folder.close());
  const records = await openSqliteRecords({ folder });
  owner.onTestFinished(() => records.close());
  return { records, path };
}
