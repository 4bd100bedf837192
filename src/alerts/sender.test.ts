// Messages that are not taken: tried again, ever more seldom, each channel at its own pace, for a day; what became of each is kept.
import { expect, test } from 'vitest';
import type { DeliveryRecord } from '#core/alert.ts';
import { SolsteadError } from '#core/errors.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { Sender } from './sender.ts';

const delivery = (id: string, channel: string, createdMs: number): DeliveryRecord => ({
  id,
  site: 'home',
  channel,
  state: 'waiting',
  body: { what: 'report', period: 'week', day: '2026-06-01' },
  createdMs,
  dueMs: createdMs,
  tries: 0,
});

function opened(ids: readonly string[]) {
  const clock = fakeClock();
  const kept: string[] = [];
  const sent: string[] = [];
  const state: { failing: Set<string>; error: Error; keeps: boolean } = {
    failing: new Set(),
    error: new SolsteadError('link.unavailable', { at: 'x' }),
    keeps: true,
  };
  const sender = new Sender({
    clock,
    waiting: ids.map((id, index) => delivery(id, id.slice(0, 1), clock.nowMs() + index)),
    async send({ id, channel }) {
      if (state.failing.has(channel)) throw state.error;
      sent.push(id);
    },
    async keep({ id, state: became, tries }) {
      if (!state.keeps) throw new SolsteadError('store.failed', { at: 'records' });
      kept.push(`${id} ${became} ${tries}`);
    },
    onTrouble: () => undefined,
  });
  const after = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    sender.wake();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { clock, sender, kept, sent, state, after };
}

test('a channel that is away holds up no other, and goes on in order when it is back', async () => {
  const { sent, kept, state, after } = opened(['a1', 'b1', 'a2', 'b2']);
  state.failing.add('a');
  await after(10);
  expect(sent).toEqual(['b1', 'b2']);
  expect(kept).toContain('a1 waiting 1');
  await after(10_000);
  expect(kept.filter((line) => line.startsWith('a'))).toEqual(['a1 waiting 1']);
  state.failing.clear();
  await after(6000);
  expect(sent).toEqual(['b1', 'b2', 'a1', 'a2']);
  expect(kept.at(-1)).toBe('a2 sent 1');
});

test('it is tried ever more seldom, at most every half an hour, and given up after a day', async () => {
  const { kept, state, after, sender } = opened(['a1']);
  state.failing.add('a');
  for (let minute = 0; minute < 26 * 60; minute += 1) await after(minuteMs);
  const tries = kept.length;
  expect(kept.at(-1)).toMatch(/^a1 failed/);
  expect(tries).toBeGreaterThan(48);
  expect(tries).toBeLessThan(70);
  expect(sender.waiting).toEqual([]);
  expect(dayMs).toBeGreaterThan(0);
});

test('what is gone for good is not tried again; what cannot be kept is sent once more, not lost', async () => {
  const gone = opened(['a1']);
  gone.state.failing.add('a');
  gone.state.error = new SolsteadError('alert.no-channel', { at: 'a' });
  await gone.after(10);
  expect(gone.kept).toEqual(['a1 failed 1']);
  const unkept = opened(['a1']);
  unkept.state.keeps = false;
  await unkept.after(10);
  expect([unkept.sent, unkept.sender.waiting.length]).toEqual([['a1'], 1]);
  unkept.state.keeps = true;
  await unkept.after(20_000);
  expect([unkept.sent, unkept.kept]).toEqual([['a1', 'a1'], ['a1 sent 2']]);
});

test('what was taken away while it was sent is not kept as sent; a closed sender sends nothing more', async () => {
  const { sender, kept, after, sent } = opened(['a1', 'b1']);
  sender.drop('a');
  await after(10);
  expect([sent, kept]).toEqual([['b1'], ['b1 sent 1']]);
  await sender.close();
  sender.take([delivery('b2', 'b', 0)]);
  await after(10);
  expect(sent).toEqual(['b1']);
});

/** A sender of one message whose sending the test does. */
function one(message: DeliveryRecord, send: (sender: Sender, signal: AbortSignal) => Promise<void>) {
  const clock = fakeClock();
  const kept: DeliveryRecord[] = [];
  const sender: Sender = new Sender({
    clock,
    waiting: [message],
    send: (_one, signal) => send(sender, signal),
    keep: async (delivered) => void kept.push(delivered),
    onTrouble: () => undefined,
  });
  const after = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    sender.wake();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { sender, kept, after, nowMs: clock.nowMs() };
}

test('a channel that is removed while its message is sent leaves nothing to keep', async () => {
  const { kept, after } = one(delivery('a1', 'a', 0), async (sender) => sender.drop('a'));
  await after(10);
  expect(kept).toEqual([]);
});

test('what is cut off by the end of the home is no try: it is sent at the next start', async () => {
  const { sender, kept, after } = one(
    delivery('a1', 'a', 0),
    (_sender, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('closed')));
      }),
  );
  await after(10);
  await sender.close();
  expect([kept, sender.waiting]).toMatchObject([[], [{ id: 'a1', tries: 0 }]]);
});

test('what lay for more than a day while the home was off is tried some times before it is given up', async () => {
  const fail = async (): Promise<void> => {
    throw new SolsteadError('link.unavailable', { at: 'x' });
  };
  const { kept, after } = one(delivery('a1', 'a', fakeClock().nowMs() - 2 * dayMs), fail);
  for (let minute = 0; minute < 10; minute += 1) await after(minuteMs);
  expect(kept.map(({ state, tries }) => `${state} ${tries}`)).toEqual([
    'waiting 1',
    'waiting 2',
    'waiting 3',
    'failed 4',
  ]);
});

test('a server that says when it may be asked again is asked then, and what was taken has no reason left', async () => {
  let tries = 0;
  const { kept, after } = one(delivery('a1', 'a', 0), async () => {
    tries += 1;
    if (tries === 1) throw new SolsteadError('access.throttled', { at: 'x', retrySeconds: 300 });
  });
  for (let minute = 0; minute < 5; minute += 1) await after(minuteMs);
  expect(tries).toBe(1);
  expect(kept[0]).toHaveProperty('reason');
  await after(minuteMs);
  expect(kept.map(({ state }) => state)).toEqual(['waiting', 'sent']);
  expect(kept[1]).not.toHaveProperty('reason');
});
