// Automations of homes as rows.
import type { AutomationStore } from '#core/automation.ts';
import type { RecordDatabase } from './tables.ts';

/** Automations. */
export function automationStore({ db }: RecordDatabase): AutomationStore {
  return {
    ofSite: (site) => db.selectFrom('automation').selectAll().where('site', '=', site).executeTakeFirst(),
    async save(record) {
      await db
        .insertInto('automation')
        .values(record)
        .onConflict((on) => on.column('site').doUpdateSet(record))
        .execute();
    },
    async memoryOf(site) {
      const row = await db.selectFrom('automationMemory').select('memory').where('site', '=', site).executeTakeFirst();
      return row?.memory;
    },
    async saveMemory(site, memory) {
      await db
        .insertInto('automationMemory')
        .values({ site, memory })
        .onConflict((on) => on.column('site').doUpdateSet({ memory }))
        .execute();
    },
  };
}
