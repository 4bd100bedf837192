import { expect, test } from 'vitest';
import { billOf } from './bill.ts';

test.each([
  ['0.3', '0.1', '0.2'],
  ['12.345678901234567891', '2.3', '10.045678901234567891'],
  ['1', '2.5', '-1.5'],
  ['0.05', '0.15', '-0.10'],
  ['-0.05', '0.15', '-0.20'],
  ['7', '7', '0'],
])('%s less %s is %s, exactly', (cost, earned, left) => {
  expect(billOf({ cost, earned })).toBe(left);
});

test('no cost, no bill; a home that sells nothing has one', () => {
  expect(billOf({ earned: '3' })).toBeUndefined();
  expect(billOf({ cost: '3.10' })).toBe('3.10');
});
