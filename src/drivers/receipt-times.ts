// The time of a device's message: by its own clock if that is right, else by ours.
import type { Clock } from '#core/clock.ts';

/** How far a device's clock may be off before our own time of receipt is taken, ms. */
const clockSlackMs = 5000;
/** Stamps that are remembered: as many as wait at a broker for one who reads again. */
const mostGiven = 256;

/**
 * Times of one device's messages, epoch ms; `stampMs` is what the device's clock says, if given. After a time without connection a message
 * may have waited somewhere (`mayBeLate`): it is of its own time, told by how far the device's clock was off before, right or wrong.
 */
export function makeReceiptTimes(clock: Clock): (stampMs: number | undefined, mayBeLate?: boolean) => number {
  let newestMs = Number.NEGATIVE_INFINITY;
  let last: { readonly stampMs: number; readonly atMs: number } | undefined;
  /** The times that were given lately, by the stamps they were given for. */
  const given = new Map<number, number>();
  const give = (stampMs: number, atMs: number): void => {
    last = { stampMs, atMs };
    given.set(stampMs, atMs);
    const oldest = given.keys().next().value;
    if (given.size > mostGiven && oldest !== undefined) given.delete(oldest);
  };
  /** How much later than the device's clock our own is, ms: its error and the way here. */
  let usualLagMs: number | undefined;
  return (stampMs, mayBeLate = false) => {
    const nowMs = clock.nowMs();
    // Delivered again, as QoS 1 may, also after others: the same time again, so that it is recognised as a duplicate.
    const before = stampMs === undefined ? undefined : given.get(stampMs);
    if (before !== undefined) return before;
    if (stampMs !== undefined) {
      const lagMs = nowMs - stampMs;
      if (!mayBeLate) usualLagMs = lagMs;
      else if (usualLagMs !== undefined && lagMs - usualLagMs > clockSlackMs) {
        give(stampMs, stampMs + usualLagMs);
        return stampMs + usualLagMs;
      }
    }
    const isTrusted = stampMs !== undefined && Math.abs(stampMs - nowMs) < clockSlackMs;
    let atMs = isTrusted ? Math.min(stampMs, nowMs) : nowMs;
    if (stampMs !== undefined && (last === undefined || stampMs > last.stampMs)) {
      // A slightly slow clock must not date new values before an answer that we stamped ourselves.
      if (atMs <= newestMs) atMs = nowMs;
      give(stampMs, atMs);
    }
    newestMs = Math.max(newestMs, atMs);
    return atMs;
  };
}
