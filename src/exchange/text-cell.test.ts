// No cell we write is run by a spreadsheet, whatever character it begins with, and each reads back as it was.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { plainCell, safeCell } from './text-cell.ts';

const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'] as const;

test.each(signs)('a text that begins with %j gets an apostrophe', (sign) => {
  expect(safeCell(`${sign}1+1`)).toBe(`'${sign}1+1`);
  expect(plainCell(`'${sign}1+1`)).toBe(`${sign}1+1`);
});

test('any text reads back as it was', () => {
  const text = fc
    .tuple(fc.constantFrom('', "'", "''"), fc.constantFrom('', ...signs), fc.string())
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (one) => {
      expect(plainCell(safeCell(one))).toBe(one);
    }),
  );
});
