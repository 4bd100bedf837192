// One queue a link: whoever wants the line waits here, writes before live values before settings.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { type AskedLine, inOrder } from './line-order.ts';

/** What a turn on the link is for, most urgent first. */
export type Priority = 'write' | 'live' | 'settings';

interface Waiting {
  readonly priority: Priority;
  readonly sinceMs: number;
  readonly order: number;
  /** Never rejects: failures are passed to whoever wanted the turn. */
  run(): Promise<void>;
  fail(error: Error): void;
}

const rank: Readonly<Record<Priority, number>> = { write: 0, live: 1, settings: 2 };
/** Settings that waited this long count as live values, so that a busy line still reads them. */
const promoteMs = 20_000;
/** A link that could not be opened is not tried again sooner than this, so that everybody who waits hears at once. */
const reopenMs = 1000;
/**
 * A line that was silent this long is closed, and opened again with the next turn: a bridge that was restarted, or a
 * router between, may have forgotten a connection that looks open from here.
 */
const silentMs = 60_000;

/** A link with its queue: one exchange at a time. */
export class LinkQueue {
  readonly link: AskedLine;
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;
  #isClosed = false;
  /** Nothing begins any more; what is under way goes on. */
  #isHeld = false;
  readonly #idle: (() => void)[] = [];
  #order = 0;
  #refused: { readonly error: unknown; readonly atMs: number } | undefined;
  #receivedBytes = 0;
  #silentSinceMs: number | undefined;

  constructor(link: Link, clock: Clock) {
    this.link = inOrder(link, clock);
    this.#clock = clock;
  }

  get length(): number {
    return this.#waiting.length + (this.#isRunning ? 1 : 0);
  }

  /**
   * Takes one turn on the open link; an aborted one gives up its place and rejects at once with the signal's reason.
   * Errors: those of the link and of the job; `link.closed` when the queue closes.
   */
  turn<T>(priority: Priority, job: (link: AskedLine) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (this.#isClosed || signal?.aborted === true) {
      reject(signal?.aborted === true ? signal.reason : this.#closedError());
      return promise;
    }
    const onAbort = (): void => {
      const at = this.#waiting.indexOf(waiting);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(signal?.reason);
    };
    const run = async (): Promise<void> => {
      try {
        await this.#openLink();
        if (this.#isClosed) throw this.#closedError();
        signal?.throwIfAborted();
        resolve(await job(this.link));
      } catch (error) {
        await this.#noteSilence(error);
        reject(error);
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    };
    this.#order += 1;
    const waiting: Waiting = { priority, sinceMs: this.#clock.monotonicMs(), order: this.#order, fail: reject, run };
    this.#waiting.push(waiting);
    signal?.addEventListener('abort', onAbort, { once: true });
    void this.#drain();
    return promise;
  }

  /** Begins no further turn, and resolves when the one under way has ended. */
  finish(): Promise<void> {
    this.#isHeld = true;
    if (!this.#isRunning) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.push(resolve);
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const left of this.#waiting.splice(0)) left.fail(this.#closedError());
    await this.link.close();
  }

  async #drain(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) await next.run();
    this.#isRunning = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #takeNext(): Waiting | undefined {
    if (this.#isHeld) return undefined;
    let best = 0;
    for (let index = 1; index < this.#waiting.length; index += 1) {
      const [left, right] = [this.#waiting[index], this.#waiting[best]];
      if (left === undefined || right === undefined) continue;
      const difference = this.#urgency(left) - this.#urgency(right);
      if (difference < 0 || (difference === 0 && left.order < right.order)) best = index;
    }
    return this.#waiting.splice(best, 1)[0];
  }

  /** Lower is more urgent; waiting lifts a turn to the front of the others, never before a write. */
  #urgency({ priority, sinceMs }: Waiting): number {
    if (priority === 'write') return rank.write;
    return Math.max(rank.live, rank[priority] - Math.floor((this.#clock.monotonicMs() - sinceMs) / promoteMs));
  }

  async #openLink(): Promise<void> {
    if (this.link.isOpen) return;
    const nowMs = this.#clock.monotonicMs();
    if (this.#refused !== undefined && nowMs - this.#refused.atMs < reopenMs) throw this.#refused.error;
    try {
      await this.link.open();
      this.#refused = undefined;
    } catch (error) {
      this.#refused = { error, atMs: this.#clock.monotonicMs() };
      throw error;
    }
  }

  async #noteSilence(error: unknown): Promise<void> {
    if (!isSolsteadError(error, 'link.timeout')) return;
    const { bytesReceived } = this.link.counters;
    const nowMs = this.#clock.monotonicMs();
    if (bytesReceived !== this.#receivedBytes) {
      this.#receivedBytes = bytesReceived;
      this.#silentSinceMs = nowMs;
    }
    this.#silentSinceMs ??= nowMs;
    if (nowMs - this.#silentSinceMs < silentMs) return;
    this.#silentSinceMs = undefined;
    await this.link.close();
  }

  #closedError(): SolsteadError {
    return new SolsteadError('link.closed', { at: this.link.name });
  }
}
