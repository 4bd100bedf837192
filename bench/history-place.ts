// Histories of a bench's place.
import type { HistoryStore } from '#core/history.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import type { Place } from './place.ts';

/** A new history in a folder of its own, closed with the place. */
export async function openStore(place: Place): Promise<HistoryStore> {
  const folder = openFolder(place.folder());
  place.onTestFinished(() => folder.close());
  const store = await openSqliteHistory({ folder });
  place.onTestFinished(() => store.close());
  return store;
}
