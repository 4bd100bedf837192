// A home that acts, for some days with faults: nothing outside its limits, no old value acted on, no command waited for without end, no rule lost over a
// restart, and all put back when it is deleted. `npm run simulate:automation` lives through years.
import { seededRandom } from '#core/random.ts';
import { expect, test } from 'vitest';
import { live } from './testing/lived.ts';

test.for([1, 2])('four days of seed %i, over the change of the clocks', (seed) => {
  const { problems, evenings, commands } = live({ random: seededRandom(seed), days: 4, stepMs: 10_000 });
  expect(problems).toEqual([]);
  expect(evenings).toBe(4);
  expect(commands).toBeGreaterThan(20);
});
