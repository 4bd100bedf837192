// Commands that were given, with the keys under which clients repeat them.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('command')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('principal', 'text', (column) => column.notNull())
    .addColumn('key', 'text')
    .addColumn('fingerprint', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('command_of_site').on('command').columns(['site', 'id']).execute();
  // Those without a key are no two of one kind: null equals nothing.
  await db.schema.createIndex('command_of_key').unique().on('command').columns(['principal', 'key']).execute();
}

/** Adds them. */
export const commands: Migration = { up };
