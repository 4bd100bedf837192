// What an account has besides its password, sign-ins of clients that renew themselves, when somebody last proved who they are, and when
// the token of a program was used; invitations for single devices.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The table that is filled, by its names in the database. */
interface Filled {
  readonly session: { readonly created_ms: number; readonly proven_ms: number };
}

async function addColumns(db: Kysely<Filled>): Promise<void> {
  await db.schema
    .alterTable('session')
    .addColumn('proven_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.updateTable('session').set({ proven_ms: sql`created_ms` }).execute();
  await db.schema.alterTable('token').addColumn('used_ms', 'bigint').execute();
  await db.schema.alterTable('token').addColumn('used_from', 'text').execute();
  for (const name of ['actions', 'devices']) await db.schema.alterTable('invitation').addColumn(name, 'text').execute();
}

async function makeTables(db: Kysely<Filled>): Promise<void> {
  await db.schema
    .createTable('refresh')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('session', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .execute();
  await db.schema.createIndex('refresh_session').on('refresh').column('session').execute();
  await db.schema
    .createTable('second_factor')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('totp_sealed', 'text')
    .addColumn('totp_on', 'integer', (column) => column.notNull())
    .addColumn('totp_step', 'bigint', (column) => column.notNull())
    .addColumn('pin_hash', 'text')
    .execute();
  await db.schema
    .createTable('recovery_code')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_code_key', ['account', 'code_hash'])
    .execute();
  await db.schema
    .createTable('passkey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .execute();
  await db.schema.createIndex('passkey_account').on('passkey').column('account').execute();
}

async function up(db: Kysely<Filled>): Promise<void> {
  await addColumns(db);
  await makeTables(db);
}

/** Adds them. */
export const credentials: Migration = { up };
