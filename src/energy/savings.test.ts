import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { budgetState } from './budget.ts';
import { carbonFactor, carbonOf, kilogramsOf, treesFor } from './carbon.ts';
import { moneyText } from './money/decimal.ts';
import { readTariff } from './money/tariff-file.ts';
import { batterySavings, savingsOf, sunSavings, withoutBattery, withoutPv } from './savings.ts';
import { at, bucket, buckets, spanOf } from './testing/buckets.ts';
import type { EnergyBucket, FlowPath } from './types.ts';

const tariff = readTariff(
  `name: T
currency: EUR
versions:
  - from: 2026-01-01
    import: [{ kind: flat, name: energy, price: 0.30 }]
    export: [{ kind: flat, name: feed-in, price: 0.08 }]
    standing: [{ name: meter, amount: 0.25, per: day }]
`,
  { file: 't' },
);
const day = spanOf('2026-06-01T00:00Z/2026-06-02T00:00Z');
const zone = 'UTC';

/** A bucket whose meters agree with its flows. */
function flowBucket(startMs: number, flows: Partial<Record<FlowPath, number>>): EnergyBucket {
  const of = (...paths: readonly FlowPath[]): number => paths.reduce((sum, path) => sum + (flows[path] ?? 0), 0);
  return bucket(
    startMs,
    {
      pv: of('pvToLoad', 'pvToBattery', 'pvToGrid'),
      import: of('gridToLoad', 'gridToBattery'),
      export: of('pvToGrid', 'batteryToGrid'),
      charge: of('pvToBattery', 'gridToBattery'),
      discharge: of('batteryToLoad', 'batteryToGrid'),
      load: of('pvToLoad', 'batteryToLoad', 'gridToLoad'),
    },
    flows,
  );
}

const noon = at('2026-06-01T12:00Z');
const night = at('2026-06-01T22:00Z');
// Noon: 2 kWh to the home, 5 into the battery, 1 sold. Night: the battery gives 4 (1 is lost), the grid 1.
const home = [
  flowBucket(noon, { pvToLoad: 2_000_000, pvToBattery: 5_000_000, pvToGrid: 1_000_000 }),
  flowBucket(night, { batteryToLoad: 4_000_000, gridToLoad: 1_000_000 }),
];
const question = { buckets: home, tariff, zone, span: day };

describe('savings against what would have been', () => {
  test('a discharge that covers the load is worth the import it avoids, its losses are charged to the battery', () => {
    const { actual, otherwise, saved, kept } = batterySavings(question);
    // With: 1 × 0.30 − 1 × 0.08. Without: 5 × 0.30 − 6 × 0.08.
    expect([actual, otherwise].map(({ total }) => moneyText(total))).toEqual(['0.47', '1.27']);
    // 4 × 0.30 avoided less 5 × 0.08 not sold: the lost kilowatt-hour is paid by the battery.
    expect(moneyText(saved)).toBe('0.80');
    expect(kept).toBe(1_000_000);
  });

  test('a battery that only loses energy saves less than nothing', () => {
    const losing = [flowBucket(noon, { gridToBattery: 2_000_000 }), flowBucket(night, { batteryToLoad: 1_000_000 })];
    expect(moneyText(batterySavings({ ...question, buckets: losing }).saved)).toBe('-0.30');
  });

  test('without sun all the home used is bought', () => {
    const { otherwise, saved } = savingsOf(question, withoutPv(home));
    expect(moneyText(otherwise.total)).toBe('2.35');
    expect(moneyText(saved)).toBe('1.88');
  });

  test('U9: the sun alone and the battery beside it add up to both; a home without a kilowatt-hour of sun saves nothing by it', () => {
    const whole = savingsOf(question, withoutPv(home)).saved;
    // Without both 7 × 0.30; with the sun alone 5 × 0.30 − 6 × 0.08.
    expect(moneyText(sunSavings(question).saved)).toBe('1.08');
    expect(sunSavings(question).saved + batterySavings(question).saved).toBe(whole);
    const night = [
      flowBucket(noon, { gridToBattery: 2_000_000, gridToLoad: 300_000 }),
      flowBucket(at('2026-06-01T20:00Z'), { batteryToLoad: 1_200_000, batteryToGrid: 400_000 }),
    ];
    expect(sunSavings({ ...question, buckets: night }).saved).toBe(0n);
    expect(batterySavings({ ...question, buckets: night }).saved).not.toBe(0n);
    // The metering error is sold in every scenario.
    const [rough] = night;
    if (rough?.channels.import === undefined) throw new Error('no import');
    const given = { ...rough.channels.import, energy: 250_000 };
    const off = { ...rough, channels: { ...rough.channels, export: given }, meteringError: -250_000 };
    expect(sunSavings({ ...question, buckets: [off] }).saved).toBe(0n);
  });

  test('what the battery gives the grid is not sold without it, and what it took of the sun is', () => {
    const [sold] = withoutBattery([flowBucket(night, { batteryToGrid: 2_000_000, batteryToLoad: 500_000 })]);
    expect([sold?.channels.import?.energy, sold?.channels.export?.energy]).toEqual([500_000, 0]);
    const both = { ...flowBucket(noon, { pvToBattery: 3_000_000, pvToGrid: 1_000_000, batteryToGrid: 700_000 }) };
    expect(withoutBattery([both])[0]?.channels.export?.energy).toBe(4_000_000);
    // 2 kWh given by the battery earned 0.16, 0.5 kWh bought cost 0.15.
    const giving = { ...question, buckets: [flowBucket(night, { batteryToGrid: 2_000_000, batteryToLoad: 500_000 })] };
    expect(moneyText(batterySavings(giving).saved)).toBe('0.31');
  });

  test('against another plan: the buckets of that plan', () => {
    const plan = [
      flowBucket(noon, { pvToLoad: 2_000_000, pvToGrid: 6_000_000 }),
      flowBucket(night, { gridToLoad: 5_000_000 }),
    ];
    expect(savingsOf(question, plan).saved).toBe(batterySavings(question).saved);
  });

  test('where import is not known nothing is invented', () => {
    const unknown = [bucket(noon, { pv: 5_000_000 }, { pvToLoad: 5_000_000 })];
    expect(withoutPv(unknown)).toEqual(unknown);
    expect(savingsOf({ ...question, buckets: unknown }, withoutPv(unknown)).saved).toBe(0n);
  });

  test('what the meters disagree by is in both courses and saves nothing', () => {
    const [first] = home;
    if (first?.channels.import === undefined) throw new Error('no import');
    const off = {
      ...first,
      channels: { ...first.channels, import: { ...first.channels.import, energy: 70_000 } },
      meteringError: 70_000,
    };
    const saved = (energy: readonly EnergyBucket[]) =>
      savingsOf({ ...question, buckets: energy }, withoutBattery(energy)).saved;
    expect(saved([off])).toBe(saved([first]));
  });

  test('no course has energy below zero, and without flows of a battery it changes nothing', () => {
    const amount = fc.nat(10 ** 9);
    const flows = fc.record({
      pvToLoad: amount,
      pvToBattery: amount,
      pvToGrid: amount,
      batteryToLoad: amount,
      batteryToGrid: amount,
      gridToLoad: amount,
      gridToBattery: amount,
    });
    fc.assert(
      fc.property(flows, amount, (some, metered) => {
        const one = flowBucket(noon, some);
        const rough = {
          ...one,
          channels: { ...one.channels, import: { energy: metered, measuredMs: 0, estimatedMs: 0, from: [] } },
        };
        for (const other of [...withoutPv([rough]), ...withoutBattery([rough])])
          for (const side of ['import', 'export'] as const)
            expect(other.channels[side]?.energy).toBeGreaterThanOrEqual(0);
        const plain = flowBucket(noon, {
          ...some,
          pvToBattery: 0,
          batteryToLoad: 0,
          batteryToGrid: 0,
          gridToBattery: 0,
        });
        expect(savingsOf({ ...question, buckets: [plain] }, withoutBattery([plain])).saved).toBe(0n);
      }),
    );
  });
});

describe('carbon', () => {
  test('by a fixed factor: 0.5 kg and 21 kg a tree', () => {
    const carbon = carbonOf(home, { fixed: carbonFactor(0.5) }, day);
    expect([kilogramsOf(carbon.avoided), kilogramsOf(carbon.grid)]).toEqual([4, 0.5]);
    expect(treesFor(carbonOf([bucket(noon, { pv: 42_000_000 })], { fixed: carbonFactor(0.5) }, day).avoided)).toBe(1);
  });

  test('by time, with the fixed factor in gaps, which is told; parts are the whole', () => {
    const series = [{ startMs: noon, endMs: noon + 3_600_000, value: 100_000n }];
    const rule = { fixed: carbonFactor(0.5), series };
    const carbon = carbonOf(home, rule, day);
    expect(carbon).toEqual({ avoided: 800_000_000_000n, grid: 500_000_000_000n, byFixed: 1_000_000 });
    const energy = buckets(day, (startMs) => ({ pv: (startMs / 300_000) % 997, import: (startMs / 300_000) % 83 }));
    const cut = day.startMs + 7 * 300_000;
    const parts = [
      { ...day, endMs: cut },
      { ...day, startMs: cut },
    ].map((span) => carbonOf(energy, rule, span));
    const whole = carbonOf(energy, rule, day);
    expect(parts.reduce((sum, { avoided }) => sum + avoided, 0n)).toBe(whole.avoided);
    expect(parts.reduce((sum, { grid }) => sum + grid, 0n)).toBe(whole.grid);
  });
});

describe('budgets', () => {
  const span = { startMs: 0, endMs: 100 };
  test.each([
    [4, 0n, { left: 100n, state: 'within' }],
    [4, 90n, { left: 10n, state: 'within' }],
    [50, 50n, { left: 50n, projected: 100n, state: 'within' }],
    [50, 51n, { left: 49n, projected: 102n, state: 'heading-over' }],
    [99, 101n, { left: -1n, projected: 102n, state: 'over' }],
    [500, 60n, { left: 40n, projected: 60n, state: 'within' }],
    [-5, 0n, { left: 100n, state: 'within' }],
  ] as const)('at %i %% of the time %s is used', (nowMs, used, expected) => {
    expect(budgetState({ limit: 100n, used, span, nowMs })).toEqual({ used, ...expected });
  });
});
