// The state of an output says what is known of its server. At the end one that works may still confirm what is on its way, one that never
// answered holds up nobody.
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

test('what gathers or has nothing to send says nothing of its server, until something went there', async () => {
  const clock = fakeClock();
  const answers: (boolean | Error | undefined)[] = [false, undefined, undefined, new Error('gone'), false, undefined];
  const output = new RunningOutput({
    clock,
    random: () => 0.5,
    sieve: makeSieve({}),
    spool: newestSpool(),
    onTrouble: () => undefined,
    open: () => ({
      isEmpty: ([one]) => one?.value[0] === 0,
      async deliver() {
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      close: async () => undefined,
    }),
  });
  const states: unknown[] = [];
  for (const value of [1, 0, 1, 1, 1]) {
    output.take({ ...batch(states.length + 1), value: [value] });
    await clock.advance(10);
    const { state, sent, sentMs } = output.state();
    states.push([state, sent, sentMs === undefined]);
  }
  expect(states.slice(0, 4)).toEqual([
    ['starting', 0, true],
    ['starting', 0, true],
    ['working', 3, false],
    ['failing', 3, false],
  ]);
  // Tried again with nothing to send: it is not known to work.
  await clock.advance(6000);
  expect(output.state()).toMatchObject({ state: 'failing', sent: 3 });
  output.take({ ...batch(9), value: [1] });
  await clock.advance(10);
  expect(output.state()).toMatchObject({ state: 'working' });
  await output.close();
});

test('when the next is due is told while that is to come, and not of a server that is away', async () => {
  const clock = fakeClock();
  const dueMs = clock.nowMs() + 300_000;
  let isAway = false;
  const output = new RunningOutput({
    clock,
    random: () => 0.5,
    sieve: makeSieve({ everySeconds: 600 }),
    spool: newestSpool(),
    onTrouble: () => undefined,
    open: () => ({
      nextMs: () => dueMs,
      deliver: () => (isAway ? Promise.reject(new Error('gone')) : Promise.resolve()),
      close: async () => undefined,
    }),
  });
  expect(output.state()).toMatchObject({ state: 'starting', sent: 0, nextMs: dueMs });
  const atMs = clock.nowMs();
  output.take(batch(atMs));
  await clock.advance(10);
  // The filter lets the next one through later than the server takes it.
  expect(output.state()).toMatchObject({ state: 'working', nextMs: atMs + 600_000 });
  await clock.advance(600_000);
  expect(output.state()).not.toHaveProperty('nextMs');
  isAway = true;
  output.take(batch(clock.nowMs()));
  await clock.advance(10);
  expect(output.state().state).toBe('failing');
  expect(output.state()).not.toHaveProperty('nextMs');
  await output.close();
});
