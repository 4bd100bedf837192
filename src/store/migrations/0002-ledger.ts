// The tables of the ledger: settled hours, days, what is to be redone, documents, slots of prices.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { bytes } from './dialects.ts';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger_hour')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('hour_ms', 'bigint', (column) => column.notNull())
    .addColumn('reach_ms', 'bigint', (column) => column.notNull())
    .addColumn('is_far', 'integer', (column) => column.notNull())
    .addColumn('readings', 'bigint', (column) => column.notNull())
    .addColumn('content', bytes(db), (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_hour_key', ['site', 'hour_ms'])
    .execute();
  await db.schema.createIndex('ledger_hour_far').on('ledger_hour').columns(['site', 'is_far', 'hour_ms']).execute();
  await db.schema
    .createTable('ledger_day')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_ms', 'bigint', (column) => column.notNull())
    .addColumn('totals', 'text', (column) => column.notNull())
    .addColumn('money', 'text')
    .addColumn('money_key', 'text')
    .addPrimaryKeyConstraint('ledger_day_key', ['site', 'start_ms'])
    .execute();
  // Separate, so that a view of years only reads sums.
  await db.schema
    .createTable('ledger_bucket')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addColumn('buckets', bytes(db), (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_bucket_key', ['site', 'start_ms'])
    .execute();
  await db.schema
    .createTable('ledger_mark')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_mark_key', ['site', 'kind', 'at_ms'])
    .execute();
  await db.schema
    .createTable('ledger_document')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_document_key', ['site', 'kind', 'id'])
    .execute();
  await db.schema
    .createTable('price_slot')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('series', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_ms', 'bigint', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('price_slot_key', ['site', 'series', 'start_ms'])
    .execute();
}

/** Makes the tables of the ledger. */
export const ledger: Migration = { up };
