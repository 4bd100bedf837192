// Moments by the clock: none is lost and none comes twice, whatever the clocks do.
import { processorMs } from '#tools/testkit/processor-time.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { atCron, atSun, atTime, cronProblem, type Moments } from './times.ts';

const berlin = { zone: 'Europe/Berlin', place: { latitude: 52.5, longitude: 13.4 } };
const iso = (atMs: number): string => new Date(atMs).toISOString();

/** All moments of some days, asked for in steps. */
function all(
  moments: Moments,
  [from, to]: readonly [string, string],
  { stepMs = minuteMs, at = berlin }: { readonly stepMs?: number; readonly at?: typeof berlin } = {},
): readonly string[] {
  const found: string[] = [];
  for (let atMs = Date.parse(from); atMs < Date.parse(to); atMs += stepMs) {
    const moment = moments({ fromMs: atMs, toMs: Math.min(atMs + stepMs, Date.parse(to)) }, at);
    if (moment !== undefined) found.push(iso(moment));
  }
  return found;
}

test('half past two comes once on the day that has none, and once on the day that has two', () => {
  for (const moments of [atTime(150), atCron('30 2 * * *')]) {
    expect(all(moments, ['2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z'])).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(all(moments, ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'])).toHaveLength(1);
  }
});

test('an interval keeps its pace over both days', () => {
  expect(all(atCron('*/30 * * * *'), ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'])).toHaveLength(50);
  expect(all(atCron('*/30 * * * *'), ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'])).toHaveLength(46);
});

test('days of the week are those of the home', () => {
  // Monday, 00:30 in Berlin, is Sunday in UTC.
  expect(all(atTime(30, [1]), ['2026-06-05T00:00:00Z', '2026-06-12T00:00:00Z'])).toEqual(['2026-06-07T22:30:00.000Z']);
});

test('the sun rises when the almanac says', () => {
  // Berlin, 21 June 2026: 04:43 to 21:33 summer time (timeanddate.com).
  const [rise] = all(atSun('sunrise', 0), ['2026-06-21T00:00:00Z', '2026-06-22T00:00:00Z']);
  const [set] = all(atSun('sunset', -30 * minuteMs), ['2026-06-21T00:00:00Z', '2026-06-22T00:00:00Z']);
  expect(Math.abs(Date.parse(rise ?? '') - Date.parse('2026-06-21T02:43:00Z'))).toBeLessThan(3 * minuteMs);
  expect(Math.abs(Date.parse(set ?? '') - Date.parse('2026-06-21T19:03:00Z'))).toBeLessThan(3 * minuteMs);
  const tromso = { zone: 'Europe/Oslo', place: { latitude: 69.65, longitude: 18.96 } };
  expect(
    all(atSun('sunset', 0), ['2026-06-10T00:00:00Z', '2026-06-12T00:00:00Z'], { stepMs: hourMs, at: tromso }),
  ).toEqual([]);
  expect(atSun('sunrise', 0)({ fromMs: 0, toMs: dayMs }, { zone: 'UTC' })).toBeUndefined();
});

test('however the time is cut up, the same moments come', () => {
  const span = ['2026-03-27T00:00:00Z', '2026-03-31T00:00:00Z'] as const;
  for (const moments of [atTime(150), atCron('15 3,14 * * *'), atSun('sunrise', hourMs)]) {
    const whole = all(moments, span);
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 240 }), (minutes) => {
        expect(all(moments, span, { stepMs: minutes * minuteMs })).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  }
});

test('a long silence costs little, and gives the last moment', () => {
  const fromMs = Date.parse('2020-01-01T00:00:00Z');
  const toMs = Date.parse('2026-01-01T12:00:00Z');
  expect(iso(atTime(150)({ fromMs, toMs }, berlin) ?? 0)).toBe('2026-01-01T01:30:00.000Z');
  expect(atCron('30 2 * * *')({ fromMs, toMs }, berlin)).toBe(Date.parse('2026-01-01T01:30:00Z'));
});

test.for([
  ['a pattern that comes seldom', (n: number) => atCron(`${n % 60} ${n % 24} 29 2 *`)],
  ['a time of day', (n: number) => atTime(n % 60, [1])],
  ['a moment of the sun', (n: number) => atSun('sunset', n * minuteMs)],
] as const)('asked every second costs nothing while nothing comes: %s', ([, made]) => {
  const many = Array.from({ length: 500 }, (_, n) => made(n));
  const fromMs = Date.parse('2026-06-02T03:00:00Z');
  const ask = (second: number): readonly (number | undefined)[] =>
    many.map((moments) => moments({ fromMs: fromMs + second * 1000, toMs: fromMs + (second + 1) * 1000 }, berlin));
  ask(0);
  const beganMs = processorMs();
  for (let second = 1; second <= 100; second += 1) ask(second);
  // A search of each, each time, takes minutes.
  expect(processorMs() - beganMs).toBeLessThan(2000);
});

test('what is remembered of a stretch holds for no earlier one, and for no other place', () => {
  for (const moments of [atTime(150), atCron('30 2 * * *')]) {
    const [before, behind] = ['2026-06-01T00:00:00Z', '2026-06-01T01:00:00Z'].map((text) => Date.parse(text));
    const stretch = { fromMs: before ?? 0, toMs: behind ?? 0 };
    expect(moments(stretch, berlin)).toBe(Date.parse('2026-06-01T00:30:00Z'));
    expect(moments(stretch, berlin)).toBe(Date.parse('2026-06-01T00:30:00Z'));
    expect(moments(stretch, { zone: 'UTC' })).toBeUndefined();
    expect(moments({ fromMs: stretch.toMs, toMs: stretch.toMs + 2 * hourMs }, { zone: 'UTC' })).toBe(
      Date.parse('2026-06-01T02:30:00Z'),
    );
  }
});

test('a pattern that is none is told', () => {
  expect(cronProblem('0 6 * * 1-5')).toBeUndefined();
  expect(cronProblem('0 25 * * *')).toMatch(/hour|range|25/i);
  expect(cronProblem('0 0 31 2 *')).toBe('it never comes');
  expect(cronProblem('nonsense')).toBeDefined();
  expect(cronProblem('0 0 0 29 2 * 2100')).toBeDefined();
});
