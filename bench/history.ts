// Rows "history": the store of a home against a file, a codec and a table that do the least that could be called so.
import { join } from 'node:path';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { type Contest, median } from './contest.ts';
import { bulk, slow, writes, years } from './history-long.ts';
import { openStore } from './history-place.ts';
import { loadBatches, loadMetrics, loadSeries, loadStartMs } from './history-load.ts';
import { batchOf, deviceName, site, size, sweep } from './house-of-20.ts';
import { openBareChunks } from './reference/bare-chunks.ts';
import { openBareLog } from './reference/bare-log.ts';
import type { Stretch } from './reference/column-codec.ts';

const startMs = Date.UTC(2026, 5, 1);
const commitsARound = 20;
/** Ms of each of a round's commits of 100 points: half the home. */
async function commits(
  nextMs: () => number,
  append: (batches: readonly Batch[]) => unknown,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let commit = 0; commit < commitsARound; commit += 1) {
    const batches = sweep(nextMs()).slice(0, 10);
    const beginMs = performance.now();
    await append(batches);
    times.push(performance.now() - beginMs);
  }
  return [median(times)];
}

/** Moments that never come twice, a second apart. */
function moments(): () => number {
  let atMs = startMs;
  return () => (atMs += 1000);
}

const durable: Contest = {
  figures: [
    { name: 'history, durable commit of 100 points', unit: 'ms', goal: { of: 'ratio', is: 'at most', bound: 1.7 } },
  ],
  async open(place) {
    const store = await openStore(place);
    const log = openBareLog(join(place.folder(), 'log'));
    place.onTestFinished(() => log.close());
    const [mine, theirs] = [moments(), moments()];
    await commits(mine, store.append);
    return { ours: () => commits(mine, store.append), reference: () => commits(theirs, log.append) };
  },
};

function stretchesOf(batches: readonly Batch[]): readonly Stretch[] {
  return [...Map.groupBy(batches, ({ device }) => device).values()].map((own) => ({
    atMs: own.map(({ atMs }) => atMs),
    columns: Array.from({ length: size.values }, (_, column) => own.map(({ value }) => Number(value[column]))),
  }));
}

const large: Contest = {
  figures: [
    { name: 'history, durable commit of 1000 points', unit: 'ms', goal: { of: 'ratio', is: 'at most', bound: 1.7 } },
  ],
  async open(place) {
    const store = await openStore(place);
    const log = openBareLog(join(place.folder(), 'log'));
    place.onTestFinished(() => log.close());
    const load = { devices: 50, pollMs: 10_000 };
    const run = async (from: number, append: (batches: readonly Batch[]) => unknown): Promise<readonly number[]> => {
      const times: number[] = [];
      for (let poll = from; poll < from + commitsARound; poll += 1) {
        const batches = loadBatches(load, { from: poll, to: poll + 1 });
        const beginMs = performance.now();
        await append(batches);
        times.push(performance.now() - beginMs);
      }
      return [median(times)];
    };
    let [mine, theirs] = [0, 0];
    return {
      ours: () => run((mine += commitsARound), store.append),
      reference: () => run((theirs += commitsARound), log.append),
    };
  },
};

/** Two weeks of one device, flushed; what a home's charts ask of them. */
const charts: Contest = {
  figures: [
    { name: 'history, two weeks of days', unit: 'ms' },
    { name: 'history, 4 series of 1000 steps', unit: 'ms' },
  ],
  rounds: 3,
  async open(place) {
    const store = await openStore(place);
    const load = { devices: 1, pollMs: 10_000 };
    const polls = (14 * dayMs) / load.pollMs;
    await store.append(loadBatches(load, { from: 0, to: polls }));
    await store.maintain(loadStartMs + 14 * dayMs + hourMs);
    const range = { fromMs: loadStartMs, toMs: loadStartMs + 14 * dayMs };
    const series = loadMetrics.slice(0, 4).map((metric) => loadSeries(0, metric));
    const timed = async (run: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let count = 0; count < 10; count += 1) {
        const beginMs = performance.now();
        await run();
        times.push(performance.now() - beginMs);
      }
      return median(times);
    };
    return {
      async ours() {
        return [
          await timed(() => store.range({ ...range, series: series.slice(0, 1), stepMs: dayMs, aggregate: 'last' })),
          await timed(() => store.range({ ...range, series, stepMs: 1_200_000 })),
        ];
      },
    };
  },
};

const query: Contest = {
  figures: [{ name: 'history, 24 h in 5 min', unit: 'ms', goal: { of: 'ratio', is: 'at most', bound: 2 } }],
  async open(place) {
    const store = await openStore(place);
    const chunks = openBareChunks(join(place.folder(), 'chunks.db'));
    place.onTestFinished(() => chunks.close());
    const day = Array.from({ length: dayMs / 5000 }, (_, index) => batchOf(0, startMs + index * 5000));
    await store.append(day);
    await store.maintain(startMs + dayMs + hourMs);
    for (const hour of Map.groupBy(day, ({ atMs }) => Math.floor(atMs / hourMs)).values())
      for (const stretch of stretchesOf(hour)) chunks.save(stretch);
    const range = { fromMs: startMs, toMs: startMs + dayMs, stepMs: 300_000 };
    const series = [{ site, device: deviceName(0), metric: 'pv.power' as const }];
    const repeated = async (run: () => unknown): Promise<readonly number[]> => {
      const times: number[] = [];
      for (let count = 0; count < 10; count += 1) {
        const beginMs = performance.now();
        await run();
        times.push(performance.now() - beginMs);
      }
      return [median(times)];
    };
    assertSame(await store.range({ ...range, series }), chunks.means(range));
    return {
      ours: () => repeated(() => store.range({ ...range, series })),
      reference: () => repeated(() => chunks.means(range)),
    };
  },
};

/** Both stores answer the same, or the figures compare nothing. */
function assertSame([answer]: Awaited<ReturnType<HistoryStore['range']>>, means: readonly number[]): void {
  const isNear = (value: number, step: number): boolean => Math.abs(value - (means[step] ?? Number.NaN)) < 0.01;
  if (answer?.value.length !== means.length || !answer.value.every(isNear))
    throw new TypeError('assertion: the stores answer differently');
}

/** Rows "history". */
export const historyContests: readonly Contest[] = [durable, large, bulk, slow, writes, query, charts, years];
