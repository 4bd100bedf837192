// What the sun could have given: a day's light of a clear sky by the place, times what the panels of this home made of such light on their
// own best days. It knows neither roof nor shade nor snow: it says how sure it is, and a verdict keeps that much distance.
import { minuteMs } from '#core/time.ts';
import { clearSkyShare, sunAt, type SunnyPlace } from './anomalies/sun.ts';

/** What was made on a local day. */
export interface SunDay {
  readonly startMs: number;
  readonly endMs: number;
  readonly pvWh: number;
}

/** What a clear day gives per hour of full sun, and how sure that is. */
export interface ClearYield {
  /** Wh for each kWh/m² of light on level ground: about the power of the panels, W. */
  readonly perSunHour: number;
  /** Share by which it may be wrong, 0 to 1. */
  readonly uncertainty: number;
  /** Days that it stands on. */
  readonly days: number;
}

/** How the last days were. */
export interface SunVerdict {
  /** The best of the days, as a share of what a clear day gives. */
  readonly share: number;
  readonly uncertainty: number;
  readonly days: number;
}

const stepMs = 10 * minuteMs;
/** Days with less light than this, kWh/m², say nothing. */
const leastSunHours = 0.5;
/** So many of the best days are clear, of at least so many days. */
const bestDays = 5;
const leastDays = 20;
/** What the model leaves out (tilt, temperature, haze), 0 to 1. */
const modelUncertainty = 0.1;

/** Light of a clear sky on level ground over a stretch of time, kWh/m². Source: Haurwitz 1945, as in {@link clearSkyShare}. */
export function clearSunHours({ startMs, endMs }: Pick<SunDay, 'startMs' | 'endMs'>, place: SunnyPlace): number {
  let hours = 0;
  for (let atMs = startMs + stepMs / 2; atMs < endMs; atMs += stepMs)
    hours += (clearSkyShare(sunAt(atMs, place).altitude) * stepMs) / 3_600_000;
  return hours;
}

const yieldsOf = (days: readonly SunDay[], place: SunnyPlace): readonly number[] =>
  days.flatMap((day) => {
    const hours = clearSunHours(day, place);
    return hours < leastSunHours ? [] : [day.pvWh / hours];
  });

/** What a clear day gives here, by the best of these days: clouds can only lower a day. Undefined: there are too few. */
export function clearYield(days: readonly SunDay[], place: SunnyPlace): ClearYield | undefined {
  const yields = yieldsOf(days, place);
  if (yields.length < leastDays) return undefined;
  const best = yields.toSorted((left, right) => right - left).slice(0, bestDays);
  const mean = best.reduce((sum, one) => sum + one, 0) / best.length;
  if (!(mean > 0)) return undefined;
  const spread = ((best[0] ?? mean) - (best.at(-1) ?? mean)) / mean;
  return { perSunHour: mean, uncertainty: Math.min(1, Math.hypot(modelUncertainty, spread / 2)), days: yields.length };
}

/** How the best of these days compares; undefined if they had no light to speak of. */
export function sunVerdict(days: readonly SunDay[], place: SunnyPlace, clear: ClearYield): SunVerdict | undefined {
  const yields = yieldsOf(days, place);
  if (yields.length === 0) return undefined;
  return { share: Math.max(...yields) / clear.perSunHour, uncertainty: clear.uncertainty, days: yields.length };
}
