// Accounts of the broker that were given what they may do.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['publish', 'subscribe'])
    await db.schema.alterTable('broker_account').addColumn(column, 'text').execute();
}

/** Adds what an account may publish and subscribe to. */
export const brokerAccess: Migration = { up };
