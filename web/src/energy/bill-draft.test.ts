// Bills and plants as they are typed.
import { expect, test } from 'vitest';
import { billOfDraft, billProblems, numberOf, plantOfDraft, plantProblems } from './bill-draft.ts';

const bill = { firstDay: '2026-05-01', lastDay: '2026-05-31', bought: '92', sold: '310,5', amount: '-18,40' };

test.each([
  [{}, []],
  [{ sold: '' }, []],
  [{ lastDay: '2026-05-01' }, []],
  [{ firstDay: '' }, ['firstDay']],
  [{ lastDay: '2026-04-30' }, ['lastDay']],
  [{ bought: '-1', sold: 'x', amount: '' }, ['bought', 'sold', 'amount']],
  [{ bought: '1.000,5' }, ['bought']],
] as const)('what is wrong with a bill: %o', (change, expected) => {
  expect(billProblems({ ...bill, ...change })).toEqual(expected);
});

test.each([
  ['en', '3,456', '3456'],
  ['en', '3,456.78', '3456.78'],
  ['en', '3,4', '3.4'],
  ['de', '3.456', '3456'],
  ['de', '-1.234.567,89', '-1234567.89'],
  ['de', '3.4', '3.4'],
  ['de', '3,456', '3.456'],
  ['de', '34.5678', '34.5678'],
  ['de-CH', '18’500', '18500'],
  ['fr', '18 500,25', '18500.25'],
  ['pl', '1 2', undefined],
  ['de', '1,234,567', undefined],
] as const)('as bills in %s print it, %s is %s', (tag, entry, expected) => {
  expect(numberOf(entry, true, tag)).toBe(expected);
});

test('a bill is saved in watt-hours, with an id of its own', () => {
  expect(billOfDraft(bill, ['bill-2026-05-01', 'bill-2026-05-01-2'])).toEqual({
    id: 'bill-2026-05-01-3',
    firstDay: '2026-05-01',
    lastDay: '2026-05-31',
    importWh: 92_000,
    exportWh: 310_500,
    amount: '-18.40',
  });
  expect(billOfDraft({ ...bill, sold: ' ' }, [])).not.toHaveProperty('exportWh');
});

test('a plant has a price and has begun', () => {
  const plant = { price: '14200', subsidies: '', since: '2025-04-01' };
  expect(plantProblems(plant, '2026-05-01')).toEqual([]);
  expect(plantProblems({ price: '', subsidies: '-1', since: '2026-05-02' }, '2026-05-01')).toEqual([
    'price',
    'subsidies',
    'since',
  ]);
  expect(plantOfDraft(plant)).toEqual({ price: '14200', since: '2025-04-01' });
  expect(plantOfDraft({ ...plant, subsidies: '1500,5' })).toEqual({ ...plant, subsidies: '1500.5' });
});
