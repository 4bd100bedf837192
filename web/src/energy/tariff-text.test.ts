import { expect, test } from 'vitest';
import { fromOf, newVersion, offsetOf, withFrom } from './tariff-text.ts';

const text = `name: Mine
currency: EUR
versions:
  - from: 2025-01-01
    vat: 19
  - from: 2026-01-01
    vat: 19
    import:
      - kind: flat
        price: 0.35
`;

test('a new version begins as the last one, from another date', () => {
  expect(newVersion(text, '2026-12-01')).toBe(`from: 2026-12-01
vat: 19
import:
  - kind: flat
    price: 0.35
`);
  expect(newVersion('{"name":"x"}', '2026-12-01')).toMatch(/^from: 2026-12-01\nimport:/);
});

test('the date is read and set', () => {
  expect(fromOf(newVersion(text, '2026-12-01'))).toBe('2026-12-01');
  expect(fromOf('vat: 19')).toBeUndefined();
  expect(withFrom('vat: 19', '2027-01-01')).toBe('from: 2027-01-01\nvat: 19');
  expect(withFrom('from: 2026-01-01\nvat: 19', '2027-01-01')).toBe('from: 2027-01-01\nvat: 19');
});

test('a place in the text', () => {
  expect(text.slice(offsetOf(text, { line: 2, column: 1 })).startsWith('currency')).toBe(true);
  expect(text.slice(offsetOf(text, { line: 4, column: 5 })).startsWith('from: 2025')).toBe(true);
  expect(offsetOf('ab', { line: 9, column: 9 })).toBe(2);
});
