// Which period is looked at, as calendar dates of the home: no instant and no zone enters here, so no browser zone can.
import { dayMs } from '#core/time.ts';
import { locale } from '../words.ts';
import type { EnergyPeriod } from '#api/ledger.ts';

/** Widths of the displayed period. */
export const spanWidths = ['day', 'week', 'month', 'year', 'custom', 'all'] as const;
/** One of {@link spanWidths}. */
export type SpanWidth = (typeof spanWidths)[number];

/** A period; `date` (2026-03-01) is any day of it, of a custom one the first, and `to` its last. */
export interface Span {
  readonly width: SpanWidth;
  readonly date: string;
  readonly to?: string | undefined;
}

/** What is requested from the server; dates mean their first moments in the home's zone. */
export interface SpanQuery {
  readonly from: string;
  readonly to: string;
  readonly by: EnergyPeriod;
}

/** All years are this many, the present one among them: the server does not answer for a longer time at once. */
const allYears = 13;
/** A custom period is at most so many days: 13 years, which the server answers at once. */
const mostDays = 13 * 365;
/** Up to so many days a custom period is shown by day, a longer one by whole months. */
const mostByDay = 400;
/** Reasons are given for at most this many days: three months of any length. */
const explainedDays = 92;

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);
const dateOf = (day: Date): string => day.toISOString().slice(0, 10);
/** A date some days later or, below 0, earlier. */
export const daysLater = (date: string, days: number): string => dateOf(new Date(utc(date).getTime() + days * dayMs));
/** How many days one date is after another. */
export const daysBetween = (from: string, to: string): number => (utc(to).getTime() - utc(from).getTime()) / dayMs;

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = utc(text);
  return !Number.isNaN(day.getTime()) && dateOf(day) === text;
}

/** The first day of the period. */
export function firstDate({ width, date }: Span): string {
  switch (width) {
    case 'day':
    case 'custom':
      return date;
    case 'week':
      // Weeks begin on Monday (ISO 8601).
      return daysLater(date, -((utc(date).getUTCDay() + 6) % 7));
    case 'month':
      return `${date.slice(0, 7)}-01`;
    case 'year':
      return `${date.slice(0, 4)}-01-01`;
    case 'all':
      return `${Number(date.slice(0, 4)) - allYears + 1}-01-01`;
  }
}

function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return dateOf(new Date(Date.UTC(year, month - 1 + months, 1)));
}

/** The last day of a custom period. */
const lastOf = ({ date, to }: Span): string => to ?? date;

/** How many days a custom period has. */
const lengthOf = (span: Span): number => daysBetween(span.date, lastOf(span)) + 1;

/** A custom period with one end moved: the other follows where they would be in the wrong order or too far apart. */
export function customSpan(from: string, to: string, moved: 'from' | 'to'): Span {
  const isRight = isPeriod(from, to);
  if (isRight) return { width: 'custom', date: from, to };
  if (from > to)
    return moved === 'from' ? { width: 'custom', date: from, to: from } : { width: 'custom', date: to, to };
  return moved === 'from'
    ? { width: 'custom', date: from, to: daysLater(from, mostDays - 1) }
    : { width: 'custom', date: daysLater(to, 1 - mostDays), to };
}

/** Whether two dates are the first and the last day of a period that can be asked for. */
export const isPeriod = (from: string, to: string): boolean => from <= to && daysBetween(from, to) < mostDays;

/** The same days as a custom period: what has not come is left out. */
export function asCustom(span: Span, today: string): Span {
  const { from, to } = spanQuery(span, today);
  const last = daysLater(to, -1);
  const end = last > today && from <= today ? today : last;
  return customSpan(from, end, 'to');
}

/** The same width where it ends now. */
export function spanNow(span: Span, today: string): Span {
  return span.width === 'custom'
    ? { ...span, date: daysLater(today, 1 - lengthOf(span)), to: today }
    : { ...span, date: today };
}

/** The same width, `steps` later or earlier; all years stay. */
export function stepped(span: Span, steps: 1 | -1): Span {
  const first = firstDate(span);
  switch (span.width) {
    case 'day':
      return { ...span, date: daysLater(first, steps) };
    case 'week':
      return { ...span, date: daysLater(first, 7 * steps) };
    case 'month':
      return { ...span, date: monthsLater(first, steps) };
    case 'year':
      return { ...span, date: monthsLater(first, 12 * steps) };
    case 'custom': {
      const days = steps * lengthOf(span);
      return { ...span, date: daysLater(first, days), to: daysLater(lastOf(span), days) };
    }
    case 'all':
      return span;
  }
}

const rowWidth: Readonly<Record<Exclude<SpanWidth, 'custom'>, EnergyPeriod>> = {
  day: 'hour',
  week: 'day',
  month: 'day',
  year: 'month',
  all: 'year',
};

/** The width that rows belong to; while another period loads, the rows shown still belong to the previous one. */
export function widthOfRows(by: EnergyPeriod, width: SpanWidth): SpanWidth {
  const isOfRows = (each: SpanWidth): boolean =>
    each === 'custom' ? width === 'custom' && (by === 'day' || by === 'month') : rowWidth[each] === by;
  return isOfRows(width) ? width : (spanWidths.findLast(isOfRows) ?? width);
}

function customQuery(span: Span): SpanQuery {
  const last = lastOf(span);
  if (lengthOf(span) <= mostByDay) return { from: span.date, to: daysLater(last, 1), by: 'day' };
  return { from: `${span.date.slice(0, 7)}-01`, to: monthsLater(last, 1), by: 'month' };
}

/** What to request for a period; `today` bounds all years. */
export function spanQuery(span: Span, today: string): SpanQuery {
  if (span.width === 'custom') return customQuery(span);
  const from = firstDate(span.width === 'all' ? { ...span, date: today } : span);
  const to =
    span.width === 'all' ? `${Number(today.slice(0, 4)) + 1}-01-01` : firstDate(stepped({ ...span, date: from }, 1));
  return { from, to, by: rowWidth[span.width] };
}

/** Whether a time range is short enough for the server to explain. */
export function isExplained({ from, to }: Pick<SpanQuery, 'from' | 'to'>): boolean {
  return utc(to).getTime() - utc(from).getTime() <= explainedDays * dayMs;
}

/** Whether the period after this one has not begun. */
export function isLast(span: Span, today: string): boolean {
  return span.width === 'all' || firstDate(stepped(span, 1)) > today;
}

const named = (date: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(utc(date));

/** The period's name in the language of the page: `Sunday 25 October 2026`, `19 – 25 Oct 2026`, `October 2026`, `2026`. */
export function spanTitle(span: Span, all: string): string {
  const first = firstDate(span);
  switch (span.width) {
    case 'day':
      return named(first, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    case 'week':
      return new Intl.DateTimeFormat(locale(), {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).formatRange(utc(first), utc(daysLater(first, 6)));
    case 'month':
      return named(first, { month: 'long', year: 'numeric' });
    case 'year':
      return first.slice(0, 4);
    case 'custom': {
      const { from, to, by } = customQuery(span);
      const day = by === 'day' ? ({ day: 'numeric' } as const) : {};
      return new Intl.DateTimeFormat(locale(), {
        ...day,
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).formatRange(utc(from), utc(daysLater(to, -1)));
    }
    case 'all':
      return all;
  }
}

const isMonth = (label: string): boolean => label.length === '2026-03'.length;

/** A row's label in few letters, from the server's: hour of the clock, day, month, year. */
export function rowName(label: string, width: SpanWidth): string {
  switch (width) {
    case 'day':
      return label.slice(11, 16);
    case 'week':
      return named(label, { weekday: 'short', day: 'numeric' });
    case 'month':
      return String(Number(label.slice(8, 10)));
    case 'year':
      return named(`${label}-01`, { month: 'short' });
    case 'custom':
      return isMonth(label)
        ? named(`${label}-01`, { month: 'short', year: '2-digit' })
        : named(label, { day: 'numeric', month: 'short' });
    case 'all':
      return label;
  }
}

/** A row's label in full. An hour that the clock shows twice carries its offset. */
export function rowTitle(label: string, options: { readonly width: SpanWidth; readonly twice?: boolean }): string {
  switch (options.width) {
    case 'day': {
      const hour = label.slice(11, 16);
      return options.twice === true ? `${hour} (UTC${label.slice(16)})` : hour;
    }
    case 'week':
    case 'month':
      return named(label, { weekday: 'short', day: 'numeric', month: 'short' });
    case 'year':
      return named(`${label}-01`, { month: 'long', year: 'numeric' });
    case 'custom':
      return isMonth(label)
        ? named(`${label}-01`, { month: 'long', year: 'numeric' })
        : named(label, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
    case 'all':
      return label;
  }
}

/** The span a row opens into, absent for hours. */
export function spanOfRow(label: string, width: SpanWidth): Span | undefined {
  switch (width) {
    case 'day':
      return undefined;
    case 'week':
    case 'month':
      return { width: 'day', date: label };
    case 'year':
      return { width: 'month', date: `${label}-01` };
    case 'custom':
      return isMonth(label) ? { width: 'month', date: `${label}-01` } : { width: 'day', date: label };
    case 'all':
      return { width: 'year', date: `${label}-01-01` };
  }
}
