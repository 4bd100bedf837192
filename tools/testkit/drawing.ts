// Random numbers of tests that kill, cut and wait: drawn from the one seed, which a failure tells.
import { afterEach } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { seedOf } from './seed.ts';

/** Numbers from 0 to below 1 for the tests of a file: call it at the top of the file. */
export function drawing(): () => number {
  const seed = seedOf(process.env['SOLSTEAD_SEED']);
  afterEach(({ task }) => {
    if (task.result?.state === 'fail')
      console.error(`${task.name}: SOLSTEAD_SEED=${seed} draws the same moments again`);
  });
  return seededRandom(seed);
}
