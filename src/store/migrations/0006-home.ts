// The id of the home, which its history knows as well: files of two homes are not taken for one.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('home')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('home', 'text', (column) => column.notNull())
    .execute();
}

/** Makes the table of the home's id, which has one row at most. */
export const home: Migration = { up };
