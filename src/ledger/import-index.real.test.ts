// History from elsewhere that comes while a home is not running: its energy is there after the next start.
import { expect, test, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { openImportIndex } from './import-index.ts';
import { type LedgerHome, openHome, plantDays, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Midnight in Berlin. */
const startMs = Date.UTC(2026, 4, 9, 22);
const endMs = startMs + 2 * dayMs;
const span = { fromMs: startMs - 3 * dayMs, toMs: endMs, by: 'day' } as const;

/** Brings batches into a home that is closed, or only marks them, like a run that is killed before it writes. */
async function bring(path: string, batches: readonly Batch[], isWritten = true): Promise<number> {
  const folder = openFolder(path);
  const history = await openSqliteHistory({ folder });
  const records = await openSqliteRecords({ folder });
  const book = await openImportIndex(records.ledger, site);
  await book.expect(
    batches.flatMap(({ device, atMs, metric, value }) =>
      metric.map((own, index) => ({ device, atMs, metric: own, value: Number(value[index]), isNew: isWritten })),
    ),
  );
  if (isWritten) await history.append(batches);
  await history.close();
  await records.close();
  folder.close();
  return book.hours;
}

const rowsOf = async ({ energy, ledger }: LedgerHome) => {
  await ledger.settlement.settled();
  return (await energy.report(span)).rows;
};

function hours(device: string, fromMs: number, count: number): Batch[] {
  return Array.from({ length: count }, (_none, index): Batch => {
    const quality = ['good', 'good'] as const;
    const value = [1000 * index, 500];
    return { site, device, atMs: fromMs + index * hourMs, metric: ['grid.energy.import', 'pv.power'], value, quality };
  });
}

test('older data of a device nobody knew, and of one that is set up, gets into the figures; twice is once', async (context) => {
  const home = await openHome(context, { nowMs: endMs + hourMs });
  await home.ingest(plantDays(startMs, endMs).batches);
  const before = await rowsOf(home);
  await home.close();
  const older = [...hours('old', startMs - 3 * dayMs, 25), ...hours('meter', startMs - dayMs - hourMs, 12)];
  expect(await bring(home.path, older)).toBe(37);
  const again = await openHome(context, { path: home.path, nowMs: endMs + hourMs });
  const rows = await rowsOf(again);
  expect(rows[0]).toMatchObject({ importWh: 24_000, pvWh: 12_000 });
  expect(rows[2]?.importWh).toBe(10_000);
  // What was measured since stays as it was.
  expect(rows.slice(4)).toEqual(before.slice(4));
  expect(rows[3]?.pvWh).toBe(before[3]?.pvWh);
  await again.close();
  expect(await bring(home.path, older.slice(0, 5), false)).toBe(0);
  await bring(home.path, older);
  const third = await openHome(context, { path: home.path, nowMs: endMs + hourMs });
  expect(await rowsOf(third)).toEqual(rows);
  expect(third.troubles).toEqual([]);
});

test('while a device that is set up tells of a side, what was imported of it counts nothing', async (context) => {
  const home = await openHome(context, { nowMs: endMs + hourMs });
  await home.ingest(plantDays(startMs, endMs).batches);
  const before = await rowsOf(home);
  await home.close();
  await bring(home.path, hours('old', startMs + hourMs, 30));
  const again = await openHome(context, { path: home.path, nowMs: endMs + hourMs });
  expect(await rowsOf(again)).toEqual(before);
});

test('a home that never ran has the energy of what was imported', async (context) => {
  const home = await openHome(context, { nowMs: endMs });
  await home.close();
  expect(await bring(home.path, hours('old', startMs, 25))).toBe(0);
  const again = await openHome(context, { path: home.path, nowMs: endMs });
  const rows = await rowsOf(again);
  expect(rows[3]).toMatchObject({ importWh: 24_000, pvWh: 12_000, loadWh: 36_000 });
});
