// Partial series merged: one point for each time stamp, the better one.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import type { Quality } from '#core/reading.ts';
import type { TimeRange } from '#core/time.ts';
import { joinSteps } from './engine-steps.ts';
import type { PartialSeries } from './point-engine.ts';
import { mergePoints, mergeSteps, newestOf } from './partial-series.ts';
import { windowsOf } from './windows.ts';

function partial(quality: Quality, ...points: readonly (readonly [number, number])[]): PartialSeries {
  const metric = 'pv.power';
  return { metric, quality, atMs: points.map(([atMs]) => atMs), value: points.map(([, value]) => value) };
}

test('points of several qualities are one row, where the better counts', () => {
  const merged = mergePoints([
    partial('stale', [1, 10], [3, 30]),
    partial('good', [1, 11], [2, 22]),
    partial('held', [3, 33]),
  ]);
  expect(merged).toEqual({ atMs: [1, 2, 3], value: [11, 22, 33], quality: ['good', 'good', 'held'] });
  expect(mergePoints([])).toEqual({ atMs: [], value: [], quality: [] });
});

test('a step in which two partial series have points is left to the points', () => {
  const { known, mixed } = mergeSteps([partial('good', [0, 1], [10, 2]), partial('held', [10, 3], [20, 4])]);
  expect([...known]).toEqual([
    [0, 1],
    [20, 4],
  ]);
  expect([...mixed]).toEqual([10]);
  expect(joinSteps([20, 0, 10, 40], 10)).toEqual([
    { fromMs: 0, toMs: 30 },
    { fromMs: 40, toMs: 50 },
  ]);
});

test('the last value is the newest, of one moment the better', () => {
  const key = { site: 'home', device: 'inverter', metric: 'pv.power' } as const;
  const values = [
    { key, atMs: 5, value: 1, quality: 'good' as const },
    { key, atMs: 7, value: 2, quality: 'stale' as const },
    { key, atMs: 7, value: 3, quality: 'held' as const },
  ];
  expect(newestOf(values)).toEqual([values[2]]);
});

test('windows hold every point once, are aligned, and hold no more than twice what is wanted', async () => {
  const moments = fc.array(fc.integer({ min: -5000, max: 100_000 }), { maxLength: 200 });
  const property = fc.asyncProperty(moments, fc.constantFrom(1, 10, 250), async (atMs, alignMs) => {
    const held = ({ fromMs, toMs }: TimeRange): number => atMs.filter((at) => at >= fromMs && at < toMs).length;
    const plan = { fromMs: -3003, toMs: 90_001, points: 10, alignMs, widthMs: 40 };
    let untilMs = plan.fromMs;
    let sum = 0;
    for await (const window of windowsOf({ ...plan, count: (range) => Promise.resolve(held(range)) })) {
      expect(window.fromMs).toBeGreaterThanOrEqual(untilMs);
      expect(window.toMs === plan.toMs || Math.abs(window.toMs % alignMs) === 0).toBe(true);
      expect(window.toMs - window.fromMs <= alignMs || held(window) <= 20).toBe(true);
      untilMs = window.toMs;
      sum += held(window);
    }
    expect(sum).toBe(held(plan));
  });
  await fc.assert(property);
});
