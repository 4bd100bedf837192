// Who writes the ledger of a home: a number that grows with every holder, checked in the transaction of each write.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger_holder')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('token', 'bigint', (column) => column.notNull())
    .execute();
}

/** Makes the table of holders. */
export const ledgerHolders: Migration = { up };
