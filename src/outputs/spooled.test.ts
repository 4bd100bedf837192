// A sink that is away, comes back and is slow, over a spool in memory.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import type { Spool } from '#core/spool.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { spooled } from './spooled.ts';

function memorySpool(): Spool & { readonly isClosed: boolean } {
  const kept: Batch[] = [];
  let done = 0;
  let isClosed = false;
  return {
    get isClosed() {
      return isClosed;
    },
    get next() {
      return kept.length + 1;
    },
    add: (batch) => kept.push(batch),
    flush: async () => undefined,
    read: async (limit) =>
      kept.slice(done, done + limit).map((batch, index) => ({ batch, position: done + index + 1 })),
    done: (position) => void (done = position),
    state: () => ({ batches: kept.length - done, bytes: 0, dropped: 0 }),
    close: async () => void (isClosed = true),
  };
}

const batch = (atMs: number): Batch => {
  return { site: 'home', device: 'roof', atMs, metric: ['pv.power'], value: [1], quality: ['good'] };
};

test('a sink gets everything once it is there again, in order; what is wrong is told once, and that it is over', async () => {
  const clock = fakeClock();
  const spool = memorySpool();
  const [got, told]: [number[], (string | undefined)[]] = [[], []];
  let isAway = true;
  const consumer = spooled({
    name: 'sink',
    spool,
    clock,
    mostAtOnce: 3,
    async deliver(batches) {
      if (isAway) throw new Error('no route');
      expect(batches.length).toBeLessThanOrEqual(3);
      got.push(...batches.map(({ atMs }) => atMs));
    },
    onTrouble: (why) => told.push(why),
  });
  for (let atMs = 1; atMs <= 8; atMs += 1) consumer.take(batch(atMs));
  await clock.advance(100_000);
  expect([got, told]).toEqual([[], ['no route']]);
  expect(consumer.backlog?.()).toMatchObject({ batches: 8 });
  isAway = false;
  await clock.advance(60_000);
  expect([got, told]).toEqual([
    [1, 2, 3, 4, 5, 6, 7, 8],
    ['no route', undefined],
  ]);
  consumer.take(batch(9));
  await clock.advance(0);
  expect(got.at(-1)).toBe(9);
  expect(spool.state().batches).toBe(0);
  await consumer.close();
  expect(spool.isClosed).toBe(true);
});

test('closing ends a delivery that hangs; what was not delivered stays', async () => {
  const clock = fakeClock();
  const spool = memorySpool();
  const consumer = spooled({
    name: 'sink',
    spool,
    clock,
    mostAtOnce: 3,
    deliver: (_batches, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('ended')));
      }),
    onTrouble: () => undefined,
  });
  consumer.take(batch(1));
  await clock.advance(10);
  await consumer.close();
  expect(spool.state().batches).toBe(1);
});

test('a server that asks for a pause gets it, within the longest', async () => {
  const clock = fakeClock();
  const spool = memorySpool();
  const asked: number[] = [];
  const consumer = spooled({
    name: 'sink',
    spool,
    clock,
    mostAtOnce: 3,
    pause: { firstMs: 1000, longestMs: 60_000 },
    async deliver() {
      asked.push(clock.monotonicMs());
      const retrySeconds = asked.length === 1 ? 20 : 3600;
      throw new SolsteadError('output.failed', { at: 'sink', retrySeconds });
    },
    onTrouble: () => undefined,
  });
  consumer.take(batch(1));
  await clock.advance(100_000);
  const [first = 0] = asked;
  expect(asked.map((atMs) => atMs - first)).toEqual([0, 20_000, 80_000]);
  await consumer.close();
});

test('a sink that is done with some of what it got gets the rest next', async () => {
  const clock = fakeClock();
  const spool = memorySpool();
  const got: number[][] = [];
  const consumer = spooled({
    name: 'sink',
    spool,
    clock,
    mostAtOnce: 5,
    async deliver(batches) {
      got.push(batches.map(({ atMs }) => atMs));
      return Math.min(2, batches.length);
    },
    onTrouble: () => undefined,
  });
  for (let atMs = 1; atMs <= 5; atMs += 1) consumer.take(batch(atMs));
  await clock.advance(100);
  expect(got.at(-1)).toEqual([5]);
  expect(spool.state().batches).toBe(0);
  await consumer.close();
});
