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
import { untilAborted } from './broker-session.ts';
import type { Sink, SinkListener } from './output-kind.ts';
import type { Sieve } from './sieve.ts';
import { Narrowing } from './narrowing.ts';
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
  /** Called when the disk takes nothing of what waits, in the words of the system, and without when it does again. */
  onDisk?(trouble: string | undefined): void;
  /** Called when batches begin to be lost to the bound of the spool, once until something was delivered again. */
  onLost?(): void;
}

/** Pause after a failure, and the longest, ms. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;
/** How often it is looked whether what waits is gone, ms. */
const lookMs = 20;
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
  /** Batches that it is done with, and of which nothing went to its server yet. */
  #gathered = 0;
  #sentMs: number | undefined;
  #trouble: OutputState['trouble'];
  #diskTrouble: string | undefined;
  #lost: number;
  #isLosing = false;
  #refused = 0;
  #refusal: OutputState['refusal'];

  constructor(parts: RunningParts) {
    this.#parts = parts;
    const { clock, random, spool } = parts;
    this.#sinceMs = clock.nowMs();
    this.#lost = spool.state().dropped;
    if ((spool.lostAtOpening ?? 0) > 0) this.#tellLost();
    this.#sink = parts.open({ onState: (failure) => this.#tell(failure) });
    const narrowing = new Narrowing(this.#sink);
    this.#delivery = new Delivery({
      spool,
      clock,
      random,
      pause,
      mostAtOnce: this.#sink.mostAtOnce ?? mostAtOnce,
      deliver: async (batches, signal) => {
        let isReached = false;
        const { settled, refused, reason } = await narrowing.deliver(batches, async (some) => {
          const isSent = await this.#deliver(some, signal);
          isReached ||= isSent !== false && this.#sink.isEmpty?.(some) !== true;
        });
        if (reason !== undefined) {
          this.#refused += refused;
          this.#refusal = { atMs: clock.nowMs(), reason };
        }
        this.#gathered += settled;
        if (isReached || reason !== undefined) this.#reached();
        return settled;
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
    this.#tellSpool();
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
    const answered = this.#sink.answered?.();
    const heldBack = this.#parts.sieve.heldBack?.();
    const nextMs = this.#nextMs();
    return {
      state: this.#state,
      sinceMs: this.#sinceMs,
      sent: answered?.count ?? this.#sent,
      waiting: batches,
      bytes,
      dropped,
      refused: this.#refused,
      ...(heldBack === undefined ? {} : { heldBack }),
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
      ...(this.#sentMs === undefined ? {} : { sentMs: this.#sentMs }),
      ...(nextMs === undefined ? {} : { nextMs }),
      ...(answered?.last === undefined ? {} : { asked: answered.last }),
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  /** When something is due next, if that is later than now and its server is not away. */
  #nextMs(): number | undefined {
    const { clock, sieve } = this.#parts;
    if (this.#state === 'failing') return undefined;
    const nextMs = Math.max(this.#sink.nextMs?.() ?? 0, sieve.nextMs?.() ?? 0);
    return nextMs > clock.nowMs() ? nextMs : undefined;
  }

  flush(): Promise<void> {
    return this.#parts.spool.flush();
  }

  /** Takes away what it left at its server; nothing more is delivered. Errors: `output.failed`, `link.*`. */
  async clear(): Promise<void> {
    await this.#delivery.end();
    await this.#sink.clear?.();
  }

  /** Tries at once what waits, and again and again, for so long, ms; resolves before when nothing waits any more. */
  async drain(mostMs: number): Promise<void> {
    const { clock, spool } = this.#parts;
    if (spool.state().batches > 0) this.#delivery.hurry();
    const untilMs = clock.monotonicMs() + mostMs;
    while (spool.state().batches > 0 && clock.monotonicMs() < untilMs) await clock.sleep(lookMs);
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

  /** Its server answered: what was gathered before is there, too. */
  #reached(): void {
    this.#sent += this.#gathered;
    this.#gathered = 0;
    this.#sentMs = this.#parts.clock.nowMs();
    this.#isLosing = false;
    this.#tell(undefined);
  }

  /** Who ends waits for what a server that works may still confirm, and for no other. */
  #deliver(batches: readonly Batch[], signal: AbortSignal): Promise<boolean | void> {
    const work = this.#sink.deliver(batches, signal);
    return this.#state === 'working' ? work : untilAborted(work, signal);
  }

  #tellSpool(): void {
    const { trouble, dropped } = this.#parts.spool.state();
    if (dropped > this.#lost && !this.#isLosing) this.#tellLost();
    this.#lost = dropped;
    if (trouble === this.#diskTrouble) return;
    this.#diskTrouble = trouble;
    this.#parts.onDisk?.(trouble);
  }

  #tellLost(): void {
    this.#isLosing = true;
    this.#parts.onLost?.();
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
