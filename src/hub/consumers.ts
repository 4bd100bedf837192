// Behind the image of a site: every batch goes to every consumer that wants it, in order. One that throws is counted and
// reported once; one that holds up the path is left out for a while, so that it cannot slow the others.
import type { Clock } from '#core/clock.ts';
import type { Consumer, ConsumerHealth, ConsumerWants, SiteEvent } from '#core/consumer.ts';
import { messageOf } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';

/** Options of {@link makeConsumers}. */
export interface ConsumersOptions {
  readonly clock: Clock;
  /** What a site cannot do without: they take a batch first, in this order, and are never left out. */
  readonly own: readonly Consumer[];
  /** Called once for each consumer and kind of failure. */
  onTrouble(consumer: string, error: unknown): void;
}

/** The consumers of a site. */
export interface Consumers {
  take(batch: Batch): void;
  event(event: SiteEvent): void;
  /** Adds one after the others. */
  join(consumer: Consumer): void;
  health(): readonly ConsumerHealth[];
  /** Closes those that were added all at once, waiting for none longer than a few seconds; then its own, the last one first. */
  close(): Promise<void>;
}

/** A call that takes longer than this is slow, ms. */
const slowMs = 20;
/** A consumer may hold up the path this share of the time, and this long at once, ms, before it is left out. */
const budget = { share: 0.1, atOnceMs: 500 } as const;
/** How long it is left out, ms. */
const leftOutMs = 30_000;
/** How long a problem is shown after it was last seen, ms. */
const troubledMs = 600_000;
/** How long closing waits for a consumer, ms. */
const closeMs = 5000;

/** Consumers to which batches are distributed. */
export function makeConsumers({ own, clock, onTrouble }: ConsumersOptions): Consumers {
  const required = own.map((consumer) => new RunningConsumer(consumer, { clock, onTrouble, isOwn: true }));
  const running = [...required];
  return {
    take(batch) {
      // The time one has ended at is that of the next one's start.
      let atMs: number | undefined;
      for (const one of running) atMs = one.take(batch, atMs);
    },
    event(event) {
      for (const one of running) one.event(event);
    },
    join: (consumer) => void running.push(new RunningConsumer(consumer, { clock, onTrouble, isOwn: false })),
    health: () => running.map((one) => one.health()),
    async close() {
      const added = running.slice(required.length);
      await Promise.all(added.map((one) => one.close()));
      for (const one of required.toReversed()) await one.close();
    },
  };
}

/** The wanted part of a batch; undefined if there is none. */
type Sieve = (batch: Batch) => Batch | undefined;

function sieveOf({ devices, metrics }: ConsumerWants): Sieve {
  const wantedDevices = devices === undefined ? undefined : new Set(devices);
  const whole = new Set(metrics);
  const beginnings = [...whole].filter((text) => text.endsWith('*')).map((text) => text.slice(0, -1));
  const isWanted = (metric: string): boolean =>
    whole.has(metric) || beginnings.some((beginning) => metric.startsWith(beginning));
  return (batch) => {
    if (wantedDevices?.has(batch.device) === false) return undefined;
    if (metrics === undefined || batch.metric.every(isWanted)) return batch;
    if (!batch.metric.some(isWanted)) return undefined;
    const kept = [...batch.metric.keys()].filter((index) => isWanted(batch.metric[index] ?? ''));
    const pick = <T>(column: readonly T[]): T[] =>
      kept.flatMap((index) => {
        const one = column[index];
        return one === undefined ? [] : [one];
      });
    return { ...batch, metric: pick(batch.metric), value: pick(batch.value), quality: pick(batch.quality) };
  };
}

/** What a running consumer needs of its site. */
interface RunningOptions extends Pick<ConsumersOptions, 'clock' | 'onTrouble'> {
  readonly isOwn: boolean;
}

/** One consumer, and how it has behaved: its failures, and the time it has taken. */
class RunningConsumer {
  readonly #consumer: Consumer;
  readonly #options: RunningOptions;
  readonly #sieve: Sieve;
  readonly #reported = new Set<string>();
  #taken = 0;
  #failed = 0;
  #slow = 0;
  #missed = 0;
  #trouble: { readonly why: string; readonly atMs: number } | undefined;
  /** Time it has held up the others beyond its share, ms, at `#countedMs`. */
  #heldMs = 0;
  #countedMs = 0;
  #outUntilMs = 0;

  constructor(consumer: Consumer, options: RunningOptions) {
    this.#consumer = consumer;
    this.#options = options;
    this.#sieve = sieveOf(consumer.wants ?? {});
  }

  /** `startMs`: the time now, ms (monotonic), if it is known; so is the returned one. */
  take(batch: Batch, startMs: number | undefined): number | undefined {
    const wanted = this.#sieve(batch);
    if (wanted === undefined) return startMs;
    if (this.#outUntilMs > 0 && this.#isLeftOut()) {
      this.#missed += 1;
      return startMs;
    }
    this.#taken += 1;
    if (!this.#options.isOwn) return this.#timed(() => this.#consumer.take(wanted), startMs);
    this.#attempt(() => this.#consumer.take(wanted));
    return undefined;
  }

  event(event: SiteEvent): void {
    const { wants } = this.#consumer;
    if (wants?.events?.includes(event.kind) !== true) return;
    this.#timed(() => this.#consumer.event?.(event));
  }

  health(): ConsumerHealth {
    const isOver = this.#options.clock.monotonicMs() > (this.#trouble?.atMs ?? 0) + troubledMs;
    const trouble = isOver ? undefined : this.#trouble;
    const spool = this.#consumer.backlog?.();
    return {
      name: this.#consumer.name,
      taken: this.#taken,
      failed: this.#failed,
      slow: this.#slow,
      missed: this.#missed,
      ...(spool === undefined ? {} : { spool }),
      ...(trouble === undefined ? {} : { trouble: trouble.why }),
    };
  }

  async close(): Promise<void> {
    if (this.#options.isOwn) return this.#consumer.close();
    const tooLate = new AbortController();
    const patience = this.#options.clock.sleep(closeMs, { signal: tooLate.signal }).then(
      () => this.#report('close', new Error(`it did not close within ${closeMs / 1000} s`)),
      () => undefined,
    );
    const closed = (async () => this.#consumer.close())().catch((error: unknown) => this.#report('close', error));
    await Promise.race([closed, patience]);
    tooLate.abort();
  }

  /** The time when it was done, ms (monotonic). */
  #timed(job: () => unknown, startMs = this.#options.clock.monotonicMs()): number {
    this.#attempt(job);
    return this.#count(startMs);
  }

  #attempt(job: () => unknown): void {
    try {
      const given = job();
      // One written as an async function fails later, where nobody would catch it.
      if (given instanceof Promise) given.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failed += 1;
    this.#report('throw', error);
  }

  #count(startMs: number): number {
    const nowMs = this.#options.clock.monotonicMs();
    const tookMs = nowMs - startMs;
    this.#heldMs = Math.max(0, this.#heldMs - budget.share * (startMs - this.#countedMs)) + tookMs;
    this.#countedMs = nowMs;
    if (tookMs > slowMs) this.#slow += 1;
    if (this.#heldMs <= budget.atOnceMs || this.#options.isOwn) return nowMs;
    this.#heldMs = 0;
    this.#outUntilMs = nowMs + leftOutMs;
    this.#report('out', new Error(`it is left out for ${leftOutMs / 1000} s, as it held the others up`));
    return nowMs;
  }

  #isLeftOut(): boolean {
    if (this.#options.clock.monotonicMs() < this.#outUntilMs) return true;
    this.#outUntilMs = 0;
    return false;
  }

  #report(kind: string, error: unknown): void {
    this.#trouble = { why: messageOf(error), atMs: this.#options.clock.monotonicMs() };
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#options.onTrouble(this.#consumer.name, error);
  }
}
