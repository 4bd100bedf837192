// Findings that people have dismissed. The findings themselves are derived from history and not stored.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dismissal')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dismissal_key', ['site', 'subject'])
    .execute();
}

/** Makes the table of dismissals. */
export const anomalies: Migration = { up };
