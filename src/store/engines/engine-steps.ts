// Steps by the engine: whole steps of one quality by its own functions, all others from their points.
import type { MetricId } from '#core/catalogue.ts';
import type { Aggregate } from '#core/history.ts';
import type { TimeRange } from '#core/time.ts';
import { Answer, type StepColumns } from '../steps.ts';
import { mergedPoints, partialsByMetric } from './device-points.ts';
import type { DeviceSeries, PointEngine, WholeSteps } from './point-engine.ts';
import { mergeSteps, pointsOf } from './partial-series.ts';

/** What is requested: a range that need not begin or end with a step. */
export interface StepQuery extends TimeRange {
  readonly stepMs: number;
  readonly aggregate: Aggregate;
  readonly limit?: number;
}

type StepValues = Map<MetricId, Map<number, number>>;

/** Starts of steps, adjacent ones joined into ranges. */
export function joinSteps(starts: Iterable<number>, stepMs: number): readonly TimeRange[] {
  const joined: { fromMs: number; toMs: number }[] = [];
  for (const start of [...starts].toSorted((left, right) => left - right)) {
    const before = joined.at(-1);
    if (before?.toMs === start) before.toMs = start + stepMs;
    else joined.push({ fromMs: start, toMs: start + stepMs });
  }
  return joined;
}

function columnsOf(values: ReadonlyMap<number, number>, limit: number): StepColumns {
  const rows = [...values].toSorted(([left], [right]) => left - right);
  const kept = rows.slice(0, limit);
  return {
    atMs: kept.map(([atMs]) => atMs),
    value: kept.map(([, value]) => value),
    cut: rows.length > limit,
  };
}

/** Steps of one device's series, by metric. Errors: `store.failed`. */
export async function engineSteps(
  engine: PointEngine,
  series: DeviceSeries,
  query: StepQuery,
): Promise<ReadonlyMap<MetricId, StepColumns>> {
  const { fromMs, toMs, stepMs, limit = Number.POSITIVE_INFINITY } = query;
  const values: StepValues = new Map();
  const addPoints = async (range: TimeRange): Promise<void> => {
    for (const [metric, points] of await mergedPoints(engine, series, range)) {
      const answer = new Answer({ stepMs, aggregate: query.aggregate, ...range, series: [] });
      answer.addPoints(pointsOf(points));
      const steps = answer.columns();
      const own = values.getOrInsertComputed(metric, () => new Map<number, number>());
      for (const [index, atMs] of steps.atMs.entries()) own.set(atMs, steps.value[index] ?? Number.NaN);
    }
  };
  const whole: WholeSteps = {
    fromMs: Math.ceil(fromMs / stepMs) * stepMs,
    toMs: Math.floor(toMs / stepMs) * stepMs,
    stepMs,
    aggregate: query.aggregate,
  };
  if (whole.fromMs >= whole.toMs) {
    // Less than a step, or two halves.
    await addPoints({ fromMs, toMs });
  } else {
    const mixed = new Set<number>();
    for (const [metric, partials] of partialsByMetric(await engine.steps(series, whole))) {
      const merged = mergeSteps(partials);
      values.set(metric, new Map(merged.known));
      for (const start of merged.mixed) mixed.add(start);
    }
    const edges = [
      { fromMs, toMs: whole.fromMs },
      { fromMs: whole.toMs, toMs },
    ];
    for (const range of [...edges, ...joinSteps(mixed, stepMs)]) await addPoints(range);
  }
  return new Map([...values].map(([metric, own]) => [metric, columnsOf(own, limit)]));
}
