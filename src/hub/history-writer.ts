// From the hub to the history store: gathers batches, writes them together, keeps them while the store cannot write.
import type { Reason } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { reasonOf } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';

/** Options of {@link makeHistoryWriter}. */
export interface HistoryWriterOptions {
  readonly store: Pick<HistoryStore, 'append'>;
  readonly clock: Clock;
  /** Longest time a value waits before it is written, ms. */
  readonly flushMs: number;
  /** Most values kept while the store cannot write; beyond it the oldest go, counted. */
  readonly mostValues: number;
  /** Called when writing begins to fail, with the reason, and when it works again. */
  onTrouble(message: Reason | undefined): void;
}

/** How writing is doing. */
export interface WriterFigures {
  /** Values that wait to be written. */
  readonly waiting: number;
  readonly lost: number;
  /** Writes that were acknowledged as durable, how long they took together, ms, and writes that failed. */
  readonly commits: number;
  readonly commitMs: number;
  readonly failures: number;
}

/** Writes batches in the background. */
export interface HistoryWriter {
  readonly figures: WriterFigures;
  add(batch: Batch): void;
  /** Resolves when all that was added before is durable. Errors: `store.failed`. */
  flush(): Promise<void>;
  /** Values lost because the store could not write for too long. */
  readonly lost: number;
  /** Why the last write failed, if it did. */
  readonly trouble: Reason | undefined;
  /** Writes what is left; what cannot be written is lost, counted. */
  close(): Promise<void>;
}

const retryMs = 5000;
/** What is kept when there is too much: shedding batch by batch would move the whole queue for each. */
const keptShare = 0.9;

const sizeOf = (batches: readonly Batch[]): number => batches.reduce((sum, { metric }) => sum + metric.length, 0);

/** A writer over a store. */
export function makeHistoryWriter(options: HistoryWriterOptions): HistoryWriter {
  return new QueuedWriter(options);
}

class QueuedWriter implements HistoryWriter {
  readonly #options: HistoryWriterOptions;
  #waiting: Batch[] = [];
  #values = 0;
  #lost = 0;
  #writing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #isClosed = false;
  #trouble: Reason | undefined;
  #commits = 0;
  #commitMs = 0;
  #failures = 0;

  constructor(options: HistoryWriterOptions) {
    this.#options = options;
  }

  get figures(): WriterFigures {
    return {
      waiting: this.#values,
      lost: this.#lost,
      commits: this.#commits,
      commitMs: this.#commitMs,
      failures: this.#failures,
    };
  }

  get lost(): number {
    return this.#lost;
  }

  get trouble(): Reason | undefined {
    return this.#trouble;
  }

  add(batch: Batch): void {
    if (batch.metric.length === 0) return;
    if (this.#isClosed) {
      this.#lost += batch.metric.length;
      return;
    }
    this.#waiting.push(batch);
    this.#values += batch.metric.length;
    this.#shed();
    this.#schedule(this.#options.flushMs);
  }

  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    try {
      await this.#write();
    } catch (error) {
      this.#schedule(retryMs);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#isClosed = true;
    try {
      await this.#write();
    } catch {
      // Reported through onTrouble; it is not tried again.
      this.#lost += this.#values;
      this.#waiting = [];
      this.#values = 0;
    }
  }

  #schedule(ms: number): void {
    if (this.#cancelTimer !== undefined || this.#isClosed) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#cancelTimer = undefined;
      // The failure is reported through onTrouble, and the write is tried again.
      this.#write().catch(() => this.#schedule(retryMs));
    });
  }

  async #write(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    if (this.#waiting.length === 0) return;
    this.#writing = this.#writeWaiting().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  async #writeWaiting(): Promise<void> {
    const batches = this.#waiting;
    this.#waiting = [];
    this.#values = 0;
    const { clock, store } = this.#options;
    const startMs = clock.monotonicMs();
    try {
      await store.append(batches);
      this.#commits += 1;
      this.#commitMs += clock.monotonicMs() - startMs;
      this.#tell(undefined);
    } catch (error) {
      this.#failures += 1;
      this.#waiting = [...batches, ...this.#waiting];
      this.#values = sizeOf(this.#waiting);
      this.#shed();
      this.#tell(reasonOf(error));
      throw error;
    }
  }

  #shed(): void {
    const { mostValues } = this.#options;
    if (this.#values <= mostValues) return;
    let count = 0;
    while (this.#values > keptShare * mostValues && count < this.#waiting.length) {
      const values = this.#waiting[count]?.metric.length ?? 0;
      this.#values -= values;
      this.#lost += values;
      count += 1;
    }
    this.#waiting.splice(0, count);
  }

  #tell(trouble: Reason | undefined): void {
    if (JSON.stringify(trouble) === JSON.stringify(this.#trouble)) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }
}
