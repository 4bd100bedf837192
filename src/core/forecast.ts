// How long what somebody expects counts: hours, not seconds – and a day never for another one. What was said of tomorrow yesterday is
// said of today.
import type { MetricId } from './catalogue.ts';
import { hourMs, minuteMs } from './time.ts';

const forecasts = {
  'forecast.pv.energy.today': { goodMs: 12 * hourMs, isOfDay: true },
  'forecast.pv.energy.tomorrow': { goodMs: 12 * hourMs, isOfDay: true },
  'forecast.pv.energy.rest': { goodMs: 3 * hourMs, isOfDay: true },
  'forecast.pv.power.next_hour': { goodMs: 90 * minuteMs, isOfDay: false },
} as const satisfies Partial<Record<MetricId, { readonly goodMs: number; readonly isOfDay: boolean }>>;

/** A metric of the catalogue that is expected, not measured. */
export type ForecastId = keyof typeof forecasts;

/** All of them. */
export const forecastIds = Object.freeze(Object.keys(forecasts)) as readonly ForecastId[];

/** Whether a name is one of a forecast. */
export const isForecast = (name: string): name is ForecastId => Object.hasOwn(forecasts, name);

/** Whether a forecast is of a day of the calendar, so that the next day begins a new one. */
export const isOfDay = (name: string): boolean => isForecast(name) && forecasts[name].isOfDay;

/** The day of a moment by the clocks of a home, `2026-06-12`. */
export const localDay = (atMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString();

/**
 * Whether a forecast that was told at a moment, epoch ms, still counts: it is not too old, and its day is still the same by the clocks of the
 * home. How often its device says something does not matter.
 */
export function isForecastGood(
  id: ForecastId,
  { atMs, nowMs, zone }: { readonly atMs: number; readonly nowMs: number; readonly zone: string },
): boolean {
  const { goodMs, isOfDay: isBound } = forecasts[id];
  // A clock that runs a little ahead is not a forecast of the future.
  if (nowMs - atMs > goodMs || atMs - nowMs > minuteMs) return false;
  return !isBound || localDay(atMs, zone) === localDay(nowMs, zone);
}
