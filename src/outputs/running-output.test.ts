// The end of an output: a server that works may still confirm what is on its way, one that never answered holds up nobody.
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { untilAborted } from './broker-session.ts';
import { newestSpool } from './newest-spool.ts';
import { RunningOutput } from './running-output.ts';
import { makeSieve } from './sieve.ts';

const graceMs = 2000;
const batch = (atMs: number): Batch => {
  return { site: 'home', device: 'roof', atMs, metric: ['pv.power'], value: [1], quality: ['good'] };
};

/** An output to a server that answers the first so many requests, and none after. */
function outputTo(answers: number) {
  const clock = fakeClock();
  let asked = 0;
  const output = new RunningOutput({
    clock,
    random: () => 0.5,
    sieve: makeSieve({}),
    spool: newestSpool(),
    onTrouble: () => undefined,
    open: () => ({
      deliver(_batches, signal) {
        asked += 1;
        const answer = asked <= answers ? Promise.resolve() : new Promise<void>(() => undefined);
        return untilAborted(answer, signal, { clock, ms: graceMs });
      },
      close: async () => undefined,
    }),
  });
  return { clock, output, asked: () => asked };
}

test.each([
  ['never answered', 0, 0],
  ['answered before', graceMs, 1],
])('a server that %s is waited for %i ms at the end', async (_name, waitedMs, answers) => {
  const { clock, output, asked } = outputTo(answers);
  for (let count = 0; count <= answers; count += 1) {
    output.take(batch(count + 1));
    await clock.advance(10);
  }
  expect(asked()).toBe(answers + 1);
  let isEnded = false;
  void output.close().then(() => (isEnded = true));
  await clock.advance(waitedMs - 1);
  expect(isEnded).toBe(waitedMs === 0);
  await clock.advance(2);
  expect(isEnded).toBe(true);
});
