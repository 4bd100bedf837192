// Randomness as a parameter: jitter, noise and ids take a Random, so that tests and simulations repeat.

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** The system's source; not for secrets. */
export const systemRandom: Random = () => Math.random();

/** A repeatable source (mulberry32) from a 32-bit seed; not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
