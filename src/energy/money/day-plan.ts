// A local day as tariffs see it: its date, its day of the week or class of holidays, and what the clock shows at a moment of it.
import { localDay, type LocalDay } from '../local-day.ts';
import type { DayClass, DayWord, When } from './tariff.ts';
import { isOfClass, type HolidayBook } from './holidays.ts';

/** A local day and what tariffs need to know about it. */
export interface DayPlan extends LocalDay {
  /** Its day of the week, or its class of holidays; a class that does not begin at midnight reaches into the next day. */
  readonly wordAt: (minute: number) => DayWord;
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

/** What days a tariff has, and the holidays of its countries. */
export interface DayRules {
  readonly classes: readonly DayClass[];
  readonly book: HolidayBook | undefined;
}

function wordsOf(date: Temporal.PlainDate, { classes, book }: DayRules): DayPlan['wordAt'] {
  const weekday = weekdays[date.dayOfWeek - 1] ?? 'mon';
  const [today, before] = [date.toString(), date.subtract({ days: 1 }).toString()];
  const found = classes
    .map((one) => {
      const { name, begins } = one;
      const isToday = isOfClass(today, one, book);
      return { name, begins, isToday, wasBefore: begins === 0 ? isToday : isOfClass(before, one, book) };
    })
    .filter(({ isToday, wasBefore }) => isToday || wasBefore);
  if (found.length === 0) return () => weekday;
  return (minute) =>
    found.find(({ begins, isToday, wasBefore }) => (minute < begins ? wasBefore : isToday))?.name ?? weekday;
}

/** The day of a moment; `TypeError` if a class names a country whose holidays the book does not hold. */
export function dayPlan(atMs: number, zone: string, rules: DayRules): DayPlan {
  const day = localDay(atMs, zone);
  return { ...day, wordAt: wordsOf(Temporal.PlainDate.from(day.date), rules), minuteAt: clockOf(day, zone) };
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
      (rule.days === undefined || rule.days.includes(day.wordAt(minute))) &&
      inSeason(rule, monthDay) &&
      inHours(rule, minute),
  );
}

/** Whether one of several rules holds at any time of a day. */
export function holdsOnDay(rules: readonly When[], day: DayPlan): boolean {
  const monthDay = day.date.slice(5);
  return rules.some(
    (rule) =>
      inSeason(rule, monthDay) &&
      (rule.days === undefined || [0, 1439].some((minute) => rule.days?.includes(day.wordAt(minute)) === true)),
  );
}
