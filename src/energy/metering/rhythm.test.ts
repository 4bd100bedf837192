// What the times of a series say about its source.
import { because } from '#core/reason.ts';
import { expect, test } from 'vitest';
import { day, every, hour, minute, second, type Row } from '../testing/bench.ts';
import type { Series } from './columns.ts';
import { isDaily, rhythmOf } from './rhythm.ts';

const start = Date.UTC(2026, 5, 1);
const seriesOf = (rows: readonly Row[]): Series => ({
  atMs: Float64Array.from(rows, ([atMs]) => atMs),
  value: Float64Array.from(rows, ([, value]) => value),
});
const limit = (rows: readonly Row[]): number => rhythmOf(seriesOf(rows)).gapLimitMs;
const rising = (at: number): number => at % 99_991;

test('a logger keeps its interval, however long it was away and however much it jitters', () => {
  const away: Row[] = [
    ...every(5000, [start, start + hour], rising),
    ...every(5000, [start + 12 * hour, start + 13 * hour], rising),
  ];
  expect(rhythmOf(seriesOf(away))).toMatchObject({ intervalMs: 5000, gapLimitMs: minute });
  const jitter: Row[] = every(minute, [start, start + hour], rising).map(([at, value]) => [
    at + (at % 7) * 1000,
    value,
  ]);
  expect(limit(jitter)).toBeGreaterThanOrEqual(150 * second);
  expect(limit(every(hour, [start, start + day], rising))).toBe(3 * hour);
});

test('a source that tells changes holds for a quarter of an hour, or by how often it repeats itself', () => {
  const changes: Row[] = [0, 7, 60, 61, 900, 4000, 4003, 20_000].map((at, index) => [start + at * second, index]);
  expect(rhythmOf(seriesOf(changes))).toEqual({ gapLimitMs: 15 * minute, why: because('rhythm.irregular') });
  const alive: Row[] = [0, 1, 90, 3690, 3697, 7297, 9000, 9001].map((at, index) => [
    start + at * second,
    [5, 6, 7, 7, 8, 8, 9, 1][index] ?? 0,
  ]);
  expect(limit(alive)).toBe(3 * hour);
  expect(
    limit([
      [start, 5],
      [start + 400 * day, 5],
    ]),
  ).toBe(15 * minute);
  expect(limit([[start, 5]])).toBe(15 * minute);
  expect(limit([])).toBe(15 * minute);
});

test('a counter of the day falls around midnight, and only there for good', () => {
  const daily = every(minute, [start + 12 * hour, start + 60 * hour], (at) => ((at - start) % day) / minute);
  expect(isDaily(seriesOf(daily), 'UTC')).toBe(true);
  expect(isDaily(seriesOf(daily), 'Asia/Kolkata')).toBe(false);
  expect(isDaily(seriesOf(every(minute, [start, start + 2 * day], rising)), 'UTC')).toBe(false);
  const life: Row[] = [
    [start + 23 * hour, 5e6],
    [start + day, 0],
    [start + 25 * hour, 10],
  ];
  expect(isDaily(seriesOf(life), 'UTC')).toBe(false);
  const glitch: Row[] = [
    [start + hour, 50],
    [start + day, 0],
    [start + day + minute, 51],
  ];
  expect(isDaily(seriesOf(glitch), 'UTC')).toBe(false);
});
