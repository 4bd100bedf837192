// Noise as a pure function of time: the same seed and moment always give the same value, so that any stretch of the
// simulated home can be computed again.
import { type Random, seededRandom } from '#core/random.ts';

/** A seed of its own for one use (`lane`) and one index (a day, a lattice point) under a home's seed. */
export function mixSeed(seed: number, lane: number, index = 0): number {
  let mixed =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(lane + 1, 0xc2b2ae35) ^
    Math.imul(Math.trunc(index) + 1, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** A Random for one lane and index under a home's seed. */
export function laneRandom(seed: number, lane: number, index = 0): Random {
  return seededRandom(mixSeed(seed, lane, index));
}

/** Smooth noise in [0, 1): a new value each `periodMs`, eased in between. */
export function smoothNoise(seed: number, lane: number, periodMs: number): (atMs: number) => number {
  return (atMs) => {
    const place = atMs / periodMs;
    const index = Math.floor(place);
    const share = place - index;
    const ease = share * share * (3 - 2 * share);
    const from = mixSeed(seed, lane, index) / 2 ** 32;
    const to = mixSeed(seed, lane, index + 1) / 2 ** 32;
    return from + (to - from) * ease;
  };
}
