// Local days by the calendar of a time zone: 23, 24 or 25 hours long, some without a midnight.

/** A local day: its date and its first and following instants, epoch ms. */
export interface LocalDay {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The day of `atMs` in an IANA time zone. */
export function localDay(atMs: number, timeZone: string): LocalDay {
  const date = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
  return {
    date: date.toString(),
    startMs: date.toZonedDateTime(timeZone).epochMilliseconds,
    endMs: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/** Whether a text names a time zone this system knows; a moment with an offset is not one. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The day of a date (YYYY-MM-DD) in an IANA time zone; undefined if the calendar has no such date. */
export function dayOfDate(date: string, timeZone: string): LocalDay | undefined {
  try {
    const day = Temporal.PlainDate.from(date, { overflow: 'reject' });
    return localDay(day.toZonedDateTime(timeZone).epochMilliseconds, timeZone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
