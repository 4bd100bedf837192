// Notes on devices as rows: each with the place it is of, so that a note on another place is none.
import type { DeviceGap, DeviceNote, DeviceNoteStore, NotedDevice } from '#core/device-note.ts';
import { isRecord } from '#core/entries.ts';
import { parsed, type RecordDatabase } from './tables.ts';

const placeOf = ({ definition, address, topic = '' }: NotedDevice): string =>
  JSON.stringify([definition, address, topic]);

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function countersOf(value: unknown): Readonly<Record<string, number>> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => isNumber(entry[1])));
}

function gapOf(value: unknown): readonly DeviceGap[] {
  if (!isRecord(value)) return [];
  const { part, fromMs, tellFromMs, toMs } = value;
  const [from, to] = [countersOf(value['from']), countersOf(value['to'])];
  const isGap = typeof part === 'string' && isNumber(fromMs) && isNumber(tellFromMs) && isNumber(toMs);
  return isGap && from !== undefined && to !== undefined ? [{ part, fromMs, tellFromMs, toMs, from, to }] : [];
}

function noteOf(content: unknown): DeviceNote {
  if (!isRecord(content)) return {};
  const { host, identity, counted, lagMs, gaps } = content;
  const atMs = isRecord(counted) ? counted['atMs'] : undefined;
  const values = isRecord(counted) ? countersOf(counted['values']) : undefined;
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof identity === 'string' ? { identity } : {}),
    ...(isNumber(atMs) && values !== undefined ? { counted: { atMs, values } } : {}),
    ...(isNumber(lagMs) ? { lagMs } : {}),
    ...(Array.isArray(gaps) ? { gaps: gaps.flatMap(gapOf) } : {}),
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
