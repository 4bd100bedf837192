// A stretch of each day, or of some days of the week, by the clock on the wall of the home.
import type { TimeRange } from '#core/time.ts';
import type { IsHoliday } from './holiday-calendar.ts';

/** Some days: 1 Monday to 7 Sunday; public holidays; days of work, which are Monday to Friday without them. */
export type Days = readonly (number | 'holiday' | 'workday')[];

/** Whether a day is one of them. Where holidays are not known no day is one. */
export function isAmong(
  days: Days | undefined,
  { day, isHoliday }: { readonly day: Temporal.PlainDate; readonly isHoliday: IsHoliday | undefined },
): boolean {
  if (days === undefined || days.includes(day.dayOfWeek)) return true;
  if (!days.some((one) => typeof one === 'string')) return false;
  const is = isHoliday?.(day.toString()) === true;
  return is ? days.includes('holiday') : days.includes('workday') && day.dayOfWeek <= 5;
}

/** From a time of day to another, which is the next day's if it is not later; minutes since midnight. Days: of its beginning. */
export interface QuietTime {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly days?: Days | undefined;
}

/** A moment of a home, epoch ms. */
export interface LocalMoment {
  readonly nowMs: number;
  /** IANA. */
  readonly zone: string;
  readonly isHoliday?: IsHoliday | undefined;
}

const localOf = ({ nowMs, zone }: LocalMoment): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);

const minuteOf = ({ hour, minute }: Temporal.ZonedDateTime): number => hour * 60 + minute;

/** Whether a moment lies in it. */
export function isInQuiet(time: QuietTime, moment: LocalMoment): boolean {
  const local = localOf(moment);
  const minute = minuteOf(local);
  const { fromMinute, toMinute, days } = time;
  const { isHoliday } = moment;
  const isDay = (before: number): boolean =>
    isAmong(days, { day: local.toPlainDate().subtract({ days: before }), isHoliday });
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && isDay(0);
  return minute >= fromMinute ? isDay(0) : minute < toMinute && isDay(1);
}

/** When the one that a moment lies in ends, epoch ms. */
export function quietEndMs({ fromMinute, toMinute }: QuietTime, moment: LocalMoment): number {
  const local = localOf(moment);
  const isNextDay = fromMinute >= toMinute && minuteOf(local) >= fromMinute;
  const day = local.toPlainDate().add({ days: isNextDay ? 1 : 0 });
  const time = Temporal.PlainTime.from({ hour: Math.floor(toMinute / 60) % 24, minute: toMinute % 60 });
  return day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime: time }).epochMilliseconds;
}

/** The stretch of time that a moment lies in, epoch ms; undefined: it lies in none. */
export function localWindow(time: QuietTime, moment: LocalMoment): TimeRange | undefined {
  if (time.fromMinute !== time.toMinute && !isInQuiet(time, moment)) return undefined;
  const local = localOf(moment);
  const { fromMinute } = time;
  const isOfDayBefore = minuteOf(local) < fromMinute;
  const day = local.toPlainDate().subtract({ days: isOfDayBefore ? 1 : 0 });
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(fromMinute / 60) % 24, minute: fromMinute % 60 });
  const begins = day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime });
  const toMs =
    time.fromMinute === time.toMinute
      ? day.add({ days: 1 }).toZonedDateTime({ timeZone: local.timeZoneId, plainTime }).epochMilliseconds
      : quietEndMs(time, moment);
  return { fromMs: begins.epochMilliseconds, toMs };
}
