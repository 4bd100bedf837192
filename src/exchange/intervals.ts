// How long the interval of a value is: as the source says, or the usual distance between values; days and months by the
// calendar of the home.
import { dayMs, type TimeRange } from '#core/time.ts';
import { type SeenSeries, usualPause } from './seen-series.ts';

/** The rules for the intervals of a series. */
export interface IntervalRules {
  /** The usual distance between values, ms. */
  readonly usualMs: number;
  readonly timeZone: string;
  /** Values are dated by the end of their interval. */
  readonly isEndStamped: boolean;
}

/** The rules for a series. */
export function intervalRules(
  seen: Pick<SeenSeries, 'pauses'>,
  frame: Pick<IntervalRules, 'timeZone' | 'isEndStamped'>,
): IntervalRules {
  return { ...frame, usualMs: usualPause(seen) ?? 0 };
}

const units: readonly (readonly [longestMs: number, unit: 'days' | 'months' | 'years'])[] = [
  [1.1 * dayMs, 'days'],
  [32 * dayMs, 'months'],
  [400 * dayMs, 'years'],
];

/** The day, month or year of a moment in a zone. */
function calendarStretch(atMs: number, unit: 'days' | 'months' | 'years', timeZone: string): TimeRange {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const from = unit === 'days' ? day : day.with(unit === 'months' ? { day: 1 } : { day: 1, month: 1 });
  return {
    fromMs: from.toZonedDateTime(timeZone).epochMilliseconds,
    toMs: from.add({ [unit]: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/** The interval of a value. */
export function intervalOf(atMs: number, untilMs: number | undefined, rules: IntervalRules): TimeRange {
  const { usualMs, timeZone, isEndStamped } = rules;
  if (untilMs !== undefined) return { fromMs: atMs, toMs: untilMs };
  if (usualMs >= 0.9 * dayMs && (usualMs % dayMs === 0 ? usualMs !== 7 * dayMs : true)) {
    const unit = units.find(([longestMs]) => usualMs <= longestMs)?.[1] ?? 'days';
    // The end of a day is the first moment of the next.
    return calendarStretch(isEndStamped ? atMs - 1 : atMs, unit, timeZone);
  }
  return isEndStamped ? { fromMs: atMs - usualMs, toMs: atMs } : { fromMs: atMs, toMs: atMs + usualMs };
}

/** The first moment of the local day of a moment, epoch ms. */
export function dayStart(atMs: number, timeZone: string): number {
  return calendarStretch(atMs, 'days', timeZone).fromMs;
}
