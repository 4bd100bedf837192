import { describe, expect, test } from 'vitest';
import { seedOf } from './seed.ts';

describe('the seed of the tests', () => {
  test('is the same from run to run, unless another is asked for', () => {
    expect(seedOf(undefined)).toBe(seedOf(''));
    expect(seedOf('-1065771733')).toBe(-1_065_771_733);
    expect(seedOf('random')).toBeGreaterThanOrEqual(0);
  });

  test('a spelling that is no seed is told', () => {
    expect(() => seedOf('soon')).toThrow('SOLSTEAD_SEED=soon');
  });
});
