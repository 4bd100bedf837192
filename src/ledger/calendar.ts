// The local days of a home, remembered: asking the time zone for each reading would cost more than settling it.
import { dayMs, type TimeRange } from '#core/time.ts';
import { type LocalDay, localDay } from '#energy/local-day.ts';

/** Local days of one time zone. */
export interface Calendar {
  /** The day of a moment, epoch ms. */
  dayAt(atMs: number): LocalDay;
  /** Starts of the days that touch a stretch of time, in order. */
  startsIn(span: TimeRange): number[];
}

const mostDays = 5000;

/** The calendar of an IANA time zone. */
export function makeCalendar(timeZone: string): Calendar {
  const days = new Map<number, LocalDay>();
  const dayAt = (atMs: number): LocalDay => {
    const near = Math.floor(atMs / dayMs);
    for (const key of [near, near - 1]) {
      const known = days.get(key);
      if (known !== undefined && atMs >= known.startMs && atMs < known.endMs) return known;
    }
    const day = localDay(atMs, timeZone);
    if (days.size > mostDays) days.clear();
    days.set(Math.floor(day.startMs / dayMs), day);
    return day;
  };
  return {
    dayAt,
    startsIn({ fromMs, toMs }) {
      const starts: number[] = [];
      for (let at = fromMs; at < toMs; ) {
        const { startMs, endMs } = dayAt(at);
        starts.push(startMs);
        at = endMs;
      }
      return starts;
    },
  };
}
