import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { isTimeZone, localDay } from './local-day.ts';

const hour = 3_600_000;
const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

// [zone, a moment of the day, its date, its length in hours, its first moment]
test.each([
  ['Europe/Berlin', '2026-03-29T12:00Z', '2026-03-29', 23, '2026-03-28T23:00Z'],
  ['Europe/Berlin', '2026-10-25T12:00Z', '2026-10-25', 25, '2026-10-24T22:00Z'],
  ['Europe/Berlin', '2026-06-01T21:59:59.999Z', '2026-06-01', 24, '2026-05-31T22:00Z'],
  ['Europe/Berlin', '2026-06-01T22:00Z', '2026-06-02', 24, '2026-06-01T22:00Z'],
  // Clocks go from 00:00 to 01:00: the day begins at 01:00.
  ['Africa/Cairo', '2026-04-24T12:00Z', '2026-04-24', 23, '2026-04-23T22:00Z'],
  ['America/Santiago', '2026-09-06T12:00Z', '2026-09-06', 23, '2026-09-06T04:00Z'],
  ['Australia/Lord_Howe', '2026-04-05T02:00Z', '2026-04-05', 24.5, '2026-04-04T13:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00Z', '2026-06-01', 24, '2026-05-31T18:15Z'],
])('%s at %s is %s, %d hours long', (...[zone, moment, date, hours, start]) => {
  const day = localDay(at(moment), zone);
  expect(day).toEqual({ date, startMs: at(start), endMs: at(start) + hours * hour });
});

test('in every zone days follow each other without a gap', () => {
  const zones = ['Europe/Berlin', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
  const moments = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2035-01-01T00:00Z') });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, (zone, moment) => {
      const day = localDay(moment, zone);
      expect(moment >= day.startMs && moment < day.endMs).toBe(true);
      expect(localDay(day.startMs, zone)).toEqual(day);
      expect(localDay(day.endMs, zone).startMs).toBe(day.endMs);
      expect(localDay(day.startMs - 1, zone).endMs).toBe(day.startMs);
    }),
  );
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
  ['2026-01-01T00:00+01:00[Europe/Berlin]', false],
])('"%s" is a time zone: %s', (text, expected) => {
  expect(isTimeZone(text)).toBe(expected);
});
