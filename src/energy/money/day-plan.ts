// A local day as tariffs see it: its date, its day of the week or holiday, and what the clock shows at a moment of it.
import { localDay, type LocalDay } from '../local-day.ts';
import type { DayWord, HolidayRule, When } from './tariff.ts';
import { holidayKey, type HolidayBook } from './holidays.ts';

/** A local day and what tariffs ask of it. */
export interface DayPlan extends LocalDay {
  /** Its day of the week, or `holiday`. */
  readonly word: DayWord;
  /** Minutes the clock shows at a moment of the day. */
  readonly minuteAt: (atMs: number) => number;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function clockOf({ startMs, endMs }: LocalDay, zone: string): DayPlan['minuteAt'] {
  const at = (atMs: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const first = at(startMs);
  const firstMinute = first.hour * 60 + first.minute;
  if (first.offsetNanoseconds === at(endMs - 1).offsetNanoseconds)
    return (atMs) => firstMinute + Math.floor((atMs - startMs) / 60_000);
  return (atMs) => {
    const { hour, minute } = at(atMs);
    return hour * 60 + minute;
  };
}

/** Whether a rule of holidays makes a date one. */
function isHoliday(date: string, rule: HolidayRule, book: HolidayBook | undefined): boolean {
  if (rule.dates.includes(date)) return true;
  if (rule.country === undefined) return false;
  const days = book?.get(holidayKey(rule));
  if (days === undefined) throw new TypeError(`assertion: the holidays of ${holidayKey(rule)} were not loaded`);
  return days.has(date);
}

/** The day of a moment; `TypeError` where the rule names a country whose holidays the book does not hold. */
export function dayPlan(
  atMs: number,
  zone: string,
  { rule, book }: { rule: HolidayRule; book: HolidayBook | undefined },
): DayPlan {
  const day = localDay(atMs, zone);
  const weekday = weekdays[Temporal.PlainDate.from(day.date).dayOfWeek - 1] ?? 'mon';
  return { ...day, word: isHoliday(day.date, rule, book) ? 'holiday' : weekday, minuteAt: clockOf(day, zone) };
}

function inSeason({ season }: When, monthDay: string): boolean {
  if (season === undefined) return true;
  const { from, to } = season;
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to;
}

function inHours({ hours }: When, minute: number): boolean {
  if (hours === undefined) return true;
  const { from, to } = hours;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Whether one of several rules holds at a moment of a day. */
export function holds(rules: readonly When[], day: DayPlan, atMs: number): boolean {
  const monthDay = day.date.slice(5);
  const minute = day.minuteAt(atMs);
  return rules.some(
    (rule) =>
      (rule.days === undefined || rule.days.includes(day.word)) && inSeason(rule, monthDay) && inHours(rule, minute),
  );
}
