// Whether a daemon gets on: each device gives a sign, an answer or a failed round, within the longest time that its rounds can take.
// A service manager is told that all is well only then, so that a daemon that hangs is started again.
import type { Clock } from '#core/clock.ts';

/** How a device is asked, as far as it says how long a round can take. */
export interface RoundBound {
  readonly everySeconds: number;
  readonly queries: number;
  readonly responseMs: number;
  readonly retries: number;
  readonly backoffSeconds: readonly number[];
  /** Devices that share its line: each waits for the others. */
  readonly sharers: number;
}

/** What a link needs for itself in each exchange: opening it, the pace of its line, silence behind an answer, ms. */
const exchangeMs = 5000;
/** What is granted beside, for a computer that is busy, ms. */
const graceMs = 120_000;

/** Longest time between two signs of a device, ms. */
export function longestRoundMs({
  everySeconds,
  queries,
  responseMs,
  retries,
  backoffSeconds,
  sharers,
}: RoundBound): number {
  const pauses = Array.from(
    { length: retries },
    (_, index) => backoffSeconds[Math.min(index, backoffSeconds.length - 1)] ?? 1,
  );
  const pauseMs = pauses.reduce((sum, pause) => sum + pause, 0) * 1.1 * 1000;
  const askedMs = (retries + 1) * (responseMs + exchangeMs) + pauseMs;
  return everySeconds * 1000 + Math.max(1, queries) * askedMs * Math.max(1, sharers) + graceMs;
}

/** The signs of devices. */
export interface Progress {
  /** From now on a sign is due within so long. */
  watch(device: string, longestMs: number): void;
  sign(device: string): void;
  forget(device: string): void;
  /** The devices whose sign is overdue. */
  overdue(): readonly string[];
}

/** No device yet. */
export function makeProgress(clock: Pick<Clock, 'monotonicMs'>): Progress {
  const known = new Map<string, { readonly longestMs: number; atMs: number }>();
  return {
    watch: (device, longestMs) => void known.set(device, { longestMs, atMs: clock.monotonicMs() }),
    sign(device) {
      const found = known.get(device);
      if (found !== undefined) found.atMs = clock.monotonicMs();
    },
    forget: (device) => void known.delete(device),
    overdue() {
      const nowMs = clock.monotonicMs();
      return [...known].flatMap(([device, { longestMs, atMs }]) => (nowMs - atMs > longestMs ? [device] : []));
    },
  };
}
