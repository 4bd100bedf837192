// Records on a PostgreSQL server: the same tables and migrations as in the file of a data folder.
import { because, said } from '#core/reason.ts';
import { CamelCasePlugin, Kysely, sql } from 'kysely';
import { SolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { type DumpedRow, keptTables, loadRows, recordPieces, recordsForm, tablesOf } from './dump/record-dump.ts';
import { kyselyRecords, readThrough } from './kysely-records.ts';
import { changeOf, migrateRecords, type MigrationPlace } from './migrations/migrate.ts';
import { dropSchema, publicAddress } from './postgres-backend.ts';
import { postgresDialect, sqlState } from './postgres-pool.ts';
import type { RecordTables } from './records/tables.ts';

/** The schema of records, and that of records that are being restored. */
export const recordsSchema = 'solstead_records';
export const freshRecordsSchema = 'solstead_records_restored';

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

interface RecordsAt {
  readonly url: string;
  readonly schema: string;
  readonly at: string;
}

const rowsAtOnce = 500;

async function* rowsOf(db: Kysely<Record<string, DumpedRow>>, table: string): AsyncGenerator<DumpedRow> {
  await sql`declare dump no scroll cursor for select * from ${sql.table(table)}`.execute(db);
  for (;;) {
    const { rows } = await sql<DumpedRow>`fetch ${sql.lit(rowsAtOnce)} from dump`.execute(db);
    yield* rows;
    if (rows.length < rowsAtOnce) break;
  }
  await sql`close dump`.execute(db);
}

/** The records as they are now, through a connection of its own that does not see what comes later. */
async function snapshotOf({ url, schema, at }: RecordsAt): Promise<Snapshot> {
  const { dialect, end } = postgresDialect({ url, schema, at, connections: 1, isExclusive: false });
  try {
    // One connection: the transaction holds for whatever is asked through it.
    const db = new Kysely<Record<string, DumpedRow>>({ dialect });
    await sql`begin isolation level repeatable read read only`.execute(db);
    const change = await changeOf({ db: new Kysely({ dialect }), at, schema });
    const tables = keptTables((await tablesOf(db, schema)).keys());
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const { rows } = await sql<{ readonly rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(
        db,
      );
      counts[table] = Number(rows[0]?.rows);
    }
    return {
      form: recordsForm,
      facts: { change, ...counts },
      pieces: () => recordPieces({ tables, rows: (table) => rowsOf(db, table) }),
      close: end,
    };
  } catch (thrown) {
    await end();
    throw openFailure(thrown, at);
  }
}

/**
 * Makes the tables of records in a schema that has none from the pieces of a snapshot; older ones are brought up to date. Errors:
 * `backup.damaged`, `store.newer`, `store.failed`.
 */
export async function loadPostgresRecords(
  { url, schema, change }: { readonly url: string; readonly schema: string; readonly change: string },
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReadonlyMap<string, number>> {
  const at = publicAddress(url, schema);
  // Left over from a restore that was interrupted.
  await dropSchema({ url, schema });
  const { dialect, end } = postgresDialect({ url, schema, at, connections: 1, isExclusive: true });
  try {
    const place: MigrationPlace = { db: new Kysely({ dialect }), at, schema };
    await migrateRecords({ ...place, upTo: change });
    const counts = await loadRows({ db: new Kysely<Record<string, DumpedRow>>({ dialect }), schema }, pieces);
    await migrateRecords(place);
    return counts;
  } catch (thrown) {
    throw openFailure(thrown, at);
  } finally {
    await end();
  }
}

/**
 * Opens the records on a PostgreSQL server; tables that are missing are made, older ones brought up to date in one
 * transaction. Errors: `store.failed` when the server cannot be reached or another Solstead has the records,
 * `store.newer`, `store.corrupt`; none holds the password.
 */
export async function openPostgresRecords({
  url,
  schema = recordsSchema,
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
    const records = { ...kyselyRecords({ db, at }), snapshot: () => snapshotOf({ url, schema, at }) };
    await readThrough(records);
    return records;
  } catch (thrown) {
    await end();
    throw openFailure(thrown, at);
  }
}
