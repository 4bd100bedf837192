// What the panels give under a clear sky, learnt from the home's own best quarter-hours: for every position of the sun an
// upper quantile of power over the light of a clear sky, from days some time back, so that a fault that has
// begun is not learnt. The day's share of it is taken from hours in which that share is steady.
import { dayMs, minuteMs } from '#core/time.ts';
import type { DayFigure } from './daily.ts';
import { clearSkyShare, sunAt, type SunnyPlace } from './sun.ts';
import { middleOf, pointsOf, quantileOf } from './track.ts';
import type { Track } from './types.ts';

const quarterMs = 15 * minuteMs;
/** Below this the sun is too low to judge by, degrees. */
const leastAltitude = 16;
const lagDays = 21;
const pastDays = 60;
const upper = 0.85;
const leastSamples = 6;
/** Quarter-hours in a row, how rough they may be on average, and how far apart their shares may be. */
const steadyQuarters = 4;
const smooth = 0.02;
const steadyWithin = 0.1;
/** Below this the sky is overcast, however steady. */
const overcast = 0.3;
/** What panels of 1000 W give at the inverter on level ground, before anything is learnt. */
const modelYield = 0.8;

/** A clear day's share of the profile. */
export interface ClearDay extends DayFigure {
  readonly isLearnt: boolean;
}

interface Sample {
  readonly day: number;
  readonly value: number;
}

class Bins {
  readonly #samples = new Map<number, Sample[]>();
  readonly #known = new Map<number, { readonly day: number; readonly best: number | undefined }>();

  static at({ altitude, azimuth }: { readonly altitude: number; readonly azimuth: number }): number {
    return Math.floor(altitude / 6) * 100 + Math.floor(azimuth / 12);
  }

  learn(bin: number, sample: Sample): void {
    const samples = this.#samples.get(bin);
    if (samples === undefined) this.#samples.set(bin, [sample]);
    else samples.push(sample);
  }

  /** The upper quantile of a bin as known on a day. */
  best(bin: number, day: number): number | undefined {
    const known = this.#known.get(bin);
    if (known?.day === day) return known.best;
    const samples = this.#samples.get(bin) ?? [];
    while ((samples[0]?.day ?? day) < day - lagDays - pastDays) samples.shift();
    const past = samples.filter((sample) => sample.day <= day - lagDays);
    const isEnough = past.length >= leastSamples && new Set(past.map((sample) => sample.day)).size >= 5;
    const values = past.map(({ value }) => value);
    const best = isEnough ? quantileOf(values, upper) : undefined;
    this.#known.set(bin, { day, best });
    return best;
  }
}

interface Share {
  readonly atMs: number;
  readonly roughness: number;
  readonly share: number;
  readonly isLearnt: boolean;
}

/** The shares within a steady stretch: clouds in front of the sun, even thin ones, are never this smooth. */
function steady(shares: readonly Share[]): readonly Share[] {
  const chosen = new Set<Share>();
  for (let index = 0; index + steadyQuarters <= shares.length; index += 1) {
    const stretch = shares.slice(index, index + steadyQuarters);
    const values = stretch.map(({ share }) => share);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const spanMs = (stretch.at(-1)?.atMs ?? 0) - (stretch[0]?.atMs ?? 0);
    const roughness = stretch.reduce((sum, one) => sum + one.roughness, 0) / steadyQuarters;
    if (spanMs > steadyQuarters * quarterMs || low < overcast || roughness > smooth) continue;
    if (high - low <= steadyWithin * low) for (const one of stretch) chosen.add(one);
  }
  return [...chosen];
}

interface Quarter {
  readonly atMs: number;
  readonly mean: number;
  /** Second difference of its three values over their mean. */
  readonly roughness: number;
}

/** Whole quarter-hours of a track of 5-minute values. */
function* quartersOf(track: Track): Generator<Quarter> {
  let [atMs, values]: [number, number[]] = [Number.NaN, []];
  for (const [pointMs, value] of pointsOf(track)) {
    const quarter = Math.floor(pointMs / quarterMs) * quarterMs;
    if (quarter !== atMs) [atMs, values] = [quarter, []];
    values.push(value);
    const [first = 0, second = 0, third = 0] = values;
    const mean = (first + second + third) / 3;
    if (values.length === 3 && mean > 0) yield { atMs, mean, roughness: Math.abs(first - 2 * second + third) / mean };
  }
}

function dayOf(day: number, shares: readonly Share[]): readonly ClearDay[] {
  const clear = steady(shares);
  const middle = middleOf(clear.map(({ share }) => share));
  if (middle === undefined) return [];
  const isLearnt = clear.every((share) => share.isLearnt);
  return [{ day, value: middle.median, samples: clear.length, isLearnt }];
}

/** The clear days of a track of 5-minute values in order of time. */
export function clearDays(track: Track, place: SunnyPlace, peakW?: number): readonly ClearDay[] {
  const bins = new Bins();
  const days: ClearDay[] = [];
  let [day, shares]: [number, Share[]] = [Number.NaN, []];
  for (const { atMs, mean, roughness } of quartersOf(track)) {
    const today = Math.floor(atMs / dayMs);
    if (today !== day) {
      days.push(...dayOf(day, shares));
      [day, shares] = [today, []];
    }
    const sun = sunAt(atMs + quarterMs / 2, place);
    if (sun.altitude < leastAltitude) continue;
    const yielded = mean / clearSkyShare(sun.altitude);
    const bin = Bins.at(sun);
    const learnt = bins.best(bin, day);
    bins.learn(bin, { day, value: yielded });
    const expected = learnt ?? (peakW === undefined ? undefined : peakW * modelYield);
    if (expected === undefined || expected <= 0) continue;
    shares.push({ atMs, roughness, share: yielded / expected, isLearnt: learnt !== undefined });
  }
  return [...days, ...dayOf(day, shares)];
}
