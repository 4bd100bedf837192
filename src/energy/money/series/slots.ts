// Values by time as they were read, put in order: duplicates dropped, overlaps and gaps reported, never filled by guesses.
import { hourMs } from '#core/time.ts';
import { because, type Reason } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { SolsteadError } from '#core/errors.ts';
import { divided, priceOf, type Price } from '../decimal.ts';
import type { Slot } from '../price-series.ts';

/** Something about a series that a person should know. */
export interface SeriesNote {
  readonly kind: 'gap' | 'overlap' | 'duplicate';
  /** Where, epoch ms. */
  readonly startMs: number;
  readonly endMs: number;
}

/** A series as it was read: in order, without overlap. */
export interface ReadSeries<Value extends bigint> {
  readonly slots: readonly Slot<Value>[];
  readonly notes: readonly SeriesNote[];
}

/** Prices that were read. */
export interface ReadPrices extends ReadSeries<Price> {
  /** ISO 4217; as the text says, otherwise as requested. */
  readonly currency: string;
}

/** What is wrong with a text: `series.invalid`. */
export const unreadable = (at: string, why: Reason): SolsteadError => new SolsteadError('series.invalid', { at, why });

/** Slots in order. Of two that begin together the first counts; one that overlaps the slot before it is left out. */
export function inOrder<Value extends bigint>(read: readonly Slot<Value>[]): ReadSeries<Value> {
  const slots: Slot<Value>[] = [];
  const notes: SeriesNote[] = [];
  for (const slot of read.toSorted((left, right) => left.startMs - right.startMs)) {
    const { startMs, endMs } = slot;
    const last = slots.at(-1);
    if (last?.startMs === startMs)
      notes.push({ kind: last.value === slot.value && last.endMs === endMs ? 'duplicate' : 'overlap', startMs, endMs });
    else if (last !== undefined && startMs < last.endMs) notes.push({ kind: 'overlap', startMs, endMs });
    else {
      if (last !== undefined && startMs > last.endMs) notes.push({ kind: 'gap', startMs: last.endMs, endMs: startMs });
      slots.push(slot);
    }
  }
  return { slots, notes };
}

/** A value that begins at a moment and holds until the next. */
export interface Start<Value extends bigint> {
  readonly startMs: number;
  /** Absent: there is none until the next. */
  readonly value: Value | undefined;
}

/**
 * Slots from starts alone. A slot is as wide as the one before or after it, whichever is nearer, so that a missing value leaves a
 * gap instead of being bridged; a single one is an hour.
 */
export function slotsOfStarts<Value extends bigint>(starts: readonly Start<Value>[]): Slot<Value>[] {
  const moments = [...new Set(starts.map(({ startMs }) => startMs))].toSorted((left, right) => left - right);
  const place = new Map(moments.map((startMs, index) => [startMs, index]));
  return starts.flatMap(({ startMs, value }) => {
    if (value === undefined) return [];
    const index = place.get(startMs) ?? 0;
    const after = (moments[index + 1] ?? Number.POSITIVE_INFINITY) - startMs;
    const before = startMs - (moments[index - 1] ?? Number.NEGATIVE_INFINITY);
    const widthMs = Math.min(after, before);
    return [{ startMs, endMs: startMs + (Number.isFinite(widthMs) ? widthMs : hourMs), value }];
  });
}

/** A price per kilowatt-hour from a number per megawatt-hour, or in hundredths (cents, pence). */
export function scaledPrice(value: unknown, per: 'kilowatt-hour' | 'megawatt-hour' | 'hundredth'): Price | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const price = priceOf(value);
  if (price === undefined) return undefined;
  return per === 'kilowatt-hour' ? price : divided([price, per === 'hundredth' ? 100n : 1000n]);
}

/** A moment with its offset, or in UTC if `bare` says so; `series.invalid` if it is not one. */
export function momentOf(text: unknown, { at, bare = false }: { at: string; bare?: boolean }): number {
  try {
    if (typeof text !== 'string') throw new TypeError('not a text');
    return Temporal.Instant.from(bare && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text).epochMilliseconds;
  } catch {
    throw unreadable(at, because('series.moment', { text: external(JSON.stringify(text)?.slice(0, 60) ?? '') }));
  }
}
