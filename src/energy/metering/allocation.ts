// Energy over time in whole milliwatt-hours: parts that are even within themselves, and shapes that say how a sum was distributed.
// Shares are rounded as running totals, so that clips always add up to the whole.
import { hourMs, minuteMs } from '#core/time.ts';
import type { MilliWh, Rule, Booking } from '../types.ts';

/** Energy that lies evenly in [fromMs, toMs). */
export interface AllocationPart {
  readonly fromMs: number;
  readonly toMs: number;
  readonly energy: MilliWh;
}

/** What a power did in [fromMs, toMs): milliwatts times ms, and for how long it was known. */
export interface ShapePart {
  readonly fromMs: number;
  readonly toMs: number;
  readonly work: number;
  readonly knownMs: number;
}

/** Energy that an hour found for an earlier time; it belongs to the hour that found it. */
export interface Allocation {
  readonly source: string;
  readonly channel: Booking;
  readonly rule: Rule;
  readonly parts: readonly AllocationPart[];
}

/** Earlier time that an hour found to be covered. */
export interface Coverage {
  readonly source: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly isMeasured: boolean;
}

/** Milliwatts times ms of one milliwatt-hour. */
export const workPerMilliWh = hourMs;
/** The most parts a shape is kept in; beyond that neighbours are joined. */
const mostParts = 241;
/** How far a power and its counter may differ and still mean the same, as a share. */
const agreement = 0.05;

const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs);

/** The clip of a part before `atMs`. */
function before({ fromMs, toMs, energy }: AllocationPart, atMs: number): number {
  if (atMs >= toMs) return energy;
  return atMs <= fromMs ? 0 : Math.floor(energy * ((atMs - fromMs) / (toMs - fromMs)));
}

/**
 * Calls `take` for every minute that a part touches in [fromMs, toMs) and its energy; the minute's start in epoch ms. A part of
 * negative energy takes out exactly what the same of positive energy brought.
 */
export function eachMinute(
  part: AllocationPart,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  take: (minuteMs: number, energy: MilliWh) => void,
): void {
  if (part.energy < 0) {
    eachMinute({ ...part, energy: -part.energy }, { fromMs, toMs }, (minute, energy) => take(minute, -energy));
    return;
  }
  const until = Math.min(part.toMs, toMs);
  let start = Math.max(part.fromMs, fromMs);
  let done = before(part, start);
  while (start < until) {
    const minute = minuteOf(start) * minuteMs;
    const edge = Math.min(minute + minuteMs, until);
    const sum = before(part, edge);
    if (sum > done) take(minute, sum - done);
    done = sum;
    start = edge;
  }
}

/** A whole number in whole shares by weight; the shares sum to it. Weights are ≥ 0 and not all 0. */
export function share(energy: number, weights: readonly number[]): number[] {
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

const isUnknown = ({ knownMs }: ShapePart): boolean => knownMs === 0;
const isIdle = ({ work, knownMs, fromMs, toMs }: ShapePart): boolean => work === 0 && knownMs === toMs - fromMs;

function joined(left: ShapePart, right: ShapePart): ShapePart {
  return {
    fromMs: left.fromMs,
    toMs: right.toMs,
    work: left.work + right.work,
    knownMs: left.knownMs + right.knownMs,
  };
}

/** Joins what was before the last part two by two; the last may still grow. */
function halve(shape: ShapePart[]): void {
  const last = shape.pop();
  const parts = shape.splice(0);
  for (let index = 0; index < parts.length; index += 2) {
    const [left, right] = [parts[index], parts[index + 1]];
    if (left !== undefined) shape.push(right === undefined ? left : joined(left, right));
  }
  if (last !== undefined) shape.push(last);
}

/**
 * Adds the next part of a shape, at most a minute wide; the shape does not depend on how time was cut into parts. A part
 * that begins at the boundary stays apart from what was before, so that a shape can begin there.
 */
export function appendShape(shape: ShapePart[], part: ShapePart, boundaryMs?: number): void {
  const last = shape.at(-1);
  if (last !== undefined && minuteOf(last.fromMs) === minuteOf(part.fromMs) && part.fromMs !== boundaryMs) {
    shape[shape.length - 1] = joined(last, part);
    return;
  }
  const previous = shape.at(-2);
  if (last !== undefined && previous !== undefined) {
    // Long idle or silent times take up one part.
    if ((isUnknown(last) && isUnknown(previous)) || (isIdle(last) && isIdle(previous))) {
      shape.splice(-2, 2, joined(previous, last));
    }
  }
  shape.push(part);
  if (shape.length > mostParts) halve(shape);
}

/** Half-hours of two weeks. */
const mostHalfHours = 700;
const halfHourOf = (atMs: number): number => Math.floor(atMs / (30 * minuteMs));

/**
 * The same for what others did while a source is silent: by half-hours, so that each day of a long gap keeps its own
 * weather.
 */
export function appendHalfHours(shape: ShapePart[], part: ShapePart): void {
  const last = shape.at(-1);
  if (last !== undefined && halfHourOf(last.fromMs) === halfHourOf(part.fromMs)) {
    shape[shape.length - 1] = joined(last, part);
    return;
  }
  const previous = shape.at(-2);
  const isLong = (is: (one: ShapePart) => boolean): boolean =>
    last !== undefined && previous !== undefined && is(last) && is(previous);
  if (last !== undefined && previous !== undefined && (isLong(isUnknown) || isLong(isIdle)))
    shape.splice(-2, 2, joined(previous, last));
  shape.push(part);
  if (shape.length > mostHalfHours) halve(shape);
}

/** The clip of a shape in [fromMs, toMs); a part that is cut is assumed to be even. */
function clipped(shape: readonly ShapePart[], fromMs: number, toMs: number): ShapePart[] {
  const clips: ShapePart[] = [];
  for (const part of shape) {
    const [start, end] = [Math.max(part.fromMs, fromMs), Math.min(part.toMs, toMs)];
    if (end <= start) continue;
    const clip = (end - start) / (part.toMs - part.fromMs);
    const isWhole = clip === 1;
    clips.push(
      isWhole
        ? part
        : {
            fromMs: start,
            toMs: end,
            work: Math.round(part.work * clip),
            knownMs: Math.round(part.knownMs * clip),
          },
    );
  }
  return clips;
}

/** Milliwatts to assign to time in which the power was not known, so that it takes what the known time leaves over. */
function unknownMw(energy: MilliWh, { work, knownMs, unknownMs }: Record<'work' | 'knownMs' | 'unknownMs', number>) {
  const target = energy * workPerMilliWh;
  const mean = knownMs === 0 ? 0 : work / knownMs;
  const asKnown = work + mean * unknownMs;
  if (knownMs > 0 && Math.abs(target - asKnown) <= agreement * target) return mean;
  return Math.max(0, (target - work) / unknownMs);
}

/** The work a shape knows in [fromMs, toMs), in whole milliwatt-hours. */
export function knownEnergy(shape: readonly ShapePart[], fromMs: number, toMs: number): MilliWh {
  return Math.floor(clipped(shape, fromMs, toMs).reduce((sum, { work }) => sum + work, 0) / workPerMilliWh);
}

const lengthOf = ({ fromMs, toMs }: ShapePart): number => toMs - fromMs;

/**
 * The shape of a power in [fromMs, toMs), with what others say where it was not known: they share what the power leaves of the energy.
 * A power that was heard for a moment at the edge of a gap says nothing of the rest of it.
 */
export function completedShape(
  energy: MilliWh,
  { own, others }: { readonly own: readonly ShapePart[]; readonly others: readonly ShapePart[] },
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): ShapePart[] {
  const known = clipped(own, fromMs, toMs);
  const missing = known.map((part) =>
    clipped(others, part.fromMs, part.toMs).map((one) => ({
      ...one,
      work: one.work * (1 - part.knownMs / lengthOf(part)),
    })),
  );
  const theirs = missing.flat().reduce((sum, { work }) => sum + work, 0);
  const rest = Math.max(0, energy * workPerMilliWh - known.reduce((sum, { work }) => sum + work, 0));
  const scale = theirs === 0 ? 0 : rest / theirs;
  return known.flatMap((part, index) => {
    const parts = missing[index] ?? [];
    if (part.knownMs === lengthOf(part) || parts.length === 0) return [{ ...part, knownMs: lengthOf(part) }];
    return parts.map((one) => {
      const work = part.work * (lengthOf(one) / lengthOf(part)) + one.work * scale;
      return { ...one, work: Math.round(work), knownMs: lengthOf(one) };
    });
  });
}

/** Energy spread over [fromMs, toMs) by the shape where that is known, the rest evenly where it is not. */
export function overShape(
  energy: MilliWh,
  shape: readonly ShapePart[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): { readonly parts: readonly AllocationPart[]; readonly isShaped: boolean } {
  const clips = clipped(shape, fromMs, toMs);
  const work = clips.reduce((sum, clip) => sum + clip.work, 0);
  const knownMs = clips.reduce((sum, clip) => sum + clip.knownMs, 0);
  const unknownMs = clips.reduce((sum, clip) => sum + clip.toMs - clip.fromMs, 0) - knownMs;
  const mw = unknownMs === 0 ? 0 : unknownMw(energy, { work, knownMs, unknownMs });
  const weights = clips.map((clip) => clip.work + (clip.toMs - clip.fromMs - clip.knownMs) * mw);
  if (!weights.some((weight) => weight > 0)) return { parts: [{ fromMs, toMs, energy }], isShaped: false };
  const shares = share(energy, weights);
  const parts = clips.map((clip, index) => ({ fromMs: clip.fromMs, toMs: clip.toMs, energy: shares[index] ?? 0 }));
  return { parts: parts.filter((part) => part.energy > 0), isShaped: work > 0 };
}
