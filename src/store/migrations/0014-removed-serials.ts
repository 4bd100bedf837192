// Serial numbers of removed devices: one that comes back at another address is known by its own.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('removed_device').addColumn('serial', 'text').execute();
}

/** Adds the serial number to removed devices. */
export const removedSerials: Migration = { up };
