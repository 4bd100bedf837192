// One queue a link: whoever wants the line waits here, writes before live values before settings.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';

/** What a turn on the link is for, most urgent first. */
export type Priority = 'write' | 'live' | 'settings';

interface Waiting {
  readonly priority: Priority;
  readonly sinceMs: number;
  readonly order: number;
  run(): Promise<void>;
  fail(error: Error): void;
}

/** A link with its queue. */
export interface LinkQueue {
  readonly link: Link;
  readonly length: number;
  /** Takes one turn on the open link. Errors: those of the link and of the job; `link.closed` when the queue closes. */
  turn<T>(priority: Priority, job: (link: Link) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const rank: Readonly<Record<Priority, number>> = { write: 0, live: 1, settings: 2 };
/** After waiting this long a turn counts as one rank more urgent, so that a busy line still reads settings. */
const promoteMs = 20_000;
/** A link that could not be opened is not tried again sooner than this, so that those who wait learn it at once. */
const reopenMs = 1000;

/** A queue over a link. */
export function makeLinkQueue(link: Link, clock: Clock): LinkQueue {
  const waiting: Waiting[] = [];
  let running = false;
  let order = 0;
  let closed = false;
  let refused: { readonly error: unknown; readonly atMs: number } | undefined;

  const urgency = ({ priority, sinceMs }: Waiting): number => rank[priority] - Math.floor((clock.monotonicMs() - sinceMs) / promoteMs);

  const takeNext = (): Waiting | undefined => {
    let best = 0;
    for (let index = 1; index < waiting.length; index += 1) {
      const [left, right] = [waiting[index], waiting[best]];
      if (left === undefined || right === undefined) continue;
      const difference = urgency(left) - urgency(right);
      if (difference < 0 || (difference === 0 && left.order < right.order)) best = index;
    }
    return waiting.splice(best, 1)[0];
  };

  const openLink = async (): Promise<void> => {
    if (link.isOpen) return;
    if (refused !== undefined && clock.monotonicMs() - refused.atMs < reopenMs) throw refused.error;
    try {
      await link.open();
      refused = undefined;
    } catch (error) {
      refused = { error, atMs: clock.monotonicMs() };
      throw error;
    }
  };

  const drain = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let next = takeNext(); next !== undefined; next = takeNext()) await next.run();
    running = false;
  };

  return {
    link,
    get length() {
      return waiting.length + (running ? 1 : 0);
    },
    turn(priority, job) {
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof job>>>();
      if (closed) {
        reject(new SolsteadError('link.closed', { at: link.name }));
        return promise;
      }
      order += 1;
      waiting.push({
        priority,
        sinceMs: clock.monotonicMs(),
        order,
        fail: reject,
        async run() {
          try {
            await openLink();
            resolve(await job(link));
          } catch (error) {
            reject(error);
          }
        },
      });
      void drain();
      return promise;
    },
    async close() {
      closed = true;
      for (const left of waiting.splice(0)) left.fail(new SolsteadError('link.closed', { at: link.name }));
      await link.close();
    },
  };
}
