// The lines of a bill while they are added up, and what each says when a person asks why.
import type { Span } from '../periods.ts';
import { moneyText, priceText, type Money, type Price, type Taxed } from './decimal.ts';
import type { Stretch } from './tariff.ts';

/** What a line is for. */
export type LineKind = 'import' | 'export' | 'standing' | 'demand';

/** What of a contract a line is about. */
export interface LineHead {
  readonly kind: LineKind;
  /** Which version, counted from 1 in the order of writing. */
  readonly edition: number;
  /** Since when that version holds, as written. */
  readonly from: string;
  /** The part of the contract: energy, grid, meter. */
  readonly name: string;
  /** The window or tier; empty where the part has one price. */
  readonly window: string;
}

/** A line of a bill; earnings are below 0. */
export interface CostLine extends LineHead {
  /** mWh of energy, mW of demand, days of a standing charge. */
  readonly quantity: number;
  /** Lowest and highest price, as written in the contract (standing: the charge of a day). */
  readonly lowest: Price;
  readonly highest: Price;
  readonly net: Money;
  readonly vat: Money;
  /** net + vat, exactly. */
  readonly amount: Money;
  /** First and last moment it was booked at. */
  readonly span: Span;
  /** How it came about, in a sentence. */
  readonly why: string;
}

/** One booking. */
export interface Booking {
  readonly atMs: number;
  readonly quantity: number;
  readonly price: Price;
  readonly cost: Taxed;
}

interface OpenLine extends Omit<CostLine, 'amount' | 'why'> {
  quantity: number;
  lowest: Price;
  highest: Price;
  net: Money;
  vat: Money;
  span: { startMs: number; endMs: number };
}

const millionths = (quantity: number): string => (quantity / 1e6).toFixed(3);

function quantityText({ kind, quantity }: OpenLine): string {
  switch (kind) {
    case 'import':
    case 'export':
      return `${millionths(quantity)} kilowatt-hours`;
    case 'demand':
      return `a peak of ${millionths(quantity)} kilowatts more than before it`;
    case 'standing':
      return `${quantity} ${quantity === 1 ? 'day' : 'days'}`;
  }
}

function whyOf(line: OpenLine, currency: string): string {
  const { edition, from, name, window, lowest, highest } = line;
  const price = lowest === highest ? priceText(lowest) : `${priceText(lowest)} to ${priceText(highest)}`;
  const part = window === '' ? name : `${name}, ${window}`;
  const sum = moneyText(line.net + line.vat);
  return `${part}: ${quantityText(line)} at ${price} ${currency} (version ${edition}, from ${from}) = ${sum} ${currency}`;
}

/** Lines that grow by bookings. */
export interface BillLines {
  /** The line of a head: what books to it. */
  readonly line: (head: LineHead) => (booking: Booking) => void;
  /** In the order of their first booking. */
  readonly lines: (currency: string) => CostLine[];
}

/** The head of a line of a version. */
export const headOf = ({ edition, version }: Stretch, line: Pick<LineHead, 'kind' | 'name' | 'window'>): LineHead => ({
  ...line,
  edition,
  from: version.from,
});

function add(line: OpenLine, { atMs, quantity, price, cost }: Booking): void {
  line.quantity += quantity;
  if (price < line.lowest) line.lowest = price;
  if (price > line.highest) line.highest = price;
  line.net += cost.net;
  line.vat += cost.vat;
  line.span.startMs = Math.min(line.span.startMs, atMs);
  line.span.endMs = Math.max(line.span.endMs, atMs);
}

/** An empty bill. */
export function billLines(): BillLines {
  const open = new Map<string, OpenLine>();
  return {
    line(head) {
      const key = JSON.stringify([head.kind, head.edition, head.name, head.window]);
      let line: OpenLine | undefined;
      return (booking) => {
        line ??= open.get(key);
        if (line !== undefined) {
          add(line, booking);
          return;
        }
        const { atMs, quantity, price, cost } = booking;
        line = { ...head, quantity, lowest: price, highest: price, ...cost, span: { startMs: atMs, endMs: atMs } };
        open.set(key, line);
      };
    },
    lines: (currency) =>
      [...open.values()].map((line) => ({ ...line, amount: line.net + line.vat, why: whyOf(line, currency) })),
  };
}
