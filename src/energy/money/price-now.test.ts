import { expect, test } from 'vitest';
import { at, bucket } from '../testing/buckets.ts';
import { bucketMs } from '../types.ts';
import { costOf } from './cost.ts';
import { priceOf } from './decimal.ts';
import { pricesAt } from './price-now.ts';
import { readTariff } from './tariff-file.ts';

const tariff = readTariff(
  `name: T
currency: EUR
versions:
  - from: 2026-01-01
    vat: 20
    vat_included: false
    import:
      - { kind: dynamic, name: energy, series: market, adder: 0.01 }
      - kind: time-of-use
        name: grid
        windows: [{ name: night, price: 0.05, when: [{ from: "22:00", to: "06:00" }] }]
        otherwise: { name: day, price: 0.09 }
`,
  { file: 't' },
);
const noon = at('2026-01-06T11:00Z');
const slots = [{ startMs: noon - 3_600_000, endMs: noon + 3_600_000, value: priceOf('0.1') ?? 0n }];
const question = { tariff, zone: 'Europe/Berlin', series: new Map([['market', { currency: 'EUR', slots }]]) };

test('the price of a moment has its parts and its taxes; without a market price there is none', () => {
  const [before, now, late] = pricesAt(question, [at('2025-12-31T12:00Z'), noon, noon + 3_600_000], { side: 'import' });
  expect([before, late]).toEqual([undefined, undefined]);
  expect(now).toEqual({
    // (0.11 + 0.09) × 1.2
    price: priceOf('0.24'),
    parts: [
      { name: 'energy', window: 'market', price: priceOf('0.11') },
      { name: 'grid', window: 'day', price: priceOf('0.09') },
    ],
  });
});

test('a kilowatt-hour is billed at just that price', () => {
  const [now] = pricesAt(question, [noon], { side: 'import' });
  const span = { startMs: noon, endMs: noon + bucketMs };
  const { total } = costOf({ ...question, buckets: [bucket(noon, { import: 1_000_000 })], span });
  expect(total).toBe((now?.price ?? 0n) * 1_000_000n);
});

test('taxes on lines are in the price, also those on other taxes', () => {
  const taxed = readTariff(
    `name: T
currency: EUR
versions:
  - from: 2026-01-01
    vat: 21
    vat_included: false
    import: [{ kind: flat, name: energy, price: 0.1 }, { kind: flat, name: grid, price: 0.05 }]
    taxes:
      - { name: electricity tax, percent: 10, of: [energy] }
      - { name: city, percent: 50, of: [electricity tax], vat: 0 }
`,
    { file: 't' },
  );
  const [now] = pricesAt({ tariff: taxed, zone: 'Europe/Madrid' }, [noon], { side: 'import' });
  // (0.1 + 0.01 + 0.05) × 1.21 and 0.005 without VAT.
  expect(now?.price).toBe(priceOf('0.1986'));
});
