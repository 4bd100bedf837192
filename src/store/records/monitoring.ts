// Monitoring of homes as rows.
import type { MonitoringRecord, MonitoringStore } from '#core/monitoring.ts';
import type { RecordDatabase, RecordTables } from './tables.ts';

type Row = RecordTables['monitoring'];

/** What is null is absent. */
function recordOf({ site, endsMs, moneyPerKwh, kgPerKwh, kgPerTree, maintenance }: Row): MonitoringRecord {
  return {
    site,
    ...(endsMs === null ? {} : { endsMs }),
    ...(moneyPerKwh === null ? {} : { moneyPerKwh }),
    ...(kgPerKwh === null ? {} : { kgPerKwh }),
    ...(kgPerTree === null ? {} : { kgPerTree }),
    ...(maintenance === null ? {} : { maintenance }),
  };
}

/** Monitoring of homes. */
export function monitoringStore({ db }: RecordDatabase): MonitoringStore {
  return {
    async ofSite(site) {
      const row = await db.selectFrom('monitoring').selectAll().where('site', '=', site).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async save({ site, endsMs = null, moneyPerKwh = null, kgPerKwh = null, kgPerTree = null, maintenance = null }) {
      const row: Row = { site, endsMs, moneyPerKwh, kgPerKwh, kgPerTree, maintenance };
      await db
        .insertInto('monitoring')
        .values(row)
        .onConflict((on) => on.column('site').doUpdateSet(row))
        .execute();
    },
  };
}
