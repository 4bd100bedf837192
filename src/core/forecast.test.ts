// How long a forecast counts, as a table.
import { expect, test } from 'vitest';
import { isForecastGood, type ForecastId } from './forecast.ts';

const at = (wall: string): number =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Berlin').epochMilliseconds;

test.each<readonly [ForecastId, told: string, now: string, boolean]>([
  ['forecast.pv.energy.tomorrow', '2026-06-12T08:00', '2026-06-12T20:00', true],
  ['forecast.pv.energy.tomorrow', '2026-06-12T08:00', '2026-06-12T20:00:01', false],
  // What was said of tomorrow is said of today when midnight has passed.
  ['forecast.pv.energy.tomorrow', '2026-06-12T23:59', '2026-06-12T23:59:59', true],
  ['forecast.pv.energy.tomorrow', '2026-06-12T23:59', '2026-06-13T00:00', false],
  ['forecast.pv.energy.today', '2026-06-12T23:59', '2026-06-13T00:00', false],
  ['forecast.pv.energy.today', '2026-06-13T00:00', '2026-06-13T12:00', true],
  ['forecast.pv.energy.rest', '2026-06-12T14:00', '2026-06-12T17:00', true],
  ['forecast.pv.energy.rest', '2026-06-12T14:00', '2026-06-12T17:01', false],
  ['forecast.pv.power.next_hour', '2026-06-12T23:30', '2026-06-13T00:30', true],
  ['forecast.pv.power.next_hour', '2026-06-12T12:00', '2026-06-12T13:31', false],
  // The night in which 02:00 to 03:00 comes twice: twelve hours are twelve hours.
  ['forecast.pv.energy.today', '2026-10-25T00:30', '2026-10-25T11:30', true],
  ['forecast.pv.energy.today', '2026-10-25T00:30', '2026-10-25T11:31', false],
  // The clock of who told it runs ahead: a minute is nothing, an hour is wrong.
  ['forecast.pv.energy.today', '2026-06-12T10:01', '2026-06-12T10:00', true],
  ['forecast.pv.energy.today', '2026-06-12T11:00', '2026-06-12T10:00', false],
])('%s, told at %s, at %s: %s', (...[id, told, now, isGood]) => {
  expect(isForecastGood(id, { atMs: at(told), nowMs: at(now), zone: 'Europe/Berlin' })).toBe(isGood);
});
