// Where a counter's difference goes: under which channel, over which time, by which rule.
import { hourMs, minuteMs, type TimeRange } from '#core/time.ts';
import type { Booking, MilliWh, Rule } from '../types.ts';
import type { MinuteAccumulator } from './minute-accumulator.ts';
import type { CounterSource, PowerSource } from './plan.ts';
import type { Trace } from './power.ts';
import {
  appendShape,
  knownEnergy,
  overShape,
  share,
  workPerMilliWh,
  type AllocationPart,
  type ShapePart,
} from './allocation.ts';
import type { Short } from './suspicion.ts';

/** The power that shapes a counter. */
export interface ShapeTrace {
  readonly source: PowerSource;
  readonly trace: Trace;
}

/** What one difference is made of. */
export interface Difference {
  /** ≥ 0 */
  readonly energy: MilliWh;
  readonly channel: Booking;
  /** When the counter reached its old value. */
  readonly sinceMs: number;
  /** The last reading of the old value, ms. */
  readonly lastMs: number;
  readonly toMs: number;
  readonly resolution: MilliWh;
  /** Whether the two readings are further apart than the gap limit. */
  readonly isGap: boolean;
  /** Whether it is spread evenly even if a shape is known. */
  readonly isEven?: boolean;
}

/** How far back an even step may reach if no power gives its shape, ms. */
const evenReachMs = hourMs;

/** What a counter's shape is taken from; a reading that is held back may become the beginning of the next shape. */
export interface ShapeContext {
  readonly shape: ShapeTrace | undefined;
  readonly book: MinuteAccumulator;
  readonly source: CounterSource;
  readonly boundaryMs?: number;
}

/** The shape of what a counter has counted since a moment, from the state's parts and this stretch's trace. */
export function shapeUntil(
  before: readonly ShapePart[],
  { fromMs, toMs }: TimeRange,
  { shape, book, source, boundaryMs = 0 }: ShapeContext,
): ShapePart[] {
  if (shape === undefined) return [];
  const parts = [...before];
  const sign = shape.source.positive === source.channel ? 'positive' : 'negative';
  let at = Math.max(fromMs, book.stretch.fromMs);
  while (at < toMs) {
    const minuteEnd = (Math.floor(at / minuteMs) + 1) * minuteMs;
    const edge = Math.min(minuteEnd, toMs, at < boundaryMs ? boundaryMs : minuteEnd);
    appendShape(parts, shape.trace.part({ fromMs: at, toMs: edge }, sign), boundaryMs);
    at = edge;
  }
  return parts;
}

/** What lies in the books for one difference. */
export type Booked = readonly { readonly rule: Rule; readonly parts: readonly AllocationPart[] }[];

/** Books a difference between two readings no further apart than the gap limit. Gives what was booked. */
export function bookStep(
  { source, book }: { readonly source: CounterSource; readonly book: MinuteAccumulator },
  { energy, channel, sinceMs, lastMs, toMs, resolution }: Difference,
  shape: () => readonly ShapePart[],
): Booked {
  const to = { source: source.id, channel, rule: 'counter' } as const;
  const minute = Math.floor(sinceMs / minuteMs);
  if (sinceMs >= book.stretch.fromMs && minute === Math.floor((toMs - 1) / minuteMs)) {
    const column = book.column(source.id, channel, 'counter');
    const index = minute - book.firstMs / minuteMs;
    column[index] = (column[index] ?? 0) + energy;
    return [{ rule: to.rule, parts: [{ fromMs: sinceMs, toMs, energy }] }];
  }
  const shaped = overShape(energy, shape(), { fromMs: sinceMs, toMs });
  if (shaped.isShaped) {
    book.book(to, shaped.parts);
    return [{ rule: to.rule, parts: shaped.parts }];
  }
  // Until the last reading less than one step had accumulated; anything more came after it.
  const early = Math.min(energy, resolution === 0 ? energy : resolution);
  const fromMs = Math.max(sinceMs, Math.min(toMs - evenReachMs, lastMs));
  const parts = [
    { fromMs, toMs, energy: early },
    { fromMs: lastMs, toMs, energy: energy - early },
  ];
  book.book(to, parts);
  return [{ rule: to.rule, parts }];
}

/** Books a difference across a gap: by the shape of the power where it was known, otherwise evenly. Gives what was booked. */
export function bookGap(
  { source, book }: { readonly source: CounterSource; readonly book: MinuteAccumulator },
  { energy, channel, sinceMs, lastMs, toMs, resolution }: Difference,
  { own, shapeFor }: { readonly own: readonly ShapePart[]; shapeFor(energy: MilliWh): readonly ShapePart[] },
): Booked {
  const booked: { readonly rule: Rule; readonly parts: readonly AllocationPart[] }[] = [];
  const gap = { fromMs: lastMs, toMs };
  // What the power brought before the gap, and no step of the counter had shown yet.
  const early = Math.min(energy, resolution, knownEnergy(own, sinceMs, lastMs));
  if (early > 0) {
    const { parts } = overShape(early, own, { fromMs: sinceMs, toMs: lastMs });
    book.book({ source: source.id, channel, rule: 'counter' }, parts);
    booked.push({ rule: 'counter', parts });
  }
  const { parts, isShaped } = overShape(energy - early, shapeFor(energy - early), gap);
  const rule = isShaped ? 'gap-shape' : 'gap-even';
  book.book({ source: source.id, channel, rule }, parts);
  return [...booked, { rule, parts }];
}

/**
 * The energy of a power in whole milliwatt-hours, part by part: `rest` is work that did not fill a whole one before, `debt` what was
 * booked too much and is paid off first.
 */
export function powerParts(
  shape: readonly ShapePart[],
  { rest, debt }: { readonly rest: number; readonly debt: MilliWh },
): { readonly parts: readonly AllocationPart[]; readonly rest: number; readonly debt: MilliWh } {
  let [work, owed] = [rest, debt];
  const parts: AllocationPart[] = [];
  for (const part of shape) {
    work += part.work;
    const whole = Math.floor(work / workPerMilliWh);
    work -= whole * workPerMilliWh;
    const paid = Math.min(owed, whole);
    owed -= paid;
    if (whole > paid) parts.push({ fromMs: part.fromMs, toMs: part.toMs, energy: whole - paid });
  }
  return { parts, rest: work, debt: owed };
}

/** Energy a counter did not show, placed where its power brought more than it did. */
export function shortParts(short: readonly Short[], energy: MilliWh): AllocationPart[] {
  const weights = short.map((one) => Math.max(0, one.energy));
  const shares = share(energy, weights);
  return short
    .map(({ fromMs, toMs }, index) => ({ fromMs, toMs, energy: shares[index] ?? 0 }))
    .filter((part) => part.energy > 0);
}
