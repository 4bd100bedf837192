// People and programs with grants for each site, instead of one role for everything; an audit log that knows its
// sites and who acted. What was written before keeps its text, and gets its site if that can be determined.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { nameKey } from '#core/name-key.ts';
import { counted } from './dialects.ts';

/** The old and the new tables that rows move between, by their names in the database. */
interface Moving {
  readonly site: { readonly id: string };
  readonly device: { readonly id: string; readonly site: string };
  readonly account: { readonly id: string; readonly name: string; readonly role: string; readonly name_key: string };
  readonly account_grant: { readonly account: string; readonly site: string; readonly role: string };
  readonly claim: { readonly id: number; readonly account: string };
  readonly audit: Readonly<Record<'account' | 'action' | 'subject' | 'outcome', string>> & {
    readonly line: number;
    readonly at_ms: number;
  };
  readonly audit_line: Readonly<Record<'kind' | 'name' | 'action' | 'subject' | 'outcome', string>> & {
    readonly at_ms: number;
    readonly site: string | null;
    readonly principal: string | null;
  };
}

/** Rows read and written at once. */
const atOnce = 200;

async function makeTables(db: Kysely<Moving>): Promise<void> {
  await db.schema
    .createTable('claim')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('account_grant')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('role', 'text')
    .addColumn('actions', 'text')
    .addColumn('devices', 'text')
    .addPrimaryKeyConstraint('account_grant_key', ['account', 'site'])
    .execute();
  await db.schema
    .createTable('token')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('account', 'text')
    .addColumn('grants', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint')
    .execute();
  await db.schema.createIndex('token_account').on('token').column('account').execute();
  await db.schema.createIndex('session_account').on('session').column('account').execute();
  await db.schema.createIndex('session_expires').on('session').column('expires_ms').execute();
  await db.schema.createIndex('device_site').on('device').column('site').execute();
  await db.schema
    .createTable('audit_line')
    .addColumn('line', counted(db))
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('site', 'text')
    .addColumn('principal', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('audit_line_site').on('audit_line').columns(['site', 'line']).execute();
}

async function moveAccounts(db: Kysely<Moving>): Promise<void> {
  await db.schema.alterTable('account').addColumn('name_key', 'text').execute();
  const taken = new Set<string>();
  for (const { id, name, role } of await db
    .selectFrom('account')
    .select(['id', 'name', 'role'])
    .orderBy('id')
    .execute()) {
    const plain = nameKey(name);
    const key = taken.has(plain) ? nameKey(`${name} ${id}`) : plain;
    taken.add(key);
    await db.updateTable('account').set({ name_key: key }).where('id', '=', id).execute();
    await db.insertInto('account_grant').values({ account: id, site: '*', role }).execute();
    if (taken.size === 1) await db.insertInto('claim').values({ id: 1, account: id }).execute();
  }
  await db.schema.createIndex('account_name').on('account').column('name_key').unique().execute();
  await db.schema.alterTable('account').dropColumn('role').execute();
}

/** Acts that concerned no site. */
const ofInstallation: ReadonlySet<string> = new Set(['claim', 'add broker account', 'set retention']);

/** The site of an act: its subject begins with a device, or with the site itself; or there is only one site. */
async function siteTeller(db: Kysely<Moving>): Promise<(action: string, subject: string) => string | null> {
  const sites = (await db.selectFrom('site').select('id').execute()).map(({ id }) => id);
  const devices = await db.selectFrom('device').select(['id', 'site']).execute();
  const siteOfDevice = new Map(devices.map(({ id, site }) => [id, site]));
  const [only] = sites.length === 1 ? sites : [];
  return (action, subject) => {
    if (ofInstallation.has(action)) return null;
    const [, named] = /^(\S+): /.exec(subject) ?? [];
    if (named !== undefined && sites.includes(named)) return named;
    return siteOfDevice.get(subject.split(' ')[0] ?? '') ?? only ?? null;
  };
}

async function moveAudit(db: Kysely<Moving>): Promise<void> {
  const siteOf = await siteTeller(db);
  const accounts = await db.selectFrom('account').select(['id', 'name']).execute();
  const idOf = new Map(accounts.map(({ id, name }) => [name, id]));
  for (let after = 0; ; ) {
    const lines = await db
      .selectFrom('audit')
      .selectAll()
      .where('line', '>', after)
      .orderBy('line')
      .limit(atOnce)
      .execute();
    const last = lines.at(-1);
    if (last === undefined) break;
    const rows = lines.map(({ account, at_ms, action, subject, outcome }) => {
      const by = { principal: idOf.get(account) ?? null, kind: 'person', name: account };
      return { at_ms, site: siteOf(action, subject), ...by, action, subject, outcome };
    });
    await db.insertInto('audit_line').values(rows).execute();
    after = last.line;
  }
  await db.schema.dropTable('audit').execute();
}

async function up(db: Kysely<Moving>): Promise<void> {
  await makeTables(db);
  await moveAccounts(db);
  await moveAudit(db);
}

/** Makes grants, tokens and the audit log of sites, and moves accounts and lines into them. */
export const people: Migration = { up };
