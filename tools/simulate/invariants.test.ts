// The checks of a simulation find what they are there for: each invariant is broken once.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryPage, HistoryReader } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import type { DevicesDoor } from '#hub/types.ts';
import { compareEnergy, compareTold } from './energy-checks.ts';
import { watchMemory } from './memory-watch.ts';
import { makeOrders } from './orders.ts';
import { pointNotes } from './stored-points.ts';
import { watchWall } from './wall-watch.ts';

const batch = (atMs: number, watts: number): Batch => ({
  site: 'home',
  device: 'roof',
  atMs,
  metric: ['pv.power'],
  value: [watts],
  quality: ['good'],
});

/** What the notes say of a history that holds these points. */
async function found(
  pages: readonly (readonly (readonly [atMs: number, watts: number])[])[],
  counted = new Set(pages.flat().map(([atMs]) => atMs)).size,
) {
  const notes = pointNotes();
  notes.given([batch(1, 10), batch(2, 20), batch(3, 30)]);
  notes.stored([batch(1, 10), batch(2, 20)]);
  const key = { site: 'home', device: 'roof', metric: 'pv.power' } as const;
  async function* paged(): AsyncGenerator<HistoryPage> {
    for (const points of pages)
      yield {
        fromMs: 0,
        toMs: 9,
        columns: [
          {
            key,
            atMs: points.map(([atMs]) => atMs),
            value: points.map(([, watts]) => watts),
            quality: points.map(() => 'good' as const),
          },
        ],
      };
  }
  const range: HistoryReader['range'] = async () => [{ key, atMs: [0], value: [counted], cut: false }];
  return notes.compare({ pages: paged, range, series: async () => [key] }, 'home');
}

test('what was acknowledged is stored once, and nothing else is', async () => {
  const right = [
    [1, 10],
    [2, 20],
  ] as const;
  expect(await found([right])).toEqual([]);
  expect(await found([[...right, [3, 30]]]), 'given, and not acknowledged yet').toEqual([]);
  expect(await found([[[1, 10]]])).toEqual([expect.stringContaining('2 was acknowledged and is not there')]);
  expect(await found([right, [[2, 20]]])).toEqual([expect.stringContaining('2 is there twice')]);
  expect(await found([[...right, [4, 40]]])).toEqual([expect.stringContaining('4 was never given')]);
  expect(await found([right], 3)).toEqual([
    expect.stringContaining('has 2 points in 5 minutes from 0, and its roll-up counts 3'),
    expect.stringContaining('has 2 points in 60 minutes'),
  ]);
  expect(await found([[[1, 11], right[1]]])).toEqual([expect.stringContaining('1 is 11 in place of 10')]);
});

/** What orders say of a device that is told so often, and of an outcome. */
async function told(times: number, outcome: 'confirmed' | 'failed' | 'never'): Promise<readonly string[]> {
  const problems: string[] = [];
  const taken: string[] = [];
  const world = { cables: [], broker: { orders: taken } };
  const orders = makeOrders({ world, note: (problem) => problems.push(problem) });
  const set: DevicesDoor['set'] = async () => {
    for (let count = 0; count < times; count += 1) taken.push('relays/rpc Switch.Set');
    if (outcome === 'never') return new Promise<never>(() => undefined);
    if (outcome === 'failed') throw new SolsteadError('link.timeout', { at: 'relays' });
    return { outcome, value: '1', raw: '1', atMs: 0 };
  };
  const given = orders.give({ atMs: 0, device: 'relays', choice: 1, isOn: true }, { set }, () => true);
  if (outcome === 'never') await new Promise((resolve) => void setImmediate(resolve));
  else await given;
  return [...problems, ...orders.unanswered()];
}

test('an order is sent once, and has an outcome', async () => {
  expect(await told(1, 'confirmed')).toEqual([]);
  expect(await told(0, 'failed')).toEqual([]);
  expect(await told(2, 'confirmed')).toEqual([
    expect.stringContaining('sent 2 times'),
    expect.stringContaining('confirmed and sent 2 times'),
  ]);
  expect(await told(2, 'failed')).toEqual([expect.stringContaining('sent 2 times')]);
  expect(await told(0, 'confirmed')).toEqual([expect.stringContaining('confirmed and sent 0 times')]);
  expect(await told(1, 'never')).toEqual([expect.stringContaining('has no outcome')]);
});

test('an order that a kill cut off is not told again by the next life, which gets the next order', async () => {
  const problems: string[] = [];
  const taken: string[] = [];
  const orders = makeOrders({
    world: { cables: [], broker: { orders: taken } },
    note: (problem) => problems.push(problem),
  });
  const order = { atMs: 0, device: 'relays', choice: 1, isOn: true } as const;
  const send = (): void => void taken.push('relays/rpc Switch.Set');
  const dying: Pick<DevicesDoor, 'set'> = {
    set() {
      send();
      return new Promise<never>(() => undefined);
    },
  };
  const next: Pick<DevicesDoor, 'set'> = {
    async set() {
      send();
      return { outcome: 'confirmed', value: '1', raw: '1', atMs: 0 };
    },
  };
  const pass = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  void orders.give(order, dying, () => true);
  void orders.give(order, dying, () => true);
  await pass();
  orders.cutOff();
  await orders.give(order, next, () => true);
  expect([...problems, ...orders.unanswered()]).toEqual([]);
  expect(taken, 'the one that waited for the first went with its life').toHaveLength(2);
  void orders.give(order, dying, () => true);
  await pass();
  orders.cutOff();
  send();
  expect(orders.unanswered()).toEqual([]);
  expect(problems).toEqual([expect.stringContaining('sent 2 times')]);
});

test('energy further from the truth than the ledger says is found; memory that grows is', () => {
  const truth = { pvWh: 9000, importWh: 500, exportWh: 4000, chargeWh: 800, dischargeWh: 300, loadWh: 5000 };
  expect(compareEnergy({ ...truth, estimated: 0, missing: 0 }, truth, { hours: 3 })).toEqual([]);
  expect(compareEnergy({ ...truth, pvWh: 9400, estimated: 0, missing: 0 }, truth, { hours: 3 })).toHaveLength(1);
  expect(compareEnergy({ ...truth, pvWh: 9400, estimated: 0.01, missing: 0 }, truth, { hours: 3 })).toEqual([]);
  const late = { ...truth, pvWh: 9400, estimated: 0, missing: 0.4 };
  expect(compareEnergy(late, truth, { hours: 3 })).toEqual([]);
  expect(compareEnergy(late, truth, { hours: 3, before: 0.4 }), 'before the first reading').toHaveLength(1);
  const { pvWh: _unknown, ...rest } = truth;
  expect(compareEnergy(rest, truth, { hours: 3 })).toEqual(['pvWh: nothing']);
  let bytes = 1e8;
  const watch = watchMemory(() => bytes);
  bytes += 2e8;
  watch.look();
  expect(watch.problems()).toEqual([]);
  bytes += 2e8;
  watch.look();
  bytes = 1e8;
  expect(watch.problems()).toEqual(['memory grew by 381 MB']);
});

test('a ledger that was made anew and differs by a milliwatt-hour is found', () => {
  const told = (pvWh: number) => ({
    figures: { pvWh },
    rows: [{ label: '12:00', startMs: 0, pvWh }],
  });
  expect(compareTold(told(10), told(10))).toEqual([]);
  expect(compareTold({ ...told(10), kept: [0] }, told(10))).toEqual([]);
  expect(compareTold({ ...told(10), kept: [] }, told(10))).toEqual(['12:00: the hour is not kept']);
  expect(compareTold(told(10), told(10.001))).toEqual([
    '12:00: pvWh is 10, and 10.001 when it is settled anew',
    'the whole run: pvWh is 10, and 10.001 when it is settled anew',
  ]);
});

test('a wrong clock is believed by who starts with it, or after a minute; one that is off by seconds does not matter', () => {
  let nowMs = 0;
  const watch = (): ReturnType<typeof watchWall> => watchWall(() => nowMs);
  const short = watch();
  short.set(1e9);
  nowMs += 50_000;
  short.set(0);
  short.starts();
  nowMs += 1e6;
  expect(short.believed()).toBe(false);
  const long = watch();
  long.set(-1e9);
  nowMs += 60_000;
  expect(long.believed()).toBe(true);
  const start = watch();
  start.set(1e9);
  start.starts();
  start.set(0);
  expect(start.believed()).toBe(true);
  const little = watch();
  little.set(60_000);
  little.starts();
  nowMs += 1e6;
  expect(little.believed()).toBe(false);
});
