// Charges of cars, and who may charge.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('charge_session')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_ms', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('charge_session_key', ['site', 'id'])
    .execute();
  await db.schema.createIndex('charge_session_time').on('charge_session').columns(['site', 'start_ms']).execute();
  await db.schema
    .createTable('charge_settings')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
}

/** Makes the tables of charges. */
export const charging: Migration = { up };
