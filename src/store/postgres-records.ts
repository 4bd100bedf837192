// Records on a PostgreSQL server: the same tables and migrations as in the file of a data folder.
import { because, said } from '#core/reason.ts';
import { CamelCasePlugin, Kysely } from 'kysely';
import { SolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import { kyselyRecords, readThrough } from './kysely-records.ts';
import { migrateRecords } from './migrations/migrate.ts';
import { publicAddress } from './postgres-backend.ts';
import { postgresDialect, sqlState } from './postgres-pool.ts';
import type { RecordTables } from './records/tables.ts';

/** Where the records live. */
export interface PostgresRecordsOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Schema of the tables, apart from that of a history in the same database; default: `solstead_records`. */
  readonly schema?: string;
  /** Whether several programs may have the records open; default: only one. */
  readonly isShared?: boolean;
}

const sharedConnections = 4;

/** Tables that do not fit our statements are not ours. */
function openFailure(thrown: unknown, at: string): unknown {
  if (sqlState(thrown)?.startsWith('42') !== true) return thrown;
  return new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
}

/**
 * Opens the records on a PostgreSQL server; tables that are missing are made, older ones brought up to date in one
 * transaction. Errors: `store.failed` when the server cannot be reached or another Solstead has the records,
 * `store.newer`, `store.corrupt`; none holds the password.
 */
export async function openPostgresRecords({
  url,
  schema = 'solstead_records',
  isShared = false,
}: PostgresRecordsOptions): Promise<RecordStore> {
  const at = publicAddress(url, schema);
  // An address that cannot be read would be thrown whole, with its password.
  if (!URL.canParse(url) || new URL(url).hostname === '')
    throw new SolsteadError('store.failed', { at, why: because('store.address') });
  const connections = isShared ? sharedConnections : 1;
  const { dialect, end } = postgresDialect({ url, schema, at, connections, isExclusive: !isShared });
  const db = new Kysely<RecordTables>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    await migrateRecords({ db: new Kysely({ dialect }), at, schema });
    const records = kyselyRecords({ db, at });
    await readThrough(records);
    return records;
  } catch (thrown) {
    await end();
    throw openFailure(thrown, at);
  }
}
