// Prices over a stretch of time, as rules and people ask for them.
import { expect, test } from 'vitest';
import { tariffFromText } from '#energy/money/tariff-file.ts';
import { hourMs } from '#core/time.ts';
import { knownPrices } from './known-prices.ts';

const text = `name: Home
currency: EUR
versions:
  - from: 2026-01-01
    vat: 20
    vat_included: false
    import:
      - kind: time-of-use
        name: energy
        windows: [{ name: night, price: 0.20, when: [{ from: "22:00", to: "06:00" }] }]
        otherwise: { name: day, price: 0.30 }
    export:
      - { kind: flat, name: feed-in, price: 0.08 }
`;

test('stretches of one price follow each other, with tax; a home without a tariff has none', () => {
  const outcome = tariffFromText(text);
  if (!('tariff' in outcome)) throw new Error(JSON.stringify(outcome.problems));
  const zone = 'Europe/Berlin';
  const fromMs = Date.parse('2026-06-10T00:00:00+02:00');
  const prices = knownPrices(
    { zone, tariff: outcome.tariff, holidays: new Map() },
    { fromMs, toMs: fromMs + 24 * hourMs },
  );
  expect(prices?.currency).toBe('EUR');
  expect(
    prices?.import.map((one) => [(one.fromMs - fromMs) / hourMs, (one.toMs - fromMs) / hourMs, one.price]),
  ).toEqual([
    [0, 6, 0.24],
    [6, 22, 0.36],
    [22, 24, 0.24],
  ]);
  expect(prices?.export).toHaveLength(1);
  expect(knownPrices({ zone }, { fromMs, toMs: fromMs + hourMs })).toBeUndefined();
});

test('before the first version nothing is known; a long question is cut', () => {
  const outcome = tariffFromText(text);
  if (!('tariff' in outcome)) throw new Error(JSON.stringify(outcome.problems));
  const begin = Date.parse('2026-01-01T00:00:00Z');
  const span = { fromMs: begin - 24 * hourMs, toMs: begin + 400 * 24 * hourMs };
  const prices = knownPrices({ zone: 'UTC', tariff: outcome.tariff, holidays: new Map() }, span);
  expect(prices?.import[0]?.fromMs).toBe(begin);
  expect(((prices?.import.at(-1)?.toMs ?? 0) - span.fromMs) / hourMs).toBe(8 * 24);
});
