// Circuits inside the home: their energy is listed beside the channels, changes none of them, and what no circuit accounts for is shown.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { anna, openHome, site } from './testing/ledger-home.ts';

const startMs = Date.UTC(2026, 5, 1);

type Said = Readonly<Partial<Record<MetricId, number>>>;

interface Stretch {
  readonly from?: number;
  readonly to?: number;
  readonly sinceMs?: number;
}

/** Values of a device each minute of [from, to). */
function minutes(
  device: string,
  said: (minute: number) => Said,
  { from = 0, to = 60, sinceMs = startMs }: Stretch = {},
) {
  return Array.from({ length: to - from }, (_none, index): Batch => {
    const values = said(from + index);
    const metric = Object.keys(values) as MetricId[];
    return {
      site,
      device,
      atMs: sinceMs + (from + index) * minuteMs,
      metric,
      value: Object.values(values).filter((one) => one !== undefined),
      quality: metric.map(() => 'good' as const),
    };
  });
}

const watts = (power: number) => () => ({ 'grid.power': power });

interface Opened {
  readonly nowMs: number;
  readonly path?: string;
  readonly timeZone?: string;
}

/** A home with a meter at the grid and two circuits, `heat` and `car`. */
async function homeOf(context: Owner, batches: readonly Batch[], opened: Opened) {
  const home = await openHome(context, { timeZone: 'UTC', ...opened });
  for (const id of ['heat', 'car']) home.ledger.place({ id, kind: 'meter', intervalMs: minuteMs });
  await home.ingest(batches);
  await home.energy.saveRole({ device: 'heat', role: { kind: 'circuit', name: 'Heat pump' } }, anna);
  await home.energy.saveRole({ device: 'car', role: { kind: 'circuit' } }, anna);
  await home.ledger.settlement.settled();
  const report = (by: 'hour' | 'day', [fromMs, toMs]: readonly [number, number] = [startMs, startMs + dayMs]) =>
    home.energy.report({ fromMs, toMs, by });
  return { ...home, report };
}

/** When both hours are settled, and the one after them, in which counters were last read. */
const twoHours = { nowMs: startMs + 3 * hourMs + 2 * minuteMs };

test('powers and counters of circuits are booked inside the load, by hand', async (context) => {
  const counted = (minute: number) => ({ 'grid.energy.import': 5000 + 20 * minute, 'grid.power': 1200 });
  const home = await homeOf(
    context,
    [
      ...minutes('meter', watts(2000), { to: 121 }),
      ...minutes('heat', watts(600), { to: 121 }),
      ...minutes('car', counted, { to: 121 }),
    ],
    twoHours,
  );
  const { rows, total, circuits } = await home.report('hour', [startMs, startMs + 2 * hourMs]);
  expect(circuits).toEqual([
    { device: 'car', name: 'The car' },
    { device: 'heat', name: 'Heat pump' },
  ]);
  const known = { measured: 1, estimated: 0, missing: 0 };
  for (const row of rows) {
    expect(row.circuits).toEqual([
      { device: 'car', energyWh: 1200, origins: { pvWh: 0, batteryWh: 0, gridWh: 1200 }, ...known },
      { device: 'heat', energyWh: 600, origins: { pvWh: 0, batteryWh: 0, gridWh: 600 }, ...known },
    ]);
    expect([row.loadWh, row.importWh, row.everythingElseWh]).toEqual([2000, 2000, 200]);
  }
  expect(rows).toHaveLength(2);
  expect([total.loadWh, total.everythingElseWh, total.circuitsOverWh]).toEqual([4000, 400, undefined]);
  expect(total.circuits?.map(({ energyWh }) => energyWh)).toEqual([2400, 1200]);
});

test('a circuit changes no other figure by a milliwatt-hour', async (context) => {
  const uneven = (minute: number) => 900 + 500 * Math.sin(minute / 9);
  const meter = minutes('meter', (minute) => ({ 'grid.power': uneven(minute) }), { to: 121 });
  const alone = await homeOf(context, meter, twoHours);
  const parts = minutes('heat', (minute) => ({ 'grid.power': uneven(minute) / 3 }), { to: 121 });
  const both = await homeOf(context, [...meter, ...parts], twoHours);
  const [before, after] = [await alone.report('hour'), await both.report('hour')];
  const plain = ({ rows }: typeof after) => rows.map(({ circuits: _circuits, everythingElseWh: _rest, ...row }) => row);
  expect(plain(after)).toEqual(plain(before));
  expect(before.total).not.toHaveProperty('circuits');
  expect(before.total).not.toHaveProperty('everythingElseWh');
  expect(before).not.toHaveProperty('circuits');
  expect(after.rows[0]?.circuits).toHaveLength(1);
});

test('what a silent circuit used is estimated where its counter goes on, and missing where it has none', async (context) => {
  const away = (minute: number): boolean => minute >= 20 && minute < 50;
  const home = await homeOf(
    context,
    [
      ...minutes('meter', watts(2000), { to: 61 }),
      ...minutes('heat', watts(600), { to: 61 }).filter((_one, minute) => !away(minute)),
      ...minutes('car', (minute) => ({ 'grid.energy.import': 20 * minute }), { to: 61 }).filter(
        (_one, minute) => !away(minute),
      ),
    ],
    twoHours,
  );
  const [row] = (await home.report('hour', [startMs, startMs + hourMs])).rows;
  const [car, heat] = row?.circuits ?? [];
  expect(car).toMatchObject({ energyWh: 1200, missing: 0 });
  expect(car?.estimated).toBeCloseTo(31 / 60, 6);
  // It holds three minutes after its last reading at 0:19, and is back at 0:50: 32 minutes of 600 W.
  expect(heat).toMatchObject({ energyWh: 320, estimated: 0 });
  expect(heat?.missing).toBeCloseTo(28 / 60, 6);
});

test('circuits that use more than the home are told to disagree, and nothing is negative', async (context) => {
  const home = await homeOf(
    context,
    [...minutes('meter', watts(1000), { to: 121 }), ...minutes('car', watts(2500), { to: 121 })],
    twoHours,
  );
  const { rows, total } = await home.report('hour', [startMs, startMs + 2 * hourMs]);
  expect(rows.map((row) => [row.everythingElseWh, row.circuitsOverWh])).toEqual([
    [undefined, 1500],
    [undefined, 1500],
  ]);
  expect(total).toMatchObject({ circuitsOverWh: 3000 });
  expect(total).not.toHaveProperty('everythingElseWh');
  const told = async () =>
    (await home.energy.events({ fromMs: startMs, toMs: startMs + dayMs })).filter(
      ({ kind }) => kind === 'disagreement',
    );
  await home.ledger.settlement.settled();
  const [event] = await told();
  expect(event).toMatchObject({
    source: 'car:grid.power',
    energyWh: 3000,
    reason: { code: 'balance.circuits', params: { kwh: 3 } },
  });
});

test('without a load there is no rest, and circuits are told all the same', async (context) => {
  const home = await homeOf(context, minutes('heat', watts(600), { to: 121 }), twoHours);
  const { total } = await home.report('day');
  expect(total.circuits).toMatchObject([{ device: 'heat', energyWh: 1230 }]);
  expect(total).not.toHaveProperty('loadWh');
  expect(total).not.toHaveProperty('everythingElseWh');
  expect(total).not.toHaveProperty('circuitsOverWh');
});

test('a removed circuit keeps what it used and its name; a restart changes nothing', async (context) => {
  const home = await homeOf(
    context,
    [...minutes('meter', watts(2000), { to: 121 }), ...minutes('heat', watts(600), { to: 121 })],
    twoHours,
  );
  const before = await home.report('hour');
  home.ledger.remove('heat');
  await home.ledger.settlement.settled();
  home.clock.set(startMs + 4 * hourMs + 2 * minuteMs);
  await home.ingest(minutes('meter', watts(2000), { from: 121, to: 241 }));
  await home.ledger.settlement.settled();
  const { path } = home;
  const removed = await home.report('hour');
  expect(removed.rows.slice(0, 2)).toEqual(before.rows.slice(0, 2));
  // Nothing is known of it in an hour in which it is not there: absent, not 0.
  expect(removed.rows[3]).toMatchObject({ loadWh: 2000 });
  expect(removed.rows[3]).not.toHaveProperty('circuits');
  expect(removed.circuits).toEqual([{ device: 'heat', name: 'Heat pump' }]);
  await home.close();
  const again = await openHome(context, { path, nowMs: startMs + 4 * hourMs + 2 * minuteMs, timeZone: 'UTC' });
  await again.ledger.settlement.settled();
  const after = await again.energy.report({ fromMs: startMs, toMs: startMs + dayMs, by: 'hour' });
  expect([after.rows, after.total]).toEqual([removed.rows, removed.total]);
});

test('a day of 25 hours has the circuits of 25 hours, and its hours add up to it', async (context) => {
  const sinceMs = Date.UTC(2026, 9, 24, 22);
  const to = 25 * 60;
  const home = await homeOf(
    context,
    [...minutes('meter', watts(1000), { sinceMs, to }), ...minutes('heat', watts(400), { sinceMs, to })],
    { nowMs: sinceMs + 25 * hourMs + 2 * minuteMs, timeZone: 'Europe/Berlin' },
  );
  const span = [sinceMs, sinceMs + 25 * hourMs] as const;
  const [days, hours] = [await home.report('day', span), await home.report('hour', span)];
  expect(days.rows).toHaveLength(1);
  expect(hours.rows).toHaveLength(25);
  expect(days.rows[0]).toMatchObject({ label: '2026-10-25', everythingElseWh: 15_000 });
  expect(days.total.circuits).toMatchObject([{ device: 'heat', energyWh: 10_000, measured: 1 }]);
  expect(hours.total.circuits).toEqual(days.total.circuits);
});

test('readings that are left out are left out of a circuit, and come back', async (context) => {
  const home = await homeOf(
    context,
    [...minutes('meter', watts(2000), { to: 61 }), ...minutes('heat', watts(600), { to: 61 })],
    { nowMs: startMs + hourMs + 2 * minuteMs },
  );
  const energy = async () => (await home.report('hour', [startMs, startMs + hourMs])).total.circuits?.[0]?.energyWh;
  const exclude = { kind: 'exclude', source: 'heat:grid.power', fromMs: startMs + 30 * minuteMs } as const;
  const repair = { ...exclude, toMs: startMs + hourMs };
  const { before, after } = await home.energy.previewCorrection(repair);
  expect([before, after].map(([row]) => row?.circuits?.[0]?.energyWh)).toEqual([620, 340]);
  const applied = await home.energy.applyCorrection(repair, { why: 'clamp was off', by: anna });
  await home.ledger.settlement.settled();
  expect(await energy()).toBe(320);
  await home.energy.undoCorrection(applied.repair?.id ?? '');
  await home.ledger.settlement.settled();
  expect(await energy()).toBe(600);
});

test('a copy of a circuit is counted once and stands in for it', async (context) => {
  const home = await homeOf(
    context,
    [
      ...minutes('meter', watts(2000), { to: 61 }),
      ...minutes('heat', watts(600), { to: 30 }),
      ...minutes('car', watts(600), { to: 61 }),
    ],
    { nowMs: startMs + hourMs + 2 * minuteMs },
  );
  await home.energy.saveRole({ device: 'car', role: { kind: 'copy', of: 'heat' } }, anna);
  await home.ledger.settlement.settled();
  const { total } = await home.report('hour', [startMs, startMs + hourMs]);
  expect(total.circuits).toMatchObject([{ device: 'heat', energyWh: 600, missing: 0 }]);
  expect(total.circuits?.[0]?.estimated).toBeCloseTo(28 / 60, 2);
});

/** 2 kW are used all day; the sun gives as much for the second hour, and half of it in the third. */
const sunny = (minute: number) => ({ 'pv.power': minute < 60 ? 0 : minute < 120 ? 2000 : 1000 });

test('a circuit is fed by what fed the home while it ran, in hours and in days', async (context) => {
  const bought = (minute: number) => ({ 'grid.power': 2000 - sunny(minute)['pv.power'] });
  const home = await homeOf(
    context,
    [
      ...minutes('roof', sunny, { to: 181 }),
      ...minutes('meter', bought, { to: 181 }),
      ...minutes('heat', watts(600), { to: 181 }),
      ...minutes('car', (minute) => ({ 'grid.power': minute >= 60 && minute < 120 ? 900 : 0 }), { to: 181 }),
    ],
    { nowMs: startMs + 4 * hourMs + 2 * minuteMs },
  );
  const fed = async (by: 'hour' | 'day') =>
    (await home.report(by, [startMs, startMs + 3 * hourMs])).rows.map(({ circuits = [] }) =>
      Object.fromEntries(circuits.map(({ device, origins }) => [device, [origins?.pvWh, origins?.gridWh]])),
    );
  expect(await fed('hour')).toEqual([
    { heat: [0, 600], car: [undefined, undefined] },
    { heat: [600, 0], car: [900, 0] },
    { heat: [300, 300], car: [undefined, undefined] },
  ]);
  // The last readings hold for three minutes more.
  expect(await fed('day')).toEqual([{ heat: [915, 915], car: [900, 0] }]);
});

test('days from before circuits had origins get them with the next start', async (context) => {
  const nowMs = startMs + dayMs + 2 * hourMs;
  const path = tempDir(context);
  const home = await homeOf(context, [...minutes('meter', watts(2000)), ...minutes('heat', watts(600))], {
    nowMs,
    path,
  });
  const before = await home.report('day');
  expect(before.rows[0]?.circuits?.[0]?.origins).toEqual({ pvWh: 0, batteryWh: 0, gridWh: 600 });
  await home.store.removeDocument(site, 'sums', 'sums');
  const days = await home.store.days(site, { fromMs: startMs, toMs: startMs + dayMs });
  for (const day of days) {
    const totals = day.totals.replace(/"origins":\{.*?\},/, '');
    await home.store.saveDay(site, { ...day, totals }, { fromMs: 0, toMs: 0 });
  }
  expect((await home.report('day')).rows[0]?.circuits?.[0]).not.toHaveProperty('origins');
  await home.close();
  const again = await openHome(context, { timeZone: 'UTC', nowMs, path });
  await again.ledger.settlement.settled();
  expect(await again.energy.report({ fromMs: startMs, toMs: startMs + dayMs, by: 'day' })).toMatchObject({
    rows: before.rows,
  });
});
