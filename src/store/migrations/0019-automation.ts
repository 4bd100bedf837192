// Automations: what a home does by itself, and what it remembers of that.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('automation')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('changed_ms', 'bigint', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('automation_memory')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('memory', 'text', (column) => column.notNull())
    .execute();
}

/** Makes the tables of automations. */
export const automation: Migration = { up };
