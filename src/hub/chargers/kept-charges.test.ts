// Which charges are kept, and how many of one device in a day.
import { expect, test } from 'vitest';
import type { ChargeSession } from '#core/charging.ts';
import { dayMs } from '#core/time.ts';
import { isWorthKeeping, makeDayBound } from './kept-charges.ts';

const charge = (more: Partial<ChargeSession> = {}): ChargeSession => ({
  id: 'one',
  site: 'home',
  device: 'garage',
  startMs: 0,
  seenMs: 0,
  energyWh: 0,
  hours: [],
  ...more,
});

test.each<[string, Partial<ChargeSession>, boolean]>([
  ['a plug that flutters', { seenMs: 59_999 }, false],
  ['a car that was there for a minute', { seenMs: 60_000 }, true],
  ['energy, however soon it left', { energyWh: 0.1 }, true],
  ['what somebody began', { transaction: 7 }, true],
])('%s', (_what, more, isKept) => {
  expect(isWorthKeeping(charge(more))).toBe(isKept);
});

test('a hundred new ones of a device in a day; what is kept already always, and others have their own', () => {
  let nowMs = 0;
  const hasRoom = makeDayBound({ monotonicMs: () => nowMs });
  const all = Array.from({ length: 150 }, (_, index) => hasRoom(charge({ id: `c${index}` })));
  expect(all.filter(Boolean)).toHaveLength(100);
  expect([hasRoom(charge({ id: 'c0' })), hasRoom(charge({ id: 'c149' }))]).toEqual([true, false]);
  expect(hasRoom(charge({ device: 'carport' }))).toBe(true);
  nowMs = dayMs + 1;
  // One that goes on over the day makes no room for others by itself.
  expect(hasRoom(charge({ id: 'c0' }))).toBe(true);
  expect(hasRoom(charge({ id: 'new' }))).toBe(true);
});
