// Some hours of a home's life with faults and kills; `npm run simulate` lives through as many as one likes.
import { expect, test } from 'vitest';
import { planOf } from './plan.ts';
import { runSeed } from './run-seed.ts';
import { virtualTime } from './virtual-time.ts';

// Late readings (1), a power cut (2), a kill before late readings are settled (6), lives that begin by a wrong clock (64, 265);
// one that is eight days ahead, so that what was settled by it waits for its time (1137).
test.for([1, 2, 6, 64, 265, 1137, 500_222])('seed %i', { timeout: 300_000 }, async (seed) => {
  const { problems, points, lives } = await runSeed(seed, { hours: 1 });
  expect(problems).toEqual([]);
  expect(points).toBeGreaterThan(5000);
  expect(lives).toBeGreaterThan(1);
});

test('a seed is the same life again', () => {
  const random = () => 0.42;
  expect(planOf(3, random, 2)).toEqual(planOf(3, random, 2));
});

test('what waits on the clock of a life ends with it, the world goes on', async () => {
  const time = virtualTime(0);
  const told: string[] = [];
  const life = time.life(() => 1000);
  life.clock.every(10, () => told.push(`life ${life.clock.nowMs()}`));
  time.world.every(15, () => told.push(`world ${time.nowMs()}`));
  await time.runTo(20, () => false);
  life.end();
  await time.runTo(40, () => false);
  expect(told).toEqual(['life 1010', 'world 15', 'life 1020', 'world 30']);
});
