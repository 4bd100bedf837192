// Connections that hold many devices, and the one a device is reached through. Their secrets are kept elsewhere.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('connection')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('secret_ref', 'text')
    .addColumn('quota_requests', 'integer')
    .addColumn('quota_seconds', 'integer')
    .execute();
  await db.schema.createIndex('connection_site').on('connection').column('site').execute();
  await db.schema.alterTable('device').addColumn('connection', 'text').execute();
}

/** Makes the table of connections. */
export const connections: Migration = { up };
