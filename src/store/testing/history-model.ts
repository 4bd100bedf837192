// A history kept in the barest way, beside which a real one must give the same answers.
import fc from 'fast-check';
import { expect, test, type TestContext } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Aggregate, HistoryStore, LastValue, RangeQuery, SeriesKey, SeriesPoints } from '#core/history.ts';
import { type Batch, readingsOf } from '#core/reading.ts';

/** Gives a test an empty place; each call of the answer opens the store there, after the one before was closed. */
export type HistoryPlace = (owner: Pick<TestContext, 'onTestFinished'>) => () => Promise<HistoryStore>;

/** What an engine cannot do, with the reason that is printed for what is left out. */
export interface HistoryLimits {
  /** Why values lose bits. */
  readonly bits?: string;
  /** Why a point given again with another value does not replace the first. */
  readonly replacing?: string;
  /** Whether of two points at one moment the better quality counts, and not the later one. */
  readonly better?: boolean;
}

type Pair = readonly [atMs: number, value: number];

const metrics: readonly MetricId[] = ['pv.power', 'grid.power', 'battery.soc', 'inverter.mode'];
const devices: readonly string[] = ['a', 'b'];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const naive: Readonly<Record<Aggregate, (points: readonly Pair[], endMs: number) => number>> = {
  count: (points) => points.length,
  sum: (points) => sum(points.map(([, value]) => value)),
  mean: (points) => sum(points.map(([, value]) => value)) / points.length,
  min: (points) => Math.min(...points.map(([, value]) => value)),
  max: (points) => Math.max(...points.map(([, value]) => value)),
  first: ([point]) => point?.[1] ?? Number.NaN,
  last: (points) => points.at(-1)?.[1] ?? Number.NaN,
  timeMean(points, endMs) {
    const areas = points.map(([atMs, value], index) => value * ((points[index + 1]?.[0] ?? endMs) - atMs));
    return sum(areas) / (endMs - (points[0]?.[0] ?? Number.NaN));
  },
};

function isSame(left: SeriesKey, right: SeriesKey): boolean {
  return left.site === right.site && left.device === right.device && left.metric === right.metric;
}

/** The last reading given of each moment of a series. */
function pointsOf(batches: readonly Batch[], key: SeriesKey): readonly Pair[] {
  const values = new Map<number, number>();
  for (const { site, device, ...batch } of batches)
    for (const { metric, atMs, value } of readingsOf({ site, device, ...batch }))
      if (isSame({ site, device, metric }, key) && typeof value === 'number') values.set(atMs, value);
  return [...values].sort(([left], [right]) => left - right);
}

function modelRange(batches: readonly Batch[], query: RangeQuery): readonly SeriesPoints[] {
  const { fromMs, toMs, stepMs, aggregate = 'mean', limit = Number.POSITIVE_INFINITY } = query;
  return query.series.map((key) => {
    let rows = pointsOf(batches, key).filter(([atMs]) => atMs >= fromMs && atMs < toMs);
    if (stepMs !== undefined) {
      const steps = Map.groupBy(rows, ([atMs]) => Math.floor(atMs / stepMs) * stepMs);
      rows = [...steps].map(([startMs, points]) => [
        startMs,
        naive[aggregate](points, Math.min(startMs + stepMs, toMs)),
      ]);
    }
    const kept = rows.slice(0, limit);
    return { key, atMs: kept.map(([atMs]) => atMs), value: kept.map(([, value]) => value), cut: rows.length > limit };
  });
}

function modelLast(batches: readonly Batch[]): readonly LastValue[] {
  const last: LastValue[] = [];
  for (const { site, device, ...batch } of batches)
    for (const { metric, ...rest } of readingsOf({ site, device, ...batch })) {
      const key = { site, device, metric };
      const index = last.findIndex((one) => isSame(one.key, key));
      if (index === -1) last.push({ key, ...rest });
      else if (rest.atMs >= (last[index]?.atMs ?? 0)) last[index] = { key, ...rest };
    }
  return last;
}

// Halves and few moments: sums are exact in any order, and points meet often.
const atMs = fc.integer({ min: -300, max: 700 });
const batch = fc
  .record({
    device: fc.constantFrom(...devices),
    atMs,
    metric: fc.subarray([...metrics], { minLength: 1 }),
    half: fc.integer({ min: -1000, max: 1000 }),
    quality: fc.constantFrom('good' as const, 'held' as const),
  })
  .map(({ device, atMs, metric, half, quality }): Omit<Batch, 'site'> => {
    const value = metric.map((id, index) => (id === 'inverter.mode' ? `mode ${half}` : half / 2 + index));
    return { device, atMs, metric, value, quality: metric.map(() => quality) };
  });

const question = fc.record(
  {
    fromMs: atMs,
    toMs: atMs,
    stepMs: fc.constantFrom(1, 7, 60, 250, 5000),
    aggregate: fc.constantFrom(...(Object.keys(naive) as Aggregate[])),
    limit: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: ['fromMs', 'toMs'] },
);

/** The batches as an engine with limits can take them: the same moment with the same batch, or the better ones last. */
function limited(appends: readonly (readonly Batch[])[], limits: HistoryLimits): readonly (readonly Batch[])[] {
  const first = new Map<string, Batch>();
  const repeating = (one: Batch): Batch =>
    limits.replacing === undefined ? one : first.getOrInsertComputed(`${one.device} ${one.atMs}`, () => one);
  return appends.map((batches) => batches.map(repeating));
}

/** The order in which the later counts. */
function counting(batches: readonly Batch[], { better = false }: HistoryLimits): readonly Batch[] {
  if (!better) return batches;
  return batches.toSorted((left, right) => Number(left.quality[0] === 'good') - Number(right.quality[0] === 'good'));
}

/** Given again, out of order and in any chunks, the same batches give the model's answers. */
export function answersLikeModel(place: HistoryPlace, limits: HistoryLimits): void {
  test('any order, repetition and chunking of batches gives the answers of the model', async (owner) => {
    const store = await place(owner)();
    let runs = 0;
    const chunks = fc.array(fc.array(batch, { maxLength: 12 }), { maxLength: 8 });
    const property = fc.asyncProperty(
      chunks,
      fc.array(question, { minLength: 1, maxLength: 6 }),
      async (given, questions) => {
        runs += 1;
        const site = `home ${runs}`;
        const batchesOf = given.map((chunk) => chunk.map((one): Batch => ({ site, ...one })));
        const appends = limited(batchesOf, limits);
        await Promise.all(appends.map((batches) => store.append(batches)));
        const series = devices.flatMap((device) => metrics.map((metric): SeriesKey => ({ site, device, metric })));
        const batches = counting(appends.flat(), limits);
        for (const one of questions) {
          const query: RangeQuery = { ...one, series };
          expect(await store.range(query)).toEqual(modelRange(batches, query));
        }
        const last = (await store.lastValues()).filter(({ key }) => key.site === site);
        expect(last).toHaveLength(modelLast(batches).length);
        expect(last).toEqual(expect.arrayContaining([...modelLast(batches)]));
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
}
