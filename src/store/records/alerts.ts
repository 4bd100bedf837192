// Alerts of homes as rows; what only they understand is JSON text. What follows from one look at a home is one transaction.
import type { Transaction } from 'kysely';
import type { AlertRecord, AlertStore, ChannelRecord, DeliveryRecord } from '#core/alert.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { parsed, type RecordDatabase, type RecordTables } from './tables.ts';

/** What is kept as JSON beside columns to find it by. Errors: `store.corrupt`. */
function bodyOf(body: string, at: string): object {
  const read = parsed(body, at);
  if (!isRecord(read)) throw new SolsteadError('store.corrupt', { at, why: because('alert.row') });
  return read;
}

const alertRow = (alert: AlertRecord): RecordTables['alert'] => {
  const { id, site, state, openedMs } = alert;
  return { id, site, state, openedMs, body: JSON.stringify(alert) };
};

const deliveryRow = (delivery: DeliveryRecord): RecordTables['alertDelivery'] => {
  const { id, site, channel, state, createdMs } = delivery;
  return { id, site, channel, state, createdMs, body: JSON.stringify(delivery) };
};

async function saveDocument(
  db: Pick<Transaction<RecordTables>, 'insertInto'>,
  row: RecordTables['alertDocument'],
): Promise<void> {
  await db
    .insertInto('alertDocument')
    .values(row)
    .onConflict((on) => on.columns(['site', 'name']).doUpdateSet({ content: row.content }))
    .execute();
}

/** Messages. */
function deliveriesIn({ db, at }: RecordDatabase): Pick<AlertStore, 'waiting' | 'deliveries'> {
  const recordOf = ({ id, body }: RecordTables['alertDelivery']): DeliveryRecord =>
    bodyOf(body, `${at}: message ${id}`) as DeliveryRecord;
  return {
    async waiting(site) {
      const rows = await db
        .selectFrom('alertDelivery')
        .selectAll()
        .where('site', '=', site)
        .where('state', '=', 'waiting')
        .orderBy('createdMs')
        .orderBy('id')
        .execute();
      return rows.map(recordOf);
    },
    async deliveries({ site, limit }) {
      const rows = await db
        .selectFrom('alertDelivery')
        .selectAll()
        .where('site', '=', site)
        .orderBy('createdMs', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
  };
}

/** Channels. */
function channelsIn({ db, at }: RecordDatabase): Pick<AlertStore, 'channels' | 'saveChannel' | 'removeChannel'> {
  return {
    async channels(site) {
      const rows = await db.selectFrom('alertChannel').selectAll().where('site', '=', site).orderBy('id').execute();
      return rows.map(({ id, body }) => bodyOf(body, `${at}: channel ${id}`) as ChannelRecord);
    },
    async saveChannel(channel) {
      const { id, site, account = null } = channel;
      const row: RecordTables['alertChannel'] = { id, site, account, body: JSON.stringify(channel) };
      await db
        .insertInto('alertChannel')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async removeChannel(id) {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('alertDelivery').where('channel', '=', id).where('state', '=', 'waiting').execute();
        await tx.deleteFrom('alertChannel').where('id', '=', id).execute();
      });
    },
  };
}

/** Alerts. */
export function alertStore(database: RecordDatabase): AlertStore {
  const { db, at } = database;
  const recordOf = ({ id, body }: RecordTables['alert']): AlertRecord =>
    bodyOf(body, `${at}: alert ${id}`) as AlertRecord;
  const byId: AlertStore['byId'] = async (id) => {
    const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  };
  return {
    ...deliveriesIn(database),
    ...channelsIn(database),
    byId,
    async document(site, name) {
      const row = await db
        .selectFrom('alertDocument')
        .select('content')
        .where('site', '=', site)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.content;
    },
    saveDocument: (document) => saveDocument(db, document),
    async save({ site, memory, alerts, deliveries }) {
      await db.transaction().execute(async (tx) => {
        if (memory !== undefined) await saveDocument(tx, { site, name: 'memory', content: memory });
        for (const row of alerts.map(alertRow))
          await tx
            .insertInto('alert')
            .values(row)
            .onConflict((on) => on.column('id').doUpdateSet(row))
            .execute();
        for (const row of deliveries.map(deliveryRow))
          await tx
            .insertInto('alertDelivery')
            .values(row)
            .onConflict((on) => on.column('id').doUpdateSet(row))
            .execute();
      });
    },
    async list({ site, state, before, limit }) {
      const last = before === undefined ? undefined : await byId(before);
      if (before !== undefined && last?.site !== site) return [];
      let query = db.selectFrom('alert').selectAll().where('site', '=', site);
      if (state !== undefined) query = query.where('state', '=', state);
      if (last !== undefined)
        query = query.where(({ eb, or, and }) =>
          or([eb('openedMs', '<', last.openedMs), and([eb('openedMs', '=', last.openedMs), eb('id', '<', last.id)])]),
        );
      const rows = await query.orderBy('openedMs', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(recordOf);
    },
    async forget(site, beforeMs) {
      await db
        .deleteFrom('alert')
        .where('site', '=', site)
        .where('state', '=', 'resolved')
        .where('openedMs', '<', beforeMs)
        .execute();
      await db
        .deleteFrom('alertDelivery')
        .where('site', '=', site)
        .where('state', '!=', 'waiting')
        .where('createdMs', '<', beforeMs)
        .execute();
    },
  };
}
