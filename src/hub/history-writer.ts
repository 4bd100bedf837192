// From the hub to the history store: gathers batches, writes them together, keeps them while the store cannot.
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

/** Options of {@link makeHistoryWriter}. */
export interface HistoryWriterOptions {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Longest time a value waits before it is written, ms. */
  readonly flushMs: number;
  /** Most values kept while the store cannot write; beyond it the oldest go, counted. */
  readonly mostValues: number;
  /** Called when writing begins to fail, with the reason, and when it works again. */
  onTrouble(message: string | undefined): void;
}

/** Writes batches behind the live path. */
export interface HistoryWriter {
  add(batch: Batch): void;
  /** Resolves when all that was added before is durable. Errors: `store.failed`. */
  flush(): Promise<void>;
  /** Values lost because the store could not write for too long. */
  readonly lost: number;
  /** Why the last write failed, where it did. */
  readonly trouble: string | undefined;
  close(): Promise<void>;
}

const retryMs = 5000;

/** A writer over a store. */
export function makeHistoryWriter({ store, clock, flushMs, mostValues, onTrouble }: HistoryWriterOptions): HistoryWriter {
  let waiting: Batch[] = [];
  let values = 0;
  let lost = 0;
  let writing: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let closed = false;
  let trouble: string | undefined;

  const tell = (message: string | undefined): void => {
    if (message === trouble) return;
    trouble = message;
    onTrouble(message);
  };

  const schedule = (ms: number): void => {
    if (cancelTimer !== undefined || closed) return;
    cancelTimer = clock.after(ms, () => {
      cancelTimer = undefined;
      // The trouble is told through onTrouble and tried again.
      write().catch(() => schedule(retryMs));
    });
  };

  const shed = (): void => {
    while (values > mostValues) {
      const oldest = waiting.shift();
      if (oldest === undefined) return;
      values -= oldest.metric.length;
      lost += oldest.metric.length;
    }
  };

  const writeNow = async (): Promise<void> => {
    const batches = waiting;
    waiting = [];
    values = 0;
    try {
      await store.append(batches);
      tell(undefined);
    } catch (error) {
      waiting = [...batches, ...waiting];
      values = waiting.reduce((sum, batch) => sum + batch.metric.length, 0);
      shed();
      tell(messageOf(error));
      throw error;
    }
  };

  const write = async (): Promise<void> => {
    while (writing !== undefined) await writing.catch(() => undefined);
    if (waiting.length === 0) return;
    writing = writeNow().finally(() => {
      writing = undefined;
    });
    await writing;
  };

  return {
    add(batch) {
      if (batch.metric.length === 0) return;
      waiting.push(batch);
      values += batch.metric.length;
      shed();
      schedule(flushMs);
    },
    async flush() {
      cancelTimer?.();
      cancelTimer = undefined;
      try {
        await write();
      } catch (error) {
        schedule(retryMs);
        throw error;
      }
    },
    get lost() {
      return lost;
    },
    get trouble() {
      return trouble;
    },
    async close() {
      cancelTimer?.();
      cancelTimer = undefined;
      closed = true;
      await write().catch(() => undefined);
    },
  };
}
