// History files of version 1 held one row per point: their tables are set aside, and their points move into chunks.
import { hourMs } from '#core/time.ts';
import type { DatabaseSync } from 'node:sqlite';
import type { OlderPoints } from './chunks/backend.ts';
import type { LoggedPoints } from './chunks/log-codec.ts';
import { deviceRow, Devices } from './chunks/registry.ts';
import { qualities } from './point-columns.ts';
import { inTransaction } from './sqlite-file.ts';

/** The version of such a file. */
export const rowVersion = 1;

/** Time of one device that moves at once: at most 32 days, halved until it holds few enough points or is one hour. */
const longestMs = 768 * hourMs;
const mostPoints = 200_000;

type Row = Readonly<Record<string, unknown>>;

function devicesOf(series: readonly Row[], lasts: readonly Row[]): Devices {
  const names = new Map<string, { readonly id: number; readonly site: string; readonly device: string }>();
  const rows = series.map((row) => {
    const [site, device] = [String(row['site']), String(row['device'])];
    const name = JSON.stringify([site, device]);
    const owner = names.getOrInsertComputed(name, () => ({ id: names.size + 1, site, device }));
    return { id: Number(row['id']), device: owner.id, metric: String(row['metric']) };
  });
  const given = { device: 0, series: 0, seq: 0 };
  const fresh = [...names.values()].map((owner) => ({ ...owner, notes: '' }));
  const devices = new Devices({ devices: fresh, series: rows, given });
  for (const row of lasts) {
    const id = Number(row['series']);
    const { text } = row;
    const value = typeof text === 'string' ? text : Number(row['value']);
    const quality = Math.max(
      0,
      qualities.findIndex((one) => one === row['quality']),
    );
    devices.owner(id)?.last.set(id, { atMs: Number(row['at_ms']), value, quality });
  }
  return devices;
}

/** Sets the tables of version 1 aside and makes those of `schema`, with all series and last values; all or nothing. */
export function turnRows(db: DatabaseSync, schema: string): void {
  inTransaction(db, () => {
    const series = db.prepare('SELECT * FROM series ORDER BY id').all();
    const devices = devicesOf(series, db.prepare('SELECT * FROM last').all());
    db.exec('ALTER TABLE point RENAME TO old_point; DROP TABLE series; DROP TABLE last; DROP TABLE total');
    db.exec(schema);
    const saveDevice = db.prepare('INSERT INTO device VALUES (?, ?, ?, ?)');
    const saveSeries = db.prepare('INSERT INTO series VALUES (?, ?, ?)');
    for (const state of devices.byId.values()) {
      const { id, site, device, notes } = deviceRow(state);
      saveDevice.run(id, site, device, notes);
      for (const [metric, number] of state.series) saveSeries.run(number, id, metric);
    }
    db.exec(`UPDATE given SET device = (SELECT coalesce(max(id), 0) FROM device),
      series = (SELECT coalesce(max(id), 0) FROM series),
      kept = (SELECT count(*) FROM device) + (SELECT count(*) FROM series)`);
  });
}

function pointsOf(rows: readonly Row[]): LoggedPoints {
  return {
    series: Uint32Array.from(rows, (row) => Number(row['series'])),
    atMs: Float64Array.from(rows, (row) => Number(row['at_ms'])),
    value: Float64Array.from(rows, (row) => Number(row['value'])),
    quality: new Uint8Array(rows.length),
    texts: new Map(),
  };
}

/** Points of a file that was of version 1; undefined when none are left. */
export function olderRows(db: DatabaseSync): OlderPoints | undefined {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'old_point'").get() !== undefined;
  if (!isThere) return undefined;
  const owners = db.prepare('SELECT id, device FROM series ORDER BY id').all();
  const devices = [...Map.groupBy(owners, ({ device }) => Number(device)).values()].map((own) =>
    own.map(({ id }) => Number(id)),
  );
  const oldest = db.prepare('SELECT min(at_ms) AS at FROM old_point WHERE series = ?');
  const select = db.prepare('SELECT * FROM old_point WHERE series = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms');
  const remove = db.prepare('DELETE FROM old_point WHERE series = ? AND at_ms >= ? AND at_ms < ?');
  const count = db.prepare('SELECT count(*) AS points FROM old_point WHERE series = ? AND at_ms >= ? AND at_ms < ?');
  const windowOf = (series: readonly number[], fromMs: number): number => {
    let windowMs = longestMs;
    const points = (): number =>
      series.reduce((sum, id) => sum + Number(count.get(id, fromMs, fromMs + windowMs)?.['points']), 0);
    while (windowMs > hourMs && points() > mostPoints) windowMs = Math.ceil(windowMs / 2 / hourMs) * hourMs;
    return windowMs;
  };
  let given: { readonly series: readonly number[]; readonly fromMs: number; readonly toMs: number } | undefined;
  const end = (): undefined => {
    db.exec('DROP TABLE old_point');
    try {
      db.exec('VACUUM');
    } catch {
      // No room for a copy: the file keeps its size, and free space in it is reused.
    }
    return undefined;
  };
  return {
    next() {
      for (const series of devices) {
        const times = series.flatMap((id) => oldest.get(id)?.['at'] ?? []).map(Number);
        if (times.length === 0) continue;
        const fromMs = Math.floor(Math.min(...times) / hourMs) * hourMs;
        const toMs = fromMs + windowOf(series, fromMs);
        given = { series, fromMs, toMs };
        return pointsOf(series.flatMap((id) => select.all(id, fromMs, toMs)));
      }
      return end();
    },
    remove() {
      const { series = [], fromMs = 0, toMs = 0 } = given ?? {};
      inTransaction(db, () => {
        for (const id of series) remove.run(id, fromMs, toMs);
      });
    },
  };
}
