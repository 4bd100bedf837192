// The thread of an import: it reads the source and compares it with history, which the thread of the home asks and writes.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { HistoryPage, PageQuery } from '#core/history.ts';
import { systemClock } from '#core/clock.ts';
import { SolsteadError, whyOf } from '#core/errors.ts';
import type { ImportOutcome, ImportRequest, ImportSpan, ImportStep, PointToImport } from '#core/history-import.ts';
import { earlierDevice } from '#core/predecessor.ts';
import type { Batch } from '#core/reading.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { importSourceOf } from '#cli/import-source-of.ts';
import { knownSource, type KnownSource } from '#cli/known-source.ts';
import { importHistory, type ImportResult, type PointSpan } from '#exchange/import-history.ts';
import type { ImportSource } from '#exchange/import-source.ts';
import { deviceId, type StatedMapping } from '#exchange/mapping.ts';
import { callOwner } from '#store/worker-calls.ts';
import type { HomeCalls, ImportNews, ImportTask } from './import-task.ts';

/** Series of an outcome that are told; news at most so often, ms. */
const [shownSeries, newsMs] = [500, 200] as const;

/** What a person says, by part and name. */
const statedOf = ({ series = [] }: ImportRequest): StatedMapping =>
  new Map(
    series.map(({ part = '', name, metric, device, factor = 1 }) => [
      `${part}/${name}`,
      metric === undefined ? {} : { metric, factor, ...(device === undefined ? {} : { device: deviceId(device) }) },
    ]),
  );

const spanOf = ({ points, days, fromMs, toMs }: Readonly<PointSpan>): ImportSpan | undefined =>
  points === 0 ? undefined : { points, days: days.size, fromMs, toMs };

function outcomeOf({ seen, plan }: KnownSource, result: ImportResult): ImportOutcome {
  const spans = {
    added: spanOf(result.added),
    replaced: spanOf(result.replaced),
    same: spanOf(result.same),
  };
  const { leftOut, rejects, beside } = result;
  return {
    values: seen.values,
    ...Object.fromEntries(Object.entries(spans).filter(([, span]) => span !== undefined)),
    leftOut,
    rejects: {
      count: rejects.count,
      first: rejects.first.map(({ line, column, why }) => ({ line, why, ...(column === undefined ? {} : { column }) })),
    },
    series: plan.series.slice(0, shownSeries).map(({ series: { name, part }, metric, device, factor, why }, index) => ({
      name,
      ...(part === undefined ? {} : { part }),
      values: seen.series[index]?.count ?? 0,
      ...(metric === undefined ? {} : { metric, device, factor }),
      why,
    })),
    count: plan.series.length,
    beside,
  };
}

/** The history of the home, as the thread sees it. */
function homeOf(port: MessagePort) {
  const { call } = callOwner<HomeCalls>(port);
  return {
    store: {
      series: () => call('series', undefined),
      append: (batches: readonly Batch[]) => call('append', batches),
      async *pages(query: PageQuery): AsyncGenerator<HistoryPage> {
        await call('openPages', query);
        for (;;) {
          const page = await call('nextPage', undefined);
          if (page === undefined) return;
          yield page;
        }
      },
    },
    expect: (points: readonly PointToImport[]) => call('expect', points),
  };
}

/** Says something to the thread of the home. */
const say = (news: ImportNews): void => parentPort?.postMessage(news);

/** Says how far it is, not more often than somebody looks. */
function progress() {
  let saidMs = 0;
  let last: ImportStep | undefined;
  return (step: ImportStep, done: number, total?: number): void => {
    const nowMs = systemClock.monotonicMs();
    if (step === last && nowMs - saidMs < newsMs) return;
    [saidMs, last] = [nowMs, step];
    say({ kind: 'progress', step, done, ...(total === undefined ? {} : { total }) });
  };
}

async function takeIn(source: ImportSource, task: ImportTask): Promise<ImportOutcome> {
  const { request, site, timeZone, devices, nowMs, home } = task;
  const tell = progress();
  const { device = earlierDevice, isDry, isBeside } = request;
  const onProgress = (values: number): void => tell('looking', values);
  const known = await knownSource(source, { timeZone, stated: statedOf(request), device, onProgress });
  const { seen, plan } = known;
  const unknown = (request.series ?? []).find(
    ({ name, part }) => !plan.series.some(({ series: one }) => one.name === name && (one.part ?? '') === (part ?? '')),
  );
  if (unknown !== undefined)
    throw new SolsteadError('input.invalid', {
      at: request.path,
      why: because('import.not-found', { path: external(unknown.name) }),
    });
  if (!plan.series.some(({ metric }) => metric !== undefined))
    throw new SolsteadError('input.invalid', {
      at: request.path,
      why: because(seen.values === 0 ? 'import.nothing' : 'import.none-known'),
    });
  const { store, expect } = homeOf(home);
  const live = new Set(devices);
  const result = await importHistory(source, {
    store,
    site,
    mapping: plan.series,
    products: plan.products,
    isBeside: isBeside === true,
    isLive: (id) => live.has(id),
    nowMs,
    isDry,
    onWrite: (points, isNew) => expect(points.map((point) => ({ ...point, isNew: isNew(point) }))),
    onProgress: (values) => tell(isDry ? 'comparing' : 'writing', values, seen.values),
  });
  return outcomeOf(known, result);
}

async function run(task: ImportTask): Promise<ImportNews> {
  const { path, timeZone } = task;
  try {
    const source = await importSourceOf(path, { database: 'home_assistant' }, { timeZone, password: undefined });
    try {
      return { kind: 'done', outcome: await takeIn(source, task) };
    } finally {
      source.close();
    }
  } catch (error) {
    return { kind: 'failed', why: whyOf(error) };
  }
}

say(await run(workerData as ImportTask));
