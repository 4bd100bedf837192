// The way of answers to one output: they wait in memory while its server is away, the oldest are given up first, and no other waits for it.
import type { Clock } from '#core/clock.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import type { Random } from '#core/random.ts';
import type { Spool, Spooled } from '#core/spool.ts';
import type { AnswerSink } from '#outputs/answers/answer-sink.ts';
import { Delivery } from '#outputs/spooled.ts';

/** Answers that wait for a server that is away; a day of one device each minute. */
const mostWaiting = 1500;
/** Answers that go at once. */
const mostAtOnce = 50;
/** Pauses before a server is tried again, ms: 5 s to 5 minutes. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;

/** What it is made of. */
export interface FeedParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly sink: AnswerSink;
  /** Called when it begins to fail, and with undefined when it works again. */
  onTrouble(why: string | undefined): void;
}

/** A way to an output. */
export interface AnswerFeed {
  take(answer: NamedAnswer): void;
  /** Answers that wait, and those that were given up. */
  readonly waiting: number;
  readonly lost: number;
  /** Tries again at once what waits; resolves when all that was taken has gone, or it takes longer than so long, ms. */
  flush(mostMs: number): Promise<void>;
  close(): Promise<void>;
}

class MemorySpool implements Spool<NamedAnswer> {
  #items: Spooled<NamedAnswer>[] = [];
  #lost = 0;
  #next = 1;

  get next(): number {
    return this.#next;
  }

  add(batch: NamedAnswer): number {
    if (this.#items.length >= mostWaiting) {
      this.#items.shift();
      this.#lost += 1;
    }
    const position = this.#next;
    this.#items.push({ position, batch });
    this.#next += 1;
    return position;
  }

  async flush(): Promise<void> {}

  async read(limit: number, afterPosition = 0): Promise<readonly Spooled<NamedAnswer>[]> {
    return this.#items.filter(({ position }) => position > afterPosition).slice(0, limit);
  }

  done(position: number): void {
    this.#items = this.#items.filter((one) => one.position > position);
  }

  state() {
    return { batches: this.#items.length, bytes: 0, dropped: this.#lost };
  }

  async close(): Promise<void> {}
}

/** How often to look whether all has gone, ms. */
const lookMs = 20;

/** Opens a way to an output, which is closed with it. */
export function openAnswerFeed({ clock, random, sink, onTrouble }: FeedParts): AnswerFeed {
  const spool = new MemorySpool();
  const delivery = new Delivery<NamedAnswer>({
    clock,
    random,
    spool,
    mostAtOnce,
    pause,
    deliver: (answers, signal) => sink.deliver(answers, signal),
    onTrouble,
  });
  return {
    take(answer) {
      spool.add(answer);
      delivery.wake();
    },
    get waiting() {
      return spool.state().batches;
    },
    get lost() {
      return spool.state().dropped;
    },
    async flush(mostMs) {
      if (spool.state().batches > 0) {
        sink.hurry?.();
        delivery.hurry();
      }
      const untilMs = clock.monotonicMs() + mostMs;
      while (spool.state().batches > 0 && clock.monotonicMs() < untilMs) await clock.sleep(lookMs);
    },
    async close() {
      await delivery.end();
      await sink.close();
    },
  };
}
