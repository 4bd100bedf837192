// Between a site's live image and its consumers: while the wall clock was set and is not trusted yet, values wait, and get
// their right time when it is. What brings its own time from another clock passes.
import type { Clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { takeTimed, type Trusted, trustNow, type TrustState, untrusted } from '#energy/metering/time-trust.ts';
import type { LedgerEvent } from '#energy/types.ts';

/** Options of {@link makeClockGuard}. */
export interface ClockGuardOptions {
  readonly clock: Clock;
  /** The newest time the site's history holds; a clock that is before it cannot be right. Absent: nothing is known. */
  readonly newestMs: number | undefined;
  write(batch: Batch): void;
  /** Tells why values waited. */
  tell(event: LedgerEvent): void;
}

/** The guard. */
export interface ClockGuard {
  take(batch: Batch): void;
  /** Lets go what waits, by the clock as it is now. */
  close(): void;
}

interface Waiting {
  readonly batch: Batch;
  readonly wallMs: number;
}

/** Beyond it a batch has its time from elsewhere, ms. */
const ownTimeMs = 120_000;
/** How far back the clock may be before history speaks against it, ms. */
const behindMs = 120_000;

/** A guard that trusts the clock at once, unless history is ahead of it. */
export function makeClockGuard({ clock, newestMs, write, tell }: ClockGuardOptions): ClockGuard {
  const now = () => ({ atMs: clock.nowMs(), monotonicMs: clock.monotonicMs() });
  const isBehind = newestMs !== undefined && newestMs > clock.nowMs() + behindMs;
  let state: TrustState<Waiting> = isBehind ? untrusted() : trustNow(untrusted<Waiting>(), now()).state;

  const release = ({ state: next, released, events }: Trusted<Waiting>): void => {
    state = next;
    for (const { atMs, content } of released) {
      const { batch, wallMs } = content;
      const shiftMs = atMs - wallMs;
      write(shiftMs === 0 ? batch : { ...batch, atMs: Math.round(batch.atMs + shiftMs) });
    }
    for (const event of events) tell(event);
  };
  return {
    take(batch) {
      const { atMs, monotonicMs } = now();
      if (Math.abs(batch.atMs - atMs) > ownTimeMs) write(batch);
      else release(takeTimed(state, { atMs, monotonicMs, content: { batch, wallMs: atMs } }));
    },
    close() {
      if (state.waiting.length > 0) release(trustNow(state, now()));
    },
  };
}
