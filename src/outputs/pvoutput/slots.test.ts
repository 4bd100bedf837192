// Steps of five minutes, and what PVOutput is asked of them.
import { expect, test } from 'vitest';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { MetricId } from '#core/catalogue.ts';
import { requestOf } from './requests.ts';
import { gathered, slotMs, type Wanted } from './slots.ts';

const startMs = Date.UTC(2026, 5, 1, 8);
const batch = (device: string, seconds: number, values: Partial<Record<MetricId, MetricValue>>): Batch => ({
  site: 'home',
  device,
  atMs: startMs + seconds * 1000,
  metric: Object.keys(values) as MetricId[],
  value: Object.values(values).filter((one) => one !== undefined),
  quality: Object.keys(values).map(() => 'good'),
});
const all: Wanted = {
  consumption: true,
  counters: true,
  temperature: { device: 'roof', metric: 'inverter.temperature' },
  voltage: { device: 'roof', metric: 'grid.voltage' },
};
const power: Wanted = { consumption: false, counters: false };

test('means of each device are added up, counters are those at the end, and a step is over with the next', () => {
  const first = gathered(
    undefined,
    [
      batch('roof', 0, { 'pv.power': 1000, 'pv.energy': 5000, 'load.power': 400, 'grid.voltage': 230.04 }),
      batch('roof', 10, { 'pv.power': 2000, 'inverter.temperature': 40, 'inverter.mode': 'Line' }),
      batch('garage', 20, { 'pv.power': 500, 'pv.energy': 100 }),
      batch('roof', 290, { 'pv.energy': 5100, 'pv.power': Number.NaN }),
    ],
    all,
  );
  expect(first.over).toEqual([]);
  const second = gathered(
    first.slot,
    [batch('roof', 301, { 'pv.power': 7 }), batch('roof', 299, { 'pv.power': 9 })],
    all,
  );
  expect(second.over).toEqual([
    { atMs: startMs + slotMs, pvWh: 5200, pvW: 2000, loadW: 400, celsius: 40, volts: 230.04 },
  ]);
  const third = gathered(second.slot, [batch('roof', 1000, { 'grid.power': 7 }), batch('roof', 1300, {})], power);
  expect(third.over).toEqual([{ atMs: startMs + 2 * slotMs, pvW: 7 }]);
});

test('the same batches again come to the same', () => {
  const batches = [batch('roof', 0, { 'pv.power': 1 }), batch('roof', 400, { 'pv.power': 2 })];
  expect(gathered(undefined, batches, power)).toEqual(gathered(undefined, batches, power));
});

// Forms as the specification has them ([pvoutput-api]); the local time is that of the home.
test('one status is a form, several are a list; what is not known is empty', () => {
  const status = { atMs: startMs + slotMs, pvW: 1999.6, loadW: -3, volts: 230.04 };
  const one = requestOf([status], 'Europe/Berlin');
  expect(one.path).toBe('/addstatus.jsp');
  expect(Object.fromEntries(new URLSearchParams(one.body))).toEqual({
    d: '20260601',
    t: '10:05',
    v2: '2000',
    v4: '0',
    v6: '230',
  });
  const two = requestOf([status, { atMs: Date.UTC(2026, 0, 1), pvW: 1, pvWh: 500 }], 'America/New_York');
  expect(two.path).toBe('/addbatchstatus.jsp');
  expect(Object.fromEntries(new URLSearchParams(two.body))).toEqual({
    data: '20260601,04:05,,2000,,0,,230;20251231,19:00,500,1',
    c1: '1',
  });
});
