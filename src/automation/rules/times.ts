// Moments that come by the clock: a time of day, a cron pattern, the sun. Which of them fell into a stretch of time is asked, never waited for, so
// that a restart or a step of the clock loses and doubles nothing.
import { Cron } from 'croner';
import { getTimes } from 'suncalc';
import { dayMs } from '#core/time.ts';
import type { SunMoment } from '../file/words.ts';
import type { Image } from '../image.ts';
import { type Days, isAmong } from '../quiet-time.ts';

/** Where and when. */
export interface TimePlace {
  readonly zone: string;
  readonly place?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly isHoliday?: Image['isHoliday'];
}

/** A stretch of time: behind `fromMs`, up to and with `toMs`, epoch ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last moment of a kind within a stretch, epoch ms; undefined: there is none. */
export type Moments = (stretch: Stretch, at: TimePlace) => number | undefined;

/** Longer ones are looked at from their end: after a week nobody asks for what was missed. */
const longest = 7 * dayMs;

const bounded = ({ fromMs, toMs }: Stretch): Stretch => ({ fromMs: Math.max(fromMs, toMs - longest), toMs });

const dayOf = (atMs: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();

/** The days that a stretch touches, the last first. */
function daysOf({ fromMs, toMs }: Stretch, zone: string): readonly Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  const first = dayOf(fromMs, zone);
  for (let day = dayOf(toMs, zone); Temporal.PlainDate.compare(day, first) >= 0; day = day.subtract({ days: 1 }))
    days.push(day);
  return days;
}

/** The last moment within a stretch, and until when none comes behind it, epoch ms. */
interface Searched {
  readonly foundMs: number | undefined;
  readonly quietUntilMs: number;
}

/** Asked anew each second: a search is worth its cost only when something may have come since the last one. */
function remembering(search: (stretch: Stretch, at: TimePlace) => Searched): Moments {
  let quiet: { readonly key: string; readonly fromMs: number; readonly untilMs: number } | undefined;
  return (stretch, at) => {
    const key = `${at.zone} ${at.place?.latitude} ${at.place?.longitude}`;
    if (quiet?.key === key && stretch.fromMs >= quiet.fromMs && stretch.toMs < quiet.untilMs) return undefined;
    const { foundMs, quietUntilMs } = search(bounded(stretch), at);
    quiet = { key, fromMs: stretch.toMs, untilMs: quietUntilMs };
    return foundMs;
  };
}

/** By a moment of each day. */
function daily(momentOf: (day: Temporal.PlainDate, at: TimePlace) => number | undefined): Moments {
  return remembering(({ fromMs, toMs }, at) => {
    let foundMs: number | undefined;
    let quietUntilMs = toMs + dayMs;
    // A moment of yesterday's or tomorrow's sun may fall into today; one of the day behind that may be the next one.
    for (const day of daysOf({ fromMs: fromMs - dayMs, toMs: toMs + 2 * dayMs }, at.zone)) {
      const momentMs = momentOf(day, at);
      if (momentMs === undefined) continue;
      if (momentMs > toMs) quietUntilMs = Math.min(quietUntilMs, momentMs);
      else if (momentMs > fromMs) foundMs ??= momentMs;
    }
    return { foundMs, quietUntilMs };
  });
}

/**
 * A time of day, on all days or some. On the day that has no such time it is as much later as the clock was
 * put forward; on the day that has it twice it is the first.
 */
export function atTime(minute: number, days?: Days): Moments {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 });
  return daily((day, { zone, isHoliday }) =>
    isAmong(days, { day, isHoliday })
      ? day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
      : undefined,
  );
}

/** A moment of the sun, shifted, ms. Where the sun does not rise there is none. */
export function atSun(moment: SunMoment, shiftMs: number): Moments {
  const name = moment === 'noon' ? 'solarNoon' : moment;
  return daily((day, { zone, place }) => {
    if (place === undefined) return undefined;
    const noon = day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).epochMilliseconds;
    const at = getTimes(new Date(noon), place.latitude, place.longitude)[name];
    return at === null ? undefined : at.getTime() + shiftMs;
  });
}

/** Five fields, or six with seconds; a field of years would be searched through to the last one. */
const form = { paused: true, mode: '5-or-6-parts' } as const;

/** Why a pattern is none; undefined: it is one. */
export function cronProblem(pattern: string): string | undefined {
  try {
    return new Cron(pattern, form).nextRun() === null ? 'it never comes' : undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** A cron pattern, by the clock of the home. */
export function atCron(pattern: string): Moments {
  let read: { readonly zone: string; readonly cron: Cron } | undefined;
  return remembering(({ fromMs, toMs }, { zone }) => {
    if (read?.zone !== zone) read = { zone, cron: new Cron(pattern, { ...form, timezone: zone }) };
    const { cron } = read;
    // The last one is asked for, not each: of a pattern that comes every second there are many.
    const lastMs = cron.previousRuns(1, new Date(toMs + 1000))[0]?.getTime();
    const reachedMs =
      lastMs !== undefined && lastMs > toMs ? cron.previousRuns(1, new Date(lastMs))[0]?.getTime() : lastMs;
    const foundMs = reachedMs !== undefined && reachedMs > fromMs ? reachedMs : undefined;
    return { foundMs, quietUntilMs: cron.nextRun(new Date(toMs))?.getTime() ?? Number.POSITIVE_INFINITY };
  });
}
