import { expect, test } from 'vitest';
import type { DeviceAnswer } from '#core/field.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import { systemClock } from '#core/clock.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { openAnswerFeed } from './answer-feed.ts';
import { makeAnswerGroups } from './answer-groups.ts';
import { longestRoundMs, makeProgress } from './progress.ts';

const answer = (query: string): DeviceAnswer => ({
  query,
  title: query,
  payload: new Uint8Array(0),
  fields: [],
  problems: [],
});

const said = (groups: ReturnType<typeof makeAnswerGroups>, query: string) =>
  groups.take(answer(query)).map(({ command, answers }) => `${command}: ${answers.map((one) => one.query).join('+')}`);

test('answers of several queries are one, and what failed in a round is left out of it', () => {
  const commands = [
    { name: 'QPIGS', asks: ['QPIGS'] },
    { name: 'get_settings', asks: ['QPIRI', 'QFLAG'] },
  ];
  const groups = makeAnswerGroups({ commands, clock: systemClock });
  expect(said(groups, 'QPIGS')).toEqual(['QPIGS: QPIGS']);
  expect(said(groups, 'QPIRI')).toEqual([]);
  expect(said(groups, 'QFLAG')).toEqual(['get_settings: QPIRI+QFLAG']);
  expect(said(groups, 'QPIRI')).toEqual([]);
  expect(said(groups, 'QPIRI')).toEqual(['get_settings: QPIRI']);
  expect(said(groups, 'QMOD')).toEqual([]);
});

test('a device that reports each second is given at the pace of the file', async () => {
  const clock = fakeClock();
  const groups = makeAnswerGroups({ commands: [{ name: 'vedtext', asks: ['text'] }], leastMs: 5000, clock });
  expect(said(groups, 'text')).toEqual(['vedtext: text']);
  await clock.advance(4000);
  expect(said(groups, 'text')).toEqual([]);
  await clock.advance(1000);
  expect(said(groups, 'text')).toEqual(['vedtext: text']);
});

test('a sign that is overdue is told, and none of a device that is gone', async () => {
  const clock = fakeClock();
  const progress = makeProgress(clock);
  progress.watch('a', 1000);
  progress.watch('b', 5000);
  await clock.advance(1001);
  expect(progress.overdue()).toEqual(['a']);
  progress.sign('a');
  progress.sign('nobody');
  expect(progress.overdue()).toEqual([]);
  await clock.advance(6000);
  progress.forget('a');
  expect(progress.overdue()).toEqual(['b']);
});

test('a round may take all its retries, for each device on the line', () => {
  const one = { everySeconds: 60, queries: 3, responseMs: 1500, retries: 3, backoffSeconds: [1, 2, 3], sharers: 1 };
  const longestMs = longestRoundMs(one);
  // 3 queries of 4 attempts of 6.5 s with pauses of 6.6 s, a pause of 60 s, and what a busy computer is granted.
  expect(longestMs).toBe(60_000 + 3 * (4 * 6500 + 6600) + 120_000);
  expect(longestRoundMs({ ...one, sharers: 2 })).toBe(longestMs + 3 * (4 * 6500 + 6600));
});

const named = (command: string): NamedAnswer => ({
  device: 'a',
  command,
  title: command,
  atMs: 0,
  identity: {},
  fields: [],
  raw: new Uint8Array(0),
});

test('an output that is away holds up nobody, gives up the oldest first, and flushing it has an end', async () => {
  const got: string[] = [];
  let isAway = true;
  const troubles: (string | undefined)[] = [];
  const feed = openAnswerFeed({
    clock: { ...systemClock, sleep: (ms, options) => systemClock.sleep(Math.min(ms, 5), options) },
    random: () => 0.5,
    sink: {
      async deliver(answers) {
        if (isAway) throw new Error('away');
        got.push(...answers.map(({ command }) => command));
      },
      close: async () => undefined,
    },
    onTrouble: (why) => troubles.push(why),
  });
  for (let index = 0; index < 1510; index += 1) feed.take(named(`${index}`));
  await feed.flush(30);
  expect([feed.waiting, feed.lost, got.length]).toEqual([1500, 10, 0]);
  expect(troubles).toContain('away');
  isAway = false;
  await feed.flush(10_000);
  expect([feed.waiting, got.length, got[0]]).toEqual([0, 1500, '10']);
  await feed.close();
});
