// Outputs of homes as rows; what is set of one is JSON text, as each kind has settings of its own.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { OutputRecord, OutputStore } from '#core/output.ts';
import { parsed, type RecordDatabase, type RecordTables } from './tables.ts';

/** Errors: `store.corrupt`. */
function recordOf({ settings, filter, isOn, ...row }: RecordTables['output'], at: string): OutputRecord {
  const place = `${at}: output ${row.id}`;
  const [set, narrowed] = [parsed(settings, place), parsed(filter, place)];
  if (!isRecord(set) || typeof set['kind'] !== 'string' || !isRecord(narrowed))
    throw new SolsteadError('store.corrupt', { at: place, why: because('output.row') });
  return { ...row, settings: { ...set, kind: set['kind'] }, filter: narrowed, isOn: isOn === 1 };
}

/** Outputs. */
export function outputStore({ db, at }: RecordDatabase): OutputStore {
  return {
    async ofSite(site) {
      const rows = await db.selectFrom('output').selectAll().where('site', '=', site).orderBy('id').execute();
      return rows.map((row) => recordOf(row, at));
    },
    async save({ id, site, name, settings, filter, isOn }) {
      const texts = { settings: JSON.stringify(settings), filter: JSON.stringify(filter) };
      const row: RecordTables['output'] = { id, site, name, ...texts, isOn: isOn ? 1 : 0 };
      await db
        .insertInto('output')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('output').where('id', '=', id).execute();
    },
  };
}
