import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import {
  costAt,
  flooredQuotient,
  moneyNumber,
  moneyOf,
  moneyText,
  percentOf,
  percentText,
  priceOf,
  priceText,
  taxed,
} from './decimal.ts';

test.each([
  ['0.85', 850_000_000_000n],
  ['-0.0794', -79_400_000_000n],
  ['.5', 500_000_000_000n],
  ['1e-7', 100_000n],
  ['2.5E1', 25_000_000_000_000n],
  ['0.0000000000005', 1n],
  ['', undefined],
  ['.', undefined],
  ['1,5', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['9'.repeat(31), undefined],
  ['1e999', undefined],
])('"%s" is a price of %s', (text, expected) => {
  expect(priceOf(text)).toBe(expected);
});

test('a binary fraction is the decimal people write', () => {
  expect(moneyOf(0.1)).toBe(10n ** 17n);
  expect(priceOf(0.1 + 0.2)).toBe(300_000_000_000n);
});

test('amounts are rounded when they are shown, halves away from zero', () => {
  const cents = ['0.005', '-0.005', '0.0049', '-0.004', '12.345', '-1234.5'].map((text) =>
    moneyText(moneyOf(text) ?? 0n),
  );
  expect(cents).toEqual(['0.01', '-0.01', '0.00', '0.00', '12.35', '-1234.50']);
  expect(moneyText(moneyOf('1.5') ?? 0n, 0)).toBe('2');
  expect(priceText(priceOf('0.28915') ?? 0n)).toBe('0.2892');
  expect([percentText(percentOf('8.1') ?? 0n), percentText(0n), percentText(percentOf(20) ?? 0n)]).toEqual([
    '8.1',
    '0',
    '20',
  ]);
  expect(moneyNumber(moneyOf('-0.25') ?? 0n)).toBe(-0.25);
});

test('tax apart and price together are the same, and a price times energy loses nothing', () => {
  const any = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  fc.assert(
    fc.property(any, fc.bigInt({ min: 0n, max: 100_000_000n }), fc.nat(), (price, percent, energy) => {
      const included = taxed(price, { percent, included: true });
      expect(included.net + included.vat).toBe(price);
      const { net, vat } = taxed(included.net, { percent, included: false });
      const off = net + vat - price;
      expect(off >= -1n && off <= 1n).toBe(true);
      expect(costAt(price, energy) + costAt(-price, energy)).toBe(0n);
    }),
  );
  expect(flooredQuotient([-1n, 2n])).toBe(-1n);
});
