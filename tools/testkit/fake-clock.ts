// A clock that only the test moves: unit tests of what waits and stamps take no time at all.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';

/** A clock by hand. */
export interface FakeClock extends Clock {
  /** Moves both times forward, running what falls due in order; promises settle between two of them. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock alone, as an administrator or NTP does. */
  setNow(ms: number): void;
  /** Waits, timers and repeats that are still to come. */
  readonly pending: number;
}

interface Job {
  dueMs: number;
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/** Rounds of the event loop that let promises, and what they start, settle. */
const turns = 40;

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

/** A clock that stands at `startMs`, epoch. */
export function fakeClock(startMs = Date.UTC(2026, 5, 1, 12)): FakeClock {
  let monotonicMs = 0;
  let aheadMs = startMs;
  const jobs = new Set<Job>();
  const add = (ms: number, run: () => void, everyMs?: number): (() => void) => {
    const job: Job = { dueMs: monotonicMs + Math.max(0, ms), everyMs, run };
    jobs.add(job);
    return () => void jobs.delete(job);
  };
  const nextDue = (untilMs: number): Job | undefined => {
    let next: Job | undefined;
    for (const job of jobs) if (job.dueMs <= untilMs && (next === undefined || job.dueMs < next.dueMs)) next = job;
    return next;
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  };
  return {
    nowMs: () => aheadMs + monotonicMs,
    monotonicMs: () => monotonicMs,
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(reasonOf(signal));
        const cancel = add(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        const onAbort = (): void => {
          cancel();
          if (signal !== undefined) reject(reasonOf(signal));
        };
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    after: (ms, run) => add(ms, run),
    every: (ms, run) => add(ms, run, ms),
    setNow(ms) {
      aheadMs = ms - monotonicMs;
    },
    get pending() {
      return jobs.size;
    },
    async advance(ms) {
      const untilMs = monotonicMs + ms;
      await settle();
      for (let job = nextDue(untilMs); job !== undefined; job = nextDue(untilMs)) {
        monotonicMs = Math.max(monotonicMs, job.dueMs);
        if (job.everyMs === undefined) jobs.delete(job);
        else job.dueMs += job.everyMs;
        job.run();
        await settle();
      }
      monotonicMs = untilMs;
    },
  };
}
