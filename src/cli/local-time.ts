// Wall-clock time of this computer, for people at its terminal.
import { systemTimeZone } from '#core/clock.ts';

/** HH:MM:SS of an epoch time in ms, in the system's time zone. */
export function formatLocalTime(atMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(atMs))
    .toZonedDateTimeISO(systemTimeZone())
    .toPlainTime()
    .toString({ smallestUnit: 'second' });
}
