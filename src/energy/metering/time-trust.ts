// Whether a batch's time can be believed: the wall clock is compared with a monotonic clock.
// What comes while the two disagree waits, and gets its time when the clock is trusted again.
import { because } from '#core/reason.ts';
import type { LedgerEvent } from '../types.ts';

/** Something that was read, with both clocks at that moment, ms. */
export interface Timed<Content> {
  readonly atMs: number;
  /** Of a clock that is never set; any start. */
  readonly monotonicMs: number;
  readonly content: Content;
}

/** What the guard remembers. */
export interface TrustState<Content> {
  /** Wall less monotonic while the wall clock is trusted, ms; undefined until then. */
  readonly offsetMs?: number;
  /** What waits, in order of arrival. */
  readonly waiting: readonly Timed<Content>[];
  /** How many were dropped because too many waited. */
  readonly dropped: number;
}

/** What may go on, and what is to be reported. */
export interface Trusted<Content> {
  readonly state: TrustState<Content>;
  /** With their times put right. */
  readonly released: readonly Timed<Content>[];
  readonly events: readonly LedgerEvent[];
}

/** Limits of the guard. */
export interface TrustLimits {
  /** How far the two clocks may part between batches without either having been set, ms. */
  readonly driftMs: number;
  /** How long a set clock has to stay as it is before it is believed without confirmation, ms. */
  readonly settledMs: number;
  /** Most that waits. */
  readonly mostWaiting: number;
}

/** Limits that fit a home: a second of drift, a minute of waiting. */
const usualLimits: TrustLimits = { driftMs: 1000, settledMs: 60_000, mostWaiting: 10_000 };

/** A guard that trusts nothing yet: after a start the clock may be weeks old. */
export function untrusted<Content>(): TrustState<Content> {
  return { waiting: [], dropped: 0 };
}

const offsetOf = ({ atMs, monotonicMs }: Pick<Timed<unknown>, 'atMs' | 'monotonicMs'>): number => atMs - monotonicMs;

/** Trusts the wall clock from now on, as when it is known to be synchronised, and gives what waited its right time. */
export function trustNow<Content>(
  state: TrustState<Content>,
  now: Pick<Timed<unknown>, 'atMs' | 'monotonicMs'>,
): Trusted<Content> {
  const offsetMs = offsetOf(now);
  const released = state.waiting.map((one) => ({ ...one, atMs: one.monotonicMs + offsetMs }));
  const before = state.offsetMs;
  const isSet = before !== undefined && before !== offsetMs && released.length > 0;
  const first = released[0];
  const events: LedgerEvent[] = [];
  if (first !== undefined) {
    const batches = released.length;
    const reason = isSet
      ? because('clock.set', { seconds: Math.round((offsetMs - before) / 1000), batches })
      : because('clock.unknown', { batches });
    events.push({
      id: `clock/clock/${first.atMs}`,
      atMs: first.atMs,
      source: 'clock',
      kind: 'clock',
      energy: 0,
      reason,
      count: batches,
    });
  }
  return { state: { offsetMs, waiting: [], dropped: state.dropped }, released, events };
}

/** What is remembered when a batch goes straight on: the clocks agree, and nothing waits. Undefined: it has to be looked at. */
export function agreedTime<Content>(
  state: TrustState<Content>,
  now: Pick<Timed<unknown>, 'atMs' | 'monotonicMs'>,
  { driftMs }: Pick<TrustLimits, 'driftMs'> = usualLimits,
): TrustState<Content> | undefined {
  const { offsetMs: before, waiting, dropped } = state;
  const offsetMs = offsetOf(now);
  if (before === undefined || waiting.length > 0 || Math.abs(offsetMs - before) > driftMs) return undefined;
  return { offsetMs, waiting, dropped };
}

/** Takes a batch: passes it on while the clocks agree, otherwise holds it until the new time has held long enough. */
export function takeTimed<Content>(
  state: TrustState<Content>,
  batch: Timed<Content>,
  limits: TrustLimits = usualLimits,
): Trusted<Content> {
  const { offsetMs } = state;
  const offset = offsetOf(batch);
  if (offsetMs !== undefined && Math.abs(offset - offsetMs) <= limits.driftMs) {
    // The old time is back: what waited was timestamped by a clock that was wrong for a while.
    const back = state.waiting.map((one) => ({ ...one, atMs: one.monotonicMs + offsetMs }));
    return {
      state: { offsetMs: offset, waiting: [], dropped: state.dropped },
      released: [...back, batch],
      events: [],
    };
  }
  const all = [...state.waiting, batch];
  const waiting = all.slice(-limits.mostWaiting);
  const next = { ...state, waiting, dropped: state.dropped + all.length - waiting.length };
  // How long the newest time has held without a further jump.
  let since = batch.monotonicMs;
  for (const one of waiting.toReversed()) {
    if (Math.abs(offsetOf(one) - offset) > limits.driftMs) break;
    since = one.monotonicMs;
  }
  // At a start it is not known whether the clock is right: only a confirmation helps, or that it has held very long.
  const needed = offsetMs === undefined ? limits.settledMs * 10 : limits.settledMs;
  return batch.monotonicMs - since >= needed ? trustNow(next, batch) : { state: next, released: [], events: [] };
}
