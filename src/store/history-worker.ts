// The thread that owns a history: it waits for the disk or the server, so that the event loop never does.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryStatus, LastValue, PageQuery, RangeQuery, RetentionRule, SeriesKey } from '#core/history.ts';
import type { ChunkBackend } from './chunks/backend.ts';
import type { ChunkStoreOptions } from './chunks/store-state.ts';
import type { PagePart } from './chunks/paging.ts';
import type { SeenTime } from './chunks/known-time.ts';
import { type ChunkStore, type DueTime, openChunkStore } from './chunks/store.ts';
import type { PointColumns } from './point-columns.ts';
import type { OnStep } from './sqlite-backend.ts';
import { answerCalls } from './worker-calls.ts';

/** Columns of one series' answer, as they cross threads. */
export interface AnswerColumns {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
  readonly cut: boolean;
}

/** What the thread answers. */
export type HistoryCalls = {
  /** Answers when the history is open. */
  readonly open: (ask: undefined) => void;
  /** `keys` holds the series that were not sent before. */
  readonly append: (columns: PointColumns) => Promise<boolean>;
  readonly flush: (ask: undefined) => Promise<boolean>;
  readonly maintain: (due: DueTime) => Promise<boolean>;
  readonly reach: (seen: SeenTime) => Promise<number>;
  readonly range: (query: RangeQuery) => Promise<readonly AnswerColumns[]>;
  readonly page: (query: PageQuery) => Promise<PagePart | undefined>;
  readonly series: (site: string) => readonly SeriesKey[];
  readonly lastValues: (site: string | undefined) => readonly LastValue[];
  readonly forget: (which: { readonly site: string; readonly device: string }) => Promise<void>;
  readonly setRetention: (rules: readonly RetentionRule[]) => Promise<void>;
  readonly status: (ask: undefined) => Promise<HistoryStatus>;
  readonly belongTo: (id: string) => Promise<string>;
  readonly close: (ask: undefined) => Promise<void>;
};

/** Which history the thread opens. */
export interface HistoryPlan {
  readonly place: { readonly sqlite: string } | { readonly postgres: string; readonly schema: string };
  readonly options?: ChunkStoreOptions;
  /** A step at which the thread says so on standard output and stops, for tests of kill −9. */
  readonly stopAt?: string;
}

function callsOf(store: ChunkStore): HistoryCalls {
  const known: SeriesKey[] = [];
  return {
    open: () => undefined,
    append(columns) {
      known.push(...columns.keys);
      return store.append({ ...columns, keys: known });
    },
    flush: () => store.flush(),
    maintain: (due) => store.maintain(due),
    reach: (seen) => store.reach(seen),
    async range(query) {
      const answers = await store.range(query);
      return answers.map(({ atMs, value, cut }) => ({
        atMs: Float64Array.from(atMs),
        value: Float64Array.from(value),
        cut,
      }));
    },
    page: (query) => store.page(query),
    series: (site) => store.series(site),
    lastValues: (site) => store.lastValues(site),
    forget: ({ site, device }) => store.forget(site, device),
    setRetention: (rules) => store.setRetention(rules),
    status: () => store.status(),
    belongTo: (id) => store.belongTo(id),
    close: () => store.close(),
  };
}

function stopping(stopAt: string): OnStep {
  return (step) => {
    if (step !== stopAt) return;
    writeSync(1, `stopped ${step}\n`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
}

async function backendOf({ place, stopAt }: HistoryPlan): Promise<ChunkBackend> {
  // Only the one that is used is loaded.
  if ('postgres' in place) {
    const { openPostgresBackend } = await import('./postgres-backend.ts');
    return openPostgresBackend({ url: place.postgres, schema: place.schema });
  }
  const { openSqliteBackend } = await import('./sqlite-backend.ts');
  return openSqliteBackend({ path: place.sqlite, ...(stopAt === undefined ? {} : { onStep: stopping(stopAt) }) });
}

async function open(plan: HistoryPlan): Promise<HistoryCalls> {
  const backend = await backendOf(plan);
  try {
    return callsOf(await openChunkStore(backend, plan.options));
  } catch (thrown) {
    await backend.close();
    throw thrown;
  }
}

if (parentPort !== null) {
  const opened = open(workerData as HistoryPlan);
  // Every call reports a failed opening; unhandled it would end the thread.
  opened.catch(() => undefined);
  answerCalls(parentPort, opened);
}
