// Accounts of the broker whose password Mosquitto can check too.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('broker_account').addColumn('mosquitto_hash', 'text').execute();
}

/** Adds the hash of a password as Mosquitto reads it. */
export const mosquittoHash: Migration = { up };
