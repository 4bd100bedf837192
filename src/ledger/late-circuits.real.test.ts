// Hours that were settled before there were circuits get them later, and nothing else of them changes.
import { expect, test, vi } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { packHour, unpackHour } from './packing.ts';
import { openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const span = { fromMs: startMs, toMs: startMs + 10 * hourMs };

/** Ten hours each minute. */
const minutes = (device: string, said: (minute: number) => Readonly<Partial<Record<MetricId, number>>>): Batch[] =>
  Array.from({ length: 600 }, (_none, index): Batch => {
    const values = said(index);
    const metric = Object.keys(values) as MetricId[];
    const value = Object.values(values).filter((one) => one !== undefined);
    return {
      site,
      device,
      atMs: startMs + index * minuteMs,
      metric,
      value,
      quality: metric.map(() => 'good' as const),
    };
  });

const readings = [
  ...minutes('meter', (minute) => ({ 'grid.power': 900 + 500 * Math.sin(minute / 9) })),
  ...minutes('roof', (minute) => ({ 'pv.power': minute < 300 ? 0 : 400, 'battery.power': 250 })),
  // Before sources stood in, both would have been added up: a change of rules would show.
  ...minutes('pack', () => ({ 'battery.power': 240 })),
  ...minutes('plug', () => ({ 'relay.power.1': 60 })),
];

/** A home whose hours were settled by a version without circuits: `options` as those hours have them. */
async function oldHome(context: Owner, options: string | undefined) {
  const home = await openHome(context, { timeZone: 'UTC', nowMs: startMs + 12 * hourMs });
  home.ledger.place({ id: 'plug', kind: 'relay', intervalMs: minuteMs });
  await home.ingest(readings);
  await home.ledger.settlement.settled();
  const hours = (await home.store.hours(site, span)).map((hour) => {
    const { options: _now, ...kept } = unpackHour(hour);
    const isPlug = (id: string): boolean => id.startsWith('plug');
    const powers = Object.fromEntries(Object.entries(kept.after.powers).filter(([id]) => !isPlug(id)));
    const old = {
      ...kept,
      energies: kept.energies.filter(({ source }) => !isPlug(source)),
      known: kept.known.filter(({ source }) => !isPlug(source)),
      after: { ...kept.after, powers },
      ...(options === undefined ? {} : { options }),
    };
    return { ...hour, readings: hour.readings - 60, content: packHour(old) };
  });
  await home.store.saveHours(site, { hours, done: [], next: [], days: [startMs] });
  await home.close();
  const again = await openHome(context, { timeZone: 'UTC', nowMs: startMs + 12 * hourMs, path: home.path });
  again.ledger.place({ id: 'plug', kind: 'relay', intervalMs: minuteMs });
  await again.ledger.settlement.settled();
  const rows = async () => (await again.energy.report({ ...span, by: 'hour' })).rows;
  return { ...again, rows };
}

test.for([
  ['before sources stood in', undefined],
  ['by the present rules', '{"rules":2}'],
] as const)('hours settled %s get circuits; their sides stay, to the milliwatt-hour', async ([, options], context) => {
  const home = await oldHome(context, options);
  const before = await home.rows();
  expect(before.every(({ circuits = [] }) => circuits.length === 0)).toBe(true);
  expect(await home.ledger.settlement.countCircuitsAgain()).toBe(10);
  const after = await home.rows();
  expect(after.map(({ circuits }) => circuits?.map(({ energyWh }) => energyWh))).toEqual(
    Array.from({ length: 10 }, () => [60]),
  );
  const plain = (rows: typeof after) =>
    rows.map(({ circuits: _circuits, everythingElseWh: _rest, ...row }) => JSON.stringify(row));
  expect(plain(after)).toEqual(plain(before));
  expect(await home.ledger.settlement.countCircuitsAgain(), 'once is enough').toBe(0);
  expect(await home.rows()).toEqual(after);
  expect(home.troubles).toEqual([]);
});

test('what history no longer holds gets none', async (context) => {
  const home = await oldHome(context, undefined);
  await home.history.forget(site, 'plug');
  const before = await home.rows();
  expect(await home.ledger.settlement.countCircuitsAgain()).toBe(0);
  expect(await home.rows()).toEqual(before);
});

test('over the interface it runs in the background, and is asked how far it is', async (context) => {
  const home = await oldHome(context, undefined);
  expect(home.energy.circuitCount()).toEqual({ isRunning: false });
  expect(await home.energy.countCircuits()).toEqual({ isRunning: true, part: 0 });
  expect(await home.energy.countCircuits()).toMatchObject({ isRunning: true });
  await home.energy.settled();
  await expect.poll(() => home.energy.circuitCount()).toEqual({ isRunning: false, hours: 10 });
  expect((await home.rows()).every(({ circuits = [] }) => circuits.length === 1)).toBe(true);
});
