// Accounts of the broker whose clients show a certificate of their own.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('broker_account').addColumn('certificate', 'text').execute();
}

/** Adds the fingerprint of the certificate that an account's clients have to show. */
export const brokerCertificate: Migration = { up };
