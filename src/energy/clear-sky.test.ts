// What a clear day gives, against days of known panels: 5 kW in Berlin, with clouds.
import { expect, test } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { dayMs } from '#core/time.ts';
import { clearSunHours, clearYield, type SunDay, sunVerdict } from './clear-sky.ts';

const place = { latitude: 52.5, longitude: 13.4, timeZone: 'Europe/Berlin' };
const firstMs = Temporal.Instant.from('2026-04-01T22:00:00Z').epochMilliseconds;

/** Days of 5 kW under clouds that let some of the light through. */
function days(count: number, { fromDay = 0, share = 1, seed = 1 } = {}): readonly SunDay[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const startMs = firstMs + (fromDay + index) * dayMs;
    const span = { startMs, endMs: startMs + dayMs };
    const clouds = random() < 0.3 ? 0.97 + 0.03 * random() : 0.15 + 0.7 * random();
    return { ...span, pvWh: 5000 * clouds * share * clearSunHours(span, place) };
  });
}

test.each([
  ['2026-06-21', 8.2, 0.6],
  ['2026-12-21', 1.1, 0.35],
  ['2026-03-21', 4.5, 0.6],
])('light of a clear day in Berlin on %s: about %s kWh/m²', (date, hours, within) => {
  const startMs = Temporal.Instant.from(`${date}T00:00:00Z`).epochMilliseconds;
  expect(Math.abs(clearSunHours({ startMs, endMs: startMs + dayMs }, place) - hours)).toBeLessThan(within);
});

test('the panels are found by the best days, within what is said of the uncertainty', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const clear = clearYield(days(90, { seed }), place);
    expect(clear).toBeDefined();
    if (clear === undefined) continue;
    expect(Math.abs(clear.perSunHour - 5000) / 5000).toBeLessThan(clear.uncertainty);
    expect(clear.uncertainty).toBeGreaterThanOrEqual(0.1);
  }
});

test('ten days of half a roof are seen as that; ten days of clouds are not', () => {
  const clear = clearYield(days(90), place);
  if (clear === undefined) throw new Error('nothing learnt');
  const half = sunVerdict(days(10, { fromDay: 90, share: 0.4, seed: 7 }), place, clear);
  expect(half?.share).toBeLessThan(0.45);
  const usual = sunVerdict(days(10, { fromDay: 90, seed: 8 }), place, clear);
  expect(usual?.share).toBeGreaterThan(0.7);
});

test('too few days, dark days and no days say nothing', () => {
  expect(clearYield(days(19), place)).toBeUndefined();
  expect(
    clearYield(
      days(90).map((day) => ({ ...day, pvWh: 0 })),
      place,
    ),
  ).toBeUndefined();
  const arctic = { ...place, latitude: 78 };
  const winter = days(30, { fromDay: 250 });
  expect(clearYield(winter, arctic)).toBeUndefined();
  expect(sunVerdict([], place, { perSunHour: 5000, uncertainty: 0.1, days: 30 })).toBeUndefined();
});
