// A sink behind a spool: it gets every batch in order, at its own pace, also those of before a restart or of a time when it
// was away. What it took shortly before a kill it may get again.
import type { Clock } from '#core/clock.ts';
import type { Consumer, ConsumerWants } from '#core/consumer.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import type { Random } from '#core/random.ts';
import type { Spool } from '#core/spool.ts';

/** Options of {@link Delivery}. */
export interface DeliveryOptions<Item = Batch> {
  readonly spool: Spool<Item>;
  readonly clock: Clock;
  /** Most batches delivered at once. */
  readonly mostAtOnce: number;
  /**
   * Hands batches to the sink and resolves when it has them, or with how many of the first it is done with, if not with all; what it rejects
   * with is tried again, and no sooner than after the seconds of the error.
   */
  deliver(batches: readonly Item[], signal: AbortSignal): Promise<number | void>;
  /** Called when delivery begins to fail, with the reason, and without one when it works again. */
  onTrouble(why: string | undefined, error?: unknown): void;
  /** Pause after a failure, and the longest, ms; absent: a second, and a minute. */
  readonly pause?: { readonly firstMs: number; readonly longestMs: number };
  /** Spreads the pauses, so that not all ask a server that is back at once; absent: they are not spread. */
  readonly random?: Random;
}

/** Options of {@link spooled}; the spool is closed with the consumer. */
export interface SpooledOptions extends DeliveryOptions {
  readonly name: string;
  readonly wants?: ConsumerWants;
}

/** Pause after a failure, and the longest, when it fails again and again, ms. */
const usualPause = { firstMs: 1000, longestMs: 60_000 } as const;

/** Pause after a failure of one that is in a hurry; it doubles, too, ms. */
const hurriedMs = 100;

/** A consumer that keeps what its sink does not have yet; it delivers from now on. */
export function spooled(options: SpooledOptions): Consumer {
  const { name, wants, spool } = options;
  const delivery = new Delivery(options);
  return {
    name,
    ...(wants === undefined ? {} : { wants }),
    take(batch) {
      spool.add(batch);
      delivery.wake();
    },
    backlog: () => spool.state(),
    flush: () => spool.flush(),
    async close() {
      await delivery.end();
      await spool.close();
    },
  };
}

/** Hands what a spool keeps to a sink, in order, until it is ended. */
export class Delivery<Item = Batch> {
  readonly #options: DeliveryOptions<Item>;
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;
  #woken = Promise.withResolvers<void>();
  #trouble: string | undefined;
  #hurrying = new AbortController();
  #isHurried = false;

  constructor(options: DeliveryOptions<Item>) {
    this.#options = options;
    this.#ended = this.#run();
  }

  wake(): void {
    this.#woken.resolve();
  }

  /** What waits is tried again at once, and soon again if that fails: there is little time left. */
  hurry(): void {
    this.#isHurried = true;
    this.#hurrying.abort();
  }

  async end(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    this.wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { clock, pause = usualPause, random } = this.#options;
    const { signal } = this.#ending;
    let pauseMs: number = pause.firstMs;
    while (!signal.aborted) {
      this.#woken = Promise.withResolvers();
      try {
        if (await this.#deliverNext(signal)) this.wake();
        pauseMs = pause.firstMs;
        this.#tell(undefined);
        await this.#woken.promise;
      } catch (error) {
        if (signal.aborted) return;
        this.#tell(messageOf(error), error);
        const spread = random === undefined ? 1 : 0.8 + 0.4 * random();
        const askedMs = isSolsteadError(error) ? (error.retrySeconds ?? 0) * 1000 : 0;
        const waitMs = Math.min(Math.max(pauseMs, askedMs) * spread, pause.longestMs);
        await clock.sleep(waitMs, { signal: AbortSignal.any([signal, this.#hurrying.signal]) }).catch(() => undefined);
        pauseMs = this.#takeHurry() ? hurriedMs : Math.min(2 * pauseMs, pause.longestMs);
      }
    }
  }

  /** Whether somebody is in a hurry since the last time. */
  #takeHurry(): boolean {
    const isNew = this.#isHurried;
    this.#isHurried = false;
    if (isNew) this.#hurrying = new AbortController();
    return isNew;
  }

  /** False when there was nothing to deliver. */
  async #deliverNext(signal: AbortSignal): Promise<boolean> {
    const { spool, mostAtOnce, deliver } = this.#options;
    const next = await spool.read(mostAtOnce);
    if (next.length === 0) return false;
    const settled = await deliver(
      next.map(({ batch }) => batch),
      signal,
    );
    const last = next.at((settled ?? next.length) - 1);
    if (last === undefined || settled === 0) throw new TypeError('assertion: a delivery that is done with nothing');
    spool.done(last.position);
    return true;
  }

  #tell(why: string | undefined, error?: unknown): void {
    if (why === this.#trouble) return;
    this.#trouble = why;
    this.#options.onTrouble(why, error);
  }
}
