// Consumers with bad manners beside good ones: what each gets, and what is told.
import { expect, test } from 'vitest';
import type { Consumer, SiteEvent } from '#core/consumer.ts';
import type { Batch } from '#core/reading.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeConsumers } from './consumers.ts';
import { batchOf } from './testing/batches.ts';

interface Taking extends Consumer {
  readonly got: Batch[];
  readonly events: SiteEvent[];
  isClosed: boolean;
}

function taking(name: string, more: Partial<Consumer> = {}): Taking {
  const consumer: Taking = {
    name,
    got: [],
    events: [],
    isClosed: false,
    take: (batch) => void consumer.got.push(batch),
    event: (event) => void consumer.events.push(event),
    flush: async () => undefined,
    async close() {
      consumer.isClosed = true;
    },
    ...more,
  };
  return consumer;
}

/** A clock whose monotonic time a consumer can spend. */
function spendable(): { readonly clock: FakeClock; spend(ms: number): void } {
  const clock = fakeClock();
  let spentMs = 0;
  const own = clock.monotonicMs.bind(clock);
  return {
    clock: Object.assign(clock, { monotonicMs: () => own() + spentMs }),
    spend(ms) {
      spentMs += ms;
    },
  };
}

function running(own: readonly Consumer[], added: readonly Consumer[]) {
  const { clock, spend } = spendable();
  const told: string[] = [];
  const onTrouble = (name: string, error: unknown): void => void told.push(`${name}: ${String(error)}`);
  const consumers = makeConsumers({ clock, own, onTrouble });
  for (const consumer of added) consumers.join(consumer);
  return { clock, spend, told, consumers };
}

test('one that throws, at once or later, harms nobody: the others get all in order, it is counted and told once', async () => {
  const [first, last] = [taking('first'), taking('last')];
  const broken = taking('broken', {
    take: () => {
      throw new Error('full');
    },
  });
  const later = Object.assign(taking('later'), { take: () => Promise.reject(new Error('gone')) });
  const { consumers, told } = running([first], [broken, later, last]);
  const batches = [1, 2, 3].map((atMs) => batchOf('roof', atMs, { 'pv.power': atMs }));
  for (const batch of batches) consumers.take(batch);
  await new Promise(setImmediate);
  expect([first.got, last.got]).toEqual([batches, batches]);
  expect(told).toEqual(['broken: Error: full', 'later: Error: gone']);
  expect(consumers.health()).toMatchObject([
    { name: 'first', taken: 3, failed: 0 },
    { name: 'broken', taken: 3, failed: 3, trouble: 'full' },
    { name: 'later', taken: 3, failed: 3, trouble: 'gone' },
    { name: 'last', taken: 3, failed: 0 },
  ]);
});

test('one that holds the path is left out for a while and comes back; what it missed is counted; the site’s own never is', async () => {
  let cost = 0;
  const slow = taking('slow', { take: () => spend(cost) });
  const own = taking('own', { take: () => spend(cost === 0 ? 0 : 1) });
  const { consumers, spend, told, clock } = running([own], [slow]);
  const give = (times: number): void => {
    for (let count = 0; count < times; count += 1) consumers.take(batchOf('roof', count, { 'pv.power': 1 }));
  };
  cost = 200;
  give(10);
  const [, before] = consumers.health();
  expect(before).toMatchObject({ name: 'slow', taken: 3, slow: 3, missed: 7 });
  expect(told).toEqual(['slow: Error: it is left out for 30 s, as it held the others up']);
  cost = 0;
  await clock.advance(31_000);
  give(5);
  expect(consumers.health()[1]).toMatchObject({ taken: 8, missed: 7 });
  expect(consumers.health()[0]).toMatchObject({ taken: 15, missed: 0 });
  await clock.advance(700_000);
  expect(consumers.health()[1]?.trouble, 'what is over is not shown for ever').toBeUndefined();
});

test('a consumer gets what it asked for: devices, metrics by name or beginning, events', () => {
  const metrics = taking('metrics', { wants: { metrics: ['battery.*', 'pv.power'] } });
  const devices = taking('devices', { wants: { devices: ['pack'], events: ['device-removed'] } });
  const all = taking('all');
  const { consumers } = running([], [metrics, devices, all]);
  const roof = batchOf('roof', 1, { 'pv.power': 1, 'grid.power': 2, 'battery.soc': 3 });
  const pack = batchOf('pack', 2, { 'grid.power': 5 });
  for (const batch of [roof, pack]) consumers.take(batch);
  for (const kind of ['device-placed', 'device-removed'] as const) consumers.event({ kind, device: 'pack' });
  expect(metrics.got).toEqual([batchOf('roof', 1, { 'pv.power': 1, 'battery.soc': 3 })]);
  expect(devices.got).toEqual([pack]);
  expect(all.got).toEqual([roof, pack]);
  expect([metrics.events, devices.events, all.events]).toEqual([[], [{ kind: 'device-removed', device: 'pack' }], []]);
});

test('closing waits for none that hangs, and closes the site’s own last, the first one at the end', async () => {
  const order: string[] = [];
  const closing = (name: string): Taking => taking(name, { close: async () => void order.push(name) });
  const hanging = taking('hanging', { close: () => new Promise(() => undefined) });
  const { consumers, clock, told } = running([closing('history'), closing('ledger')], [hanging, closing('mqtt')]);
  const closed = consumers.close();
  await clock.advance(6000);
  await closed;
  expect(order).toEqual(['mqtt', 'ledger', 'history']);
  expect(told).toEqual(['hanging: Error: it did not close within 5 s']);
});
