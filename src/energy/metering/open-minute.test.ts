// The minute that is not over: who speaks for it.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { columns, every, hour, second, settle } from '../testing/bench.ts';
import { planOf } from './plan-of.ts';

const start = Date.UTC(2026, 5, 1, 8);

test('in the minute that is not over, the counters of a device that just came do not speak for the time before', () => {
  const phases = [1, 2, 3] as const;
  const cameMs = start + 31 * second;
  const openMs = start + 40 * second;
  const metrics = phases.flatMap((phase): MetricId[] => [
    `grid.power.l${phase}`,
    `grid.energy.import.l${phase}`,
    `grid.energy.export.l${phase}`,
  ]);
  const meter = {
    id: 'meter',
    kind: 'meter' as const,
    metrics,
    intervalMs: 10 * second,
    away: [{ fromMs: start, toMs: cameMs }],
  };
  const span = { fromMs: cameMs + second, toMs: openMs };
  const readings = phases.flatMap((phase) => [
    columns(
      every(second, [span.fromMs, span.toMs], () => -1200),
      `grid.power.l${phase}`,
      'meter',
    ),
    columns(
      [
        [span.fromMs, 100],
        [span.toMs - second, 100 + (1200 * (span.toMs - second - span.fromMs)) / hour],
      ],
      `grid.energy.export.l${phase}`,
      'meter',
    ),
    columns(
      [
        [span.fromMs, 5],
        [span.toMs - second, 5],
      ],
      `grid.energy.import.l${phase}`,
      'meter',
    ),
  ]);
  const outcome = settle(planOf([meter], { timeZone: 'Europe/Berlin' }), readings, { span: [start, openMs] });
  expect(outcome.wh('export')).toBeCloseTo((3 * 1200 * (openMs - span.fromMs)) / hour, 1);
});
