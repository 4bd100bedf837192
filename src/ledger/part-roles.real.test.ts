// Channels, relays and phases of one device that measure different things: each has a role of its own, and the rest stays the device's.
import { expect, test } from 'vitest';
import type { MeterRole } from '#energy/metering/roles.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { anna, openHome, site } from './testing/ledger-home.ts';
import { lookAround } from './meter-roles.ts';

const startMs = Date.UTC(2026, 5, 1, 8);
const hours = 3;

type Said = Readonly<Partial<Record<MetricId, number>>>;

function minutes(device: string, said: (minute: number) => Said): Batch[] {
  return Array.from({ length: 60 * hours + 1 }, (_none, minute) => {
    const values = said(minute);
    const metric = Object.keys(values) as MetricId[];
    return {
      site,
      device,
      atMs: startMs + minute * minuteMs,
      metric,
      value: Object.values(values).filter((one) => one !== undefined),
      quality: metric.map(() => 'good' as const),
    };
  });
}

async function homeOf(context: Owner, batches: readonly Batch[], path?: string) {
  const nowMs = startMs + hours * hourMs + 2 * minuteMs;
  const home = await openHome(context, { nowMs, ...(path === undefined ? {} : { path }) });
  await home.ingest(batches);
  await home.ledger.settlement.settled();
  const report = () => home.energy.report({ fromMs: startMs, toMs: startMs + hours * hourMs, by: 'hour' });
  const say = async (device: string, role: MeterRole) => {
    const roles = await home.energy.saveRole({ device, role }, anna);
    await home.energy.settled();
    return roles;
  };
  return { ...home, report, say };
}

/** A two-channel meter: the grid, and the sun with its clamp the wrong way round and counters. */
const sun = (minute: number): number => 1500 + 10 * minute;
const load = (minute: number): number => 700 + 300 * Math.sin(minute / 20);
const twoChannels = (minute: number): Said => ({
  'grid.power': load(minute) - sun(minute),
  'meter.power.2': -sun(minute),
  'meter.energy.forward.2': 5,
  'meter.energy.backward.2': 1000 + (1500 * minute + 5 * minute * minute) / 60,
});

test('a channel counts for nothing until a person says what it measures; then for the past as well', async (context) => {
  const home = await homeOf(context, minutes('meter', twoChannels));
  const before = await home.report();
  expect(before.rows[1]).not.toHaveProperty('pvWh');
  expect(before.rows[1]?.exportWh).toBeGreaterThan(1000);
  const { devices, sides } = await home.say('meter.channel-2', { kind: 'pv', reversed: true });
  expect(devices.map(({ device, deviceName, part, role }) => ({ device, deviceName, part, role }))).toEqual([
    { device: 'meter', deviceName: 'The meter', part: undefined, role: { kind: 'own' } },
    {
      device: 'meter.channel-2',
      deviceName: 'The meter · 2',
      part: { of: 'meter', kind: 'channel', index: 2 },
      role: { kind: 'pv', reversed: true },
    },
  ]);
  expect(sides).toEqual([
    { side: 'pv', speakers: [{ device: 'meter.channel-2', standsIn: false }] },
    { side: 'grid', speakers: [{ device: 'meter', standsIn: false }] },
  ]);
  const after = await home.report();
  // 1500 W + 10 W a minute, from minute 60 to 120: 2400 Wh.
  expect(after.rows[1]?.pvWh).toBeCloseTo(2400, 0);
  expect(after.rows[1]?.exportWh).toBe(before.rows[1]?.exportWh);
  expect(after.rows[1]?.loadWh).toBeCloseTo(2400 - (after.rows[1]?.exportWh ?? 0), 0);
  // Again from what is kept, and back.
  await home.close();
  const again = await homeOf(context, [], home.path);
  expect((await again.report()).rows).toEqual(after.rows);
  await again.say('meter.channel-2', { kind: 'own' });
  expect((await again.report()).rows).toEqual(before.rows);
});

test('it seems to be the sun where it gives what the grid takes, and never by itself', async (context) => {
  const home = await homeOf(context, minutes('meter', twoChannels));
  await lookAround(home.parts);
  const { devices } = await home.energy.roles();
  expect(devices.find(({ device }) => device === 'meter.channel-2')).toMatchObject({
    isUsual: true,
    guess: { role: { kind: 'pv', reversed: true }, why: 'sun', beside: 'meter' },
  });
});

test('three channels as three circuits beside another meter of the grid', async (context) => {
  const home = await homeOf(context, [
    ...minutes('meter', () => ({ 'grid.power': 2000 })),
    ...minutes('pack', () => ({ 'grid.power': 300, 'meter.power.2': 500, 'meter.power.3': 200 })),
  ]);
  await home.say('pack', { kind: 'circuit', name: 'Kitchen' });
  await home.say('pack.channel-2', { kind: 'circuit', name: 'Heat pump' });
  await home.say('pack.channel-3', { kind: 'circuit' });
  const { rows, circuits } = await home.report();
  expect(circuits).toEqual([
    { device: 'pack', name: 'Kitchen' },
    { device: 'pack.channel-2', name: 'Heat pump' },
    { device: 'pack.channel-3', name: 'The pack · 3' },
  ]);
  expect(rows[1]).toMatchObject({ importWh: 2000, loadWh: 2000, everythingElseWh: 1000 });
  expect(rows[1]?.circuits?.map(({ energyWh }) => energyWh)).toEqual([300, 500, 200]);
});

test('a phase of its own is no longer counted with its meter', async (context) => {
  const home = await homeOf(
    context,
    minutes('meter', (minute) => ({
      'grid.power': 600,
      'grid.power.l1': 400,
      'grid.power.l2': 500,
      'grid.power.l3': -300,
      'grid.energy.import': 1000 + 10 * minute,
      'grid.energy.export': 1000,
    })),
  );
  const before = await home.report();
  expect(before.rows[1]).toMatchObject({ importWh: 600, exportWh: 0 });
  await home.say('meter.phase-2', { kind: 'circuit', name: 'Oven' });
  const { rows, circuits } = await home.report();
  expect(circuits).toEqual([{ device: 'meter.phase-2', name: 'Oven' }]);
  expect(rows[1]).toMatchObject({ importWh: 100, circuits: [{ energyWh: 500 }] });
});

test('one relay of several is a circuit of its own', async (context) => {
  const home = await homeOf(context, [
    ...minutes('meter', () => ({ 'grid.power': 1000 })),
    ...minutes('pack', () => ({ 'relay.power.1': 100, 'relay.power.2': 200, 'relay.power.3': 40 })),
  ]);
  await home.say('pack', { kind: 'circuit', name: 'Strip' });
  await home.say('pack.relay-2', { kind: 'circuit', name: 'Boiler' });
  const { rows } = await home.report();
  expect(rows[1]?.circuits?.map(({ device, energyWh }) => [device, energyWh])).toEqual([
    ['pack', 140],
    ['pack.relay-2', 200],
  ]);
});

test('a part that a device does not have is refused, and so is a ring', async (context) => {
  const home = await homeOf(context, minutes('meter', twoChannels));
  await expect(home.say('meter.channel-7', { kind: 'pv' })).rejects.toMatchObject({ code: 'device.unknown' });
  await expect(home.say('nothing.channel-2', { kind: 'pv' })).rejects.toMatchObject({ code: 'device.unknown' });
  await home.say('meter', { kind: 'copy', of: 'meter.channel-2' });
  await expect(home.say('meter.channel-2', { kind: 'copy', of: 'meter' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
});

test('one inverter by two ways is proposed to be one, and never by itself', async (context) => {
  const hybrid = (minute: number): Said => ({
    'pv.power': sun(minute),
    'battery.power': 400 * Math.sin(minute / 15),
    'load.power': load(minute),
  });
  const home = await homeOf(context, minutes('roof', hybrid));
  home.ledger.place({ id: 'stick', kind: 'inverter', intervalMs: minuteMs });
  await home.ingest(minutes('stick', hybrid));
  await home.ledger.settlement.settled();
  await lookAround(home.parts);
  const { devices } = await home.energy.roles();
  expect(devices.map(({ role, isUsual }) => [role, isUsual])).toEqual(devices.map(() => [{ kind: 'own' }, true]));
  expect(devices.find(({ guess }) => guess !== undefined)).toMatchObject({
    guess: { role: { kind: 'copy' }, why: 'twins' },
  });
});
