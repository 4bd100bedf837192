// Time as a parameter: everything that waits or stamps takes a Clock. The only place that touches the system's.

/** Wall time, monotonic time and waiting. */
export interface Clock {
  /** Wall clock, epoch milliseconds, UTC; may step. */
  nowMs(): number;
  /** Milliseconds that never run backwards, for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, options?: SleepOptions): Promise<void>;
  /** Calls `run` once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` every `ms` without keeping the process alive; the returned function stops it. */
  every(ms: number, run: () => void): () => void;
}

/** Options of {@link Clock.sleep}. */
export interface SleepOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether something came within a time, which is waited for no longer. The timer ends with it: one that went on would keep a process alive
 * that is done.
 */
export async function isWithin(clock: Pick<Clock, 'after'>, ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const cancel = clock.after(ms, () => late.resolve(false));
  return Promise.race([work.then(() => true), late.promise]).finally(cancel);
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

/** The IANA time zone this computer is set to. */
export function systemTimeZone(): string {
  return Temporal.Now.timeZoneId();
}

/** In Node `performance` brings all along that measures a program, which takes longer than many a command. */
const monotonicMs: Clock['monotonicMs'] =
  typeof process === 'undefined' ? () => performance.now() : () => Number(process.hrtime.bigint()) / 1e6;

/** The system's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs,
  sleep(ms, { signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        if (signal !== undefined) reject(abortReason(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    // A browser's timer is a number and holds nothing alive.
    if (typeof timer === 'object') timer.unref();
    return () => clearInterval(timer);
  },
};

/** Resolves in the next turn of the event loop, when what the system had to hand over has been handed over (Node only). */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** CLOCK_MONOTONIC of this computer, µs, by which other programs of it tell what came first (Node only). */
export function systemMonotonicUs(): bigint {
  return process.hrtime.bigint() / 1000n;
}
