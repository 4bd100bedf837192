// Quiet hours by the clocks of the home, over midnight and on the days on which clocks change.
import { expect, test } from 'vitest';
import { tellableMs } from './quiet.ts';

const night = { from: '22:00', to: '07:00' };
const zone = 'Europe/Berlin';
const at = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const shown = (ms: number): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

test.each([
  ['2026-06-01T21:59', '2026-06-01T21:59'],
  ['2026-06-01T22:00', '2026-06-02T07:00'],
  ['2026-06-02T03:30', '2026-06-02T07:00'],
  ['2026-06-02T07:00', '2026-06-02T07:00'],
  // The clocks go forward, and back, in the night.
  ['2026-03-28T23:00', '2026-03-29T07:00'],
  ['2026-10-24T23:00', '2026-10-25T07:00'],
])('at %s it may be told at %s', (now, told) => {
  expect(
    shown(tellableMs(at(now), { quiet: night, criticalPasses: true }, { severity: 'warning', timeZone: zone })),
  ).toBe(told);
});

test('within a day, none at all, and what is critical', () => {
  const noon = { from: '12:00', to: '14:00' };
  const tell = (now: string, wants: object, severity: 'warning' | 'critical' = 'warning'): string =>
    shown(tellableMs(at(now), { criticalPasses: true, ...wants }, { severity, timeZone: zone }));
  expect(tell('2026-06-01T13:00', { quiet: noon })).toBe('2026-06-01T14:00');
  expect(tell('2026-06-01T11:59', { quiet: noon })).toBe('2026-06-01T11:59');
  expect(tell('2026-06-01T13:00', {})).toBe('2026-06-01T13:00');
  expect(tell('2026-06-01T13:00', { quiet: { from: '12:00', to: '12:00' } })).toBe('2026-06-01T13:00');
  expect(tell('2026-06-01T23:00', { quiet: night }, 'critical')).toBe('2026-06-01T23:00');
  expect(tell('2026-06-01T23:00', { quiet: night, criticalPasses: false }, 'critical')).toBe('2026-06-02T07:00');
});
