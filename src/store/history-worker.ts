// The thread that owns a history: it waits for the disk or the server, so that the event loop never does.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { ChunkBackend } from './chunks/backend.ts';
import type { ChunkStoreOptions } from './chunks/store-state.ts';
import { openChunkStore } from './chunks/store.ts';
import { callsOf, type HistoryCalls } from './history-calls.ts';
import type { HistoryCopyStep } from './history-copy.ts';
import type { OnStep } from './sqlite-backend.ts';
import { answerCalls } from './worker-calls.ts';

/** Which history the thread opens. */
export interface HistoryPlan {
  readonly place: { readonly sqlite: string } | { readonly postgres: string; readonly schema: string };
  readonly options?: ChunkStoreOptions;
  /** A history of an earlier version is brought up to date without a copy of it. */
  readonly isWithoutCopy?: boolean;
  /** A step at which the thread says so on standard output and stops, for tests of kill −9. */
  readonly stopAt?: string;
}

function stopping(stopAt: string): OnStep {
  return (step) => {
    if (step !== stopAt) return;
    writeSync(1, `stopped ${step}\n`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
}

/** What the thread says besides its answers. */
export interface HistoryNote {
  readonly copy: HistoryCopyStep;
}

async function backendOf({ place, stopAt, isWithoutCopy }: HistoryPlan): Promise<ChunkBackend> {
  // Only the one that is used is loaded.
  if ('postgres' in place) {
    const { openPostgresBackend } = await import('./postgres-backend.ts');
    return openPostgresBackend({ url: place.postgres, schema: place.schema });
  }
  const { openSqliteBackend } = await import('./sqlite-backend.ts');
  return openSqliteBackend({
    path: place.sqlite,
    isWithoutCopy,
    onCopy: (copy) => parentPort?.postMessage({ copy } satisfies HistoryNote),
    ...(stopAt === undefined ? {} : { onStep: stopping(stopAt) }),
  });
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
