// A history in its simplest form; a real one must give the same answers.
import { dayMs, hourMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test, type TestContext } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Aggregate, HistoryStore, LastValue, RangeQuery, SeriesKey, SeriesPoints } from '#core/history.ts';
import { type Batch, type Quality, readingsOf } from '#core/reading.ts';

/** Gives a test an empty place; each call of the answer opens the store there, after the one before was closed. */
export type HistoryPlace = (owner: Pick<TestContext, 'onTestFinished'>) => () => Promise<HistoryStore>;

/** What an engine cannot do, with the reason that is printed for what is left out. */
export interface HistoryLimits {
  /** The reason values lose bits. */
  readonly bits?: string;
  /** The reason a point given again with another value does not replace the first. */
  readonly replacing?: string;
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

const ranks: Readonly<Record<Quality, number>> = { stale: 0, held: 1, estimated: 2, good: 3 };

/** The best reading of each moment of a series, the last given of those alike. */
function pointsOf(batches: readonly Batch[], key: SeriesKey): readonly Pair[] {
  const best = new Map<number, { readonly value: number; readonly quality: Quality }>();
  for (const { site, device, ...batch } of batches)
    for (const { metric, atMs, value, quality } of readingsOf({ site, device, ...batch })) {
      if (!isSame({ site, device, metric }, key) || typeof value !== 'number') continue;
      const known = best.get(atMs);
      if (known === undefined || ranks[quality] >= ranks[known.quality]) best.set(atMs, { value, quality });
    }
  return [...best].map(([atMs, { value }]): Pair => [atMs, value]).sort(([left], [right]) => left - right);
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
      const known = last[index];
      if (known === undefined) last.push({ key, ...rest });
      else if (rest.atMs > known.atMs || (rest.atMs === known.atMs && ranks[rest.quality] >= ranks[known.quality]))
        last[index] = { key, ...rest };
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

type Question = Omit<RangeQuery, 'series'>;

/** What is written and queried in one run; a chunk is appended at once. */
interface Run {
  readonly chunks: readonly (readonly Omit<Batch, 'site'>[])[];
  readonly questions: readonly Question[];
}

const run: fc.Arbitrary<Run> = fc.record({
  chunks: fc.array(fc.array(batch, { maxLength: 12 }), { maxLength: 8 }),
  questions: fc.array(question, { minLength: 1, maxLength: 6 }),
});

/** The same over days: a moment becomes about ten minutes, so that points fall into many hours and rows of roll-ups. */
const stretch = 599_987;
const wideSteps = [300_000, 420_000, 900_000, hourMs, 7_200_000, dayMs, 172_800_000] as const;
const wideRun: fc.Arbitrary<Run> = fc
  .tuple(run, fc.array(fc.constantFrom(...wideSteps), { minLength: 6, maxLength: 6 }))
  .map(([{ chunks, questions }, steps]) => ({
    chunks: chunks.map((chunk) => chunk.map((one) => ({ ...one, atMs: one.atMs * stretch }))),
    questions: questions.map(({ stepMs, fromMs, toMs, ...rest }, index): Question => {
      const ends = { fromMs: fromMs * stretch, toMs: toMs * stretch };
      return stepMs === undefined ? { ...rest, ...ends } : { ...rest, ...ends, stepMs: steps[index] ?? 300_000 };
    }),
  }));

/** A moment after every point of {@link wideRun}, before anything of it is too old. */
const soonMs = 20 * dayMs;

const seriesOf = (site: string): readonly SeriesKey[] =>
  devices.flatMap((device) => metrics.map((metric): SeriesKey => ({ site, device, metric })));

async function checkAnswers(
  store: HistoryStore,
  { site, batches }: { readonly site: string; readonly batches: readonly Batch[] },
  questions: readonly Question[],
): Promise<void> {
  for (const one of questions) {
    const query: RangeQuery = { ...one, series: seriesOf(site) };
    expect(await store.range(query)).toEqual(modelRange(batches, query));
  }
  const last = (await store.lastValues()).filter(({ key }) => key.site === site);
  expect(last).toHaveLength(modelLast(batches).length);
  expect(last).toEqual(expect.arrayContaining([...modelLast(batches)]));
  for await (const page of store.pages({ series: seriesOf(site), fromMs: -1e12, toMs: 1e12, pagePoints: 50 }))
    for (const { key, atMs, value } of page.columns)
      expect(atMs.map((at, index) => [at, value[index]])).toEqual(
        pointsOf(batches, key).filter(([at]) => at >= page.fromMs && at < page.toMs),
      );
}

type Rewrite = (batches: readonly Batch[]) => readonly Batch[];

/** Batches as an engine with limits can take them: for the same moment of a device always the same batch. */
function rewriter({ replacing }: HistoryLimits): Rewrite {
  if (replacing === undefined) return (batches) => batches;
  const first = new Map<string, Batch>();
  return (batches) => batches.map((one) => first.getOrInsertComputed(`${one.device} ${one.atMs}`, () => one));
}

/** Given again, out of order and in any chunks, the same batches give the model's answers. */
export function answersLikeModel(place: HistoryPlace, limits: HistoryLimits): void {
  test('any order, repetition and chunking of batches gives the answers of the model', async (owner) => {
    const store = await place(owner)();
    let runs = 0;
    const property = fc.asyncProperty(run, async ({ chunks, questions }) => {
      runs += 1;
      const site = `home ${runs}`;
      const possible = rewriter(limits);
      const appends = chunks.map((chunk) => possible(chunk.map((one): Batch => ({ site, ...one }))));
      await Promise.all(appends.map((batches) => store.append(batches)));
      await checkAnswers(store, { site, batches: appends.flat() }, questions);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test('what is flushed in between, and what comes late, gives the answers of the model', {
    timeout: 240_000,
  }, async (owner) => {
    const open = place(owner);
    let store = await open();
    let runs = 0;
    const property = fc.asyncProperty(wideRun, async ({ chunks, questions }) => {
      runs += 1;
      const site = `home ${runs}`;
      const possible = rewriter(limits);
      const batches: Batch[] = [];
      for (const [index, chunk] of chunks.entries()) {
        const given = possible(chunk.map((one): Batch => ({ site, ...one })));
        await store.append(given);
        batches.push(...given);
        if (index % 2 === 0) await store.maintain(soonMs);
        if (index === 5) {
          await store.close();
          store = await open();
        }
      }
      await checkAnswers(store, { site, batches }, questions);
    });
    await fc.assert(property, { numRuns: 20 });
    const { points } = await store.status();
    await store.maintain(soonMs);
    expect((await store.status()).points, 'putting away changes no count').toBe(points);
  });
}
