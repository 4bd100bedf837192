// Charges of cars as rows; what only they understand is JSON text.
import type { ChargeSession, ChargeSettings, ChargeStore } from '#core/charging.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { parsed, type RecordDatabase, type RecordTables } from './tables.ts';

type Row = RecordTables['chargeSession'];

/** Errors: `store.corrupt`. */
function bodyOf(body: string, at: string): object {
  const read = parsed(body, at);
  if (!isRecord(read)) throw new SolsteadError('store.corrupt', { at, why: because('alert.row') });
  return read;
}

/** Charges. */
export function chargeStore({ db, at }: RecordDatabase): ChargeStore {
  const sessionOf = ({ id, body }: Pick<Row, 'id' | 'body'>): ChargeSession =>
    bodyOf(body, `${at}: charge ${id}`) as ChargeSession;
  return {
    async save(session) {
      const { id, site, device, startMs, endMs = null } = session;
      const row: Row = { id, site, device, startMs, endMs, body: JSON.stringify(session) };
      await db
        .insertInto('chargeSession')
        .values(row)
        .onConflict((on) => on.columns(['site', 'id']).doUpdateSet(row))
        .execute();
    },
    async open(site) {
      const rows = await db
        .selectFrom('chargeSession')
        .select(['id', 'body'])
        .where('site', '=', site)
        .where('endMs', 'is', null)
        .execute();
      return rows.map(sessionOf);
    },
    async list(site, { fromMs, toMs, device, limit }) {
      const all = db
        .selectFrom('chargeSession')
        .select(['id', 'body'])
        .where('site', '=', site)
        .where('startMs', '>=', fromMs)
        .where('startMs', '<', toMs);
      const some = device === undefined ? all : all.where('device', '=', device);
      return (await some.orderBy('startMs', 'desc').orderBy('id').limit(limit).execute()).map(sessionOf);
    },
    async settings(site) {
      const row = await db.selectFrom('chargeSettings').select('body').where('site', '=', site).executeTakeFirst();
      return row && (bodyOf(row.body, `${at}: charge settings of ${site}`) as ChargeSettings);
    },
    async saveSettings(site, settings) {
      const body = JSON.stringify(settings);
      await db
        .insertInto('chargeSettings')
        .values({ site, body })
        .onConflict((on) => on.column('site').doUpdateSet({ body }))
        .execute();
    },
  };
}
