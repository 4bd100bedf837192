// Where the simulated home stands: its sun and its local days. Everything of the plant that repeats by the day asks here.
import { hourMs } from '#core/time.ts';

/** Position and time zone of a home. */
export interface Place {
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
  /** IANA time zone; people cook and sleep by it. */
  readonly timeZone: string;
}

/** Where the demo home stands: Munich. */
export const defaultPlace: Place = { latitude: 48.1, longitude: 11.6, timeZone: 'Europe/Berlin' };

/** One local day; 23 or 25 hours long where summer time begins or ends. */
export interface LocalDay {
  /** Days since 1970-01-01 of the local date; the seed of what happens on that day. */
  readonly ordinal: number;
  /** First moment, epoch ms. */
  readonly fromMs: number;
  /** First moment of the next day, epoch ms. */
  readonly toMs: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
}

/** Epoch ms of a wall-clock hour (7.5 is half past seven) of a local day, taken from midnight on. */
export function hourOf(day: LocalDay, hour: number): number {
  return day.fromMs + hour * hourMs;
}

/** Finds the local day of a moment; keeps the last one, as time mostly runs forward in small steps. */
export function localDays(timeZone: string): (atMs: number) => LocalDay {
  const epoch = Temporal.PlainDate.from('1970-01-01');
  let last: LocalDay | undefined;
  return (atMs) => {
    if (last !== undefined && atMs >= last.fromMs && atMs < last.toMs) return last;
    const moment = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(timeZone);
    const date = moment.toPlainDate();
    const next = date.add({ days: 1 }).toZonedDateTime({ timeZone });
    last = {
      ordinal: epoch.until(date, { largestUnit: 'day' }).days,
      fromMs: moment.startOfDay().epochMilliseconds,
      toMs: next.epochMilliseconds,
      weekday: date.dayOfWeek,
    };
    return last;
  };
}
