// What a generator's energy costs: a line of the bill of its own, and what sun and battery save of its fuel. Amounts by hand.
import { describe, expect, test } from 'vitest';
import { costOf } from './money/cost.ts';
import { moneyText } from './money/decimal.ts';
import { moneysOf } from './money/period-money.ts';
import { readTariff } from './money/tariff-file.ts';
import { pricesAt } from './money/price-now.ts';
import { priceText } from './money/decimal.ts';
import { reportOf, unitRun } from './report.ts';
import { batterySavings, sunSavings } from './savings.ts';
import { at, bucket, spanOf } from './testing/buckets.ts';
import type { Channel, EnergyBucket, FlowPath } from './types.ts';

const tariffOf = (generator: string) =>
  readTariff(
    `name: T
currency: EUR
versions:
  - from: 2026-01-01
    vat: 20
    vat_included: false
    import: [{ kind: flat, name: energy, price: 0.30 }]
    export: [{ kind: flat, name: feed-in, price: 0.08 }]
    ${generator}
`,
    { file: 't' },
  );
const tariff = tariffOf('generator: [{ name: diesel, price: 0.50 }, { name: service, price: 0.05, vat: 0 }]');
const day = spanOf('2026-06-01T00:00Z/2026-06-02T00:00Z');
const zone = 'UTC';
const noon = at('2026-06-01T12:00Z');
const night = at('2026-06-01T22:00Z');

/** kWh of flows, with the channels a home has. */
function flowing(startMs: number, has: readonly Channel[], kwh: Partial<Record<FlowPath, number>>): EnergyBucket {
  const flows = Object.fromEntries(Object.entries(kwh).map(([path, energy]) => [path, energy * 1e6]));
  const of = (pattern: RegExp): number =>
    Object.entries(flows).reduce((sum, [path, energy]) => (pattern.test(path) ? sum + energy : sum), 0);
  const all: Record<Channel, number> = {
    pv: of(/^pv/),
    import: of(/^grid/),
    export: of(/ToGrid$/),
    charge: of(/ToBattery$/),
    discharge: of(/^battery/),
    load: of(/ToLoad$/),
    generator: of(/^generator/),
  };
  return bucket(startMs, Object.fromEntries(has.map((channel) => [channel, all[channel]])), flows);
}

const whole: readonly Channel[] = ['pv', 'import', 'export', 'charge', 'discharge', 'load', 'generator'];
const island = whole.filter((channel) => channel !== 'import' && channel !== 'export');

describe('with a grid', () => {
  const buckets = [
    flowing(noon, whole, { pvToLoad: 1, generatorToLoad: 2, generatorToBattery: 3, gridToLoad: 1 }),
    flowing(night, whole, { batteryToLoad: 2 }),
  ];
  const question = { buckets, tariff, zone, span: day };

  test('each part is a line of its own, with its tax', () => {
    const { lines, total } = costOf(question);
    expect(lines.map(({ kind, name, amount, why }) => [kind, name, moneyText(amount), why])).toEqual([
      ['import', 'energy', '0.36', expect.stringContaining('1.000 kilowatt-hours at 0.3000 EUR')],
      ['generator', 'diesel', '3.00', expect.stringContaining('5.000 kilowatt-hours at 0.5000 EUR')],
      ['generator', 'service', '0.25', expect.any(String)],
    ]);
    // 1 × 0.36 + 5 × (0.60 + 0.05).
    expect(moneyText(total)).toBe('3.61');
  });

  test('what the battery gave is bought, what the generator gave it is not burnt; the sun is bought', () => {
    // Without: 2 × 0.65 burnt, 3 × 0.36 bought: 2.38, so the battery lost 1.23 by being filled with diesel.
    expect(moneyText(batterySavings(question).saved)).toBe('-1.23');
    expect(moneyText(sunSavings(question).saved)).toBe('0.36');
  });

  test('rows say it as a part of the cost, and nothing is earned by it', () => {
    const run = unitRun([day], { zone, tariff });
    for (const one of buckets) run.add(one);
    const { total, bill } = reportOf({
      rows: [{ ...day, label: 'x' }],
      units: run.finish([]),
      pricing: { tariff },
      nowMs: day.endMs,
      settledMs: day.endMs,
    });
    expect(total).toMatchObject({ cost: '3.61', earned: '0', savings: { pv: '0.36', battery: '-1.23' } });
    expect(bill?.map(({ kind }) => kind)).toEqual(['import', 'generator', 'generator']);
  });
});

describe('without a grid', () => {
  const buckets = [
    flowing(noon, island, { pvToLoad: 4, pvToBattery: 3 }),
    flowing(night, island, { batteryToLoad: 2, generatorToLoad: 1 }),
  ];
  const question = { buckets, tariff, zone, span: day };

  test('sun and battery save fuel, and nothing is sold', () => {
    expect(moneyText(costOf(question).total)).toBe('0.65');
    expect(moneyText(batterySavings(question).saved)).toBe('1.30');
    expect(moneyText(sunSavings(question).saved)).toBe('2.60');
    const [money] = moneysOf({ zone, tariff }, buckets, [day]);
    expect(money?.money).toMatchObject({ pv: (26n * 10n ** 17n).toString(), battery: (13n * 10n ** 17n).toString() });
  });

  test('without a price of fuel there is no money', () => {
    const plain = tariffOf('');
    expect(moneyText(costOf({ ...question, tariff: plain }).total)).toBe('0.00');
  });
});

test('a kilowatt-hour of the generator has a price, and a name may be given once', () => {
  expect(pricesAt({ tariff, zone }, [noon], { side: 'generator' }).map((one) => priceText(one?.price ?? 0n))).toEqual([
    '0.6500',
  ]);
  expect(() => tariffOf('generator: [{ name: a, price: 1 }, { name: a, price: 1 }]')).toThrow(/a/);
  expect(() => tariffOf('generator: [{ name: a }]')).toThrow(/price/);
});
