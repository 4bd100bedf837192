// The state of the broker is a persistence as Aedes defines it (its own suite), and the same after its journal was read again.
import assert from 'node:assert';
import abstractPersistence from 'aedes-persistence/abstract.js';
import { describe, expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Journal } from '#core/journal.ts';
import { fc } from '#tools/testkit/property.ts';
import { makeRetained, usualBounds } from './broker-bounds.ts';
import type { StatePacket } from './broker-packets.ts';
import { BrokerState } from './broker-state.ts';

const stateWith = (changes: Partial<ConstructorParameters<typeof BrokerState>[0]> = {}): BrokerState =>
  new BrokerState({
    bounds: usualBounds,
    clock: systemClock,
    retained: makeRetained({ ...usualBounds, retained: { topics: 1e6, bytes: 1e9, allBytes: 1e9 } }),
    tell: () => undefined,
    ...changes,
  });

describe('aedes-persistence', () => {
  abstractPersistence({
    test: (name, run) =>
      // oxlint-disable-next-line vitest/valid-title -- the suite names its tests
      test(name, async () => {
        const t = { plan: () => undefined, diagnostic: () => undefined, assert };
        await expect(run(t)).resolves.toBeUndefined();
      }),
    persistence: () => stateWith(),
    testAsync: true,
  });
});

/** A journal in memory, and the state that another process would make of it. */
function kept() {
  const entries: Uint8Array[] = [];
  const journal: Journal = {
    add: (entry) => void entries.push(Uint8Array.from(entry)),
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const state = stateWith();
  state.begin(journal);
  const again = (from: readonly Uint8Array[] = entries): BrokerState => {
    const next = stateWith();
    for (const entry of from) next.restore(entry);
    return next;
  };
  return { state, entries, again };
}

const packet = (topic: string, qos: number, brokerCounter: number): StatePacket => ({
  cmd: 'publish',
  topic,
  qos,
  retain: false,
  brokerId: 'now',
  brokerCounter,
  payload: Buffer.from(`${topic} ${brokerCounter}`),
});

async function shown(state: BrokerState, clients: readonly string[]) {
  const queues = clients.map(async (id) => ({
    filters: await state.subscriptionsByClient({ id }),
    begun: [...state.begunBy(id).keys()].toSorted((a, b) => a - b),
    queue: (await state.outgoingStream({ id }).toArray()).map((one: Readonly<Record<string, unknown>>) =>
      one['cmd'] === 'pubrel' ? one : { topic: one['topic'], qos: one['qos'], text: String(one['payload']) },
    ),
  }));
  const retained = [...state.retainedOf('#')].map(({ topic, payload }) => `${topic}=${payload.toString()}`).toSorted();
  return { sessions: await Promise.all(queues), retained };
}

test('whatever happened, the journal and a snapshot lead to the same state', async () => {
  const clients = ['a\0one', 'a\0two', 'b\0three'];
  const topics = ['home/x', 'home/y', 'b/z'];
  const step = fc.record({
    what: fc.constantFrom(
      'subscribe',
      'unsubscribe',
      'publish',
      'send',
      'confirm',
      'release',
      'begin',
      'end',
      'retain',
      'clean',
    ),
    client: fc.constantFrom(...clients),
    topic: fc.constantFrom(...topics),
    qos: fc.constantFrom(1, 2),
    id: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { state, again } = kept();
      let counter = 0;
      for (const { what, client, topic, qos, id } of steps) {
        counter += 1;
        const own = { id: client };
        const message = packet(topic, qos, counter);
        if (what === 'subscribe') await state.addSubscriptions(own, [{ topic: `${topic.split('/')[0]}/#`, qos }]);
        if (what === 'unsubscribe') await state.removeSubscriptions(own, ['b/#']);
        if (what === 'publish') await state.outgoingEnqueueCombi(await state.subscriptionsByTopic(topic), message);
        if (what === 'send')
          for (const one of (await state.outgoingStream(own).toArray()) as readonly StatePacket[])
            if (one.cmd === 'publish') await state.outgoingUpdate(own, { ...one, messageId: counter });
        if (what === 'confirm') await state.outgoingClearMessageId(own, { messageId: counter - 1 });
        if (what === 'release') await state.outgoingUpdate(own, { cmd: 'pubrel', messageId: counter - 1 });
        if (what === 'begin') {
          state.beginsWith(message.payload, client, id);
          await state.outgoingEnqueueCombi(await state.subscriptionsByTopic(topic), { ...message, qos: 2 });
        }
        if (what === 'end') await state.incomingDelPacket(own, { messageId: id }).catch(() => undefined);
        if (what === 'retain') await state.storeRetained({ ...message, payload: Buffer.from(id === 1 ? '' : `${id}`) });
        if (what === 'clean') await state.cleanSubscriptions(own);
      }
      const before = await shown(state, clients);
      // Unsubscribed from everything, what still waited has no session to wait for.
      const replayed = await shown(again(), clients);
      expect(replayed).toEqual(before);
      expect(await shown(again(state.snapshot().map((entry) => entry())), clients)).toEqual(before);
    }),
  );
});

test('bytes that are no entry change nothing', async () => {
  const state = stateWith();
  const before = await shown(state, []);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => state.restore(bytes)));
  expect(await shown(state, [])).toEqual(before);
});

test('what waits is bounded for each session and in all, and a session more makes the oldest of its account go', async () => {
  const sessions = { ...usualBounds.sessions, account: 2, messages: 3 };
  const state = stateWith({ bounds: { ...usualBounds, sessions } });
  for (const id of ['a\0one', 'a\0two']) {
    expect(state.admit(id)).toBe(true);
    state.came(id, false);
    await state.addSubscriptions({ id }, [{ topic: 'home/#', qos: 1 }]);
  }
  for (let counter = 1; counter <= 5; counter += 1)
    await state.outgoingEnqueueCombi(await state.subscriptionsByTopic('home/x'), packet('home/x', 1, counter));
  expect(state.figures()).toMatchObject({ sessions: 2, waiting: 6, dropped: 4 });
  // Both are there: a third session ends with its connection.
  expect(state.admit('a\0three')).toBe(false);
  state.left('a\0one');
  expect(state.admit('a\0three')).toBe(true);
  expect(state.figures()).toMatchObject({ sessions: 1, waiting: 3 });
  state.forget('a');
  expect(state.figures()).toMatchObject({ sessions: 0, waiting: 0, waitingBytes: 0 });
});

test('a filter more writes that filter, and one that is asked for again writes nothing', async () => {
  const { state, entries, again } = kept();
  const own = { id: 'a\0one' };
  const filters = Array.from({ length: 200 }, (_none, index) => ({ topic: `home/${index}/#`, qos: 1 }));
  for (const filter of filters) await state.addSubscriptions(own, [filter]);
  const bytes = (): number => entries.reduce((sum, entry) => sum + entry.length, 0);
  expect(bytes()).toBeLessThan(200 * 200);
  const before = bytes();
  await state.addSubscriptions(own, filters);
  expect(bytes()).toBe(before);
  await state.addSubscriptions(own, [{ topic: 'home/7/#', qos: 2 }]);
  await state.removeSubscriptions(own, ['home/8/#', 'home/never']);
  expect(bytes()).toBeLessThan(before + 400);
  expect(await shown(again(), [own.id])).toEqual(await shown(state, [own.id]));
  // Without any filter the session is gone after a kill, as it is for who comes back.
  await state.removeSubscriptions(
    own,
    filters.map(({ topic }) => topic),
  );
  expect(again().figures().sessions).toBe(0);
});
