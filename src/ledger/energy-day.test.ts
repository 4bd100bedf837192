import { expect, test } from 'vitest';
import { flowPaths } from '#energy/types.ts';
import { noSums } from '#energy/sums.ts';
import { energyDayOf } from './energy-day.ts';

const day = { date: '2026-06-01', startMs: 0, endMs: 86_400_000 };

test('U19: shares of the live day are those of the ledger’s flows, absent where there is no whole; what a home lacks is absent', () => {
  const paths = { pvToLoad: 3000, pvToGrid: 1000, batteryToLoad: 3000, gridToLoad: 2000, gridToBattery: 5000 };
  const flows = flowPaths.map((path) => (path in paths ? paths[path as keyof typeof paths] : 0));
  const sums = { ...noSums, flows, channels: { load: [8000, 3_600_000, 0], pv: [4000, 3_600_000, 0] } as const };
  expect(energyDayOf({ day, nowMs: 7_200_000, sums, pending: { load: 500 } })).toMatchObject({
    loadWh: 8.5,
    // What the grid gave the battery is not what the home used.
    selfSufficiency: 75,
    selfConsumption: 75,
    measured: 0.5,
  });
  expect(
    Object.keys(energyDayOf({ day, nowMs: 7_200_000, sums, pending: {} })).filter((key) => key.endsWith('Wh')),
  ).toEqual(['pvWh', 'loadWh']);
  const none = energyDayOf({ day, nowMs: 1, sums: noSums, pending: {} });
  expect('selfSufficiency' in none || 'selfConsumption' in none).toBe(false);
});

test('a side about which nothing is known today is absent; shares have the digits of every other view', () => {
  const paths = { pvToLoad: 2000, gridToLoad: 1000 };
  const flows = flowPaths.map((path) => (path in paths ? paths[path as keyof typeof paths] : 0));
  const channels = {
    load: [3000, 60_000, 0],
    pv: [2000, 60_000, 0],
    import: [1000, 0, 60_000],
    charge: [0, 0, 0],
  } as const;
  const said = energyDayOf({ day, nowMs: 7_200_000, sums: { ...noSums, flows, channels }, pending: { charge: 0 } });
  expect(said).toMatchObject({ pvWh: 2, importWh: 1, selfSufficiency: 66.666667, selfConsumption: 100 });
  expect(said).not.toHaveProperty('chargeWh');
});

test('in the first hours of a home the time before it is not missing', () => {
  const sums = { ...noSums, channels: { load: [8000, 600_000, 0] as const } };
  const nowMs = 43_200_000;
  expect(energyDayOf({ day, nowMs, sums, pending: {}, firstMs: nowMs - 600_000 }).measured).toBe(1);
  expect(energyDayOf({ day, nowMs, sums, pending: {}, firstMs: -5 }).measured).toBeCloseTo(600 / 43_200);
});
