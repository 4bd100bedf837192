// What devices measure, in a home that keeps its ledger: devices that come, go and fall silent change nothing that was booked;
// a role counts the past again and back; copies are found, reported and counted once.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { anna, openHome, site } from './testing/ledger-home.ts';
import { usualOptions } from './counting-options.ts';
import { lookAround, rolesView } from './meter-roles.ts';

const startMs = Date.UTC(2026, 5, 1);

type Said = Readonly<Partial<Record<MetricId, number>>>;

/** Values of a device each minute. */
function minutes(device: string, said: Said | ((minute: number) => Said), { from = 0, to = 60 } = {}): Batch[] {
  return Array.from({ length: to - from }, (_none, index) => {
    const values = typeof said === 'function' ? said(from + index) : said;
    const metric = Object.keys(values) as MetricId[];
    const value = Object.values(values).filter((one) => one !== undefined);
    return {
      site,
      device,
      atMs: startMs + (from + index) * minuteMs,
      metric,
      value,
      quality: metric.map(() => 'good' as const),
    };
  });
}

async function homeOf(context: Owner, batches: readonly Batch[], hours = 2) {
  const home = await openHome(context, { nowMs: startMs + hours * hourMs + 2 * minuteMs });
  await home.ingest(batches);
  await home.ledger.settlement.settled();
  const total = async () =>
    (await home.energy.report({ fromMs: startMs, toMs: startMs + hours * hourMs, by: 'day' })).total;
  return { ...home, total };
}

const axpert = minutes('roof', { 'pv.power': 0, 'battery.power': 263, 'load.power': 250, 'grid.voltage': 0 });

test('U1: a battery that went away is stood in for, and the event says by whom', async (context) => {
  const home = await homeOf(context, [...axpert, ...minutes('pack', { 'battery.power': 250 }, { to: 20 })]);
  const total = await home.total();
  expect(total).toMatchObject({ importWh: 0 });
  expect(total.dischargeWh).toBeGreaterThan(255);
  const events = await home.energy.events({ fromMs: startMs, toMs: startMs + hourMs });
  expect(events.filter(({ kind }) => kind === 'stand-in')).toMatchObject([
    { device: 'pack', reason: { code: 'source.stood-in', params: { source: 'pack:battery.power' } } },
  ]);
});

test('U1: a side without any source is told while it lasts, with what can be done about it', async (context) => {
  const home = await homeOf(
    context,
    [...minutes('roof', { 'pv.power': 100 }, { to: 180 }), ...minutes('pack', { 'battery.power': 250 }, { to: 20 })],
    3,
  );
  const events = await home.energy.events({ fromMs: startMs, toMs: startMs + 3 * hourMs });
  expect(events).toMatchObject([
    {
      kind: 'gap',
      device: 'pack',
      atMs: startMs + 19 * minuteMs,
      energyWh: 0,
      turn: { by: 'energy' },
      reason: { code: 'side.silent', params: { side: 'battery' } },
    },
  ]);
  const [hour0, hour2] = [0, 2].map((at) => ({ fromMs: startMs + at * hourMs, toMs: startMs + (at + 1) * hourMs }));
  const rowOf = async (span = { fromMs: 0, toMs: 0 }) => (await home.energy.report({ ...span, by: 'hour' })).rows[0];
  expect((await rowOf(hour0))?.dischargeWh).toBeGreaterThan(80);
  expect(await rowOf(hour2), 'U19: and its figures are absent').not.toHaveProperty('dischargeWh');
  const repair = { kind: 'overrule', event: events[0]?.id ?? '', isBooked: true } as const;
  await expect(home.energy.previewCorrection(repair)).rejects.toMatchObject({
    reason: { code: 'repair.silent-decision' },
  });
});

test('U1: removed, added again and restarted: the day is what it was', async (context) => {
  const home = await homeOf(context, [...axpert, ...minutes('pack', { 'battery.power': 250 }, { to: 30 })], 1);
  const before = await home.total();
  home.ledger.remove('pack');
  await home.ledger.settlement.settled();
  expect((await home.total()).dischargeWh).toBe(before.dischargeWh);
  home.ledger.place({ id: 'pack', kind: 'battery', intervalMs: 60_000 });
  await home.ledger.settlement.settled();
  const { path } = home;
  await home.close();
  const again = await openHome(context, { path, nowMs: startMs + hourMs + 4 * minuteMs });
  await again.ledger.settlement.settled();
  const after = (await again.energy.report({ fromMs: startMs, toMs: startMs + hourMs, by: 'day' })).total;
  expect([after.dischargeWh, after.importWh]).toEqual([before.dischargeWh, before.importWh]);
});

test('L14: a battery whose power nobody tells is never bought; the import is absent', async (context) => {
  const said = { 'pv.power': 100, 'load.power': 800, 'grid.voltage': 230, 'battery.soc': 60 };
  const { total } = await homeOf(context, minutes('roof', said));
  const { importWh, loadWh } = await total();
  expect(importWh).toBeUndefined();
  expect(loadWh).toBeGreaterThan(780);
});

const house = (minute: number) => 900 + 500 * Math.sin(minute / 9);
const twice = [
  ...minutes('meter', (minute) => ({ 'grid.power': house(minute) }), { to: 120 }),
  ...minutes('roof', (minute) => ({ 'grid.power': house(minute) * 1.02 }), { to: 120 }),
];

test('L5: two meters of one grid are found, told and counted once; a person may say otherwise, and back', async (context) => {
  const home = await homeOf(context, []);
  home.ledger.remove('roof');
  home.ledger.place({ id: 'second', kind: 'meter', intervalMs: 60_000 });
  await home.ingest(twice.map((batch) => (batch.device === 'roof' ? { ...batch, device: 'second' } : batch)));
  await home.ledger.settlement.settled();
  const doubled = await home.total();
  const parts = { site, clock: home.clock, ledger: home.ledger, deviceName: () => undefined };
  expect((await rolesView(parts)).devices.find(({ device }) => device === 'second')?.guess).toMatchObject({
    role: { kind: 'copy', of: 'meter' },
    why: 'likeness',
  });
  await lookAround(parts);
  await home.ledger.settlement.settled();
  const once = await home.total();
  // The second one holds its last value longer: it stands in at the end.
  expect((once.importWh ?? 0) / (doubled.importWh ?? 1)).toBeCloseTo(0.5, 1);
  expect(
    (await home.energy.events({ fromMs: startMs, toMs: home.clock.nowMs() + 1 })).map(({ kind }) => kind),
  ).toContain('role');
  const { devices, sides } = await home.energy.roles();
  expect(devices.find(({ device }) => device === 'second')).toMatchObject({
    role: { kind: 'copy', of: 'meter' },
    why: 'likeness',
  });
  expect(sides).toEqual([
    {
      side: 'grid',
      speakers: [
        { device: 'meter', standsIn: false },
        { device: 'second', standsIn: true },
      ],
    },
  ]);
  await home.energy.saveRole({ device: 'second', role: { kind: 'grid' } }, anna);
  await home.ledger.settlement.settled();
  expect((await home.total()).importWh).toBe(doubled.importWh);
  await lookAround(parts);
  expect((await home.energy.roles()).devices.find(({ device }) => device === 'second')).toMatchObject({
    role: { kind: 'grid' },
  });
  await home.energy.saveRole({ device: 'second', role: { kind: 'circuit' }, fromMs: startMs + hourMs }, anna);
  await home.ledger.settlement.settled();
  const hours = (await home.energy.report({ fromMs: startMs, toMs: startMs + 2 * hourMs, by: 'hour' })).rows;
  expect((hours[0]?.importWh ?? 0) / (hours[1]?.importWh ?? 1)).toBeGreaterThan(1.8);
});

test('a second meter of the grid with the opposite sign is proposed to be a reversed copy, and is one once a person says so', async (context) => {
  const home = await homeOf(context, []);
  home.ledger.remove('roof');
  home.ledger.place({ id: 'second', kind: 'meter', intervalMs: 60_000 });
  const grid = (minute: number): number => 300 + 1100 * Math.sin(minute / 15);
  const one = minutes('meter', (minute) => ({ 'grid.power': grid(minute) }), { to: 120 });
  const other = minutes('second', (minute) => ({ 'grid.power': -grid(minute) }), { to: 120 });
  await home.ingest([...one, ...other]);
  await home.ledger.settlement.settled();
  const role = { kind: 'copy', of: 'meter', reversed: true } as const;
  const second = async () => (await home.energy.roles()).devices.find(({ device }) => device === 'second');
  await lookAround({ site, clock: home.clock, ledger: home.ledger, deviceName: () => undefined });
  expect(await second()).toMatchObject({ isUsual: true, guess: { role, why: 'mirrored', beside: 'meter' } });
  await home.energy.saveRole({ device: 'second', role }, anna);
  await home.ledger.settlement.settled();
  expect(await second()).toMatchObject({ isUsual: false, role });
  const { importWh = 0, exportWh = 0 } = await home.total();
  const takes = Array.from({ length: 120 }, (_, minute) => grid(minute) / 60);
  const sum = (sign: number) => takes.reduce((all, wh) => all + Math.max(0, sign * wh), 0);
  expect(importWh / sum(1)).toBeCloseTo(1, 1);
  expect(exportWh / sum(-1)).toBeCloseTo(1, 1);
});

test('hours of before sources stood in stay as they were booked', async (context) => {
  const home = await homeOf(context, axpert);
  // No options: the hour was settled by an earlier version, which had one kind of speaker per side.
  expect(home.ledger.rules.planAt(startMs, '').sides).toBeUndefined();
  expect(home.ledger.rules.planAt(startMs, '').sources.map(({ id }) => id)).toContain('roof:battery.power');
});

test('what is said about two devices at once is kept for both, also while the home looks around by itself', async (context) => {
  // Its counters add up its phases, which the home finds out; the others are twins.
  const phased = minutes('phased', (minute) => ({
    'grid.power.l1': 1200,
    'grid.power.l2': -1000,
    'grid.power.l3': 100,
    'grid.energy.import': 1000 + (1300 * minute) / 60,
    'grid.energy.export': 500 + (1000 * minute) / 60,
  }));
  const curve = (minute: number): Said => ({ 'pv.power': 300 + 250 * Math.sin(minute / 9), 'load.power': 400 });
  const home = await homeOf(context, []);
  for (const id of ['one', 'two']) home.ledger.place({ id, kind: 'inverter', intervalMs: 60_000 });
  home.ledger.place({ id: 'phased', kind: 'meter', intervalMs: 60_000 });
  await home.ingest([...phased, ...minutes('one', curve), ...minutes('two', curve)]);
  await home.ledger.settlement.settled();
  const parts = { site, clock: home.clock, ledger: home.ledger, deviceName: () => undefined };
  const circuit = { kind: 'circuit' } as const;
  await Promise.all([
    lookAround(parts),
    home.energy.saveRole({ device: 'one', role: circuit }, anna),
    home.energy.saveRole({ device: 'two', role: circuit }, anna),
    home.energy.saveCountingOptions({ ...usualOptions, phases: 'each' }, anna),
  ]);
  const { choices } = home.ledger.countingOptions.saved ?? {};
  expect(choices).toMatchObject({ phases: 'each', sumsPhases: ['phased'] });
  expect(choices?.roles?.map(({ device, role, why }) => [device, role.kind, why])).toEqual([
    ['one', 'circuit', undefined],
    ['two', 'circuit', undefined],
  ]);
});
