// What a charge point is told and asked, and in which order, over a socket of the test and by a clock of its own.
import { expect, test } from 'vitest';
import type { FrameListener, FrameSocket } from '#core/frame-socket.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { ChargePoint } from './charge-point.ts';
import { type Conversation, converse } from './conversation.ts';

/** One that answers what `answers` says, each as soon as it is asked. */
async function opened(answers: (action: string) => object | undefined, accepts = true) {
  const clock = fakeClock();
  const asked: string[] = [];
  const responses: unknown[] = [];
  const states: { readonly measured?: unknown; readonly at?: number }[] = [];
  let listener: FrameListener | undefined;
  const socket: FrameSocket = {
    send: (text) => {
      const parts = JSON.parse(text) as readonly unknown[];
      const [type, id, action] = parts;
      if (type !== 2) return;
      asked.push(String(action));
      const answer = answers(String(action));
      if (answer !== undefined) queueMicrotask(() => listener?.onText(JSON.stringify([3, id, answer])));
    },
    buffered: () => 0,
    ping: () => listener?.onAlive(),
    pause: () => undefined,
    resume: () => undefined,
    close: () => undefined,
    terminate: () => listener?.onClosed(1006, ''),
    listen: (to) => (listener = to),
  };
  const point = new ChargePoint({
    clock,
    identity: 'CP',
    tell: (topic, message) => {
      if (topic.endsWith('/response')) responses.push(message);
      if (topic.endsWith('/state')) states.push(message);
    },
    accepts: () => accepts,
    warn: () => undefined,
  });
  const conversation: Conversation = converse({
    clock,
    socket,
    at: 'CP',
    onCall: (action, payload) => point.answer(action, payload),
    onEnd: () => point.ended(conversation),
    onFlood: () => undefined,
    onFault: (error) => expect(error).toBe(undefined),
  });
  point.begin(conversation);
  const hear = (action: string, payload: object) =>
    listener?.onText(JSON.stringify([2, `m${clock.monotonicMs()}`, action, payload]));
  const command = (id: number, words: string) => point.asked(1, 'command', JSON.stringify({ id, command: words }));
  return { clock, point, asked, responses, states, hear, command };
}

const accepted = { status: 'Accepted' };
const countOf = (asked: readonly string[], action: string) => asked.filter((one) => one === action).length;

test('a pause goes before all that is only asked, and soon where nothing of that is answered', async () => {
  const { clock, point, asked, responses, command } = await opened((action) =>
    action === 'TriggerMessage' || action === 'GetConfiguration' ? undefined : accepted,
  );
  for (let id = 1; id <= 50; id += 1) point.asked(1, 'ask', JSON.stringify({ id }));
  command(999, 'enabled off');
  await clock.advance(9000);
  expect(asked).toEqual(expect.arrayContaining(['TriggerMessage', 'SetChargingProfile', 'SetChargingProfile']));
  expect(responses).toContainEqual({ id: 999 });
  // Set-up asked as well, at the same time, and one gave way to the pause; then it is not asked for a while.
  const before = countOf(asked, 'TriggerMessage');
  expect(before).toBeLessThanOrEqual(3);
  await clock.advance(100_000);
  for (let id = 100; id <= 150; id += 1) point.asked(1, 'ask', JSON.stringify({ id }));
  await clock.advance(10_000);
  expect(countOf(asked, 'TriggerMessage')).toBe(before);
  await clock.advance(300_000);
  point.asked(1, 'ask', JSON.stringify({ id: 200 }));
  await clock.advance(1000);
  expect(countOf(asked, 'TriggerMessage')).toBe(before + 1);
});

test('a command that nobody waits for any more is not sent', async () => {
  const { clock, asked, responses, command } = await opened((action) =>
    action === 'Reset' || action === 'SetChargingProfile' ? undefined : accepted,
  );
  await clock.advance(30_000);
  command(1, 'reset Soft');
  command(2, 'reset Soft');
  command(3, 'unlock');
  await clock.advance(100_000);
  expect([countOf(asked, 'Reset'), countOf(asked, 'UnlockConnector')]).toEqual([2, 0]);
  expect(responses).toMatchObject([{ id: 1 }, { id: 2, isUnclear: true }, { id: 3, isUnclear: true }]);
});

test('one that answers slowly is not told to begin again and again', async () => {
  const { clock, asked, hear, command } = await opened((action) =>
    action === 'RemoteStartTransaction' ? undefined : accepted,
  );
  await clock.advance(6000);
  command(1, 'enabled on');
  await clock.advance(1000);
  hear('StatusNotification', { connectorId: 1, status: 'Preparing', errorCode: 'NoError' });
  await clock.advance(120_000);
  // Each is waited for, 20 s, and told at the next turn of 15 s.
  expect(countOf(asked, 'RemoteStartTransaction')).toBeLessThanOrEqual(5);
  expect(countOf(asked, 'RemoteStartTransaction')).toBeGreaterThan(1);
});

test('our own tag is that of a charge that was begun from here, and of no card', async () => {
  const { clock, point, command } = await opened(() => accepted, false);
  const isAccepted = () => JSON.stringify(point.answer('Authorize', { idTag: 'solstead' })).includes('Accepted');
  await clock.advance(6000);
  expect(isAccepted()).toBe(false);
  command(1, 'start');
  await clock.advance(1000);
  expect(isAccepted()).toBe(true);
  await clock.advance(600_000);
  expect(isAccepted()).toBe(false);
});

test('a clock that stands still, and one that is not told, go on being measured by ours', async () => {
  const { clock, hear, states } = await opened(() => accepted);
  await clock.advance(200_000);
  const measures = (timestamp: string | undefined, power: number) =>
    hear('MeterValues', {
      connectorId: 1,
      meterValue: [
        {
          ...(timestamp === undefined ? {} : { timestamp }),
          sampledValue: [{ value: String(power), measurand: 'Power.Active.Import', unit: 'W' }],
        },
      ],
    });
  const stuck = new Date(clock.nowMs()).toISOString();
  const told = async (timestamp: string | undefined, power: number) => {
    const before = states.length;
    measures(timestamp, power);
    await clock.advance(60_000);
    return states.slice(before).find((one) => one.measured !== undefined);
  };
  for (const [stamp, power] of [
    [stuck, 2000],
    [stuck, 3000],
    [stuck, 4000],
    [undefined, 5000],
  ] as const) {
    const nowMs = clock.nowMs();
    expect(await told(stamp, power)).toMatchObject({ measured: { power }, at: nowMs });
  }
});
