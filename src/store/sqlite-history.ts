// History on SQLite, as the hub sees it: gathers appends and asks the worker thread that owns the file.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isSolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { createAppendQueue } from './append-queue.ts';
import type { DataFolder } from './folder.ts';
import { assertStorable, columnBuffers, packBatches } from './point-columns.ts';
import type { HistoryCalls } from './sqlite-history-worker.ts';
import { pagesOf } from './pages.ts';
import { assertRange } from './steps.ts';
import { callWorker } from './worker-calls.ts';

/** Where the history lives. */
export interface SqliteHistoryOptions {
  readonly folder: DataFolder;
}

/**
 * Opens the history of a data folder, `history.db`; a missing file is made. A `timeMean` holds a value inside its step only.
 * Errors: `store.corrupt`, `store.newer`, `store.failed`, `folder.unwritable`, naming the file; a closed store
 * rejects with `store.failed`.
 */
export async function openSqliteHistory({ folder }: SqliteHistoryOptions): Promise<HistoryStore> {
  const path = join(folder.path, 'history.db');
  const worker = new Worker(new URL('./sqlite-history-worker.ts', import.meta.url), { workerData: { path } });
  const calls = callWorker<HistoryCalls>(worker, path);
  let failure: string | undefined;

  const queue = createAppendQueue(async (batches: readonly Batch[]) => {
    const columns = packBatches(batches);
    try {
      await calls.call('append', columns, columnBuffers(columns));
      failure = undefined;
    } catch (thrown) {
      if (isSolsteadError(thrown)) failure = thrown.message;
      throw thrown;
    }
  });

  try {
    await calls.call('open', undefined);
  } catch (thrown) {
    await worker.terminate();
    throw thrown;
  }
  const range: HistoryStore['range'] = async (query) => {
    assertRange(query);
    const answers = await calls.call('range', query);
    return answers.map((columns, index) => {
      const key = query.series[index];
      if (key === undefined) throw new TypeError('assertion: more answers than series');
      return { key, ...columns };
    });
  };
  return {
    async append(batches) {
      assertStorable(batches);
      await queue.append(batches);
    },
    range,
    pages: (query) => pagesOf(range, query),
    series: (site) => calls.call('series', site),
    lastValues: () => calls.call('lastValues', undefined),
    async forget(site, device) {
      await queue.settled();
      await calls.call('forget', { site, device });
    },
    async status() {
      const status = await calls.call('status', undefined);
      return failure === undefined ? status : { ...status, failure };
    },
    async close() {
      await queue.settled();
      await calls.end('close', undefined);
    },
  };
}
