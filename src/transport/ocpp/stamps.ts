// When something happened, by our time, of what a charge point stamps with its own clock. Pure.

/** What it told while it was offline comes within this time of its connection, ms. */
const lateMs = 120_000;
/** So far apart two clocks are the same, ms. */
const slackMs = 60_000;
/** Nothing waits for longer, ms. */
const longestMs = 30 * 86_400_000;

/** The moments of what it says. */
export interface StampedAt {
  readonly nowMs: number;
  /** How long it has been connected, ms. */
  readonly connectedMs: number;
}

/**
 * Epoch ms. A clock that is near ours is believed; an older moment only right after it came back, as what was kept while it was offline; any
 * other, in the future or from 1970, is a wrong clock, and it is now.
 */
export function momentOf(timestamp: string | undefined, { nowMs, connectedMs }: StampedAt): number {
  const stampMs = Date.parse(timestamp ?? '');
  const agoMs = nowMs - stampMs;
  if (!Number.isFinite(agoMs) || agoMs < -slackMs || agoMs > longestMs) return nowMs;
  if (agoMs > slackMs && connectedMs > lateMs) return nowMs;
  return Math.min(stampMs, nowMs);
}

/** Whether what it measured is of now: what it kept while it was offline is not. */
export const isOfNow = (timestamp: string | undefined, at: StampedAt): boolean =>
  at.nowMs - momentOf(timestamp, at) <= slackMs;
