// Brings the tables of the records to this version; one set of migrations for every database.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { messageOf, SolsteadError } from '#core/errors.ts';
import { first } from './0001-first.ts';
import { ledger } from './0002-ledger.ts';

import { anomalies } from './0003-anomalies.ts';

/** Every migration by its name; they run in the order of their names, each once. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-ledger': ledger,
  '0003-anomalies': anomalies,
};
const journal = 'kysely_migration';

interface JournalTables {
  readonly [journal]: { readonly name: string };
}

async function assertKnown(db: Kysely<JournalTables>, at: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === journal)) return;
  for (const { name } of await db.selectFrom(journal).select('name').execute())
    if (migrations[name] === undefined)
      throw new SolsteadError('store.newer', { at, why: `its change ${name} is unknown here` });
}

/**
 * Applies what is missing, all of it or nothing; `at` names the database in errors.
 * Errors: `store.newer`, `store.failed`, `store.corrupt`.
 */
export async function migrateRecords(db: Kysely<JournalTables>, at: string): Promise<void> {
  await assertKnown(db, at);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new SolsteadError('store.failed', { at, why: messageOf(error) });
}
