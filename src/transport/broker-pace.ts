// How fast clients of the broker may speak: who says more waits, as its packets are left in its connection, and nobody else does.
import type { Clock } from '#core/clock.ts';

/** What an account may say at once, and in a second. */
export interface PaceBounds {
  readonly packets: number;
  readonly packetsPerSecond: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** What a stream asks before it lets a packet through. */
export interface Pace {
  /** Counts a packet, and says how many ms those behind it have to wait; 0: none. */
  spend(bytes: number): number;
  after(ms: number, run: () => void): () => void;
}

/** The pace of one connection: its own until its account is known. */
export interface ConnectionPace extends Pace {
  entered(account: string): void;
}

/** Shortest pause, ms: some packets pass together, as a timer for each would cost more than they do. */
const shortestMs = 20;

function makeBucket(bounds: PaceBounds, clock: Clock) {
  let { packets, bytes } = bounds;
  let filledMs = clock.monotonicMs();
  return (size: number): number => {
    const nowMs = clock.monotonicMs();
    const seconds = (nowMs - filledMs) / 1000;
    filledMs = nowMs;
    packets = Math.min(bounds.packets, packets + seconds * bounds.packetsPerSecond) - 1;
    bytes = Math.min(bounds.bytes, bytes + seconds * bounds.bytesPerSecond) - size;
    const lacks = Math.max(-packets / bounds.packetsPerSecond, -bytes / bounds.bytesPerSecond);
    return lacks <= 0 ? 0 : Math.max(shortestMs, lacks * 1000);
  };
}

/** Makes the paces of one broker; `waits` hears each time that a client has to. */
export function makePaces(bounds: PaceBounds, clock: Clock, waits: (account: string | undefined) => void) {
  // Kept over connections, so that a new one brings nothing; accounts are those of the records, and few.
  const buckets = new Map<string, (size: number) => number>();
  return (): ConnectionPace => {
    let [account, bucket]: [string | undefined, (size: number) => number] = [undefined, makeBucket(bounds, clock)];
    return {
      spend(bytes) {
        const waitMs = bucket(bytes);
        if (waitMs > 0) waits(account);
        return waitMs;
      },
      after: (ms, run) => clock.after(ms, run),
      entered(name) {
        account = name;
        bucket = buckets.getOrInsertComputed(name, () => makeBucket(bounds, clock));
      },
    };
  };
}
