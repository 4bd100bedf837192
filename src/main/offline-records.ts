// The records of a house that is not running, alone: for commands about people and the audit log.
import type { RecordStore } from '#core/records.ts';
import type { Secret } from '#core/secrets.ts';
import { secretOf } from './environment.ts';
import { lockedFolder, type OfflineOptions } from './offline-stores.ts';
import { openRecords, parseRecordsPlace } from './records-place.ts';

/** Options of {@link openOfflineRecords}. */
export interface OfflineRecordsOptions extends OfflineOptions {
  /** Server of the records; absent: the folder. */
  readonly place?: Secret;
}

/** Opens them; closing releases the folder. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function openOfflineRecords({ place, ...options }: OfflineRecordsOptions): Promise<RecordStore> {
  const files = place === undefined ? ['records.db'] : ['records.db', 'history.db', 'home.json'];
  const home = lockedFolder(options, files);
  try {
    const at = place === undefined ? undefined : parseRecordsPlace(place, secretOf('SOLSTEAD_RECORDS_PASSWORD'));
    const records = await openRecords(home, at);
    return {
      ...records,
      async close() {
        await records.close();
        home.close();
      },
    };
  } catch (error) {
    home.close();
    throw error;
  }
}
