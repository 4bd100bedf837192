// A whole history over an outside engine: group commit, partial series merged by quality, steps by the engine if it is
// exact, otherwise from the points.
import { because, type Reason } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { HistoryPage, HistoryStore, PageQuery, RangeQuery, SeriesKey, SeriesPoints } from '#core/history.ts';
import type { TimeRange } from '#core/time.ts';
import { createAppendQueue } from '../append-queue.ts';
import { assertStorable, packBatches } from '../point-columns.ts';
import { keyText } from '../series-text.ts';
import { Answer, assertRange, type StepColumns } from '../steps.ts';
import { mergedPoints, seriesByDevice } from './device-points.ts';
import type { DeviceSeries, PointEngine } from './point-engine.ts';
import { engineSteps } from './engine-steps.ts';
import { cached } from './cached.ts';
import { newestOf, pointsOf } from './partial-series.ts';
import { windowsOf } from './windows.ts';

/** Points that are fetched at once: some megabytes of an answer. */
const fetchPoints = 100_000;
/** Smallest page: each costs three requests. */
const leastPage = 1000;
/** The most steps to ask an engine for; with more, most would be empty. */
const mostSteps = 20_000;
/** The most devices asked at once. */
const lanes = 4;

function within({ fromMs, toMs }: TimeRange, bounds: TimeRange): TimeRange {
  return { fromMs: Math.max(fromMs, bounds.fromMs), toMs: Math.min(toMs, bounds.toMs) };
}

/** Runs a task for each item, a few at a time. */
async function inLanes<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}

/** Points or steps of one device's series, window by window from the stored points. */
async function fromPoints(
  engine: PointEngine,
  series: DeviceSeries,
  query: RangeQuery,
): Promise<ReadonlyMap<string, StepColumns>> {
  const answers = new Map(series.metrics.map((metric) => [metric, new Answer(query)]));
  const plan = {
    ...within(query, engine.bounds()),
    points: fetchPoints,
    alignMs: 1,
    // Devices report about once a second at most.
    widthMs: (fetchPoints / series.metrics.length) * 1000,
    count: (range: TimeRange) => engine.count(series, range),
  };
  for await (const range of windowsOf(plan)) {
    for (const [metric, points] of await mergedPoints(engine, series, range))
      answers.get(metric)?.addPoints(pointsOf(points));
    if ([...answers.values()].every(({ isFull }) => isFull)) break;
  }
  return new Map([...answers].map(([metric, answer]) => [metric, answer.columns()]));
}

async function deviceRange(
  engine: PointEngine,
  series: DeviceSeries,
  query: RangeQuery,
): Promise<ReadonlyMap<string, StepColumns>> {
  const { stepMs, aggregate = 'mean' } = query;
  if (stepMs === undefined) return fromPoints(engine, series, query);
  const { fromMs, toMs } = within(query, engine.bounds());
  const isFew = (toMs - fromMs) / stepMs <= mostSteps;
  if (!isFew || !(await engine.canStep(aggregate))) return fromPoints(engine, series, query);
  return engineSteps(engine, series, { ...query, fromMs, toMs, stepMs, aggregate });
}

function rangeOf(engine: PointEngine): HistoryStore['range'] {
  return async (query) => {
    assertRange(query);
    await engine.settle();
    const answers = new Map<string, StepColumns>();
    await inLanes(seriesByDevice(query.series), async (series) => {
      for (const [metric, columns] of await deviceRange(engine, series, query))
        answers.set(JSON.stringify([series.site, series.device, metric]), columns);
    });
    return query.series.map((key): SeriesPoints => {
      const { atMs, value, cut } = answers.get(keyText(key)) ?? { atMs: [], value: [], cut: false };
      return { key, atMs, value, cut };
    });
  };
}

/** All points in windows that every series shares. */
async function* pagesOf(engine: PointEngine, query: PageQuery): AsyncGenerator<HistoryPage> {
  await engine.settle();
  const devices = seriesByDevice(query.series);
  const points = Math.max(leastPage, query.pagePoints ?? fetchPoints);
  const count = async (range: TimeRange): Promise<number> => {
    let held = 0;
    await inLanes(devices, async (series) => {
      held += await engine.count(series, range);
    });
    return held;
  };
  const widthMs = (points / Math.max(1, query.series.length)) * 1000;
  const plan = { ...within(query, engine.bounds()), points, alignMs: 1, widthMs, count };
  if (devices.length === 0) return;
  for await (const range of windowsOf(plan)) {
    const columns: {
      key: SeriesKey;
      atMs: number[];
      value: number[];
      quality: HistoryPage['columns'][number]['quality'];
    }[] = [];
    await inLanes(devices, async (series) => {
      const { site, device } = series;
      for (const [metric, points] of await mergedPoints(engine, series, range))
        columns.push({ key: { site, device, metric }, ...points });
    });
    if (columns.length > 0) yield { ...range, columns };
  }
}

/** Retention is set at the server, which deletes on its own: our rules change nothing there. */
const ownRetention = {
  setRetention: (): Promise<void> => Promise.resolve(),
  maintain: (): Promise<void> => Promise.resolve(),
};

/** A history over an engine; a closed one rejects with `store.failed`. */
export function historyOver(engine: PointEngine, clock: Clock): HistoryStore {
  const size = cached(clock, async () => {
    const [totals, keys] = await Promise.all([engine.totals(), engine.keys()]);
    return { ...totals, series: keys.length };
  });
  let failure: Reason | undefined;
  let isClosed = false;
  const queue = createAppendQueue(async (batches) => {
    try {
      await engine.write(packBatches(batches));
      failure = undefined;
    } catch (thrown) {
      if (isSolsteadError(thrown)) failure = reasonOf(thrown);
      throw thrown;
    } finally {
      size.invalidate();
    }
  });
  const assertOpen = (): void => {
    if (isClosed) throw new SolsteadError('store.failed', { at: engine.place, why: because('store.closed') });
  };
  const range = rangeOf(engine);
  return {
    ...ownRetention,
    async append(batches) {
      assertOpen();
      assertStorable(batches);
      if (batches.length > 0) await queue.append(batches);
    },
    async range(query) {
      assertOpen();
      return range(query);
    },
    pages(query) {
      assertOpen();
      return pagesOf(engine, query);
    },
    async series(site) {
      assertOpen();
      await engine.settle();
      return engine.keys(site);
    },
    async lastValues(site) {
      assertOpen();
      await engine.settle();
      return newestOf(await engine.latest(site));
    },
    async forget(site, device) {
      assertOpen();
      await queue.settled();
      await engine.settle();
      await engine.forget(site, device);
      size.invalidate();
    },
    async status() {
      assertOpen();
      await engine.settle();
      return { ...(await size.get()), ...(failure === undefined ? {} : { failure }) };
    },
    async close() {
      isClosed = true;
      await queue.settled();
    },
  };
}
