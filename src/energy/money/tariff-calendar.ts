// The place of a moment in a contract: its version, its local day, and the hour, month, billing period and year it is in.
// Moments come in order, so each of them is looked up once and kept while it holds.
import { hourMs } from '#core/time.ts';
import type { Span } from '../periods.ts';
import { dayPlan, holdsOnDay, type DayPlan } from './day-plan.ts';
import type { HolidayBook } from './holidays.ts';
import type { ChargedPer, VersionSpan, TariffPeriod, TariffVersion, When } from './tariff.ts';

/** A moment under a version. */
export interface Moment {
  readonly atMs: number;
  readonly stretch: VersionSpan;
  readonly day: DayPlan;
  /** What the clock shows, minutes from 00:00. */
  readonly minute: number;
  /** First moment of the period it is in. */
  startOf(period: TariffPeriod): number;
  /** The period it is in, of local days. */
  periodOf(period: ChargedPer): Span;
}

/** What days periods begin on. */
type PeriodRules = Pick<TariffVersion, 'billingDay' | 'yearStart'>;

const plainDate = (atMs: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();

/** First day of the period a date is in. */
function firstDay(date: Temporal.PlainDate, period: ChargedPer, { billingDay, yearStart }: PeriodRules) {
  switch (period) {
    case 'day':
      return date;
    case 'month':
      return date.with({ day: 1 });
    case 'billing': {
      const start = date.with({ day: billingDay });
      return date.day >= billingDay ? start : start.subtract({ months: 1 });
    }
    case 'year': {
      const [month = 1, day = 1] = yearStart.split('-').map(Number);
      const start = date.with({ month, day });
      return Temporal.PlainDate.compare(date, start) >= 0 ? start : start.subtract({ years: 1 });
    }
  }
}

const lengths = { day: { days: 1 }, month: { months: 1 }, billing: { months: 1 }, year: { years: 1 } } as const;

const startMsOf = (date: Temporal.PlainDate, zone: string): number => date.toZonedDateTime(zone).epochMilliseconds;

/** The period of local days a moment is in. */
export function chargedPeriod(
  atMs: number,
  period: ChargedPer,
  { zone, rules }: { readonly zone: string; readonly rules: PeriodRules },
): Span {
  const first = firstDay(plainDate(atMs, zone), period, rules);
  return { startMs: startMsOf(first, zone), endMs: startMsOf(first.add(lengths[period]), zone) };
}

/** The moment a number of periods after another that begins one. */
export function periodsLater(
  startMs: number,
  { period, count, zone }: { readonly period: TariffPeriod; readonly count: number; readonly zone: string },
): number {
  if (period === 'hour' || period === 'quarter-hour') return startMs + count * (period === 'hour' ? hourMs : 900_000);
  const [unit, one] = Object.entries(lengths[period])[0] ?? ['days', 1];
  return startMsOf(plainDate(startMs, zone).add({ [unit]: count * one }), zone);
}

/** Local days between the first moments of two periods. */
export function daysBetween({ startMs, endMs }: Span, zone: string): number {
  return plainDate(startMs, zone).until(plainDate(endMs, zone)).days;
}

const within = ({ startMs, endMs }: Span, atMs: number): boolean => atMs >= startMs && atMs < endMs;

/** What a {@link TariffCalendar} is made from. */
export interface CalendarParts {
  readonly zone: string;
  readonly stretches: readonly VersionSpan[];
  readonly holidays: HolidayBook | undefined;
}

/** Looks up moments that come in order; the result is valid until the next is looked up. */
export class TariffCalendar implements Moment {
  readonly #parts: CalendarParts;
  readonly #periods = new Map<ChargedPer, Span>();
  readonly #days = new Map<string, number>();
  #stretch: VersionSpan | undefined;
  #day: DayPlan | undefined;
  #minute = 0;
  atMs = Number.NEGATIVE_INFINITY;

  constructor(parts: CalendarParts) {
    this.#parts = parts;
  }

  get zone(): string {
    return this.#parts.zone;
  }

  /** Whether a version holds. */
  get isOn(): boolean {
    return this.#stretch !== undefined;
  }

  get stretch(): VersionSpan {
    if (this.#stretch === undefined) throw new TypeError('assertion: no version holds');
    return this.#stretch;
  }

  get day(): DayPlan {
    if (this.#day === undefined) throw new TypeError('assertion: no moment was looked up');
    return this.#day;
  }

  get minute(): number {
    return this.#minute;
  }

  /** Goes to a moment; false if no version holds. */
  go(atMs: number): boolean {
    this.atMs = atMs;
    if (this.#stretch === undefined || !within(this.#stretch, atMs)) {
      this.#stretch = this.#parts.stretches.find((other) => within(other, atMs));
      this.#day = undefined;
      this.#periods.clear();
      this.#days.clear();
    }
    if (this.#stretch === undefined) return false;
    if (this.#day === undefined || !within(this.#day, atMs)) {
      const { zone, holidays: book } = this.#parts;
      this.#day = dayPlan(atMs, zone, { classes: this.#stretch.version.holidays, book });
    }
    this.#minute = this.#day.minuteAt(atMs);
    return true;
  }

  startOf(period: TariffPeriod): number {
    if (period === 'hour') return this.atMs - (this.#minute % 60) * 60_000;
    if (period === 'quarter-hour') return this.atMs - (this.#minute % 15) * 60_000;
    return this.periodOf(period).startMs;
  }

  periodOf(period: ChargedPer): Span {
    if (period === 'day') return this.day;
    const known = this.#periods.get(period);
    if (known !== undefined && within(known, this.atMs)) return known;
    const found = chargedPeriod(this.atMs, period, { zone: this.#parts.zone, rules: this.stretch.version });
    this.#periods.set(period, found);
    return found;
  }

  /** End of the year a moment is in. */
  yearEndOf(atMs: number): number {
    return chargedPeriod(atMs, 'year', { zone: this.#parts.zone, rules: this.stretch.version }).endMs;
  }

  /** How many local days a period has; with a rule, those it holds on. */
  daysOf(period: ChargedPer, when?: readonly When[]): number {
    const span = this.periodOf(period);
    const { zone, holidays: book } = this.#parts;
    const all = daysBetween(span, zone);
    if (when === undefined) return all;
    const key = `${period} ${span.startMs} ${JSON.stringify(when)}`;
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const classes = this.stretch.version.holidays;
    let count = 0;
    for (let index = 0; index < all; index += 1) {
      const atMs = periodsLater(span.startMs, { period: 'day', count: index, zone });
      if (holdsOnDay(when, dayPlan(atMs, zone, { classes, book }))) count += 1;
    }
    this.#days.set(key, count);
    return count;
  }
}
