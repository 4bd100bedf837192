import { expect, test } from 'vitest';
import { currencyOf, pricesOf, withCurrency, withPrices } from './tariff-prices.ts';

const text = `# Put the prices of your contract where there is a 0.
name: Two rates
currency: CHF
versions:
  - from: 2025-01-01
    vat: 8.1
    import:
      - kind: time-of-use
        name: energy and grid
        windows:
          - name: high rate
            price: 0.31
            when:
              - from: 07:00
                to: 20:00
        otherwise:
          name: low rate
          price: 0.24
      - kind: dynamic
        name: market
        adder: 0.02
    export:
      - kind: flat
        name: feed-in
        price: -0.08
        vat: 0
    standing:
      - name: base price
        amount: 12
        per: billing
    demand:
      - name: power fee
        price: 81.25
`;

test('the prices of a tariff are its numbers with their names; what else it counts by is left alone', () => {
  expect(pricesOf(text).map(({ line: _line, ...price }) => price)).toEqual([
    { group: 'import', name: 'high rate', price: '0.31' },
    { group: 'import', name: 'low rate', price: '0.24' },
    { group: 'export', name: 'feed-in', price: '-0.08' },
    { group: 'standing', name: 'base price', price: '12' },
  ]);
  expect(currencyOf(text)).toBe('CHF');
  expect([pricesOf('import: what'), currencyOf('')]).toEqual([[], '']);
});

test('other numbers are put in their places, and nothing else changes', () => {
  const [high] = pricesOf(text);
  const changed = withCurrency(withPrices(text, new Map([[high?.line ?? -1, 0.2871]])), 'SEK');
  expect(changed).toBe(text.replace('0.31', '0.2871').replace('CHF', 'SEK'));
});

test('a text has only so many fields', () => {
  const many = `import:\n${'  - name: a\n    price: 1\n'.repeat(30)}`;
  expect(pricesOf(many).length).toBe(12);
});
