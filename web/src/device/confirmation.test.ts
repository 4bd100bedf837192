import { expect, test } from 'vitest';
import { isConfirmed } from './confirmation.ts';

test('only the name that was asked for confirms, and only in time', () => {
  const isOver = false;
  expect(isConfirmed(' POP ', { name: 'POP', isOver })).toBe(true);
  for (const typed of ['', 'pop', 'POPLG', 'yes']) expect(isConfirmed(typed, { name: 'POP', isOver })).toBe(false);
  expect(isConfirmed('POP', { name: 'POP', isOver: true })).toBe(false);
});
