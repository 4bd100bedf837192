// Energy over time in whole milliwatt-hours: pieces that are even within, and shapes that say how a sum lay in time.
// Shares are rounded as running totals, so that parts always sum to the whole.
import { minuteMs } from '#core/time.ts';
import type { MilliWh, Rule, Channel } from '../types.ts';

/** Energy that lies evenly in [fromMs, toMs). */
export interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly energy: MilliWh;
}

/** What a power did in [fromMs, toMs): milliwatts times ms, and for how long it was known. */
export interface ShapePiece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly work: number;
  readonly knownMs: number;
}

/** Energy an hour found for earlier time; it belongs to the hour that found it. */
export interface Spread {
  readonly source: string;
  readonly channel: Channel;
  readonly rule: Rule;
  readonly pieces: readonly Piece[];
}

/** Time an hour learned to be covered before it began. */
export interface Cover {
  readonly source: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly isMeasured: boolean;
}

/** Milliwatts times ms of one milliwatt-hour. */
export const workPerMilliWh = 3_600_000;
/** Most pieces a shape is kept in; beyond it neighbours are joined. */
const mostPieces = 241;
/** How far a power and its counter may differ and still mean the same, as a share. */
const agreement = 0.05;

const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs);

/** The part of a piece before `atMs`. */
function before({ fromMs, toMs, energy }: Piece, atMs: number): number {
  if (atMs >= toMs) return energy;
  return atMs <= fromMs ? 0 : Math.floor(energy * ((atMs - fromMs) / (toMs - fromMs)));
}

/** Calls `take` with every minute a piece touches in [fromMs, toMs) and its energy; the minute's start in epoch ms. */
export function eachMinute(
  piece: Piece,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  take: (minuteMs: number, energy: MilliWh) => void,
): void {
  const until = Math.min(piece.toMs, toMs);
  let start = Math.max(piece.fromMs, fromMs);
  let done = before(piece, start);
  while (start < until) {
    const minute = minuteOf(start) * minuteMs;
    const edge = Math.min(minute + minuteMs, until);
    const sum = before(piece, edge);
    if (sum > done) take(minute, sum - done);
    done = sum;
    start = edge;
  }
}

/** A whole number in whole shares by weight; the shares sum to it. Weights are ≥ 0 and not all 0. */
function share(energy: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [running, done] = [0, 0];
  return weights.map((weight, index) => {
    running += weight;
    const upTo = index === weights.length - 1 ? energy : Math.min(energy, Math.floor(energy * (running / total)));
    const own = upTo - done;
    done = upTo;
    return own;
  });
}

const isUnknown = ({ knownMs }: ShapePiece): boolean => knownMs === 0;
const isIdle = ({ work, knownMs, fromMs, toMs }: ShapePiece): boolean => work === 0 && knownMs === toMs - fromMs;

function joined(left: ShapePiece, right: ShapePiece): ShapePiece {
  return {
    fromMs: left.fromMs,
    toMs: right.toMs,
    work: left.work + right.work,
    knownMs: left.knownMs + right.knownMs,
  };
}

/** Joins what was before the last piece two by two; the last may still grow. */
function halve(shape: ShapePiece[]): void {
  const last = shape.pop();
  const pieces = shape.splice(0);
  for (let index = 0; index < pieces.length; index += 2) {
    const [left, right] = [pieces[index], pieces[index + 1]];
    if (left !== undefined) shape.push(right === undefined ? left : joined(left, right));
  }
  if (last !== undefined) shape.push(last);
}

/**
 * Adds the next piece of a shape, at most a minute wide; however time was cut into pieces, the shape is the same. A piece
 * that begins at the boundary stays apart from what was before, so that a shape can begin there.
 */
export function appendShape(shape: ShapePiece[], piece: ShapePiece, boundaryMs?: number): void {
  const last = shape.at(-1);
  if (last !== undefined && minuteOf(last.fromMs) === minuteOf(piece.fromMs) && piece.fromMs !== boundaryMs) {
    shape[shape.length - 1] = joined(last, piece);
    return;
  }
  const previous = shape.at(-2);
  if (last !== undefined && previous !== undefined) {
    // Long idle or silent times take one piece.
    if ((isUnknown(last) && isUnknown(previous)) || (isIdle(last) && isIdle(previous))) {
      shape.splice(-2, 2, joined(previous, last));
    }
  }
  shape.push(piece);
  if (shape.length > mostPieces) halve(shape);
}

/** The part of a shape in [fromMs, toMs); a piece that is cut is taken to be even. */
function clipped(shape: readonly ShapePiece[], fromMs: number, toMs: number): ShapePiece[] {
  const parts: ShapePiece[] = [];
  for (const piece of shape) {
    const [start, end] = [Math.max(piece.fromMs, fromMs), Math.min(piece.toMs, toMs)];
    if (end <= start) continue;
    const part = (end - start) / (piece.toMs - piece.fromMs);
    const isWhole = part === 1;
    parts.push(
      isWhole
        ? piece
        : {
            fromMs: start,
            toMs: end,
            work: Math.round(piece.work * part),
            knownMs: Math.round(piece.knownMs * part),
          },
    );
  }
  return parts;
}

/** Milliwatts to give to time in which the power was not known, so that it takes what the known time leaves over. */
function unknownMw(energy: MilliWh, { work, knownMs, unknownMs }: Record<'work' | 'knownMs' | 'unknownMs', number>) {
  const target = energy * workPerMilliWh;
  const mean = knownMs === 0 ? 0 : work / knownMs;
  const asKnown = work + mean * unknownMs;
  if (knownMs > 0 && Math.abs(target - asKnown) <= agreement * target) return mean;
  return Math.max(0, (target - work) / unknownMs);
}

/** The work a shape knows in [fromMs, toMs), in whole milliwatt-hours. */
export function knownEnergy(shape: readonly ShapePiece[], fromMs: number, toMs: number): MilliWh {
  return Math.floor(clipped(shape, fromMs, toMs).reduce((sum, { work }) => sum + work, 0) / workPerMilliWh);
}

/** Energy laid over [fromMs, toMs) by the shape where it is known, the rest evenly over where it is not. */
export function overShape(
  energy: MilliWh,
  shape: readonly ShapePiece[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): { readonly pieces: readonly Piece[]; readonly isShaped: boolean } {
  const parts = clipped(shape, fromMs, toMs);
  const work = parts.reduce((sum, part) => sum + part.work, 0);
  const knownMs = parts.reduce((sum, part) => sum + part.knownMs, 0);
  const unknownMs = parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0) - knownMs;
  const mw = unknownMs === 0 ? 0 : unknownMw(energy, { work, knownMs, unknownMs });
  const weights = parts.map((part) => part.work + (part.toMs - part.fromMs - part.knownMs) * mw);
  if (!weights.some((weight) => weight > 0)) return { pieces: [{ fromMs, toMs, energy }], isShaped: false };
  const shares = share(energy, weights);
  const pieces = parts.map((part, index) => ({ fromMs: part.fromMs, toMs: part.toMs, energy: shares[index] ?? 0 }));
  return { pieces: pieces.filter((piece) => piece.energy > 0), isShaped: work > 0 };
}
