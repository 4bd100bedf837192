// What energy costs now and later, for decisions: slots of a tariff, and which of them are the cheapest of a stretch of time.
import { minuteMs, type TimeRange } from '#core/time.ts';
import { type LocalMoment, localWindow, type QuietTime } from './quiet-time.ts';

/** A stretch of time with one price: money per kWh with tax; `toMs` not included. */
export interface PriceSlot extends TimeRange {
  readonly price: number;
}

/** Prices as far as they are known, in order of time and without overlap. */
export interface Prices {
  readonly import: readonly PriceSlot[];
  readonly export: readonly PriceSlot[];
}

/** What an expression may name. */
export const priceNames = { 'price.import': 'import', 'price.export': 'export' } as const;
export type PriceName = keyof typeof priceNames;
export const isPriceName = (name: string): name is PriceName => Object.hasOwn(priceNames, name);

/** The price of a moment. */
export function priceAt(slots: readonly PriceSlot[], atMs: number): number | undefined {
  return slots.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.price;
}

/** A wish for the cheapest time of a stretch of each day. */
export interface Cheapest {
  /** How long, ms. */
  readonly forMs: number;
  /** The stretch of the day it is looked for in; the whole day: from 0 to 0. */
  readonly within: QuietTime;
  /** In one piece, not in several. */
  readonly isTogether: boolean;
}

/** Prices are compared in pieces of this length, by the clock: that of the shortest markets. */
const pieceMs = 15 * minuteMs;

interface Piece {
  readonly atMs: number;
  readonly price: number;
}

function piecesOf(slots: readonly PriceSlot[], { fromMs, toMs }: TimeRange): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += pieceMs) {
    const price = priceAt(slots, atMs);
    if (price !== undefined) pieces.push({ atMs, price });
  }
  return pieces;
}

/** The cheapest pieces, the earlier one first among equals. */
function scattered(pieces: readonly Piece[], count: number): readonly Piece[] {
  return pieces.toSorted((one, other) => one.price - other.price || one.atMs - other.atMs).slice(0, count);
}

/** The cheapest run of pieces without a gap; none where none is as long. */
function inOne(pieces: readonly Piece[], count: number): readonly Piece[] {
  let best: { readonly sum: number; readonly run: readonly Piece[] } | undefined;
  for (let first = 0; first + count <= pieces.length; first += 1) {
    const run = pieces.slice(first, first + count);
    if ((run.at(-1)?.atMs ?? 0) - (run[0]?.atMs ?? 0) !== (count - 1) * pieceMs) continue;
    const sum = run.reduce((total, { price }) => total + price, 0);
    if (best === undefined || sum < best.sum - 1e-9) best = { sum, run };
  }
  return best?.run ?? [];
}

/** The cheapest times of a stretch, for so long in all, ms; undefined: prices of less than half of it are known. */
export function cheapestRanges(
  slots: readonly PriceSlot[],
  { fromMs, toMs }: TimeRange,
  forMs: number,
): readonly TimeRange[] | undefined {
  const startMs = Math.floor(fromMs / pieceMs) * pieceMs;
  const pieces = piecesOf(slots, { fromMs: startMs, toMs });
  if (pieces.length * pieceMs < (toMs - startMs) / 2) return undefined;
  return scattered(pieces, Math.ceil(forMs / pieceMs)).map(({ atMs }) => ({ fromMs: atMs, toMs: atMs + pieceMs }));
}

interface Chosen {
  readonly prices: Prices;
  readonly fromMs: number;
  /** Beginnings of pieces; undefined: too little is known. */
  readonly atMs: ReadonlySet<number> | undefined;
}

/** What was chosen of a stretch: the same until prices or stretch are others. */
const chosenOf = new WeakMap<Cheapest, Chosen>();

function chosen(cheapest: Cheapest, prices: Prices, stretch: TimeRange): Chosen['atMs'] {
  const known = chosenOf.get(cheapest);
  if (known?.prices === prices && known.fromMs === stretch.fromMs) return known.atMs;
  const pieces = piecesOf(prices.import, stretch);
  const isKnown = pieces.length * pieceMs >= (stretch.toMs - stretch.fromMs) / 2;
  const count = Math.min(pieces.length, Math.ceil(cheapest.forMs / pieceMs));
  const best = cheapest.isTogether ? inOne(pieces, count) : scattered(pieces, count);
  const atMs = isKnown ? new Set(best.map((piece) => piece.atMs)) : undefined;
  chosenOf.set(cheapest, { prices, fromMs: stretch.fromMs, atMs });
  return atMs;
}

/**
 * Whether now is one of the cheapest times of the stretch that it lies in; undefined: it lies in none, or prices of less than half of it are
 * known. A part without prices is left out.
 */
export function isCheapest(
  cheapest: Cheapest,
  { nowMs, zone, prices }: LocalMoment & { readonly prices?: Prices | undefined },
): boolean | undefined {
  const stretch = localWindow(cheapest.within, { nowMs, zone });
  if (stretch === undefined || prices === undefined) return undefined;
  // Pieces begin with the stretch.
  const piece = stretch.fromMs + Math.floor((nowMs - stretch.fromMs) / pieceMs) * pieceMs;
  return chosen(cheapest, prices, stretch)?.has(piece);
}
