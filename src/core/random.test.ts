import { describe, expect, test } from 'vitest';
import { seededRandom, systemRandom } from './random.ts';

const take = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

describe('random', () => {
  test('a seed repeats, another one differs', () => {
    expect(take(7, 20)).toEqual(take(7, 20));
    expect(take(7, 20)).not.toEqual(take(8, 20));
  });

  test('numbers lie in [0, 1) and spread evenly', () => {
    const numbers = take(1, 4000);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => numbers.filter((number) => Math.floor(number * 10) === tenth).length,
    );
    expect(Math.min(...tenths)).toBeGreaterThan(300);
    expect(Math.max(...tenths)).toBeLessThan(500);
  });

  test('the system source lies in [0, 1)', () => {
    const number = systemRandom();
    expect(number >= 0 && number < 1).toBe(true);
  });
});
