import { expect, onTestFinished, test, vi } from 'vitest';
import { dayText, hourMarks, momentText, startOfDay } from './zone.ts';

const at = (iso: string): number => Date.parse(iso);
const hour = 3_600_000;

test('a day begins at the midnight of the site, not of the browser', () => {
  expect(startOfDay(at('2026-11-20T18:00:00Z'), 'Europe/Berlin')).toBe(at('2026-11-19T23:00:00Z'));
  expect(startOfDay(at('2026-11-20T18:00:00Z'), 'Europe/Berlin', -1)).toBe(at('2026-11-18T23:00:00Z'));
  expect(startOfDay(at('2026-11-20T18:00:00Z'), 'Asia/Kathmandu')).toBe(at('2026-11-19T18:15:00Z'));
});

test.each([
  ['Europe/Berlin', '2026-03-29T12:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', 25],
  ['Australia/Lord_Howe', '2026-10-04T02:00:00Z', 23.5],
  ['Australia/Lord_Howe', '2026-04-05T02:00:00Z', 24.5],
])('in %s the day of %s has %d hours', (timeZone, iso, hours) => {
  expect((startOfDay(at(iso), timeZone, 1) - startOfDay(at(iso), timeZone)) / hour).toBe(hours);
});

test('a midnight that does not exist begins when the clock comes on', () => {
  expect(startOfDay(at('2026-09-06T15:00:00Z'), 'America/Santiago')).toBe(at('2026-09-06T04:00:00Z'));
});

test('marks stand at full hours of the site across a change of the clock', () => {
  const marks = hourMarks(at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'), {
    timeZone: 'Europe/Berlin',
    hours: 6,
  });
  expect(marks.map((mark) => new Date(mark).toISOString().slice(0, 16))).toEqual([
    '2026-10-24T22:00',
    '2026-10-25T05:00',
    '2026-10-25T11:00',
    '2026-10-25T17:00',
    '2026-10-25T23:00',
  ]);
});

test('a day of another year says its year, by the clock of the zone', () => {
  vi.useFakeTimers({ now: at('2026-12-31T23:30:00Z'), toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const iso = '2027-11-29T12:05:00Z';
  expect(dayText(at(iso), 'UTC')).toContain('2027');
  expect(momentText(at(iso), 'UTC')).toContain('2027');
  expect(dayText(at('2026-11-29T12:05:00Z'), 'UTC')).not.toContain('2026');
  // In Berlin the new year has begun.
  expect(dayText(at(iso), 'Europe/Berlin')).not.toContain('2027');
  expect(momentText(at('2026-11-29T12:05:00Z'), 'Europe/Berlin')).toContain('2026');
});
