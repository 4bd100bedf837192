import { expect, test } from 'vitest';
import { limitOf } from './budget-draft.ts';

test('energy is typed in kWh and saved in Wh, money as it is', () => {
  expect(limitOf('250', 'import')).toBe('250000');
  expect(limitOf(' 12,5 ', 'import')).toBe('12500');
  expect(limitOf('12,50', 'cost')).toBe('12.50');
});

test('what is no number above 0 is no limit', () => {
  for (const entry of ['', '0', '-3', 'a lot', '1.2.3', '1e3']) expect(limitOf(entry, 'import')).toBeUndefined();
});
