// The records as tables, through Kysely: the same for every database it speaks to.
import type { Kysely, Selectable } from 'kysely';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type {
  AccountRecord,
  AuditRecord,
  BrokerAccountRecord,
  DeviceRecord,
  DeviceSettings,
  DismissalRecord,
  RecordStore,
  SessionRecord,
  SiteRecord,
} from '#core/records.ts';
import { kyselyLedger, type LedgerTables } from './kysely-ledger.ts';

/** A record as its row: what may be absent is null, lists and settings are JSON text. */
interface SiteRow extends Pick<SiteRecord, 'id' | 'name' | 'timeZone'> {
  readonly latitude: number | null;
  readonly longitude: number | null;
}
interface DeviceRow extends Pick<DeviceRecord, 'id' | 'site' | 'name' | 'definition' | 'address'> {
  readonly topic: string | null;
  readonly settings: string;
}
interface BrokerAccountRow extends Pick<BrokerAccountRecord, 'username' | 'passwordHash'> {
  readonly topics: string;
}

/** The tables, named as in the program; the naming plugin turns `timeZone` into `time_zone`. */
export interface RecordTables extends LedgerTables {
  readonly site: SiteRow;
  readonly device: DeviceRow;
  readonly account: AccountRecord;
  readonly session: SessionRecord;
  readonly brokerAccount: BrokerAccountRow;
  readonly audit: AuditRecord & { readonly line: number };
  readonly dismissal: DismissalRecord;
}

/** A database of records and its name in errors. */
export interface RecordDatabase {
  readonly db: Kysely<RecordTables>;
  readonly at: string;
}

type Group<K extends keyof RecordStore> = Pick<RecordStore, K>;

function siteRecord({ latitude, longitude, ...rest }: SiteRow): SiteRecord {
  return { ...rest, ...(latitude === null ? {} : { latitude }), ...(longitude === null ? {} : { longitude }) };
}

function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new SolsteadError('store.corrupt', { at, why: messageOf(thrown), cause: thrown });
  }
}

function sites({ db }: RecordDatabase): Group<'sites' | 'saveSite'> {
  return {
    async sites() {
      return (await db.selectFrom('site').selectAll().orderBy('id').execute()).map(siteRecord);
    },
    async saveSite({ id, name, timeZone, latitude = null, longitude = null }) {
      const row: SiteRow = { id, name, timeZone, latitude, longitude };
      await db
        .insertInto('site')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
  };
}

function devices({ db, at }: RecordDatabase): Group<'devices' | 'saveDevice' | 'removeDevice'> {
  const deviceRecord = ({ topic, settings, ...rest }: Selectable<DeviceRow>): DeviceRecord => ({
    ...rest,
    ...(topic === null ? {} : { topic }),
    settings: parsed(settings, `${at}: device ${rest.id}`) as DeviceSettings,
  });
  return {
    async devices() {
      return (await db.selectFrom('device').selectAll().orderBy('id').execute()).map(deviceRecord);
    },
    async saveDevice({ id, site, name, definition, address, topic = null, settings }) {
      const row: DeviceRow = { id, site, name, definition, address, topic, settings: JSON.stringify(settings) };
      await db
        .insertInto('device')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async removeDevice(id) {
      await db.deleteFrom('device').where('id', '=', id).execute();
    },
  };
}

function accounts({ db }: RecordDatabase): Group<'accounts' | 'saveFirstAccount' | 'saveAccount'> {
  return {
    accounts: () => db.selectFrom('account').selectAll().orderBy('id').execute(),
    async saveFirstAccount({ id, name, role, passwordHash }) {
      // One statement, so that of two people who sign up at once only one becomes the owner.
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('account')
        .columns(['id', 'name', 'role', 'passwordHash'])
        .expression(({ val, not, exists, selectFrom }) =>
          db
            .selectNoFrom([
              val(id).as('id'),
              val(name).as('name'),
              val(role).as('role'),
              val(passwordHash).as('passwordHash'),
            ])
            .where(not(exists(selectFrom('account').select('id')))),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },
    async saveAccount({ id, name, role, passwordHash }) {
      const row: AccountRecord = { id, name, role, passwordHash };
      await db
        .insertInto('account')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
  };
}

function sessions({ db }: RecordDatabase): Group<'session' | 'saveSession' | 'removeSession'> {
  return {
    session: (tokenHash) => db.selectFrom('session').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst(),
    async saveSession({ tokenHash, account, createdMs, expiresMs }) {
      const row: SessionRecord = { tokenHash, account, createdMs, expiresMs };
      await db.deleteFrom('session').where('expiresMs', '<', createdMs).execute();
      await db
        .insertInto('session')
        .values(row)
        .onConflict((on) => on.column('tokenHash').doUpdateSet(row))
        .execute();
    },
    async removeSession(tokenHash) {
      await db.deleteFrom('session').where('tokenHash', '=', tokenHash).execute();
    },
  };
}

function brokerAccounts({
  db,
  at,
}: RecordDatabase): Group<'brokerAccounts' | 'saveBrokerAccount' | 'removeBrokerAccount'> {
  return {
    async brokerAccounts() {
      const rows = await db.selectFrom('brokerAccount').selectAll().orderBy('username').execute();
      return rows.map(({ topics, ...rest }) => ({
        ...rest,
        topics: parsed(topics, `${at}: broker account ${rest.username}`) as readonly string[],
      }));
    },
    async saveBrokerAccount({ username, passwordHash, topics }) {
      const row: BrokerAccountRow = { username, passwordHash, topics: JSON.stringify(topics) };
      await db
        .insertInto('brokerAccount')
        .values(row)
        .onConflict((on) => on.column('username').doUpdateSet(row))
        .execute();
    },
    async removeBrokerAccount(username) {
      await db.deleteFrom('brokerAccount').where('username', '=', username).execute();
    },
  };
}

function auditLog({ db }: RecordDatabase): Group<'audit' | 'auditLines'> {
  const columns = ['atMs', 'account', 'action', 'subject', 'outcome'] as const;
  return {
    async audit({ atMs, account, action, subject, outcome }) {
      await db
        .insertInto('audit')
        .values(({ selectFrom, fn, lit }) => ({
          // The program counts the lines, because databases differ in how they do.
          line: selectFrom('audit').select((eb) => eb(fn.coalesce(fn.max('line'), lit(0)), '+', 1).as('line')),
          atMs,
          account,
          action,
          subject,
          outcome,
        }))
        .execute();
    },
    auditLines: (limit) => db.selectFrom('audit').select(columns).orderBy('line', 'desc').limit(limit).execute(),
  };
}

function dismissals({ db }: RecordDatabase): Group<'dismissals' | 'saveDismissal'> {
  return {
    dismissals: (site) => db.selectFrom('dismissal').selectAll().where('site', '=', site).orderBy('subject').execute(),
    async saveDismissal({ site, subject, atMs, account }) {
      const row: DismissalRecord = { site, subject, atMs, account };
      await db
        .insertInto('dismissal')
        .values(row)
        .onConflict((on) => on.columns(['site', 'subject']).doUpdateSet(row))
        .execute();
    },
  };
}

/** The records in a database whose tables are up to date; closing destroys `db`. */
export function kyselyRecords(database: RecordDatabase): RecordStore {
  return {
    ...sites(database),
    ...devices(database),
    ...accounts(database),
    ...sessions(database),
    ...brokerAccounts(database),
    ...auditLog(database),
    ledger: kyselyLedger(database.db),
    ...dismissals(database),
    close: () => database.db.destroy(),
  };
}
