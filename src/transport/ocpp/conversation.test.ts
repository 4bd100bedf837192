// A conversation over a socket of the test: what it hears is bounded, and nothing that it hears ends more than itself.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import type { FrameListener, FrameSocket } from '#core/frame-socket.ts';
import { type ConversationParts, converse } from './conversation.ts';

function talk(parts: Partial<ConversationParts> = {}) {
  const sent: string[] = [];
  const ends: unknown[] = [];
  const calls: string[] = [];
  const faults: unknown[] = [];
  let listener: FrameListener | undefined;
  const socket: FrameSocket = {
    send: (text) => void sent.push(text),
    buffered: () => 0,
    ping: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    close: (code) => void ends.push(code),
    terminate: () => listener?.onClosed(1006, ''),
    listen: (to) => (listener = to),
  };
  const conversation = converse({
    clock,
    socket,
    at: 'CP',
    onCall: (action) => {
      calls.push(action);
      return { result: {} };
    },
    onEnd: () => undefined,
    onFlood: () => undefined,
    onFault: (error) => faults.push(error),
    ...parts,
  });
  if (listener === undefined) throw new TypeError('nobody listens');
  return { conversation, sent, ends, calls, faults, other: listener };
}

const frame = (id: string, payload: object = {}) => JSON.stringify([2, id, 'Heartbeat', payload]);

test('a mistake while something is heard ends this conversation and is told', () => {
  const { other, ends, faults, sent } = talk({
    onCall: () => {
      throw new RangeError('Maximum call stack size exceeded');
    },
  });
  other.onText(frame('a'));
  other.onText(frame('b'));
  expect([ends, faults.length, sent]).toEqual([[1011], 1, []]);
});

test('what comes again is answered as before; another call with the same id is one of its own', () => {
  const { other, calls, sent } = talk();
  for (const text of [frame('a'), frame('a'), frame('a', { p: 1 }), frame('b')]) other.onText(text);
  expect([calls.length, sent.length, sent[0]]).toEqual([3, 4, sent[1]]);
});

test('answers are remembered up to a bound of number and of size', () => {
  const few = talk();
  for (let count = 0; count < 70; count += 1) few.other.onText(frame(`m${count}`));
  few.other.onText(frame('m69'));
  expect(few.calls.length).toBe(70);
  few.other.onText(frame('m0'));
  expect(few.calls.length).toBe(71);
  let count = 0;
  const large = talk({
    onCall: () => {
      count += 1;
      return { result: { text: 'x'.repeat(40_000) } };
    },
  });
  for (const id of ['a', 'b', 'b', 'a']) large.other.onText(frame(id));
  expect(count).toBe(3);
});

test('pings, pongs, empty texts and words beyond the bounds are a flood', () => {
  const ways: readonly ((other: FrameListener) => void)[] = [
    (other) => other.onPing?.(),
    (other) => other.onPong(),
    (other) => other.onText(' '.repeat(2000)),
    (other) => other.onText(frame('a')),
  ];
  for (const way of ways) {
    const { other, ends, sent } = talk();
    for (let count = 0; count < 50; count += 1) way(other);
    expect(ends).toEqual([]);
    for (let count = 0; count < 1000; count += 1) way(other);
    expect(ends).toEqual([1008]);
    expect(sent.length).toBeLessThan(310);
  }
});

test('a command does not wait for the answer to a question, and a pause goes before all', async () => {
  const clock = fakeClock();
  const { conversation, sent, other } = talk({ clock });
  const actions = (): readonly string[] => sent.map((text) => (JSON.parse(text) as string[])[2] ?? '');
  const asked = conversation.call('GetConfiguration', {}, { isQuestion: true }).catch((error: unknown) => error);
  void conversation.call('Reset', {}).catch(() => undefined);
  void conversation.call('TriggerMessage', {}, { isQuestion: true }).catch(() => undefined);
  void conversation.call('SetChargingProfile', {}, { isUrgent: true }).catch(() => undefined);
  await clock.advance(900);
  expect(actions()).toEqual(['GetConfiguration']);
  await clock.advance(200);
  expect(actions()).toEqual(['GetConfiguration', 'SetChargingProfile']);
  expect(await asked).toMatchObject({ code: 'link.timeout', reason: { code: 'charger.gave-way' } });
  // An answer that comes late answers nothing else.
  const [question = '', pause = ''] = sent.map((text) => (JSON.parse(text) as string[])[1]);
  other.onText(JSON.stringify([3, question, {}]));
  await clock.advance(10);
  expect(actions().length).toBe(2);
  other.onText(JSON.stringify([3, pause, {}]));
  await clock.advance(10);
  expect(actions()).toEqual(['GetConfiguration', 'SetChargingProfile', 'Reset']);
});
