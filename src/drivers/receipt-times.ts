// The time of a device's message: by its own clock if that is right, else by ours.
import type { Clock } from '#core/clock.ts';

/** How far a device's clock may be off before our own time of receipt is taken, ms. */
const clockSlackMs = 5000;

/**
 * Times of one device's messages, epoch ms; `stampMs` is what the device's clock says, if given. After a time without connection a message
 * may have waited somewhere (`mayBeLate`): it is of its own time, told by how far the device's clock was off before, right or wrong.
 */
export function makeReceiptTimes(clock: Clock): (stampMs: number | undefined, mayBeLate?: boolean) => number {
  let newestMs = Number.NEGATIVE_INFINITY;
  let last: { readonly stampMs: number; readonly atMs: number } | undefined;
  /** How much later than the device's clock our own is, ms: its error and the way here. */
  let usualLagMs: number | undefined;
  return (stampMs, mayBeLate = false) => {
    const nowMs = clock.nowMs();
    // Delivered twice, as QoS 1 may: the same time again, so that it is recognised as a duplicate.
    if (stampMs !== undefined && stampMs === last?.stampMs) return last.atMs;
    if (stampMs !== undefined) {
      const lagMs = nowMs - stampMs;
      if (!mayBeLate) usualLagMs = lagMs;
      else if (usualLagMs !== undefined && lagMs - usualLagMs > clockSlackMs) {
        last = { stampMs, atMs: stampMs + usualLagMs };
        return last.atMs;
      }
    }
    const isTrusted = stampMs !== undefined && Math.abs(stampMs - nowMs) < clockSlackMs;
    let atMs = isTrusted ? Math.min(stampMs, nowMs) : nowMs;
    if (stampMs !== undefined && (last === undefined || stampMs > last.stampMs)) {
      // A slightly slow clock must not date new values before an answer that we stamped ourselves.
      if (atMs <= newestMs) atMs = nowMs;
      last = { stampMs, atMs };
    }
    newestMs = Math.max(newestMs, atMs);
    return atMs;
  };
}
