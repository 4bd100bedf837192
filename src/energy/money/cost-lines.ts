// The lines of a bill while they are added up, and the explanation of each.
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Span } from '../periods.ts';
import { divided, moneyText, percentText, priceText, type Money, type Price, type Taxed } from './decimal.ts';

/** What lines are for. */
export const lineKinds = [
  'import',
  'export',
  'generator',
  'standing',
  'demand',
  'steps',
  'tax',
  'limit',
  'credit-limit',
] as const;

/** What a line is for. */
export type LineKind = (typeof lineKinds)[number];

/** The part of a contract a line is about. */
export interface LineHead {
  readonly kind: LineKind;
  /** Which version, counted from 1 in the order of writing. */
  readonly edition: number;
  /** Since when that version holds, as written. */
  readonly from: string;
  /** The part of the contract: energy, grid, meter. */
  readonly name: string;
  /** The window or tier; empty if the part has one price. */
  readonly window: string;
}

/** A line of a bill; earnings are below 0. */
export interface CostLine extends LineHead {
  /** mWh of energy, mW of demand, days of a standing charge; 0 for others. */
  readonly quantity: number;
  /** How many billing periods of a demand charge begin in it. */
  readonly times: number;
  /** Lowest and highest price, as written in the contract (standing: the charge of a day; tax: 10⁻¹² percent). */
  readonly lowest: Price;
  readonly highest: Price;
  readonly net: Money;
  readonly vat: Money;
  /** net + vat, exactly. */
  readonly amount: Money;
  /** First and last moment it was booked at. */
  readonly span: Span;
  /** How it was computed, as code and parameters, and in English. */
  readonly reason: Reason;
  readonly why: string;
}

/** One booking. */
export interface Booking {
  readonly atMs: number;
  readonly quantity: number;
  /** Billing periods that begin with it; none if absent. */
  readonly times?: number;
  readonly price: Price;
  readonly cost: Taxed;
}

interface OpenLine extends Omit<CostLine, 'amount' | 'reason' | 'why'> {
  quantity: number;
  times: number;
  lowest: Price;
  highest: Price;
  net: Money;
  vat: Money;
  span: { startMs: number; endMs: number };
}

const millionths = (quantity: number): number => quantity / 1e6;

/** What was counted, as the line's sentence begins with it. */
function countedOf({ kind, quantity, times, lowest, net }: OpenLine, currency: string): Reason {
  switch (kind) {
    case 'import':
    case 'export':
    case 'generator':
      return because('bill.energy', { kwh: millionths(quantity) });
    case 'demand':
      return times === 0
        ? because('bill.peak-rise', { kw: millionths(quantity) })
        : because('bill.peaks', { kw: millionths(quantity), mean: millionths(quantity) / times, times });
    case 'standing':
      return because('bill.days', { days: quantity });
    case 'steps':
      return because('bill.step');
    case 'limit':
    case 'credit-limit':
      return because('bill.limit');
    case 'tax': {
      const percent = lowest / 1_000_000n;
      const base = percent === 0n ? 0n : divided([net * 100_000_000n, percent]);
      return because('bill.share', { percent: percentText(percent), base: moneyText(base), currency });
    }
  }
}

function reasonOf(line: OpenLine, currency: string): Reason {
  const { kind, edition, from, name, window, lowest, highest } = line;
  const part = external(window === '' ? name : `${name}, ${window}`);
  const sum = moneyText(line.net + line.vat);
  const known = { part, counted: countedOf(line, currency), currency, edition, from, sum };
  if (kind === 'tax' || kind === 'limit' || kind === 'credit-limit' || kind === 'steps')
    return because('bill.line', known);
  if (window === 'fallback') return because('bill.fallback-line', { ...known, price: priceText(lowest) });
  if (lowest === highest) return because('bill.priced-line', { ...known, price: priceText(lowest) });
  return because('bill.ranged-line', { ...known, lowest: priceText(lowest), highest: priceText(highest) });
}

/** Lines that grow by bookings. */
export interface BillLines {
  /** The line of a head: a function that books to it. */
  readonly line: (head: LineHead) => (booking: Booking) => void;
  /** Energy, peaks, charges, taxes, limits; each in the order of their first booking. */
  readonly lines: (currency: string) => CostLine[];
}

function add(line: OpenLine, { atMs, quantity, times = 0, price, cost }: Booking): void {
  line.quantity += quantity;
  line.times += times;
  if (price < line.lowest) line.lowest = price;
  if (price > line.highest) line.highest = price;
  line.net += cost.net;
  line.vat += cost.vat;
  line.span.startMs = Math.min(line.span.startMs, atMs);
  line.span.endMs = Math.max(line.span.endMs, atMs);
}

const rank: Readonly<Record<LineKind, number>> = {
  import: 0,
  export: 0,
  generator: 0,
  demand: 1,
  standing: 2,
  steps: 3,
  tax: 4,
  limit: 5,
  'credit-limit': 5,
};

const inOrder = (lines: readonly OpenLine[]): OpenLine[] =>
  lines.toSorted((left, right) => rank[left.kind] - rank[right.kind]);

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
        const { atMs, quantity, times = 0, price, cost } = booking;
        line = {
          ...head,
          quantity,
          times,
          lowest: price,
          highest: price,
          ...cost,
          span: { startMs: atMs, endMs: atMs },
        };
        open.set(key, line);
      };
    },
    lines: (currency) =>
      inOrder([...open.values()]).map((line) => {
        const reason = reasonOf(line, currency);
        return { ...line, amount: line.net + line.vat, reason, why: inEnglish(reason) };
      }),
  };
}
