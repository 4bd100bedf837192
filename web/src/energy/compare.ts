// A period beside another one: which it is, up to where the two are compared, and which rows stand beside each other.
// Calendar dates of the home and hours of its clock, as in span.ts: no zone enters here. Pure.
import type { EnergyRow } from '#api/ledger.ts';
import { daysBetween, daysLater, spanQuery, stepped, type Span, type SpanQuery } from './span.ts';

/** What a period can be compared with: the one before, or the same a year earlier. */
export const comparisons = ['before', 'year'] as const;
/** One of {@link comparisons}. */
export type Comparison = (typeof comparisons)[number];

/** Weeks are compared with the week that has the same weekdays a year ago. */
const daysOfYearInWeeks = 52 * 7;
/** Up to so many days are compared to the hour; longer ones by whole days, whose hours would be thousands of rows. */
const daysByHour = 8;
const hoursOfDay = 24;

/** The same date a year earlier; the 29th of February has the 28th. */
function yearEarlier(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('02-29') ? `${year}-02-28` : `${year}${date.slice(4)}`;
}

/** What can be chosen for a period: all years stand alone, and the year before a year is a year ago. */
export function comparisonsOf({ width }: Pick<Span, 'width'>): readonly Comparison[] {
  if (width === 'all') return [];
  return width === 'year' ? ['before'] : comparisons;
}

/** The period compared with; absent where there is none. */
export function otherSpan(span: Span, comparison: Comparison): Span | undefined {
  if (span.width === 'all') return undefined;
  if (comparison === 'before' || span.width === 'year') return stepped(span, -1);
  if (span.width === 'custom') return { ...span, date: yearEarlier(span.date), to: yearEarlier(span.to ?? span.date) };
  const date = span.width === 'week' ? daysLater(span.date, -daysOfYearInWeeks) : yearEarlier(span.date);
  return { ...span, date };
}

/** Where the clock of the home stands. */
export interface HomeTime {
  readonly date: string;
  /** Hours of the day that are over. */
  readonly hour: number;
}

/** Two stretches of the same length of time. */
export interface Stretches {
  readonly own: SpanQuery;
  readonly other: SpanQuery;
}

/**
 * How the two are compared. `whole`: both are over. `none`: no hour of this one is over. Otherwise the stretches of both up to
 * the same moment.
 */
export type ComparedBy = 'whole' | 'none' | Stretches;

const at = (date: string, hour: number): string => (hour === 0 ? date : `${date}T${String(hour).padStart(2, '0')}:00`);

/** The date in another year, where the two differ by whole years; what does not exist there is the next day. */
function inYearOf(other: string, date: string): string {
  return date.endsWith('02-29') ? `${other.slice(0, 4)}-03-01` : `${other.slice(0, 4)}${date.slice(4)}`;
}

/** How a period and the one beside it are compared now. */
export function comparedBy(span: Span, beside: Span, now: HomeTime): ComparedBy {
  const [own, other] = [spanQuery(span, now.date), spanQuery(beside, now.date)];
  if (own.to <= now.date) return 'whole';
  const over = daysBetween(own.from, now.date);
  if (over < 0 || (over === 0 && now.hour === 0)) return 'none';
  if (over >= daysByHour && span.width === 'year')
    return {
      own: { from: own.from, to: now.date, by: 'day' },
      other: { from: other.from, to: inYearOf(other.from, now.date), by: 'day' },
    };
  const length = daysBetween(other.from, other.to);
  // The 30th of March has no fellow in February: both are taken up to the end of the 28th.
  const days = Math.min(over, length);
  const hour = days < daysByHour && days < length ? now.hour : 0;
  const by = days < daysByHour ? 'hour' : 'day';
  return {
    own: { from: own.from, to: at(daysLater(own.from, days), hour), by },
    other: { from: other.from, to: at(daysLater(other.from, days), hour), by },
  };
}

/** Up to where a running period is compared: the last day that counts, and the hour if it counts in part. */
export function comparedUntil({ own: { to } }: Stretches): { readonly date: string; readonly hour?: string } {
  const [date = '', hour] = to.split('T');
  return hour === undefined ? { date: daysLater(date, -1) } : { date, hour };
}

/** For each row the one of the other period beside it: the hour of the same name, the day of the same place. */
export function rowsBeside(
  rows: readonly EnergyRow[],
  others: readonly EnergyRow[],
): readonly (EnergyRow | undefined)[] {
  const isHours = (rows[0]?.label.length ?? 0) > '2026-10-25'.length;
  if (!isHours) return rows.map((_, index) => others[index]);
  const place = placesOf(others);
  const byPlace = new Map(others.map((row, index) => [place[index], row]));
  return placesOf(rows).map((each) => byPlace.get(each));
}

/** Hours by their name on the clock, and which of the two where the clock shows it twice. */
function placesOf(rows: readonly EnergyRow[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ label }) => {
    const name = label.slice(11, 16);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return `${name} ${count}`;
  });
}

/** A change against the other period. */
export interface Change {
  /** Own less other. */
  readonly amount: number;
  /** Of the other, percent; absent where it is 0 or so small that a share says nothing. */
  readonly percent?: number;
}

/** From ten times as much on, a share says less than the amount. */
const mostPercent = 999.5;

/** How a figure differs; absent if either is not known. */
export function changeOf(own: number | undefined, other: number | undefined): Change | undefined {
  if (own === undefined || other === undefined) return undefined;
  const amount = own - other;
  if (other === 0) return amount === 0 ? { amount, percent: 0 } : { amount };
  const percent = (amount / Math.abs(other)) * 100;
  return Math.abs(percent) < mostPercent ? { amount, percent } : { amount };
}

/** Hours of a day of the clock, as the home's time is read from `2026-11-20T14:05`. */
export function homeTime(wall: string): HomeTime {
  return { date: wall.slice(0, 10), hour: Math.min(hoursOfDay - 1, Number(wall.slice(11, 13))) };
}
