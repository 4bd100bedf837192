// Between a site's live image and its consumers: while the wall clock was set and is not trusted yet, values wait, and get
// their right time when it is. Batches that bring their own time from another clock pass through.
import type { Clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import type { EraPlace, KeptEra } from '#core/eras.ts';
import { because, type Reason } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import type { WaitingBatch } from '#core/waiting.ts';
import type { MisdatedTime } from '#ledger/misdated.ts';
import { type ClockEras, makeClockEras } from './clock-eras.ts';
import { sameMs } from './time-witness.ts';
import {
  agreedTime,
  takeTimed,
  type Timed,
  type Trusted,
  trustNow,
  type TrustState,
  untrusted,
} from '#energy/metering/time-trust.ts';
import type { LedgerEvent } from '#energy/types.ts';

/** Options of {@link makeClockGuard}. */
export interface ClockGuardOptions {
  readonly clock: Clock;
  /** The newest time the site's history holds; a clock that is before it cannot be right. Absent: nothing is known. */
  readonly newestMs: number | undefined;
  /** Wall less monotonic time as it is known from elsewhere, ms; undefined: not known. */
  knownOffsetMs?(): number | undefined;
  /** What an earlier process left without a time. */
  readonly earlier?: readonly WaitingBatch[];
  /** Keeps waiting values across a restart. */
  keep?(batch: Batch, wallMs: number): void;
  /** Nothing waits any more: what waited was written. */
  released?(): void;
  write(batch: Batch): void;
  /** Reports why values waited. */
  tell(event: LedgerEvent): void;
  /** The settings of the clock an earlier process left, and what keeps them. */
  readonly eras?: { readonly place: EraPlace; readonly earlier: readonly KeptEra[] } | undefined;
  /** The clock was set, and values that were written before may have a wrong time. */
  misdated?(misdated: MisdatedTime): void;
}

/** The guard. */
export interface ClockGuard {
  take(batch: Batch): void;
  /** The time as far as it is trusted, epoch ms: while a newly set wall clock is not trusted yet, time continues as before. */
  nowMs(): number;
  /** What keeps values waiting, or that nobody knows whether the clock was rightly set; undefined: nothing. */
  trouble(): Reason | undefined;
  /** Releases what waits, by the clock as it is now. */
  close(): void;
}

interface Waiting {
  readonly batch: Batch;
  readonly wallMs: number;
}

/** Beyond this difference a batch has its time from elsewhere, ms. */
const ownTimeMs = 120_000;
/** From this difference on the wall clock was set and did not merely drift, ms. */
const partedMs = 5000;
/** How far back the clock may be before history speaks against it, ms. */
const behindMs = 120_000;

/** What an earlier process left, placed on this one's clock. */
function waitingFrom(earlier: readonly WaitingBatch[], now: { readonly atMs: number; readonly monotonicMs: number }) {
  // The machine was restarted since: the last was read just now at the latest, the others earlier by the same distances.
  const last = earlier.at(-1);
  const sinceLastMs = last?.agoMs ?? Math.max(0, now.atMs - (last?.wallMs ?? now.atMs));
  return earlier.map(({ batch, wallMs, agoMs, beforeLastMs }): Timed<Waiting> => {
    const age = agoMs ?? sinceLastMs + beforeLastMs;
    return { atMs: wallMs, monotonicMs: now.monotonicMs - age, content: { batch, wallMs } };
  });
}

function troubleOf(count: number, doubtMs: number | undefined): Reason | undefined {
  if (count > 0) return because('clock.waiting', { count });
  return doubtMs === undefined ? undefined : because('clock.doubt', { minutes: Math.round(doubtMs / minuteMs) });
}

/** What is trusted at first. What an earlier process left is written with the first batch: by then the site is open. */
function beginning(
  now: { readonly atMs: number; readonly monotonicMs: number },
  { newestMs, earlier }: Required<Pick<ClockGuardOptions, 'newestMs' | 'earlier'>>,
): TrustState<Waiting> {
  const isBehind = newestMs !== undefined && newestMs > now.atMs + behindMs;
  const trusted = isBehind ? untrusted<Waiting>() : trustNow(untrusted<Waiting>(), now).state;
  return { ...trusted, waiting: waitingFrom(earlier, now) };
}

/** A guard that trusts the clock at once, unless history is ahead of it. */
export function makeClockGuard(options: ClockGuardOptions): ClockGuard {
  const { clock, newestMs, knownOffsetMs, tell, earlier = [] } = options;
  const now = () => ({ atMs: clock.nowMs(), monotonicMs: clock.monotonicMs() });
  let state = beginning(now(), { newestMs, earlier });

  const eras: ClockEras = makeClockEras({
    isKnown: () => knownOffsetMs?.() !== undefined,
    tell: (misdated) => options.misdated?.(misdated),
    earlier: options.eras?.earlier ?? [],
    place: options.eras?.place,
  });
  /** Writes a batch by the time as it is trusted: `offsetMs` is wall less monotonic. */
  const write = (batch: Batch, shiftMs: number, offsetMs: number): void => {
    const shifted = shiftMs === 0 ? batch : { ...batch, atMs: Math.round(batch.atMs + shiftMs) };
    eras.wrote(batch.device, shifted.atMs, offsetMs);
    options.write(shifted);
  };
  const release = ({ state: next, released, events }: Trusted<Waiting>): void => {
    const hadWaiting = state.waiting.length > 0;
    state = next;
    for (const { atMs, monotonicMs, content } of released) {
      write(content.batch, atMs - content.wallMs, atMs - monotonicMs);
    }
    for (const event of events) tell(event);
    if (hadWaiting && next.waiting.length === 0) options.released?.();
  };
  /** Wall less monotonic time as others know it: the wall clock's, the one trusted before, or the one they report. */
  const offsetOfOthers = (wallMs: number): number | undefined => {
    const knownMs = knownOffsetMs?.();
    if (knownMs === undefined) return undefined;
    return [wallMs, state.offsetMs].find((one) => one !== undefined && Math.abs(one - knownMs) <= sameMs) ?? knownMs;
  };
  /** If others know the time, it is taken from them, and nothing waits. */
  const trustOthers = ({ atMs, monotonicMs }: ReturnType<typeof now>): number | undefined => {
    const rightMs = offsetOfOthers(atMs - monotonicMs);
    if (rightMs === undefined) return undefined;
    if (state.offsetMs !== rightMs || state.waiting.length > 0)
      release(trustNow(state, { atMs: monotonicMs + rightMs, monotonicMs }));
    return monotonicMs + rightMs - atMs;
  };
  return {
    take(batch) {
      const time = now();
      const { atMs, monotonicMs } = time;
      if (Math.abs(batch.atMs - atMs) > ownTimeMs) return options.write(batch);
      const shiftMs = trustOthers(time);
      const agreed = shiftMs === undefined ? agreedTime(state, time) : undefined;
      if (agreed !== undefined) {
        // As nearly always: nothing is put right, and nothing is made for it.
        state = agreed;
        write(batch, 0, atMs - monotonicMs);
      } else if (shiftMs === undefined) {
        release(takeTimed(state, { ...time, content: { batch, wallMs: atMs } }));
        if (state.waiting.at(-1)?.content.batch === batch) options.keep?.(batch, atMs);
      } else write(batch, shiftMs, atMs + shiftMs - monotonicMs);
    },
    nowMs() {
      const { atMs, monotonicMs } = now();
      const wallMs = atMs - monotonicMs;
      const { offsetMs = wallMs } = state;
      const trustedMs = offsetOfOthers(wallMs) ?? (Math.abs(wallMs - offsetMs) > partedMs ? offsetMs : wallMs);
      return Math.round(monotonicMs + trustedMs);
    },
    trouble: () => troubleOf(state.waiting.length, eras.doubtMs()),
    close() {
      // If it is kept, the next process goes on waiting, rather than writing by an untrusted clock.
      if (state.waiting.length > 0 && options.keep === undefined) release(trustNow(state, now()));
    },
  };
}
