import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { noFlows } from './metering/flows.ts';
import { originsOf } from './origins.ts';
import { addedSums, sumsOf } from './sums.ts';
import { at, bucket } from './testing/buckets.ts';

test.each([
  { of: 'sun alone', energy: 300, flows: { pvToLoad: 1000 }, expected: [300, 0, 0, 0] },
  {
    of: 'half the sun, half the grid',
    energy: 300,
    flows: { pvToLoad: 500, gridToLoad: 500 },
    expected: [150, 0, 0, 150],
  },
  {
    of: 'all four, an odd rest',
    energy: 7,
    flows: { pvToLoad: 3, batteryToLoad: 3, generatorToLoad: 3, gridToLoad: 3 },
    expected: [2, 2, 1, 2],
  },
  {
    of: 'only what goes to the home counts',
    energy: 90,
    flows: { pvToGrid: 9000, pvToBattery: 900, gridToLoad: 10 },
    expected: [0, 0, 0, 90],
  },
  {
    of: 'a circuit that used more than the home',
    energy: 2000,
    flows: { pvToLoad: 600, gridToLoad: 400 },
    expected: [1200, 0, 0, 800],
  },
  { of: 'nothing known of the home', energy: 300, flows: {}, expected: [0, 0, 0, 0] },
  { of: 'nothing used', energy: 0, flows: { pvToLoad: 1000 }, expected: [0, 0, 0, 0] },
])('$of', ({ energy, flows, expected }) => {
  expect(originsOf(energy, { ...noFlows(), ...flows })).toEqual(expected);
});

const milliWh = fc.integer({ min: 0, max: 5_000_000 });

test('origins are never negative, and together exactly the energy', () => {
  const flows = fc.record({ pvToLoad: milliWh, batteryToLoad: milliWh, generatorToLoad: milliWh, gridToLoad: milliWh });
  fc.assert(
    fc.property(milliWh, flows, (energy, fed) => {
      const parts = originsOf(energy, { ...noFlows(), ...fed });
      const isFed = Object.values(fed).some((one) => one > 0);
      expect(parts.every((part) => part >= 0)).toBe(true);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(isFed ? energy : 0);
    }),
  );
});

test('sums of buckets and of days agree, and a day without origins takes none away', () => {
  const heat = (energy: number) => ({ circuits: { heat: { energy, measuredMs: 300_000, estimatedMs: 0, from: [] } } });
  const noon = { ...bucket(at('2026-06-01T12:00Z'), { load: 100 }, { pvToLoad: 100 }), ...heat(60) };
  const night = { ...bucket(at('2026-06-01T23:00Z'), { load: 100 }, { gridToLoad: 100 }), ...heat(40) };
  const { origins: _origins, ...old } = sumsOf([noon], 0);
  expect(sumsOf([noon, night], 0).origins).toEqual({ heat: [60, 0, 0, 40] });
  expect(addedSums([sumsOf([noon], 0), sumsOf([night], 0)])).toEqual(sumsOf([noon, night], 0));
  expect(addedSums([old, sumsOf([night], 0)]).origins).toEqual({ heat: [0, 0, 0, 40] });
});
