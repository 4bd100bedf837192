// A contract going over the buckets of a home in order of time, once: the cost of each is booked to the span it is
// in. Several scenarios of the same time (as it was, without sun, without a battery) are costed side by side.
import { periodAt, type Span } from '../periods.ts';
import type { MilliWh } from '../types.ts';
import type { Booking, LineHead } from './cost-lines.ts';
import type { Money } from './decimal.ts';
import { taxed } from './decimal.ts';
import { demandFollower, stepAmount, type DemandState } from './demand.ts';
import {
  costOfEnergy,
  countEnergy,
  newEnergy,
  quoteFinder,
  type EnergyState,
  type MeterEnergy,
  type Quote,
} from './energy-parts.ts';
import { bookStanding } from './fixed-charges.ts';
import type { HolidayBook } from './holidays.ts';
import type { SeriesBook, Side } from './price-at.ts';
import { lineSums, type LimitState } from './sums-of-lines.ts';
import { TariffCalendar } from './tariff-calendar.ts';
import { versionSpansOf, type VersionSpan, type Tariff } from './tariff.ts';

/** What a contract is applied to. */
export interface Contract {
  readonly tariff: Tariff;
  /** IANA zone of the site. */
  readonly zone: string;
  /** Market prices that dynamic parts name. */
  readonly series?: SeriesBook | undefined;
  /** Needed if the tariff names a country: see `loadHolidays`. */
  readonly holidays?: HolidayBook | undefined;
}

/** Why energy has no price, or only a fallback one. */
export type PriceDoubt = 'price.no-version' | 'price.no-market' | 'price.fallback';

/** Receives what is booked. */
export interface CostSink {
  book(head: LineHead, booking: Booking): void;
  /** Energy without a price, or with one that is not the market's. */
  doubt(
    energy: { readonly side: Side; readonly name: string; readonly series: string; readonly energy: MilliWh },
    why: PriceDoubt,
  ): void;
}

/** How much was taken or given in the period of a step charge, and how much of that was charged. */
interface StepState {
  startMs: number;
  energy: MilliWh;
  amount: Money;
}

/** All that a contract remembers of a scenario; plain data. */
export interface CourseState {
  readonly energy: Map<string, EnergyState>;
  readonly demand: Map<string, DemandState>;
  readonly steps: Map<string, StepState>;
  readonly limits: Map<string, LimitState>;
}

/** A scenario at its beginning. */
export const newCourse = (): CourseState => ({
  energy: new Map(),
  demand: new Map(),
  steps: new Map(),
  limits: new Map(),
});

/** Moments at which charges fall due without any energy: local days, and where spans and versions begin. */
export function dueMoments(
  span: Span,
  { zone, stretches }: { readonly zone: string; readonly stretches: readonly VersionSpan[] },
): number[] {
  const found = new Set([span.startMs]);
  for (const { startMs } of stretches) if (startMs > span.startMs && startMs < span.endMs) found.add(startMs);
  for (
    let day = periodAt(span.startMs, { kind: 'day', zone });
    day.endMs < span.endMs;
    day = periodAt(day.endMs, { kind: 'day', zone })
  )
    found.add(day.endMs);
  return [...found].sort((left, right) => left - right);
}

/** One scenario under the contract. */
class Course {
  readonly #state: CourseState;
  readonly #sink: CostSink;
  readonly #calendar: TariffCalendar;
  readonly #demand: ReturnType<typeof demandFollower>;
  readonly #sums: ReturnType<typeof lineSums>;
  /** The last local day and version in which periods were looked at, and the last day that was charged as a day. */
  #passedMs = Number.NaN;
  #passed: VersionSpan | undefined;
  #standingMs = Number.NaN;

  constructor(state: CourseState, sink: CostSink, calendar: TariffCalendar) {
    this.#state = state;
    this.#sink = sink;
    this.#calendar = calendar;
    this.#sums = lineSums(state.limits, (line, booking) => this.#post(line, booking));
    this.#demand = demandFollower(state.demand, ({ charge, power: quantity, ...change }) =>
      this.#post({ kind: 'demand', name: charge.name, window: '' }, { ...change, quantity, price: charge.price }),
    );
  }

  #post(line: Pick<LineHead, 'kind' | 'name' | 'window'>, booking: Booking): void {
    const { edition, version } = this.#calendar.stretch;
    this.#sink.book({ ...line, edition, from: version.from }, booking);
    this.#sums.add(line.name, booking, this.#calendar);
  }

  /** A moment at which a local day and other periods may begin. */
  pass(quotes: readonly Quote[]): void {
    const { day, stretch } = this.#calendar;
    this.#passedMs = day.startMs;
    this.#passed = stretch;
    this.#sums.pass(this.#calendar);
    this.#demand.pass(this.#calendar);
    this.#steps({ import: 0, export: 0 });
    for (const quote of quotes)
      if ('minimum' in quote.part && quote.part.minimum > 0) this.#count(quote, { import: 0, export: 0 });
    if (day.startMs === this.#standingMs) return;
    this.#standingMs = day.startMs;
    bookStanding(this.#calendar, (line, booking) => this.#post(line, booking));
  }

  add(quotes: readonly Quote[], energy: MeterEnergy): void {
    const { day, stretch } = this.#calendar;
    if (day.startMs !== this.#passedMs || stretch !== this.#passed) this.pass(quotes);
    if (energy.import !== 0 || energy.export !== 0 || (energy.generator ?? 0) !== 0) {
      for (const quote of quotes) this.#count(quote, energy);
      this.#steps(energy);
    }
    this.#demand.add(this.#calendar, energy.import);
  }

  close(untilMs: number): void {
    this.#demand.close(this.#calendar, untilMs);
  }

  doubt(energy: MeterEnergy): void {
    for (const side of ['import', 'export'] as const)
      if (energy[side] !== 0)
        this.#sink.doubt({ side, name: '', series: '', energy: energy[side] }, 'price.no-version');
  }

  #count(quote: Quote, energy: MeterEnergy): void {
    const { key } = quote;
    let state = this.#state.energy.get(key);
    if (state === undefined) this.#state.energy.set(key, (state = newEnergy()));
    const { atMs } = this.#calendar;
    countEnergy(state, quote, {
      calendar: this.#calendar,
      energy,
      count: ({ side, part }, { price, energy: counted }) => {
        if (counted === 0) return;
        const { name } = part;
        const series = part.kind === 'dynamic' ? part.series : '';
        if (price === undefined) {
          this.#sink.doubt({ side, name, series, energy: counted }, 'price.no-market');
          return;
        }
        if (price.window === 'fallback' && series !== '')
          this.#sink.doubt({ side, name, series, energy: counted }, 'price.fallback');
        const cost = costOfEnergy(price, side === 'export' ? -counted : counted);
        this.#post({ kind: side, name, window: price.window }, { atMs, quantity: counted, price: price.price, cost });
      },
    });
  }

  #steps(energy: MeterEnergy): void {
    const { version } = this.#calendar.stretch;
    for (const charge of version.steps) {
      let state = this.#state.steps.get(charge.name);
      if (state === undefined)
        this.#state.steps.set(charge.name, (state = { startMs: Number.NEGATIVE_INFINITY, energy: 0, amount: 0n }));
      const startMs = this.#calendar.startOf(charge.per);
      if (state.startMs !== startMs) Object.assign(state, { startMs, energy: 0, amount: 0n });
      state.energy += energy[charge.of];
      const amount = stepAmount(charge.steps, state.energy);
      if (amount === state.amount) continue;
      const tax = { percent: charge.vatPercent ?? version.vatPercent, included: version.vatIncluded };
      const cost = taxed(amount - state.amount, tax);
      state.amount = amount;
      this.#post(
        { kind: 'steps', name: charge.name, window: '' },
        { atMs: this.#calendar.atMs, quantity: 0, price: 0n, cost },
      );
    }
  }
}

/** A contract applied to some scenarios; moments are given in order of time. */
export class CostRun {
  readonly #calendar: TariffCalendar;
  readonly #courses: readonly Course[];
  readonly #quotesAt: ReturnType<typeof quoteFinder>;
  readonly stretches: readonly VersionSpan[];

  /** A state and a sink for each scenario. */
  constructor(
    { tariff, zone, series, holidays }: Contract,
    courses: readonly { readonly state: CourseState; readonly sink: CostSink }[],
  ) {
    this.stretches = versionSpansOf(tariff, zone);
    this.#calendar = new TariffCalendar({ zone, stretches: this.stretches, holidays });
    this.#courses = courses.map(({ state, sink }) => new Course(state, sink, this.#calendar));
    this.#quotesAt = quoteFinder(series);
  }

  /** Takes a moment that is charged: whatever falls due without any energy is booked. */
  due(atMs: number): void {
    if (!this.#go(atMs)) return;
    const quotes = this.#quotesAt(this.#calendar);
    for (const course of this.#courses) course.pass(quotes);
  }

  /** A bucket that begins at a moment, in each scenario. */
  add(atMs: number, energies: readonly MeterEnergy[]): void {
    const isOn = this.#go(atMs);
    const quotes = isOn ? this.#quotesAt(this.#calendar) : [];
    for (const [index, course] of this.#courses.entries()) {
      const energy = energies[index];
      if (energy === undefined) continue;
      if (isOn) course.add(quotes, energy);
      else course.doubt(energy);
    }
  }

  /** Settles what ends before a moment, for example before the state is saved. */
  closeUntil(atMs: number): void {
    if (this.#calendar.atMs === Number.NEGATIVE_INFINITY || !this.#calendar.isOn) return;
    for (const course of this.#courses) course.close(atMs);
  }

  #go(atMs: number): boolean {
    // A slot belongs to the period it began in, so it is closed before the calendar goes on.
    this.closeUntil(atMs);
    return this.#calendar.go(atMs);
  }
}
