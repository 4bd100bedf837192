// The parts of a load: by size, what is left at the end, and no shares if they would be wrong.
import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { circuitParts } from './circuit-parts.ts';

const row: EnergyRow = {
  label: 'total',
  startMs: 0,
  endMs: 86_400_000,
  complete: true,
  loadWh: 2000,
  flows: {
    pvToLoadWh: 0,
    pvToBatteryWh: 0,
    pvToGridWh: 0,
    batteryToLoadWh: 0,
    batteryToGridWh: 0,
    gridToLoadWh: 2000,
    gridToBatteryWh: 0,
  },
  measured: 1,
  estimated: 0,
  missing: 0,
  events: 0,
};
const circuit = (device: string, energyWh: number) => ({ device, energyWh, measured: 0.9, estimated: 0.1, missing: 0 });
const circuits = [circuit('car', 500), circuit('heat', 1200)];

test('the largest first, and everything else at the end', () => {
  const total = { ...row, circuits, everythingElseWh: 300 };
  expect(circuitParts({ total, circuits: [{ device: 'heat', name: 'Heat pump' }] })).toEqual([
    { device: 'heat', name: 'Heat pump', energyWh: 1200, part: 0.6, feeds: [], estimated: 0.1, missing: 0 },
    { device: 'car', name: 'car', energyWh: 500, part: 0.25, feeds: [], estimated: 0.1, missing: 0 },
    { energyWh: 300, part: 0.15, feeds: [] },
  ]);
});

test('no shares without a load, or of one that is smaller than its circuits', () => {
  const { loadWh: _load, ...unknown } = row;
  for (const total of [
    { ...unknown, circuits },
    { ...row, circuits, circuitsOverWh: 5 },
  ])
    for (const part of circuitParts({ total })) {
      expect(part.device).toBeDefined();
      expect(part).not.toHaveProperty('part');
    }
});

test('nothing where there is no circuit', () => {
  expect(circuitParts({ total: row })).toEqual([]);
});

const fed = (device: string, [pvWh, batteryWh, gridWh]: readonly [number, number, number], unknownWh = 0) => ({
  ...circuit(device, pvWh + batteryWh + gridWh + unknownWh),
  origins: { pvWh, batteryWh, gridWh },
});
const flows = { ...row.flows, pvToLoadWh: 700, batteryToLoadWh: 500, gridToLoadWh: 800 };
const feedsOf = (some: readonly ReturnType<typeof fed>[], everythingElseWh: number) =>
  circuitParts({ total: { ...row, flows, circuits: some, everythingElseWh } }).map(({ device, feeds }) => [
    device ?? 'rest',
    Object.fromEntries(feeds.map(({ id, energyWh }) => [id, energyWh])),
  ]);

test('what fed a circuit, with what has no known origin, and what fed the rest', () => {
  expect(feedsOf([fed('heat', [300, 0, 700]), fed('car', [300, 100, 0], 100)], 500)).toEqual([
    ['heat', { pv: 300, grid: 700 }],
    ['car', { pv: 300, battery: 100, unknown: 100 }],
    // 600 Wh of the home's sources are left for 500 Wh: as the origin of the car is not known, neither is that of the rest.
    ['rest', {}],
  ]);
  expect(feedsOf([fed('heat', [300, 0, 700])], 1000).at(-1)).toEqual(['rest', { pv: 400, battery: 500, grid: 100 }]);
});

test('where circuits were fed more by a source than the home, the rest has no feeds; nothing is negative', () => {
  expect(feedsOf([fed('heat', [900, 0, 100])], 1000)).toEqual([
    ['heat', { pv: 900, grid: 100 }],
    ['rest', {}],
  ]);
});
