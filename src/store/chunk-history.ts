// A history in chunks, as the hub sees it: gathers appends and calls the worker thread that owns it.
import type { Reason } from '#core/reason.ts';
import { Worker } from 'node:worker_threads';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import type { HistoryPage, HistoryStore, PageQuery, RangeQuery, SeriesKey, SeriesPoints } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { createAppendQueue } from './append-queue.ts';
import { isSteady } from './chunks/known-time.ts';
import type { PagePart } from './chunks/paging.ts';
import { assertRules } from './chunks/retention.ts';
import type { DueTime } from './chunks/store.ts';
import type { AnswerColumns, HistoryCalls, Written } from './history-calls.ts';
import type { HistoryCopyStep } from './history-copy.ts';
import type { HistoryNote, HistoryPlan } from './history-worker.ts';
import { assertStorable, columnBuffers, noNumbers, packBatches, qualities } from './point-columns.ts';
import { assertRange } from './steps.ts';
import { stretchBuffers, stretchSlices } from './stretches.ts';
import { makeGate, snapshotOver } from './history-moment.ts';
import { callWorker, type WorkerCaller } from './worker-calls.ts';

/** How often a history does what is due by the clock, ms. */
const maintainEveryMs = 600_000;
/** If nothing was appended between two checks, the history is brought to rest, ms. */
const quietMs = 20_000;

/** Options of {@link openChunkHistory}. */
export interface ChunkHistoryOptions {
  readonly plan: HistoryPlan;
  /** Names the history in errors. */
  readonly at: string;
  /** With it the store flushes and deletes automatically; absent: only when asked, or by the time of its points. */
  readonly clock?: Clock | undefined;
  /** Whether something other than the wall clock says that it is right: only then its jumps affect what is deleted. */
  isTimeConfirmed?: (() => boolean) | undefined;
  /** An append of so many points goes straight into chunks; absent: 20 000. */
  readonly fillFrom?: number | undefined;
  /** Told how far the copy of a history of an earlier version is. */
  readonly onCopy?: ((step: HistoryCopyStep) => void) | undefined;
}

type Caller = WorkerCaller<HistoryCalls>;

/** Work after the appends, one slice at a time so that questions come in between. */
function makeBackground(calls: Caller, onFailure: (why: Reason | undefined) => void) {
  let running: Promise<void> | undefined;
  let isAgain = false;
  let isClosed = false;
  const run = async (): Promise<void> => {
    do {
      isAgain = false;
      while (!isClosed && (await calls.call('flush', undefined)));
    } while (isAgain);
    onFailure(undefined);
  };
  const begin = (): Promise<void> => {
    isAgain = true;
    running ??= run()
      .catch((thrown: unknown) => {
        if (!isClosed) onFailure(reasonOf(thrown));
      })
      .finally(() => (running = undefined));
    return running;
  };
  return {
    begin,
    async maintain(due: DueTime): Promise<void> {
      while (!isClosed && (await calls.call('maintain', due)));
    },
    end(): void {
      isClosed = true;
    },
  };
}

interface Maintenance {
  readonly calls: Caller;
  readonly maintain: (due: DueTime) => Promise<void>;
  readonly isTimeConfirmed: ChunkHistoryOptions['isTimeConfirmed'];
  readonly onFailure: (why: Reason) => void;
  /** How many appends there were. */
  readonly appended: () => number;
}

/** Does what is due every few minutes and in quiet times; deletion goes by time that was seen to pass. */
function maintainBy(clock: Clock | undefined, { calls, maintain, isTimeConfirmed, onFailure, appended }: Maintenance) {
  if (clock === undefined) return undefined;
  let looked = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  const look = async (): Promise<void> => {
    const [wallMs, monotonicMs] = [clock.nowMs(), clock.monotonicMs()];
    const passedMs = monotonicMs - looked.monotonicMs;
    const steady = isSteady(wallMs - looked.wallMs, passedMs);
    looked = { wallMs, monotonicMs };
    const isConfirmed = isTimeConfirmed?.() ?? false;
    const untilMs = await calls.call('reach', { wallMs, passedMs, isSteady: steady, isConfirmed });
    await maintain({ nowMs: wallMs, untilMs });
  };
  // Nothing is deleted: deletion has its own pace.
  const rest = (): Promise<void> =>
    maintain({ nowMs: clock.nowMs(), untilMs: Number.NEGATIVE_INFINITY, isQuiet: true });
  const begun = (work: Promise<void>): void => void work.catch((thrown: unknown) => onFailure(reasonOf(thrown)));
  let [seen, rested] = [appended(), -1];
  const ends = [
    clock.every(maintainEveryMs, () => begun(look())),
    clock.every(quietMs, () => {
      const isQuiet = appended() === seen && rested !== seen;
      seen = appended();
      if (!isQuiet) return;
      rested = seen;
      begun(rest());
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function pageOf({ fromMs, toMs, columns }: PagePart, { series }: PageQuery): HistoryPage {
  return {
    fromMs,
    toMs,
    columns: columns.flatMap(({ series: place, points }) => {
      const key = series[place];
      if (key === undefined) return [];
      const quality = Array.from(points.quality, (index) => qualities[index] ?? 'stale');
      return [{ key, atMs: Array.from(points.atMs), value: Array.from(points.value), quality }];
    }),
  };
}

function rangeOf(answers: readonly AnswerColumns[], { series }: RangeQuery): readonly SeriesPoints[] {
  return answers.map(({ atMs, value, cut }, index) => {
    const key = series[index];
    if (key === undefined) throw new TypeError('assertion: more answers than series');
    return { key, atMs: Array.from(atMs), value: Array.from(value), cut };
  });
}

async function* pagesOf(calls: Caller, query: PageQuery): AsyncGenerator<HistoryPage> {
  for (let { fromMs } = query; fromMs < query.toMs; ) {
    const page = await calls.call('page', { ...query, fromMs });
    if (page === undefined) return;
    yield pageOf(page, query);
    fromMs = page.toMs;
  }
}

/** What the thread allocates is short-lived: this keeps its young generation small instead of growing to a thread's default 48 MB. */
const youngMb = 8;

async function openWorker({ plan, at, onCopy }: ChunkHistoryOptions): Promise<Caller> {
  const worker = new Worker(new URL('./history-worker.ts', import.meta.url), {
    workerData: plan,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  worker.on('message', ({ copy }: Partial<HistoryNote>) => {
    if (copy !== undefined) onCopy?.(copy);
  });
  const calls = callWorker<HistoryCalls>(worker, at);
  try {
    await calls.call('open', undefined);
    return calls;
  } catch (thrown) {
    await worker.terminate();
    throw thrown;
  }
}

/** Opens a history in its worker. Errors: `store.corrupt`, `store.newer`, `store.failed`, `folder.unwritable`. */
export async function openChunkHistory(options: ChunkHistoryOptions): Promise<HistoryStore> {
  return historyOver(await openWorker(options), options);
}

/** The series of sites as they were asked for last: charts and readings ask each time, and waking the thread takes longer than all else. */
function knownSeries(calls: Caller) {
  const known = new Map<string, readonly SeriesKey[]>();
  let revision = 0;
  const turn = (next: number): void => {
    if (next === revision) return;
    revision = next;
    known.clear();
  };
  return {
    turn,
    async of(site: string): Promise<readonly SeriesKey[]> {
      const found = known.get(site);
      if (found !== undefined) return found;
      const answer = await calls.call('series', site);
      turn(answer.revision);
      known.set(site, answer.keys);
      return answer.keys;
    },
    forget: (): void => known.clear(),
  };
}

type KnownSeries = ReturnType<typeof knownSeries>;

/** The calls that only read. */
function questions(
  calls: Caller,
  series: KnownSeries,
): Pick<HistoryStore, 'range' | 'pages' | 'series' | 'lastValues'> {
  return {
    async range(query) {
      assertRange(query);
      return rangeOf(await calls.call('range', query), query);
    },
    pages(query) {
      assertRange({ ...query, ...(query.pagePoints === undefined ? {} : { limit: query.pagePoints }) });
      return pagesOf(calls, query);
    },
    series: (site) => series.of(site),
    lastValues: (site) => calls.call('lastValues', site),
  };
}

/** Sends very many points slice by slice; the next one is made while one is written. */
async function filled(calls: Caller, batches: readonly Batch[]): Promise<Written> {
  let isDue = false;
  let before: Promise<Written | undefined> = Promise.resolve(undefined);
  for (const stretches of stretchSlices(batches)) {
    const next = calls.call('fill', stretches, stretchBuffers(stretches));
    // Its failure is told below, once the one before it has ended.
    next.catch(() => undefined);
    isDue = (await before)?.isDue === true || isDue;
    before = next;
  }
  const last = await before;
  return { isDue: last?.isDue === true || isDue, revision: last?.revision ?? 0 };
}

/** The calls that take something out, once what was appended before is in. */
function removals(
  calls: Caller,
  { settled, series }: { readonly settled: () => Promise<void>; readonly series: KnownSeries },
): Pick<HistoryStore, 'forget' | 'remove'> {
  return {
    async forget(site, device) {
      await settled();
      await calls.call('forget', { site, device });
      series.forget();
    },
    async remove({ site, device, atMs }) {
      await settled();
      await calls.call('remove', { site, device, atMs: Float64Array.from(atMs) });
    },
  };
}

/** A history over whatever answers its calls; with a clock it flushes and deletes automatically. */
export function historyOver(
  calls: WorkerCaller<HistoryCalls>,
  { clock, isTimeConfirmed, fillFrom }: Pick<ChunkHistoryOptions, 'clock' | 'isTimeConfirmed' | 'fillFrom'>,
): HistoryStore {
  const failures: { append?: Reason | undefined; background?: Reason | undefined } = {};
  const background = makeBackground(calls, (why) => (failures.background = why));
  const numbers = noNumbers();
  const series = knownSeries(calls);
  let appends = 0;
  const gate = makeGate();
  const noting = async (write: () => Promise<Written>): Promise<void> => {
    appends += 1;
    try {
      const { isDue, revision } = await write();
      series.turn(revision);
      failures.append = undefined;
      if (isDue) void background.begin();
    } catch (thrown) {
      if (isSolsteadError(thrown)) failures.append = reasonOf(thrown);
      throw thrown;
    }
  };
  const append = (batches: readonly Batch[]): Promise<void> => {
    const columns = packBatches(batches, numbers);
    return noting(() => calls.call('append', columns, columnBuffers(columns)));
  };
  const fill = (batches: readonly Batch[]): Promise<void> => noting(() => filled(calls, batches));
  const queue = createAppendQueue(append, { fill, fillFrom });
  const maintain = async (due: DueTime): Promise<void> => {
    await queue.settled();
    await background.maintain(due);
  };
  const endTimer = maintainBy(clock, {
    calls,
    maintain,
    isTimeConfirmed,
    onFailure: (why) => (failures.background = why),
    appended: () => appends,
  });
  return {
    async append(batches) {
      assertStorable(batches);
      // Not otherwise: what is asked next comes after it.
      while (gate.closed !== undefined) await gate.closed;
      await queue.append(batches);
    },
    snapshot: (atMoment) => gate.whileClosed(() => snapshotOver(calls, { settled: () => queue.settled(), atMoment })),
    ...questions(calls, series),
    ...removals(calls, { settled: () => queue.settled(), series }),
    async status() {
      const status = await calls.call('status', undefined);
      const failure = failures.append ?? failures.background;
      return failure === undefined ? status : { ...status, failure };
    },
    async setRetention(rules) {
      assertRules(rules);
      await calls.call('setRetention', rules);
    },
    belongTo: (home) => calls.call('belongTo', home),
    maintain: (nowMs) => maintain({ nowMs, isQuiet: true }),
    async close() {
      endTimer?.();
      await queue.settled();
      background.end();
      await calls.end('close', undefined);
    },
  };
}
