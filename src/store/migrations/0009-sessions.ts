// Sessions that record what they were opened with and when they were last used; invitations to a home.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The table that is filled, by its names in the database. */
interface Filled {
  readonly session: { readonly created_ms: number; readonly used_ms: number };
}

async function up(db: Kysely<Filled>): Promise<void> {
  await db.schema
    .alterTable('session')
    .addColumn('used_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const name of ['device', 'from'])
    await db.schema
      .alterTable('session')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  await db.updateTable('session').set({ used_ms: sql`created_ms` }).execute();
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('code_hash', 'text', (column) => column.notNull().unique())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** Adds them. */
export const sessionsAndInvitations: Migration = { up };
