// Where the records are: the file of the data folder, or a PostgreSQL server. One text names the server, on the command line
// and in the environment; its password comes only from the environment, or is in the text.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import type { Secret } from '#core/secrets.ts';
import type { DataFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { withPassword } from './history-place.ts';

/** A server that keeps the records; `url` may hold an account. */
export interface RecordsPlace {
  readonly url: Secret;
  /** Used if the address has none. */
  readonly password?: Secret | undefined;
}

/** Reads the address of a server. Errors: `input.usage`. */
export function parseRecordsPlace(place: Secret, password?: Secret): RecordsPlace {
  const text = place.reveal();
  const scheme = /^([a-z+]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'postgres' && scheme !== 'postgresql')
    throw new SolsteadError('input.usage', {
      at: '--records',
      why: because('records.address'),
    });
  // The text itself may hold a password.
  if (!URL.canParse(text) || new URL(text).hostname === '')
    throw new SolsteadError('input.usage', { at: `${scheme}://`, why: because('place.address') });
  return { url: place, password };
}

/** A place in words, without its account. */
export function formatRecordsPlace({ url }: RecordsPlace): string {
  const { protocol, host, pathname } = new URL(url.reveal());
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** Opens the records of a house: those of its folder, or those of a server. Errors: `store.*`, `folder.unwritable`. */
export async function openRecords(folder: DataFolder, place: RecordsPlace | undefined): Promise<RecordStore> {
  if (place === undefined) return openSqliteRecords({ folder });
  const { openPostgresRecords } = await import('#store/postgres-records.ts');
  return openPostgresRecords({ url: withPassword(place.url, place) });
}
