// Days of a period as a calendar: months or years of cells, each with its colour. Calendar dates of the home, as in span.ts. Pure.
import type { EnergyRow } from '#api/ledger.ts';
import { daysLater, firstDate, spanQuery, type Span, type SpanQuery } from './span.ts';
import { figureOf } from './day-figures.ts';
import type { DayFigure } from './span-search.ts';

/** Steps of colour above 0. */
export const levels = 5;

/** A day of the calendar. */
export interface CalendarDay {
  /** `2026-03-01`. */
  readonly date: string;
  readonly value: number | undefined;
  /**
   * 0: nothing at all, though it is known; 1 to {@link levels}: more and more, and likewise below 0 for what is in one's favour;
   * absent: not known.
   */
  readonly level?: number;
  /** It has not come yet. */
  readonly isToCome: boolean;
}

/** Weeks from Monday; a place before the first or after the last day is empty. */
export type Week = readonly (CalendarDay | undefined)[];

/** A month or a year of weeks. */
export interface CalendarBlock {
  /** `2026-03` or `2026`. */
  readonly label: string;
  readonly weeks: readonly Week[];
  /** The week in which each month begins. */
  readonly months: readonly { readonly month: string; readonly weeks: number }[];
}

const weekLength = 7;
/** A period of up to so many days is shown like a page of a calendar, a longer one as a strip of weeks. */
const mostOfPage = 31;

/** Days from Monday, 0 to 6. */
export const weekday = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % weekLength;

/**
 * The days of the calendar beside a period, by day: of a day or a week the year they are in, of anything longer itself. Of all years
 * those from the first that is known.
 */
export function calendarQuery(span: Span, today: string, firstYear: string | undefined): SpanQuery {
  if (span.width === 'day' || span.width === 'week')
    return { ...spanQuery({ width: 'year', date: firstDate(span) }, today), by: 'day' };
  const { from, to } = spanQuery(span, today);
  return { from: span.width === 'all' ? `${firstYear ?? today.slice(0, 4)}-01-01` : from, to, by: 'day' };
}

/** Up to which size values have the deepest colour: of shares 100, else that of the largest. */
function topOf(figure: DayFigure, values: readonly (number | undefined)[]): number {
  if (figure === 'selfSufficiency') return 100;
  return values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

/** The step of a value; what rounds to nothing beside the largest is still more than nothing. */
export function levelOf(value: number | undefined, top: number): number | undefined {
  if (value === undefined) return undefined;
  if (value === 0 || top === 0) return 0;
  const step = Math.min(levels, Math.max(1, Math.ceil((Math.abs(value) / top) * levels)));
  return value < 0 ? -step : step;
}

/** The days of some rows by a figure, and the value of the deepest colour. */
export function calendarDays(
  rows: readonly EnergyRow[],
  figure: DayFigure,
  today: string,
): { readonly days: readonly CalendarDay[]; readonly top: number } {
  const values = rows.map((row) => figureOf(figure, row));
  const top = topOf(figure, values);
  const days = rows.map(({ label: date }, index): CalendarDay => {
    const value = values[index];
    const level = levelOf(value, top);
    return { date, value, ...(level === undefined ? {} : { level }), isToCome: date > today };
  });
  return { days, top };
}

function weeksOf(days: readonly CalendarDay[]): readonly Week[] {
  const [first] = days;
  if (first === undefined) return [];
  const padded: readonly (CalendarDay | undefined)[] = [
    ...Array.from({ length: weekday(first.date) }, () => undefined),
    ...days,
  ];
  const count = Math.ceil(padded.length / weekLength);
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: weekLength }, (_none, day) => padded[week * weekLength + day]),
  );
}

/** How many weeks each month has in a strip: a week belongs to the month in which it has its first day. */
function monthsOf(weeks: readonly Week[]): CalendarBlock['months'] {
  const named = weeks.map((week) => week.find((day) => day !== undefined)?.date.slice(0, 7) ?? '');
  return [...Map.groupBy(named, (month) => month)].map(([month, all]) => ({ month, weeks: all.length }));
}

/** Whether the days are a page of a calendar, with numbers and values, or a strip of weeks. */
export const isPage = (days: readonly CalendarDay[]): boolean => days.length <= mostOfPage;

/** The days in blocks: a page as it is, a strip by years. */
export function calendarBlocks(days: readonly CalendarDay[]): readonly CalendarBlock[] {
  const groups = isPage(days) ? [days] : [...Map.groupBy(days, ({ date }) => date.slice(0, 4)).values()];
  return groups.map((some) => {
    const weeks = weeksOf(some);
    return { label: some[0]?.date.slice(0, isPage(days) ? 7 : 4) ?? '', weeks, months: monthsOf(weeks) };
  });
}

/** The day a key leads to, if it is among those there are; in a strip weeks lie side by side. */
export function dayByKey(key: string, date: string, options: { readonly isPage: boolean }): string | undefined {
  const across = options.isPage ? 1 : weekLength;
  const down = options.isPage ? weekLength : 1;
  switch (key) {
    case 'ArrowRight':
      return daysLater(date, across);
    case 'ArrowLeft':
      return daysLater(date, -across);
    case 'ArrowDown':
      return daysLater(date, down);
    case 'ArrowUp':
      return daysLater(date, -down);
    default:
      return undefined;
  }
}
