// Where bookings of a run go: to the span their moment is in; what lies in none of them is not charged. A demand slot is booked
// where it began, so a booking may lie a little before the one before it.
import type { Span } from '../periods.ts';
import { billLines, type BillLines, type Booking, type CostLine, type LineHead } from './cost-lines.ts';
import type { CostSink, PriceDoubt } from './cost-run.ts';
import type { Side } from './price-at.ts';

/** Energy that a part of the tariff could not cost, or only at its fallback price. */
export interface Unpriced {
  readonly side: Side;
  /** The part, empty if no version held. */
  readonly name: string;
  /** The price series, empty if no version held. */
  readonly series: string;
  readonly energy: number;
  readonly why: PriceDoubt;
}

/** Finds the span of a moment among some in order, -1 if it is in none; moments come nearly in order. */
export function spanFinder(spans: readonly Span[]): (atMs: number) => number {
  let at = 0;
  return (atMs) => {
    while (at + 1 < spans.length && (spans[at + 1]?.startMs ?? 0) <= atMs) at += 1;
    let found = at;
    while (found >= 0 && (spans[found]?.startMs ?? 0) > atMs) found -= 1;
    return found >= 0 && atMs < (spans[found]?.endMs ?? 0) ? found : -1;
  };
}

/** What was booked to a span. */
export interface SpanBook {
  readonly lines: (currency: string) => CostLine[];
  readonly doubts: () => readonly Unpriced[];
}

interface OpenBook {
  readonly bill: BillLines;
  readonly open: Map<string, (booking: Booking) => void>;
  readonly doubts: Map<string, Unpriced>;
}

/** Books of some spans, line by line. */
export function spanBooks(
  spans: readonly Span[],
  now: () => number,
): { readonly sink: CostSink; readonly books: () => readonly SpanBook[] } {
  const books = spans.map((): OpenBook => ({ bill: billLines(), open: new Map(), doubts: new Map() }));
  const find = spanFinder(spans);
  const lineOf = (book: OpenBook, head: LineHead): ((booking: Booking) => void) => {
    const key = `${head.kind} ${head.edition} ${head.name}\n${head.window}`;
    const known = book.open.get(key);
    if (known !== undefined) return known;
    const made = book.bill.line(head);
    book.open.set(key, made);
    return made;
  };
  return {
    sink: {
      book(head, booking) {
        const book = books[find(booking.atMs)];
        if (book !== undefined) lineOf(book, head)(booking);
      },
      doubt({ side, name, series, energy }, why) {
        const book = books[find(now())];
        if (book === undefined) return;
        const key = `${why} ${side} ${name}`;
        book.doubts.set(key, { side, name, series, why, energy: energy + (book.doubts.get(key)?.energy ?? 0) });
      },
    },
    books: () =>
      books.map(({ bill, doubts }) => ({
        lines: (currency) => bill.lines(currency),
        doubts: () => [...doubts.values()].filter(({ energy }) => energy !== 0),
      })),
  };
}

/** What each of some spans comes to, without lines: for scenarios that did not happen. */
export function spanTotals(spans: readonly Span[]): { readonly sink: CostSink; readonly totals: readonly bigint[] } {
  const totals = spans.map(() => 0n);
  const find = spanFinder(spans);
  return {
    totals,
    sink: {
      book(_head, { atMs, cost }) {
        const index = find(atMs);
        if (index !== -1) totals[index] = (totals[index] ?? 0n) + cost.net + cost.vat;
      },
      doubt: () => undefined,
    },
  };
}
