// Sites, their devices, dismissed findings, and accounts of the broker as rows.
import type {
  BrokerAccountRecord,
  BrokerAccountStore,
  DeviceRecord,
  DeviceSettings,
  DeviceStore,
  DismissalRecord,
  DismissalStore,
  RemovedDevice,
  SiteRecord,
  SiteStore,
} from '#core/records.ts';
import { parsed, parsedTexts, type RecordDatabase, type RecordTables } from './tables.ts';

function siteOf({ latitude, longitude, ...rest }: RecordTables['site']): SiteRecord {
  return { ...rest, ...(latitude === null ? {} : { latitude }), ...(longitude === null ? {} : { longitude }) };
}

/** Everything that is removed with a site. */
const tablesOfSite = [
  'device',
  'removedDevice',
  'deviceNote',
  'connection',
  'command',
  'dismissal',
  'monitoring',
  'output',
  'automation',
  'automationMemory',
  'chargeSession',
  'chargeSettings',
  'alert',
  'alertDelivery',
  'alertChannel',
  'alertDocument',
  'accountGrant',
  'ledgerHour',
  'ledgerDay',
  'ledgerBucket',
  'ledgerMark',
  'ledgerDocument',
  'priceSlot',
] as const satisfies readonly (keyof RecordTables)[];

/** Sites. */
export function siteStore({ db }: RecordDatabase): SiteStore {
  return {
    async byId(id) {
      const row = await db.selectFrom('site').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : siteOf(row);
    },
    async list() {
      return (await db.selectFrom('site').selectAll().orderBy('id').execute()).map(siteOf);
    },
    async save({ id, name, timeZone, latitude = null, longitude = null }) {
      const row: RecordTables['site'] = { id, name, timeZone, latitude, longitude };
      await db
        .insertInto('site')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async remove(id) {
      await db.transaction().execute(async (tx) => {
        for (const table of tablesOfSite) await tx.deleteFrom(table).where('site', '=', id).execute();
        await tx.deleteFrom('site').where('id', '=', id).execute();
      });
    },
  };
}

/** The record of a row. */
function deviceOf({ topic, connection, settings, ...rest }: RecordTables['device'], at: string): DeviceRecord {
  // Both are in one column.
  const { linkSites, ...own } = parsed(settings, `${at}: device ${rest.id}`) as DeviceSettings &
    Pick<DeviceRecord, 'linkSites'>;
  return {
    ...rest,
    ...(topic === null ? {} : { topic }),
    ...(connection === null ? {} : { connection }),
    settings: own,
    ...(linkSites === undefined ? {} : { linkSites }),
  };
}

/** Devices. */
export function deviceStore({ db, at }: RecordDatabase): DeviceStore {
  const recordOf = (row: RecordTables['device']): DeviceRecord => deviceOf(row, at);
  return {
    async byId(id) {
      const row = await db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async ofSite(site) {
      return (await db.selectFrom('device').selectAll().where('site', '=', site).orderBy('id').execute()).map(recordOf);
    },
    async save({ topic = null, connection = null, settings, linkSites, ...rest }) {
      const { id, site, name, definition, address } = rest;
      const row = {
        id,
        site,
        name,
        definition,
        address,
        topic,
        connection,
        settings: JSON.stringify({ ...settings, linkSites }),
      };
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('device')
          .values(row)
          .onConflict((on) => on.column('id').doUpdateSet(row))
          .execute();
        await tx.deleteFrom('removedDevice').where('id', '=', id).execute();
      });
    },
    async remove(id, { atMs, serial }) {
      await db.transaction().execute(async (tx) => {
        const device = await tx
          .selectFrom('device')
          .select(['id', 'site', 'name', 'definition', 'address'])
          .where('id', '=', id)
          .executeTakeFirst();
        if (device === undefined) return;
        const row = { ...device, atMs, serial: serial ?? null };
        await tx
          .insertInto('removedDevice')
          .values(row)
          .onConflict((on) => on.column('id').doUpdateSet(row))
          .execute();
        await tx.deleteFrom('deviceNote').where('device', '=', id).execute();
        await tx.deleteFrom('device').where('id', '=', id).execute();
      });
    },
    async removed(site) {
      const rows = await db.selectFrom('removedDevice').selectAll().where('site', '=', site).execute();
      return rows
        .map(({ serial, ...row }): RemovedDevice => ({ ...row, ...(serial === null ? {} : { serial }) }))
        .toSorted((left, right) => right.atMs - left.atMs || (left.id < right.id ? -1 : 1));
    },
    async isTaken(id) {
      const [there, gone] = await Promise.all([
        db.selectFrom('device').select('id').where('id', '=', id).executeTakeFirst(),
        db.selectFrom('removedDevice').select('id').where('id', '=', id).executeTakeFirst(),
      ]);
      return there !== undefined || gone !== undefined;
    },
  };
}

/** Accounts of the broker. */
export function brokerAccountStore({ db, at }: RecordDatabase): BrokerAccountStore {
  const recordOf = (row: RecordTables['brokerAccount']): BrokerAccountRecord => {
    const { username, passwordHash, mosquittoHash, certificate, topics, publish, subscribe } = row;
    const where = `${at}: broker account ${username}`;
    const filters = (text: string | null): readonly string[] => (text === null ? [] : parsedTexts(text, where));
    const isGiven = publish !== null || subscribe !== null;
    return {
      username,
      passwordHash,
      ...(mosquittoHash === null ? {} : { mosquittoHash }),
      ...(certificate === null ? {} : { certificate }),
      topics: filters(topics),
      ...(isGiven ? { only: { publish: filters(publish), subscribe: filters(subscribe) } } : {}),
    };
  };
  return {
    async list() {
      const rows = await db.selectFrom('brokerAccount').selectAll().orderBy('username').execute();
      return rows.map(recordOf);
    },
    async byUsername(username) {
      const row = await db.selectFrom('brokerAccount').selectAll().where('username', '=', username).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async save({ username, passwordHash, mosquittoHash = null, certificate = null, topics, only }) {
      const row = {
        username,
        passwordHash,
        mosquittoHash,
        certificate,
        topics: JSON.stringify(topics),
        publish: only === undefined ? null : JSON.stringify(only.publish),
        subscribe: only === undefined ? null : JSON.stringify(only.subscribe),
      };
      await db
        .insertInto('brokerAccount')
        .values(row)
        .onConflict((on) => on.column('username').doUpdateSet(row))
        .execute();
    },
    async remove(username) {
      await db.deleteFrom('brokerAccount').where('username', '=', username).execute();
    },
    async clear() {
      await db.deleteFrom('brokerAccount').execute();
    },
  };
}

/** Dismissed findings. */
export function dismissalStore({ db }: RecordDatabase): DismissalStore {
  return {
    ofSite: (site) => db.selectFrom('dismissal').selectAll().where('site', '=', site).orderBy('subject').execute(),
    async save({ site, subject, atMs, account }) {
      const row: DismissalRecord = { site, subject, atMs, account };
      await db
        .insertInto('dismissal')
        .values(row)
        .onConflict((on) => on.columns(['site', 'subject']).doUpdateSet(row))
        .execute();
    },
  };
}
