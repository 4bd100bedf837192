// Notes on devices as rows: each with the place it is of, so that a note on another place is none.
import type { DeviceNote, DeviceNoteStore, NotedDevice } from '#core/device-note.ts';
import { isRecord } from '#core/entries.ts';
import { parsed, type RecordDatabase } from './tables.ts';

const placeOf = ({ definition, address, topic = '' }: NotedDevice): string =>
  JSON.stringify([definition, address, topic]);

function noteOf(content: unknown): DeviceNote {
  if (!isRecord(content)) return {};
  const { host, identity } = content;
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof identity === 'string' ? { identity } : {}),
  };
}

/** Notes on devices. */
export function deviceNoteStore({ db, at }: RecordDatabase): DeviceNoteStore {
  return {
    async of(device) {
      const row = await db
        .selectFrom('deviceNote')
        .select(['place', 'content'])
        .where('device', '=', device.id)
        .executeTakeFirst();
      if (row === undefined || row.place !== placeOf(device)) return undefined;
      return noteOf(parsed(row.content, `${at}: note on ${device.id}`));
    },
    async save(device, note) {
      await db.transaction().execute(async (tx) => {
        const held = await tx.selectFrom('device').select('site').where('id', '=', device.id).executeTakeFirst();
        if (held === undefined) return;
        const row = { device: device.id, site: held.site, place: placeOf(device), content: JSON.stringify(note) };
        await tx
          .insertInto('deviceNote')
          .values(row)
          .onConflict((on) => on.column('device').doUpdateSet(row))
          .execute();
      });
    },
  };
}
