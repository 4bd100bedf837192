// What a client may send on a WebSocket beside its words: pings, empty frames, frames that lead nowhere. Words are bounded where they are
// read; this costs time as well, and nobody else counts it.
import type { Clock } from '#core/clock.ts';

/** At once, and each second. */
const allowed = { atOnce: 100, perSecond: 10 };

/** Counts one; true: it was one too many. */
export function besideBound(clock: Pick<Clock, 'monotonicMs'>): () => boolean {
  let left = allowed.atOnce;
  let atMs = clock.monotonicMs();
  return () => {
    const nowMs = clock.monotonicMs();
    left = Math.min(allowed.atOnce, left + ((nowMs - atMs) * allowed.perSecond) / 1000) - 1;
    atMs = nowMs;
    return left < 0;
  };
}
