// One import in a thread of its own: however large the source, the home goes on, and it can be ended at any time.
import { MessageChannel, Worker } from 'node:worker_threads';
import type { ImportLedger, ImportOutcome, ImportPlace } from '#core/history-import.ts';
import type { HistoryPage } from '#core/history.ts';
import { external } from '#core/message-params.ts';
import { messageOf } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { answerCalls } from '#store/worker-calls.ts';
import type { HomeCalls, ImportNews, ImportTask } from './import-task.ts';

/** Most memory of the thread, MB: a source is read in pieces, and only energies of intervals are gathered. */
const mostMb = 512;

/** How an import ended. */
export type ImportEnd =
  | { readonly kind: 'done'; readonly outcome: ImportOutcome }
  | { readonly kind: 'failed'; readonly why: Reason }
  | { readonly kind: 'ended' };

/** What an import is given. */
export interface ApartOptions {
  readonly task: Omit<ImportTask, 'home'>;
  readonly place: Pick<ImportPlace, 'history' | 'site'>;
  /** Absent: nothing is written. */
  readonly ledger: ImportLedger | undefined;
  onProgress(news: Extract<ImportNews, { readonly kind: 'progress' }>): void;
}

/** What the home answers the thread. */
function homeCalls({ place, ledger }: ApartOptions, isOver: () => boolean): HomeCalls {
  const { history, site } = place;
  let pages: AsyncIterator<HistoryPage> | undefined;
  const writing = (): ImportLedger => {
    if (ledger === undefined || isOver()) throw new TypeError('assertion: an import writes that may not');
    return ledger;
  };
  return {
    series: () => history.series(site),
    openPages(query) {
      pages = history.pages(query)[Symbol.asyncIterator]();
    },
    async nextPage() {
      const next = await pages?.next();
      return next === undefined || next.done === true ? undefined : next.value;
    },
    expect: (points) => writing().expect(points),
    async append(batches) {
      writing();
      await history.append(batches);
    },
  };
}

/** Begins an import. `ended` resolves when nothing more is written. */
export function importApart(options: ApartOptions): { readonly ended: Promise<ImportEnd>; stop(): void } {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<ImportEnd>();
  let isOver = false;
  let last: Promise<unknown> = Promise.resolve();
  const calls = homeCalls(options, () => isOver);
  // What was begun is awaited before it is over.
  const noted =
    <Ask, Answer>(call: (ask: Ask) => Answer) =>
    (ask: Ask): Promise<Awaited<Answer>> => {
      const answer = (async () => call(ask))();
      last = answer.catch(() => undefined);
      return answer as Promise<Awaited<Answer>>;
    };
  answerCalls(port1, Promise.resolve({ ...calls, append: noted(calls.append), expect: noted(calls.expect) }));
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
    workerData: { ...options.task, home: port2 } satisfies ImportTask,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: mostMb },
  });
  const over = (end: ImportEnd): void => {
    if (isOver) return;
    isOver = true;
    void worker.terminate();
    void last.then(() => {
      port1.close();
      resolve(end);
    });
  };
  worker.on('message', (news: ImportNews) => {
    if (news.kind === 'progress') options.onProgress(news);
    else over(news);
  });
  worker.once('error', (error) =>
    over({ kind: 'failed', why: because('store.worker', { said: external(messageOf(error)) }) }),
  );
  worker.once('exit', () => over({ kind: 'failed', why: because('import.broke-off') }));
  return { ended: promise, stop: () => over({ kind: 'ended' }) };
}
