// How long a hold lasts, also across midnight and on the days the clocks change.
import { expect, test } from 'vitest';
import { holdSeconds } from './hold-time.ts';

const berlin = (text: string) => ({ nowMs: Date.parse(text), timeZone: 'Europe/Berlin' });

test.each([
  ['quarter', '', '2026-07-01T10:00:00Z', 900],
  ['hour', '', '2026-07-01T10:00:00Z', 3600],
  // 12:00 in Berlin.
  ['midnight', '', '2026-07-01T10:00:00Z', 12 * 3600],
  // The day the clocks go back has 25 hours: at 01:00 there are 24 left.
  ['midnight', '', '2026-10-24T23:00:00Z', 24 * 3600],
  ['until', '18:30', '2026-07-01T10:00:00Z', 6.5 * 3600],
  // It has passed: tomorrow.
  ['until', '11:00', '2026-07-01T10:00:00Z', 23 * 3600],
  ['until', '12:00', '2026-07-01T10:00:00Z', 24 * 3600],
  // Tomorrow has 23 hours.
  ['until', '10:00', '2026-03-28T11:00:00Z', 21 * 3600],
] as const)('%s %s from %s', (...[choice, time, now, seconds]) => {
  expect(holdSeconds(choice, time, berlin(now))).toBe(seconds);
});

test('a time that is none gives nothing', () => {
  expect(holdSeconds('until', '', berlin('2026-07-01T10:00:00Z'))).toBeUndefined();
  expect(holdSeconds('until', '25:00', berlin('2026-07-01T10:00:00Z'))).toBeUndefined();
});
