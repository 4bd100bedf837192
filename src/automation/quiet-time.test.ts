// Days of work, holidays and stretches over midnight.
import { expect, test } from 'vitest';
import { type Days, isInQuiet } from './quiet-time.ts';

const night = { fromMinute: 22 * 60, toMinute: 6 * 60 };
const zone = 'Europe/Berlin';
const nowMs = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
/** The Thursday is a holiday. */
const isHoliday = (day: string): boolean => day === '2026-06-04';

test.each<[string, Days | undefined, boolean]>([
  ['2026-06-03T23:00', ['workday'], true],
  ['2026-06-04T05:00', ['workday'], true],
  ['2026-06-04T23:00', ['workday'], false],
  ['2026-06-04T23:00', ['holiday'], true],
  ['2026-06-04T23:00', [4], true],
  ['2026-06-05T05:00', ['holiday'], true],
  ['2026-06-05T23:00', ['workday'], true],
  // Saturday and Sunday.
  ['2026-06-06T23:00', ['workday'], false],
  ['2026-06-06T23:00', ['holiday', 6], true],
  ['2026-06-07T23:00', ['workday'], false],
  ['2026-06-08T05:00', ['workday'], false],
  ['2026-06-08T12:00', undefined, false],
])('%s, days %j: %s', (text, days, isQuiet) => {
  expect(isInQuiet({ ...night, days }, { nowMs: nowMs(text), zone, isHoliday })).toBe(isQuiet);
});

test('where nobody said which days are holidays no day is one, nor a day of work that is none', () => {
  const moment = { nowMs: nowMs('2026-06-04T23:00'), zone };
  expect(isInQuiet({ ...night, days: ['holiday'] }, moment)).toBe(false);
  expect(isInQuiet({ ...night, days: ['workday'] }, moment)).toBe(true);
});
