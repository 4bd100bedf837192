// One hour of a home, settled: readings and the state before it in, minutes, allocations, decisions and the state after it out.
// Any order and repetition of readings and any cut of time gives the same; that is what makes the ledger repeatable.
import type { MetricId } from '#core/catalogue.ts';
import { hourMs, type TimeRange } from '#core/time.ts';
import type { Booking, LedgerEvent, MilliWh } from '../types.ts';
import {
  combinedSeries,
  firstAt,
  orderedSeries,
  type ReadingColumns,
  type Series,
  seriesOf,
  type SeriesSet,
} from './columns.ts';
import { readCounter } from './counter.ts';
import { emptyCounter, type CounterState } from './counter-state.ts';
import type { ShapeTrace } from './counter-step.ts';
import { neighboursOf } from './neighbours.ts';
import { MinuteAccumulator, type MinuteEnergy, type MinuteKnown } from './minute-accumulator.ts';
import { batteriesOf, type CounterSource, type MeterPlan, type PowerSource } from './plan.ts';
import { emptyPower, integrate, type PowerState } from './power.ts';
import { gridAway } from './presence.ts';
import { withoutExcluded, type Overrule, type Correction, type Replacement } from './correction.ts';
import { tellStandIns } from './stand-ins.ts';
import { workPerMilliWh, type Coverage, type Allocation } from './allocation.ts';

/** What the ledger knows at a moment; plain JSON, a few hundred bytes a source. */
export interface LedgerState {
  /** Settled until here, epoch ms. */
  readonly atMs: number;
  readonly counters: Readonly<Record<string, CounterState>>;
  readonly powers: Readonly<Record<string, PowerState>>;
}

/** What a power brought by integration, for comparison with its counter. */
export interface Compared {
  readonly source: string;
  readonly channel: Booking;
  readonly energy: MilliWh;
}

/** A stretch within one hour, settled. Plain JSON. */
export interface Settled extends TimeRange {
  /** Epoch ms of the first minute of the columns. */
  readonly firstMs: number;
  readonly energies: readonly MinuteEnergy[];
  readonly known: readonly MinuteKnown[];
  /** What this stretch found for time before it. */
  readonly allocations: readonly Allocation[];
  readonly coverage: readonly Coverage[];
  readonly events: readonly LedgerEvent[];
  readonly compared: readonly Compared[];
  /** ms of each minute in which there was no grid to import from; absent if that does not matter. */
  readonly awayMs?: readonly number[];
  /** The charge of batteries, percent: first and last of the stretch; absent if none is reported. */
  readonly soc?: readonly ChargeSeen[];
  readonly after: LedgerState;
}

/** States of charge that a battery reported: moments and percent. */
export interface ChargeSeen {
  readonly device: string;
  readonly first: readonly [atMs: number, percent: number];
  readonly last: readonly [atMs: number, percent: number];
}

/** What is settled, by which plan, with what a person put right. */
export interface SettleInput {
  readonly plan: MeterPlan;
  readonly readings: readonly ReadingColumns[];
  readonly corrections?: readonly Correction[];
}

type Ordered = Omit<SettleInput, 'readings'> & { readonly series: SeriesSet };

/** The state before anything was read. */
export function emptyState(atMs: number): LedgerState {
  return { atMs, counters: {}, powers: {} };
}

/** Whether two states are the same: from there on the same readings give the same energy. */
export function isSameState(left: LedgerState, right: LedgerState): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

const sum = (column: Float64Array): number => column.reduce((total, one) => total + one, 0);

function integratePower(
  source: PowerSource,
  before: LedgerState,
  {
    input,
    book,
    compared,
  }: { readonly input: Ordered; readonly book: MinuteAccumulator; readonly compared: Compared[] },
): { readonly shape: ShapeTrace; readonly state: PowerState } {
  const series = source.metrics.map((metric) =>
    withoutExcluded(seriesOf(input.series, source.device, metric), source.id, input.corrections ?? []),
  );
  const { trace, state } = integrate(source, before.powers[source.id] ?? emptyPower(source), {
    series,
    book,
    decided: decisions(input.corrections ?? []),
  });
  for (const sign of ['positive', 'negative'] as const) {
    const channel = source[sign];
    if (channel === undefined || source.books.includes(channel)) continue;
    const energy = Math.round(sum(trace[sign]) / workPerMilliWh);
    if (energy > 0) compared.push({ source: source.id, channel, energy });
  }
  return { shape: { source, trace }, state };
}

function decisions(corrections: readonly Correction[]): (event: string) => boolean | undefined {
  const overruled = new Map(
    corrections
      .filter((repair): repair is Overrule => repair.kind === 'overrule')
      .map(({ event, isBooked }) => [event, isBooked]),
  );
  return (event) => overruled.get(event);
}

function replacementsOf(source: CounterSource, corrections: readonly Correction[]): Replacement[] {
  return corrections
    .filter((repair): repair is Replacement => repair.kind === 'replacement' && repair.source === source.id)
    .sort((left, right) => left.atMs - right.atMs);
}

function counterSeries({ device, metric, parts }: CounterSource, series: SeriesSet): Series {
  if (parts === undefined) return seriesOf(series, device, metric);
  const all = (metrics: readonly MetricId[]): Series[] => metrics.map((one) => seriesOf(series, device, one));
  return combinedSeries(all(parts.plus), all(parts.minus));
}

/** Whether there was a grid, if import is derived. */
function awayOf({ plan, series }: Ordered, before: LedgerState, book: MinuteAccumulator) {
  if (plan.presence === undefined) return undefined;
  return gridAway(plan.presence, {
    seriesOf: ({ device, metric }) => seriesOf(series, device, metric),
    states: before.powers,
    book,
  });
}

function chargeSeen({ plan, series }: Ordered, { fromMs, toMs }: TimeRange): ChargeSeen[] {
  return batteriesOf(plan).flatMap((device) => {
    const own = seriesOf(series, device, 'battery.soc');
    const [low, high] = [firstAt(own, fromMs), firstAt(own, toMs) - 1];
    const at = (index: number) => [own.atMs[index] ?? 0, own.value[index] ?? Number.NaN] as const;
    const [first, last] = [at(low), at(high)];
    const isTold = low < high && [first[1], last[1]].every((percent) => percent >= 0 && percent <= 100);
    return isTold ? [{ device, first, last }] : [];
  });
}

function settleOrdered(input: Ordered, before: LedgerState, stretch: TimeRange): Settled {
  const book = new MinuteAccumulator(stretch);
  const { plan, corrections = [] } = input;
  const compared: Compared[] = [];
  const shapes = new Map<string, ShapeTrace>();
  const powers: Record<string, PowerState> = {};
  const counters: Record<string, CounterState> = {};
  for (const source of plan.sources) {
    if (source.kind !== 'power') continue;
    const { shape, state } = integratePower(source, before, { input, book, compared });
    shapes.set(source.id, shape);
    powers[source.id] = state;
  }
  const decided = decisions(corrections);
  for (const source of plan.sources) {
    if (source.kind !== 'counter') continue;
    const series = withoutExcluded(counterSeries(source, input.series), source.id, corrections);
    const shape = shapes.get(source.shape ?? '');
    const neighbours = neighboursOf(source, { plan, series: input.series, shapes: [...shapes.values()] });
    const replacements = replacementsOf(source, corrections);
    const run = {
      source,
      book,
      shape,
      neighbours,
      place: plan.place,
      learnsDays: plan.learnsDays === true,
      replacements,
      decided,
    };
    counters[source.id] = readCounter(run, before.counters[source.id] ?? emptyCounter(source), series);
  }
  const away = awayOf(input, before, book);
  const after = { atMs: stretch.toMs, counters, powers: { ...powers, ...away?.states } };
  tellStandIns({ plan, book, before, series: input.series }, after);
  const soc = chargeSeen(input, stretch);
  return {
    ...stretch,
    firstMs: book.firstMs,
    energies: book.energies(),
    known: book.knowns(),
    allocations: book.allocations,
    coverage: book.coverage,
    events: book.events(),
    compared,
    ...(away === undefined ? {} : { awayMs: away.awayMs }),
    ...(soc.length === 0 ? {} : { soc }),
    after,
  };
}

/**
 * Settles from the state's moment to `toMs`, which must lie in the same hour or be its end. Readings outside are ignored, so
 * a whole page of history may be given.
 */
export function settleHour(input: SettleInput, before: LedgerState, toMs: number): Settled {
  const end = (Math.floor(before.atMs / hourMs) + 1) * hourMs;
  if (toMs < before.atMs || toMs > end) throw new TypeError('assertion: an hour is settled from its state to its end');
  const { readings, ...rest } = input;
  return settleOrdered({ ...rest, series: orderedSeries(readings) }, before, { fromMs: before.atMs, toMs });
}

/** From when on buckets have to be rebuilt after this was settled, epoch ms. */
export function affectedFrom({
  fromMs,
  allocations,
  coverage,
}: Pick<Settled, 'fromMs' | 'allocations' | 'coverage'>): number {
  const starts = allocations.flatMap(({ parts }) => parts.map((part) => part.fromMs));
  return Math.min(fromMs, ...starts, ...coverage.map((coverage) => coverage.fromMs));
}

/**
 * Settles again what a late reading at `lateMs` touches: its hour and those after it, until the state is what was stored.
 * `stored` is in order of time without a gap; the result replaces the stretches of the same start.
 */
export function settleAgain(input: SettleInput, stored: readonly Settled[], lateMs: number): Settled[] {
  const { readings, ...rest } = input;
  const ordered = { ...rest, series: orderedSeries(readings) };
  const first = stored.findIndex(({ toMs }) => toMs > lateMs);
  const changed: Settled[] = [];
  if (first === -1) return changed;
  let state = stored[first - 1]?.after ?? emptyState(stored[first]?.fromMs ?? lateMs);
  for (const old of stored.slice(first)) {
    const settled = settleOrdered(ordered, state, { fromMs: old.fromMs, toMs: old.toMs });
    changed.push(settled);
    if (isSameState(settled.after, old.after)) break;
    state = settled.after;
  }
  return changed;
}

/** Settles hour by hour from the state's moment to `toMs`. */
export function* settleSpan(input: SettleInput, before: LedgerState, toMs: number): Generator<Settled, LedgerState> {
  const { readings, ...rest } = input;
  const ordered = { ...rest, series: orderedSeries(readings) };
  let state = before;
  while (state.atMs < toMs) {
    const end = Math.min(toMs, (Math.floor(state.atMs / hourMs) + 1) * hourMs);
    const settled = settleOrdered(ordered, state, { fromMs: state.atMs, toMs: end });
    yield settled;
    state = settled.after;
  }
  return state;
}
