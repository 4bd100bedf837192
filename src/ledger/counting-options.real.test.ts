// How energy is counted: chosen for all time, settled again from the first hour, and back to exactly what it was.
import { hourMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { keyOfOptions, planOptionsOf, usualKey, usualOptions } from './counting-options.ts';
import { optionsDocuments, documentsOf } from './documents.ts';
import type { CountingOptions } from './records.ts';
import { anna, type LedgerHome, openHome, phaseHours, plantDays } from './testing/ledger-home.ts';

// Days of readings are written and settled: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 2, 27, 23);
const each: CountingOptions = { ...usualOptions, phases: 'each' };

async function rowsOf({ energy }: LedgerHome, hours: number) {
  const { rows } = await energy.report({ fromMs: startMs, toMs: startMs + hours * hourMs, by: 'hour' });
  return rows;
}

async function energies(home: LedgerHome, hours: number) {
  const rows = await rowsOf(home, hours);
  return rows.map(({ importWh = 0, exportWh = 0 }) => [Math.round(importWh), Math.round(exportWh)]);
}

async function phased(context: Parameters<typeof openHome>[0], hours: number, path = tempDir(context)) {
  const home = await openHome(context, { path, nowMs: startMs + (hours + 1) * hourMs });
  await home.ingest(phaseHours(startMs, hours));
  await home.ledger.settlement.settled();
  return { home, path };
}

test('phases −2, −1 and +4 kW for an hour are 1 kWh bought, or one by one 4 bought and 3 sold; back is as before', async (context) => {
  const { home } = await phased(context, 3);
  const before = await rowsOf(home, 3);
  expect(await energies(home, 3)).toEqual(Array.from({ length: 3 }, () => [1000, 0]));
  await home.energy.saveCountingOptions(each, anna);
  expect(home.ledger.settlement.work?.total, 'progress is told').toBeGreaterThanOrEqual(3);
  await home.ledger.settlement.settled();
  expect(await energies(home, 3)).toEqual(Array.from({ length: 3 }, () => [4000, 3000]));
  const why = await home.energy.why('export', { fromMs: startMs, toMs: startMs + hourMs });
  expect(why.from.map(({ source }) => source).sort()).toEqual(['meter:grid.power.l1', 'meter:grid.power.l2']);
  await home.energy.saveCountingOptions(usualOptions, anna);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home, 3)).toEqual(before);
  expect(home.troubles).toEqual([]);
});

test('a choice survives a restart, and one whose hours were not all marked is marked again', async (context) => {
  const { home, path } = await phased(context, 3);
  await home.energy.saveCountingOptions(each, anna);
  const documents = documentsOf(home.store, 'home');
  const [document] = await documents.all(optionsDocuments);
  await home.store.clearDirty('home', 'hour', await home.store.dirty('home', 'hour'));
  if (document === undefined) throw new TypeError('assertion: the choice is kept');
  await documents.save(optionsDocuments, { ...document, content: { ...document.content, isMarked: false } });
  await home.close();
  const again = await openHome(context, { path, nowMs: startMs + 4 * hourMs });
  await again.ledger.settlement.settled();
  expect(again.energy.countingOptions()).toMatchObject({ phases: 'each', changed: { by: 'Anna' } });
  expect(await energies(again, 3)).toEqual(Array.from({ length: 3 }, () => [4000, 3000]));
});

test('hours whose readings were deleted keep the result of the rules they were settled by', async (context) => {
  const { home } = await phased(context, 3);
  const before = await rowsOf(home, 3);
  await home.history.forget('home', 'meter');
  await home.energy.saveCountingOptions(each, anna);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home, 3)).toEqual(before);
  expect((await home.energy.why('import', { fromMs: startMs, toMs: startMs + hourMs })).from).toMatchObject([
    { metric: 'grid.power' },
  ]);
});

test('what a home with counters counts otherwise comes back exactly, and counters that it does not have are refused', async (context) => {
  const hours = 20;
  const home = await openHome(context, { nowMs: startMs + (hours + 1) * hourMs });
  await home.ingest(plantDays(startMs, startMs + hours * hourMs).batches);
  await home.ledger.settlement.settled();
  const before = await rowsOf(home, hours);
  expect(home.energy.countingOptions().counters.map(({ device, metric }) => `${device} ${metric}`)).toEqual([
    'meter grid.energy.export',
    'meter grid.energy.import',
    'roof pv.energy',
  ]);
  const other = { ...usualOptions, daily: [{ device: 'roof', metric: 'pv.energy' }], plausibleW: 2000 } as const;
  await home.energy.saveCountingOptions(other, anna);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home, hours)).not.toEqual(before);
  await home.energy.saveCountingOptions(usualOptions, anna);
  await home.ledger.settlement.settled();
  expect(await rowsOf(home, hours)).toEqual(before);
  const nowhere = { ...usualOptions, daily: [{ device: 'cellar', metric: 'pv.energy' }] } as const;
  await expect(home.energy.saveCountingOptions(nowhere, anna)).rejects.toMatchObject({
    code: 'input.invalid',
    at: 'daily.0',
  });
});

test('a key says what differs from the usual, in one order', () => {
  const daily = [
    { device: 'b', metric: 'pv.energy' },
    { device: 'a', metric: 'pv.energy' },
  ] as const;
  expect(keyOfOptions(usualOptions)).toBe(usualKey);
  expect(planOptionsOf('', 'UTC', 0)).toEqual({ timeZone: 'UTC', rules: 1 });
  expect(keyOfOptions({ ...each, daily })).toBe(keyOfOptions({ ...each, daily: daily.toReversed() }));
  expect(planOptionsOf(keyOfOptions({ ...each, daily, plausibleW: 900 }), 'UTC', 0)).toEqual({
    timeZone: 'UTC',
    rules: 2,
    roles: new Map(),
    phases: 'each',
    daily: new Set(['a pv.energy', 'b pv.energy']),
    plausibleW: 900,
  });
});
