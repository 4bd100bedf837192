import { expect, test } from 'vitest';
import { isFixed } from './relay-state.ts';

test('a relay can be pressed by who may, once, and while its device is heard of', () => {
  const free = { mayChange: true, isPending: false, state: 'online' } as const;
  expect(isFixed(free)).toBe(false);
  expect(isFixed({ ...free, mayChange: false })).toBe(true);
  expect(isFixed({ ...free, isPending: true })).toBe(true);
  expect(isFixed({ ...free, state: 'offline' })).toBe(true);
});
