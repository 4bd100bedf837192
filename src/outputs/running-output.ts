// An output that runs: its filter, its spool, what delivers from it, and how all that is going. It fails alone.
import type { SiteEvent } from '#core/consumer.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { OutputState } from '#core/output.ts';
import type { Random } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Spool } from '#core/spool.ts';
import { external } from '#core/message-params.ts';
import type { Sink, SinkListener } from './output-kind.ts';
import type { Sieve } from './sieve.ts';
import { Delivery } from './spooled.ts';

/** What it is made of. */
export interface RunningParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly sieve: Sieve;
  readonly spool: Spool;
  open(listener: SinkListener): Sink;
  /** Called when it begins to fail, and without a reason when it works again. */
  onTrouble(reason: Reason | undefined): void;
}

/** Pause after a failure, and the longest, ms. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;
/** Most batches that are delivered at once. */
const mostAtOnce = 200;

/** A running output. */
export class RunningOutput {
  readonly #parts: RunningParts;
  readonly #sink: Sink;
  readonly #delivery: Delivery;
  #state: OutputState['state'] = 'starting';
  #sinceMs: number;
  #sent = 0;
  #sentMs: number | undefined;
  #trouble: OutputState['trouble'];

  constructor(parts: RunningParts) {
    this.#parts = parts;
    const { clock, random, spool } = parts;
    this.#sinceMs = clock.nowMs();
    this.#sink = parts.open({ onState: (failure) => this.#tell(failure) });
    this.#delivery = new Delivery({
      spool,
      clock,
      random,
      pause,
      mostAtOnce,
      deliver: async (batches, signal) => {
        await this.#sink.deliver(batches, signal);
        this.#sent += batches.length;
        this.#sentMs = clock.nowMs();
        this.#tell(undefined);
      },
      onTrouble: (why, error) => {
        if (why !== undefined) this.#tell(reasonOf(error));
      },
    });
  }

  take(batch: Batch): void {
    const kept = this.#parts.sieve.take(batch);
    if (kept === undefined) return;
    this.#parts.spool.add(kept);
    this.#delivery.wake();
  }

  event(event: SiteEvent): void {
    if (event.kind === 'device-removed') this.#parts.sieve.forget(event.device);
    this.#sink.event?.(event);
  }

  state(): OutputState {
    const { batches, bytes, dropped, trouble: ofDisk } = this.#parts.spool.state();
    const disk =
      ofDisk === undefined
        ? undefined
        : { atMs: this.#parts.clock.nowMs(), reason: because('outside.said', { said: external(ofDisk) }) };
    const trouble = disk ?? this.#trouble;
    return {
      state: this.#state,
      sinceMs: this.#sinceMs,
      sent: this.#sent,
      waiting: batches,
      bytes,
      dropped,
      ...(this.#sentMs === undefined ? {} : { sentMs: this.#sentMs }),
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  flush(): Promise<void> {
    return this.#parts.spool.flush();
  }

  /** Takes away what it left at its server; nothing more is delivered. Errors: `output.failed`, `link.*`. */
  async clear(): Promise<void> {
    await this.#delivery.end();
    await this.#sink.clear?.();
  }

  /** What waits stays in the spool. */
  async close(): Promise<void> {
    await this.#delivery.end();
    await this.#sink.close();
    await this.#parts.spool.close().catch((error: unknown) => {
      // Another process runs the home now, and has the spool.
      if (!isSolsteadError(error, 'store.fenced')) throw error;
    });
  }

  #tell(failure: Reason | undefined): void {
    const { clock, onTrouble } = this.#parts;
    const before = this.#state;
    const now = failure === undefined ? 'working' : 'failing';
    if (failure !== undefined) this.#trouble = { atMs: clock.nowMs(), reason: failure };
    if (before === now) return;
    this.#state = now;
    this.#sinceMs = clock.nowMs();
    onTrouble(failure);
  }
}
