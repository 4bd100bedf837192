// Whether a unit is there, over a connection in memory and a clock by hand: one that keeps its connection open and says nothing is gone.
import { expect, test } from 'vitest';
import type { FrameListener, FrameSocket } from '#core/frame-socket.ts';
import type { Reason } from '#core/reason.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { UnitConversation } from './conversation.ts';

/** A conversation that has joined a unit, which answers as long as it is told to. */
async function joined() {
  const clock = fakeClock();
  const unit = { answers: true, events: [] as string[], isEnded: false };
  const closed: Reason[] = [];
  let listener: FrameListener | undefined;
  const socket: FrameSocket = {
    send(text) {
      const [joinRef, ref, topic, event] = JSON.parse(text) as readonly (string | null)[];
      unit.events.push(String(event));
      const reply = [joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }];
      if (unit.answers) queueMicrotask(() => listener?.onText(JSON.stringify(reply)));
    },
    buffered: () => 0,
    ping: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    close: () => undefined,
    terminate: () => void (unit.isEnded = true),
    listen: (to) => (listener = to),
  };
  const conversation = new UnitConversation(socket, {
    clock,
    onHeard: () => undefined,
    onNews: () => undefined,
    onClosed: (why) => closed.push(why),
  });
  await conversation.join();
  const say = (value: number): void =>
    listener?.onText(JSON.stringify(['1', null, 'metrics', 'data', { metrics: [{ topic: 'total/pv_power', value }] }]));
  say(5);
  return { clock, unit, closed, conversation, say };
}

test('a unit that says nothing is gone 5 s after it was asked, is told once, and its connection is ended', async () => {
  const { clock, unit, closed, conversation } = await joined();
  unit.answers = false;
  await clock.advance(4000);
  const there = conversation.isThere();
  await clock.advance(4999);
  expect([closed, unit.isEnded]).toEqual([[], false]);
  await clock.advance(1);
  expect(await there).toBe(false);
  expect(unit.isEnded).toBe(true);
  expect(closed).toEqual([{ code: 'unit.silent', params: { seconds: 5 } }]);
  expect(await conversation.isThere()).toBe(false);
  await clock.advance(600_000);
  expect(closed).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('nobody has to ask: it is asked every 30 s while it says nothing', async () => {
  const { clock, unit, closed } = await joined();
  await clock.advance(30_000);
  expect(unit.events).toEqual(['phx_join', 'heartbeat']);
  await clock.advance(30_000);
  expect(unit.events).toEqual(['phx_join', 'heartbeat', 'heartbeat']);
  expect(closed).toEqual([]);
  unit.answers = false;
  await clock.advance(35_000);
  expect(closed).toEqual([{ code: 'unit.silent', params: { seconds: 5 } }]);
});

test('one that spoke less than 4 s ago is there without being asked; later it has to answer', async () => {
  const { clock, unit, conversation, say } = await joined();
  await clock.advance(3999);
  expect(await conversation.isThere()).toBe(true);
  expect(unit.events).toEqual(['phx_join']);
  say(6);
  await clock.advance(3999);
  expect(await conversation.isThere()).toBe(true);
  expect(unit.events).toEqual(['phx_join']);
  await clock.advance(1);
  expect(await conversation.isThere()).toBe(true);
  expect(unit.events).toEqual(['phx_join', 'heartbeat']);
});
