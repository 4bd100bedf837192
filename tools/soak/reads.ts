// Counts reads as they go over a link: a question and its retries are one read, which failed if the last of them did.
import { toHex } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';

/** What was read. */
export interface ReadCounts {
  readonly reads: number;
  /** Exchanges that failed, retried or not. */
  readonly failedAttempts: number;
  /** Reads of which no attempt was answered. */
  readonly failedReads: number;
}

/** Counts the reads of many links. */
export interface Reads {
  watch(link: Link, clock: Pick<Clock, 'monotonicMs'>): Link;
  counts(): ReadCounts;
}

/** A question that comes again after so long is another read, ms: retries come within 1, 2 and 3 s and an answer's time. */
const retryMs = 9000;

interface Asked {
  readonly key: string;
  atMs: number;
  hasFailed: boolean;
}

/** Nothing was read yet. */
export function countReads(): Reads {
  let [reads, failedAttempts, failedReads] = [0, 0, 0];
  const open = new Map<string, Asked>();
  let links = 0;
  return {
    watch(link, clock) {
      links += 1;
      const own = links;
      const begin = (key: string): Asked => {
        const nowMs = clock.monotonicMs();
        const before = open.get(key);
        if (before?.hasFailed === true && nowMs - before.atMs < retryMs) return before;
        reads += 1;
        if (before?.hasFailed === true) failedReads += 1;
        const asked = { key, atMs: nowMs, hasFailed: false };
        open.set(key, asked);
        return asked;
      };
      return {
        name: link.name,
        get isOpen() {
          return link.isOpen;
        },
        get counters() {
          return link.counters;
        },
        open: () => link.open(),
        close: () => link.close(),
        listen: (onBytes) => link.listen(onBytes),
        async sendAndReceive(request, expectation) {
          const asked = begin(`${own} ${toHex(request)}`);
          try {
            const frame = await link.sendAndReceive(request, expectation);
            asked.hasFailed = false;
            return frame;
          } catch (error) {
            failedAttempts += 1;
            asked.hasFailed = true;
            throw error;
          } finally {
            asked.atMs = clock.monotonicMs();
          }
        },
      };
    },
    counts: () => ({
      reads,
      failedAttempts,
      failedReads: failedReads + [...open.values()].filter(({ hasFailed }) => hasFailed).length,
    }),
  };
}
