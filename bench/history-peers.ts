// Rows "peers": the history of a home against VictoriaMetrics, InfluxDB and a table of rows, on the same million points.
import { join } from 'node:path';
import { systemClock as clock } from '#core/clock.ts';
import type { HistoryStore, RangeQuery } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs } from '#core/time.ts';
import { openInfluxHistory } from '#store/engines/influx-history.ts';
import { openVictoriaHistory } from '#store/engines/victoria-history.ts';
import { openFolder } from '#store/folder.ts';
import { openPostgresHistory } from '#store/postgres-history.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { type Contest, type Goal, median, type Side } from './contest.ts';
import {
  type Load,
  loadBatch,
  loadBatches,
  loadMetrics,
  loadSeries,
  loadStartMs,
  standardLoad,
} from './history-load.ts';
import type { Place } from './place.ts';
import { openBareRows, type PeerHistory } from './reference/bare-rows.ts';

const pollsADay = dayMs / standardLoad.pollMs;
/** Where the rounds append: after all that is there. */
const roundsPoll = 380 * pollsADay;
/** Counters of a year, every quarter of an hour. */
const yearLoad: Load = { devices: 1, pollMs: 900_000 };
const sweepsABulk = 100;
const commitsARound = 8;
/** Rounds that have a past to themselves take seconds each. */
const rounds = 3;

/** Devices of the past: one for a year, another for a day every 10 s. */
const [ofYear, ofDay] = [standardLoad.devices, standardLoad.devices + 1];

const yearDays = (isQuick: boolean): number => (isQuick ? 60 : 365);

const pollsOf = (load: Load, device: number, count: number): readonly Batch[] =>
  Array.from({ length: count }, (_, poll) => loadBatch(load, device, poll) ?? []).flat();

const sweeps = (from: number, count: number): readonly Batch[] => loadBatches(standardLoad, { from, to: from + count });

/** About a million points. */
function* past(isQuick: boolean): Generator<readonly Batch[]> {
  yield pollsOf(yearLoad, ofYear, (yearDays(isQuick) * dayMs) / yearLoad.pollMs);
  yield pollsOf(standardLoad, ofDay, pollsADay);
  const before = isQuick ? 100 : 300;
  for (let left = before; left > 0; left -= 100) yield sweeps(roundsPoll - left, 100);
}

const queries = (isQuick: boolean): readonly RangeQuery[] => [
  { series: [loadSeries(ofDay, 'pv.power')], fromMs: loadStartMs, toMs: loadStartMs + dayMs, stepMs: 300_000 },
  {
    series: [loadSeries(ofYear, 'grid.energy.import')],
    fromMs: loadStartMs,
    toMs: loadStartMs + yearDays(isQuick) * dayMs,
    stepMs: dayMs,
  },
  {
    series: loadMetrics.slice(0, 4).map((metric) => loadSeries(ofDay, metric)),
    fromMs: loadStartMs,
    toMs: loadStartMs + dayMs,
    stepMs: dayMs / 1000,
  },
];

async function timed(run: () => Promise<unknown>): Promise<number> {
  const beginMs = performance.now();
  await run();
  return performance.now() - beginMs;
}

async function repeated(count: number, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) times.push(await timed(run));
  return median(times);
}

/** Fills a store, and gives its side: the figures of one round. */
async function sideOf(store: PeerHistory, isQuick: boolean): Promise<Side> {
  let gathered: Batch[] = [];
  for (const batches of past(isQuick)) {
    gathered.push(...batches);
    if (gathered.length < 2000) continue;
    await store.append(gathered);
    gathered = [];
  }
  await store.append(gathered);
  let poll = roundsPoll;
  const next = (count = 1): readonly Batch[] => sweeps((poll += count) - count, count);
  return async () => {
    const small = await repeated(commitsARound, () => store.append(next().slice(0, 5)));
    const large = await repeated(commitsARound, () => store.append(next()));
    const many = next(sweepsABulk);
    const bulkMs = await timed(() => store.append(many));
    const asked: number[] = [];
    for (const query of queries(isQuick)) asked.push(await repeated(10, () => store.range(query)));
    const { bytes, points } = await store.size();
    return [small, large, (many.length * loadMetrics.length * 1000) / bulkMs, bytes / points, ...asked];
  };
}

const peerOf = (store: HistoryStore): PeerHistory => ({
  append: (batches) => store.append(batches),
  range: (query) => store.range(query),
  async size() {
    await store.maintain(loadStartMs + 381 * dayMs);
    return store.status();
  },
});

/** Forgets nothing, as the peers do. */
async function forEver(place: Place, store: HistoryStore): Promise<PeerHistory> {
  place.onTestFinished(() => store.close());
  await store.setRetention([{ rawDays: null, fiveMinuteDays: null, hourDays: null }]);
  return peerOf(store);
}

async function openOurs(place: Place): Promise<PeerHistory> {
  const folder = openFolder(place.folder());
  place.onTestFinished(() => folder.close());
  return forEver(place, await openSqliteHistory({ folder }));
}

/** The peers and what a reader must know of each. */
const peers: readonly {
  readonly name: string;
  readonly note: string;
  /** Goals by the name of a figure, as ratios of ours to the peer. */
  readonly goals?: Readonly<Record<string, Goal>>;
  open(place: Place): Promise<PeerHistory>;
}[] = [
  {
    name: 'VictoriaMetrics',
    note: 'it answers before points are on disk',
    goals: {
      kept: { of: 'ratio', is: 'at most', bound: 1 },
      '24 h in 5 min': { of: 'ratio', is: 'at most', bound: 1 },
    },
    async open(place) {
      const { url } = await victoriaMetrics(place, ['-dedup.minScrapeInterval=1ms']);
      return peerOf(openVictoriaHistory({ url, clock }));
    },
  },
  {
    name: 'ours on PostgreSQL',
    note: 'the same chunks; its bytes are those of its tables',
    async open(place) {
      const { url } = await postgres(needsPostgres(place), place);
      return forEver(place, await openPostgresHistory({ url }));
    },
  },
  {
    name: 'InfluxDB',
    note: 'its bytes are those before it compacts',
    async open(place) {
      const { url } = await influxdb(place);
      return peerOf(openInfluxHistory({ url, clock, version: 1, database: 'bench' }));
    },
  },
  {
    name: 'rows in SQLite',
    note: 'it works in the thread that asks',
    async open(place) {
      const store = openBareRows(join(place.folder(), 'rows.db'));
      place.onTestFinished(() => store.close());
      return store;
    },
  },
];

const figures = [
  ['durable commit of 100 points', 'ms'],
  ['durable commit of 1000 points', 'ms'],
  ['bulk append', 'points/s'],
  ['kept', 'bytes/point'],
  ['24 h in 5 min', 'ms'],
  ['a year of days', 'ms'],
  ['4 × 1000 steps of 24 h', 'ms'],
] as const;

/** Both answer the same, or the figures compare nothing. */
async function assertSame(stores: readonly PeerHistory[], isQuick: boolean): Promise<void> {
  for (const query of queries(isQuick)) {
    const [ours, theirs] = await Promise.all(stores.map((store) => store.range(query)));
    const isSame = ours?.every(({ atMs, value }, index) => {
      const other = theirs?.[index];
      const isNear = (one: number, step: number): boolean =>
        Math.abs(one - (other?.value[step] ?? Number.NaN)) < 1e-6 + 1e-9 * one;
      return atMs.length > 0 && atMs.length === other?.atMs.length && value.every(isNear);
    });
    if (isSame !== true) throw new TypeError('assertion: the stores answer differently');
  }
}

/** Rows "peers": ours is Solstead's own store, the reference the peer. */
export const historyPeerContests: readonly Contest[] = peers.map(({ name, note, goals = {}, open }) => ({
  figures: figures.map(([what, unit], index) => ({
    name: `history peers, ${name}: ${what}`,
    unit,
    ...(goals[what] === undefined ? {} : { goal: goals[what] }),
    ...(index === 0 ? { note } : {}),
  })),
  rounds,
  async open(place) {
    // The peer first: where it is missing nothing is filled.
    const reference = await open(place);
    const ours = await openOurs(place);
    const sides = { ours: await sideOf(ours, place.isQuick), reference: await sideOf(reference, place.isQuick) };
    await assertSame([ours, reference], place.isQuick);
    return sides;
  },
}));
