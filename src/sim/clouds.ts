// Clouds: a kind of weather by the day, a slowly varying cover, and, under broken clouds, fast dips.
import { laneRandom, smoothNoise } from './noise.ts';
import type { LocalDay } from './place.ts';

/** Share of the direct sunlight that passes at a moment, 0–1. */
export type Clouds = (atMs: number) => number;

interface Weather {
  /** Share of the light that passes the steady cover. */
  readonly cover: number;
  /** How much the cover wanders over hours. */
  readonly wander: number;
  /** Share of the time a broken cloud stands before the sun. */
  readonly broken: number;
}

function weatherOf(seed: number, ordinal: number): Weather {
  const random = laneRandom(seed, 11, ordinal);
  const kind = random();
  if (kind < 0.3) return { cover: 0.98, wander: 0.04, broken: 0.04 };
  if (kind < 0.75) return { cover: 0.92, wander: 0.15, broken: 0.2 + 0.35 * random() };
  return { cover: 0.22 + 0.25 * random(), wander: 0.4, broken: 0.15 };
}

/** Clouds of a home's sky; the weather of a day follows from the seed and the date. */
export function cloudsOver(seed: number, dayOf: (atMs: number) => LocalDay): Clouds {
  const slow = smoothNoise(seed, 12, 55 * 60_000);
  const passing = smoothNoise(seed, 13, 150_000);
  const fringe = smoothNoise(seed, 14, 12_000);
  let known: { readonly ordinal: number; readonly weather: Weather } | undefined;
  return (atMs) => {
    const { ordinal } = dayOf(atMs);
    if (known?.ordinal !== ordinal) known = { ordinal, weather: weatherOf(seed, ordinal) };
    const { cover, wander, broken } = known.weather;
    const steady = cover - wander * (slow(atMs) - 0.35);
    // A cloud has an edge of a few seconds: the dip is steep, yet never a jump between two readings.
    const depth = Math.min(1, Math.max(0, (passing(atMs) + 0.06 * fringe(atMs) - (1 - broken)) / 0.08));
    return Math.min(1, Math.max(0.05, steady * (1 - 0.72 * depth)));
  };
}
