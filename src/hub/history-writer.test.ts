// Against a store of the test's own: what is tested here is what happens while a store fails, hangs or comes back,
// which no real one does on command. The real store stands behind open-hub.real.test.ts.
import { inEnglish } from '#core/reason.ts';
import { because } from '#core/reason.ts';
import { describe, expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeHistoryWriter } from './history-writer.ts';
import { batchOf } from './testing/batches.ts';

const full = new SolsteadError('store.failed', { at: 'history.db', why: because('store.full') });

/** A store whose every append waits until the test ends it. */
function slowStore() {
  const appends: { readonly batches: readonly Batch[]; readonly done: () => void; readonly fail: () => void }[] = [];
  return {
    appends,
    append(batches: readonly Batch[]): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      appends.push({ batches, done: resolve, fail: () => reject(full) });
      return promise;
    },
  };
}

/** A store that fails while it is told to. */
function faultyStore() {
  const written: number[] = [];
  const store = {
    fails: false,
    written,
    append: async (batches: readonly Batch[]) => {
      if (store.fails) throw full;
      written.push(...batches.map(({ atMs }) => atMs));
    },
  };
  return store;
}

const one = (atMs: number): Batch => batchOf('roof', atMs, { 'pv.power': atMs });

function writing(store: Parameters<typeof makeHistoryWriter>[0]['store'], mostValues = 1000) {
  const clock = fakeClock();
  const told: (string | undefined)[] = [];
  const writer = makeHistoryWriter({
    store,
    clock,
    flushMs: 500,
    mostValues,
    onTrouble: (why) => told.push(why && inEnglish(why)),
  });
  return { clock, writer, told };
}

describe('writing', () => {
  test('gathers for half a second, then writes in the order things came', async () => {
    const store = faultyStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(499);
    writer.add(one(2));
    writer.add(batchOf('roof', 3, {}));
    expect(store.written).toEqual([]);
    await clock.advance(1);
    expect(store.written).toEqual([1, 2]);
    await clock.advance(5000);
    expect(clock.pending).toBe(0);
  });

  test('what comes during a write goes with the next one, never two at a time', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    await clock.advance(2000);
    expect(store.appends).toHaveLength(1);
    store.appends[0]?.done();
    await clock.advance(500);
    expect(store.appends.map(({ batches }) => batches.map(({ atMs }) => atMs))).toEqual([[1], [2]]);
  });

  test('a flush waits for what is being written and for what waits', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    let isDone = false;
    const flushed = Promise.all([writer.flush(), writer.flush()]).then(() => (isDone = true));
    await clock.advance(0);
    store.appends[0]?.done();
    await clock.advance(0);
    expect([store.appends.length, isDone]).toEqual([2, false]);
    store.appends[1]?.done();
    await flushed;
    expect(store.appends).toHaveLength(2);
  });

  test('of two flushes neither is done before what both wait for is', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    const done: string[] = [];
    const both = [writer.flush().then(() => done.push('first')), writer.flush().then(() => done.push('second'))];
    store.appends[0]?.done();
    await clock.advance(0);
    expect(done).toEqual([]);
    store.appends[1]?.done();
    await Promise.all(both);
  });

  test('what failed goes before what came meanwhile', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    store.appends[0]?.fail();
    await clock.advance(5000);
    expect(store.appends[1]?.batches).toEqual([one(1), one(2)]);
  });

  test('a flush while a write fails takes what failed along', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    const flushed = writer.flush();
    store.appends[0]?.fail();
    await clock.advance(0);
    store.appends[1]?.done();
    await flushed;
    expect(store.appends[1]?.batches).toEqual([one(1)]);
    expect(writer.trouble).toBeUndefined();
  });
});

describe('while the store cannot', () => {
  test('values are kept and tried again; the trouble is told once, and its end', async () => {
    const store = faultyStore();
    const { clock, writer, told } = writing(store);
    store.fails = true;
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    await clock.advance(20_000);
    expect(told).toEqual(['history.db: the disk is full']);
    expect(writer.trouble?.code).toBe('outside.at');
    store.fails = false;
    await clock.advance(5000);
    expect(store.written).toEqual([1, 2]);
    expect(told).toEqual(['history.db: the disk is full', undefined]);
    expect([writer.trouble, writer.lost]).toEqual([undefined, 0]);
  });

  test('a flush says so, and it is tried again without another word', async () => {
    const store = faultyStore();
    const { clock, writer } = writing(store);
    store.fails = true;
    writer.add(one(1));
    await expect(writer.flush()).rejects.toBe(full);
    store.fails = false;
    await clock.advance(5000);
    expect(store.written).toEqual([1]);
  });

  test('memory is bounded: the oldest go, counted; the newest stay', async () => {
    const store = faultyStore();
    const { clock, writer } = writing(store, 100);
    store.fails = true;
    for (let atMs = 0; atMs < 1000; atMs += 1) {
      writer.add(one(atMs));
      if (atMs % 100 === 0) await clock.advance(600);
    }
    store.fails = false;
    await clock.advance(10_000);
    expect(store.written.length).toBeLessThanOrEqual(100);
    expect(store.written.length).toBeGreaterThanOrEqual(89);
    expect(store.written.at(-1)).toBe(999);
    expect(store.written).toEqual(store.written.toSorted((left, right) => left - right));
    expect(writer.lost).toBe(1000 - store.written.length);
  });

  test('a long queue is shed in no time', async () => {
    const store = faultyStore();
    const { writer } = writing(store, 50_000);
    const startMs = performance.now();
    for (let atMs = 0; atMs < 150_000; atMs += 1) writer.add(one(1));
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect(writer.lost).toBeGreaterThan(95_000);
  });
});

describe('closing', () => {
  test('writes what is left and leaves no timer', async () => {
    const store = faultyStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await writer.close();
    expect(store.written).toEqual([1]);
    expect(clock.pending).toBe(0);
  });

  test('waits for a write under way', async () => {
    const store = slowStore();
    const { clock, writer } = writing(store);
    writer.add(one(1));
    await clock.advance(500);
    writer.add(one(2));
    const closed = writer.close();
    store.appends[0]?.done();
    await clock.advance(0);
    store.appends[1]?.done();
    await closed;
    expect(store.appends).toHaveLength(2);
  });

  test('never hangs on a store that fails; what is lost is counted', async () => {
    const store = faultyStore();
    const { clock, writer, told } = writing(store);
    store.fails = true;
    writer.add(one(1));
    await writer.close();
    writer.add(one(2));
    await clock.advance(60_000);
    expect([writer.lost, told, clock.pending]).toEqual([2, ['history.db: the disk is full'], 0]);
  });
});
