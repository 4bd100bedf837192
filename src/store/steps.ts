// Ordered points to one value a step; pure, for every store that reads its points in order of time.
import type { Aggregate, RangeQuery } from '#core/history.ts';

/** Columns of one series' answer. */
export interface StepColumns {
  readonly atMs: number[];
  readonly value: number[];
  /** Whether `limit` cut the answer. */
  readonly cut: boolean;
}

/** One point: epoch ms, value. */
export type Point = readonly [atMs: number, value: number];

interface Step {
  readonly startMs: number;
  readonly firstMs: number;
  readonly first: number;
  lastMs: number;
  last: number;
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Value times ms, from the first point to the last. */
  area: number;
}

const aggregates: Readonly<Record<Aggregate, (step: Step, endMs: number) => number>> = {
  mean: ({ sum, count }) => sum / count,
  timeMean: ({ area, last, lastMs, firstMs }, endMs) => (area + last * (endMs - lastMs)) / (endMs - firstMs),
  min: ({ min }) => min,
  max: ({ max }) => max,
  first: ({ first }) => first,
  last: ({ last }) => last,
  sum: ({ sum }) => sum,
  count: ({ count }) => count,
};

function openStep(startMs: number, [atMs, value]: Point): Step {
  const once = { first: value, last: value, sum: value, min: value, max: value };
  return { startMs, firstMs: atMs, lastMs: atMs, count: 1, area: 0, ...once };
}

function addPoint(step: Step, [atMs, value]: Point): void {
  step.area += step.last * (atMs - step.lastMs);
  step.lastMs = atMs;
  step.last = value;
  step.count += 1;
  step.sum += value;
  step.min = Math.min(step.min, value);
  step.max = Math.max(step.max, value);
}

/** Points as they are, up to `limit`. */
export function collectPoints(points: Iterable<Point>, limit = Number.POSITIVE_INFINITY): StepColumns {
  const atMs: number[] = [];
  const value: number[] = [];
  for (const point of points) {
    if (atMs.length >= limit) return { atMs, value, cut: true };
    atMs.push(point[0]);
    value.push(point[1]);
  }
  return { atMs, value, cut: false };
}

/**
 * One value a step from points in order of time inside the query's range; a step carries its start, aligned to the
 * epoch. `timeMean` weighs each value by the time to the next point, the last one to the end of the step or of the range.
 */
export function aggregateSteps(
  points: Iterable<Point>,
  { toMs, stepMs, aggregate = 'mean', limit = Number.POSITIVE_INFINITY }: RangeQuery & { readonly stepMs: number },
): StepColumns {
  const atMs: number[] = [];
  const value: number[] = [];
  const valueOf = aggregates[aggregate];
  const close = (step: Step): void => {
    atMs.push(step.startMs);
    value.push(valueOf(step, Math.min(step.startMs + stepMs, toMs)));
  };
  let step: Step | undefined;
  for (const point of points) {
    if (step !== undefined && point[0] < step.startMs + stepMs) {
      addPoint(step, point);
      continue;
    }
    if (step !== undefined) close(step);
    if (atMs.length >= limit) return { atMs, value, cut: true };
    step = openStep(Math.floor(point[0] / stepMs) * stepMs, point);
  }
  if (step !== undefined) close(step);
  return { atMs, value, cut: false };
}

/** Asserts that a query can be answered: whole steps and limits above 0. */
export function assertRange({ fromMs, toMs, stepMs, limit }: RangeQuery): void {
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw new TypeError('assertion: the range is not a number');
  for (const whole of [stepMs, limit])
    if (whole !== undefined && !(Number.isSafeInteger(whole) && whole > 0))
      throw new TypeError(`assertion: ${whole} is no step or limit`);
}
