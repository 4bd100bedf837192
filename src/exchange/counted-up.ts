// Interval energies added up to a meter, as history and the ledger know one. What history already has of the same meter is continued:
// newer energies start where it ended; if older ones come in, it is moved up by their sum.
import { sortedColumns, type TimedColumns } from './timed-columns.ts';

/** The energy of a stretch of time. */
export interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly energy: number;
}

/** A meter: times and its values, in order of time. */
export interface MeterColumns {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Where counting continues. */
export interface Continuation {
  /** What history has of this meter. */
  readonly known: MeterColumns;
  /** Whether it belongs to a device that is set up: its own readings are never moved. */
  readonly isLive: boolean;
}

/** Pieces in order without overlap; of two that begin at the same time the later one counts. */
function inOrder(pieces: readonly Piece[]): Piece[] {
  const byStart = new Map(pieces.filter(({ fromMs, toMs }) => toMs > fromMs).map((piece) => [piece.fromMs, piece]));
  const ordered: Piece[] = [];
  for (const piece of [...byStart.values()].toSorted((a, b) => a.fromMs - b.fromMs)) {
    const endMs = ordered.at(-1)?.toMs ?? piece.fromMs;
    if (piece.toMs <= endMs) continue;
    ordered.push(piece.fromMs >= endMs ? piece : { ...piece, fromMs: endMs });
  }
  return ordered;
}

/** The value of a meter at a moment: evenly between two readings, before and after them the nearest one's value. */
function shownAt({ atMs, value }: MeterColumns, moment: number): number | undefined {
  if (atMs.length === 0) return undefined;
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [low - 1, low];
  if (before < 0) return value[0];
  if (after >= atMs.length || atMs[before] === moment) return value[before];
  const share = (moment - (atMs[before] ?? 0)) / ((atMs[after] ?? 0) - (atMs[before] ?? 0));
  return (value[before] ?? 0) + share * ((value[after] ?? 0) - (value[before] ?? 0));
}

/** What history knows about the gaps between pieces, as pieces. */
function knownBetween(pieces: readonly Piece[], known: MeterColumns): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const [index, { toMs }] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next === undefined || next.fromMs === toMs) continue;
    const moments = [toMs];
    while ((known.atMs[at] ?? Infinity) <= toMs) at += 1;
    for (; (known.atMs[at] ?? Infinity) < next.fromMs; at += 1) moments.push(known.atMs[at] ?? 0);
    if ((known.atMs[0] ?? Infinity) >= next.fromMs || (known.atMs.at(-1) ?? 0) <= toMs) continue;
    moments.push(next.fromMs);
    for (const [place, fromMs] of moments.slice(0, -1).entries()) {
      const endMs = moments[place + 1] ?? fromMs;
      const energy = (shownAt(known, endMs) ?? 0) - (shownAt(known, fromMs) ?? 0);
      if (energy > 0) found.push({ fromMs, toMs: endMs, energy });
    }
  }
  return found;
}

const exact = (value: number): number => Number(value.toPrecision(15));

/** The meter of one register from 0: at each beginning and end of its pieces. */
function countedFromZero(pieces: readonly Piece[]): MeterColumns {
  const atMs: number[] = [];
  const value: number[] = [];
  let sum = 0;
  for (const { fromMs, toMs, energy } of pieces) {
    if (atMs.at(-1) !== fromMs) {
      atMs.push(fromMs);
      value.push(exact(sum));
    }
    sum = exact(sum + energy);
    atMs.push(toMs);
    value.push(sum);
  }
  return { atMs, value };
}

/** The sum of several meters at each of their moments. */
function summed(meters: readonly MeterColumns[]): MeterColumns {
  const [only] = meters;
  if (only !== undefined && meters.length === 1) return only;
  const moments = [...new Set(meters.flatMap(({ atMs }) => [...atMs]))].toSorted((a, b) => a - b);
  const shown = (moment: number): number => meters.reduce((sum, meter) => sum + (shownAt(meter, moment) ?? 0), 0);
  return { atMs: moments, value: moments.map((moment) => exact(shown(moment))) };
}

/** The meter's value where counting begins. */
function baseOf(meter: MeterColumns, { known, isLive }: Continuation): number {
  const [startMs = 0] = meter.atMs;
  const total = meter.value.at(-1) ?? 0;
  const endMs = meter.atMs.at(-1) ?? 0;
  const hasBefore = (known.atMs[0] ?? Infinity) <= startMs;
  if (hasBefore) return shownAt(known, startMs) ?? 0;
  // A device that is set up had a value when it was added: the past ends there.
  const first = known.value[known.atMs.findIndex((at) => at >= endMs)];
  return isLive && first !== undefined ? Math.max(0, exact(first - total)) : 0;
}

/** The points of a meter made from energies, one list of pieces for each register, with the points of history that have to move. */
export function countedUp(registers: readonly (readonly Piece[])[], continuation: Continuation): TimedColumns {
  const { known, isLive } = continuation;
  const ordered = registers.map(inOrder).filter((pieces) => pieces.length > 0);
  const own = ordered.length === 1 ? (ordered[0] ?? []) : inOrder(ordered.flat());
  const between = knownBetween(own, known);
  const meter = summed([...ordered, ...(between.length > 0 ? [inOrder(between)] : [])].map(countedFromZero));
  const base = baseOf(meter, continuation);
  const endMs = meter.atMs.at(-1) ?? 0;
  const [startMs = 0] = meter.atMs;
  const points = new Map(meter.atMs.map((at, index) => [at, exact(base + (meter.value[index] ?? 0))] as const));
  if (isLive) return sortedColumns(points);
  const oldEnd = (known.atMs[0] ?? Infinity) <= endMs ? (shownAtOrBefore(known, endMs) ?? 0) : (known.value[0] ?? 0);
  const shift = exact(base + (meter.value.at(-1) ?? 0) - oldEnd);
  for (const [row, at] of known.atMs.entries()) {
    if (at > startMs && at < endMs && !points.has(at)) points.set(at, exact(base + (shownAt(meter, at) ?? 0)));
    else if (at > endMs && shift !== 0) points.set(at, Math.max(0, exact((known.value[row] ?? 0) + shift)));
  }
  return sortedColumns(points);
}

function shownAtOrBefore({ atMs, value }: MeterColumns, moment: number): number | undefined {
  const row = atMs.findLastIndex((at) => at <= moment);
  return value[row];
}
