// Bounded guesses at what is short: after some wrong ones nothing is looked at for a while.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** Wrong guesses before there is a wait. */
const mostWrong = 5;
const waitMs = 15 * minuteMs;
const mostKeys = 10_000;

/** Guesses, each at something of somebody. */
export interface Tries {
  /** Counts a guess, before it is looked at: many at once are many. Returns how long to wait instead, ms; 0: look at it. */
  begin(key: string): number;
  /** It was right. */
  right(key: string): void;
}

/** Told to who has named too many wrong codes. */
export function throttledCode(waitMs: number): SolsteadError {
  return new SolsteadError('access.throttled', {
    at: 'code',
    why: because('claim.throttled', { minutes: Math.ceil(waitMs / minuteMs) }),
    retrySeconds: Math.ceil(waitMs / 1000),
  });
}

/** Nobody has guessed yet. */
export function makeTries(clock: Pick<Clock, 'monotonicMs'>): Tries {
  const known = new Map<string, { readonly wrong: number; readonly untilMs: number }>();
  return {
    begin(key) {
      const nowMs = clock.monotonicMs();
      const kept = known.get(key);
      const wrong = kept === undefined || kept.untilMs <= nowMs ? 0 : kept.wrong;
      if (kept !== undefined && wrong >= mostWrong) return kept.untilMs - nowMs;
      known.delete(key);
      known.set(key, { wrong: wrong + 1, untilMs: nowMs + waitMs });
      const oldest = known.keys().next().value;
      if (known.size > mostKeys && oldest !== undefined) known.delete(oldest);
      return 0;
    },
    right: (key) => void known.delete(key),
  };
}
