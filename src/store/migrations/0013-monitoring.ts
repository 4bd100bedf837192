// Monitoring of homes: when a subscription ends, factors of money and carbon, maintenance.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('monitoring')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('ends_ms', 'bigint')
    .addColumn('money_per_kwh', 'double precision')
    .addColumn('kg_per_kwh', 'double precision')
    .addColumn('kg_per_tree', 'double precision')
    .addColumn('maintenance', 'text')
    .execute();
}

/** Makes the table of monitored homes. */
export const monitoring: Migration = { up };
