// Back-fills: very many points at once, which go into chunks without waiting in the log; beside what is logged, in any order.
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { SolsteadError } from '#core/errors.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { historyOver } from './chunk-history.ts';
import type { ChunkBackend } from './chunks/backend.ts';
import { openChunkStore } from './chunks/store.ts';
import { callsOf } from './history-calls.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { heldFolder, heldHistory } from './testing/places.ts';
import { callHere } from './worker-calls.ts';

const power: SeriesKey = { site: 'home', device: 'roof', metric: 'pv.power' };
const all = { fromMs: 0, toMs: 1e12 };

const batch = (device: string, atMs: number, values: Readonly<Record<string, number | string>>): Batch => ({
  site: 'home',
  device,
  atMs,
  metric: Object.keys(values) as Batch['metric'],
  value: Object.values(values),
  quality: Object.keys(values).map(() => 'good' as const),
});

/** Polls of a device, ten seconds apart. */
const polls = (device: string, [fromMs, count]: readonly [number, number], value = 1): readonly Batch[] =>
  Array.from({ length: count }, (_, index) =>
    batch(device, fromMs + index * 10_000, { 'pv.power': value, 'grid.power': index }),
  );

async function pairs(store: HistoryStore, key = power): Promise<readonly (readonly number[])[]> {
  const [answer] = await store.range({ series: [key], ...all });
  return (answer?.atMs ?? []).map((atMs, index) => [atMs, answer?.value[index] ?? Number.NaN]);
}

test('what the log still holds does not come back over what was filled later, and is not lost', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const options = { fillFrom: 10 };
  let store = await heldHistory(owner, folder, options);
  const [endMs, startMs] = [hourMs - 10_000, hourMs];
  await store.append([
    batch('shed', endMs, { 'pv.power': 7 }), // keeps this row of the log
    batch('roof', endMs, { 'pv.power': 1 }),
    batch('roof', startMs, { 'pv.power': 1 }),
  ]);
  await store.append([batch('roof', startMs, { 'pv.power': 2 }), ...polls('roof', [startMs + 10_000, 200], 3)]);
  const expected = [
    [endMs, 1],
    [startMs, 2],
    [startMs + 10_000, 3],
  ];
  expect((await pairs(store)).slice(0, 3)).toEqual(expected);
  await store.close();
  store = await heldHistory(owner, folder, options);
  expect((await pairs(store)).slice(0, 3)).toEqual(expected);
  expect(await pairs(store, { ...power, device: 'shed' })).toEqual([[endMs, 7]]);
  expect((await store.status()).points).toBe(403);
});

test('of values of one moment the last given stays, whatever else is in their batches', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const store = await heldHistory(owner, folder, { graceMs: 0, fillFrom: 1 });
  await store.append([
    ...polls('roof', [hourMs, 100]),
    batch('roof', 0, { 'pv.power': 1, 'grid.power': 1 }),
    batch('roof', 0, { 'pv.power': 2, 'inverter.mode': 'line' }),
    batch('roof', 0, { 'grid.power': 3, 'pv.power': 3 }),
    batch('roof', 0, { 'inverter.mode': 'battery' }),
    batch('roof', 0, { 'pv.power': 4, 'grid.power': 4 }),
    batch('roof', 0, { 'grid.power': 5 }),
  ]);
  expect((await pairs(store))[0]).toEqual([0, 4]);
  expect((await pairs(store, { ...power, metric: 'grid.power' }))[0]).toEqual([0, 5]);
  expect((await store.lastValues()).find(({ key }) => key.metric === 'inverter.mode')?.value).toBe('battery');
});

test('a year at once is put away when it is acknowledged, with nothing left in the log', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const store = await heldHistory(owner, folder);
  const year = Array.from({ length: 365 * 96 }, (_, index) =>
    batch('roof', index * 15 * minuteMs, { 'pv.power': index % 900, 'pv.energy': index }),
  );
  await store.append(year);
  const { points, tiers } = await store.status();
  expect(points).toBe(2 * year.length);
  expect(points - (tiers?.raw.rows ?? 0), 'of the running hour').toBeLessThanOrEqual(2 * 4);
  const [days] = await store.range({ series: [power], ...all, stepMs: 24 * hourMs, aggregate: 'count' });
  expect(days?.value).toEqual(Array.from({ length: 365 }, () => 96));
});

/** A history whose next fill fails. */
async function failing(owner: TestContext): Promise<{ readonly store: HistoryStore; fail(): void }> {
  const backend = await openSqliteBackend({ path: join(tempDir(owner), 'history.db') });
  let fails = false;
  const guarded: ChunkBackend = {
    ...backend,
    commit(commit) {
      if (commit.kind !== 'fill' || !fails) return backend.commit(commit);
      fails = false;
      throw new SolsteadError('store.failed', { at: 'test' });
    },
  };
  const store = historyOver(callHere(callsOf(await openChunkStore(guarded)), 'test'), { fillFrom: 1 });
  owner.onTestFinished(() => store.close());
  return { store, fail: () => (fails = true) };
}

test('a fill that fails changes nothing, and may be repeated', async (owner) => {
  const { store, fail } = await failing(owner);
  await store.append(polls('roof', [0, 400], 1));
  const before = [await pairs(store), await store.lastValues(), await store.status()];
  fail();
  await expect(store.append([...polls('roof', [0, 800], 2), ...polls('shed', [0, 800], 2)])).rejects.toMatchObject({
    code: 'store.failed',
  });
  const { failure, ...status } = await store.status();
  expect(failure).toBeDefined();
  expect([await pairs(store), await store.lastValues(), status]).toEqual(before);
  expect(await store.series('home')).toHaveLength(2);
  await store.append([...polls('roof', [0, 800], 2), ...polls('shed', [0, 800], 2)]);
  expect((await pairs(store)).map(([, value]) => value)).toEqual(Array.from({ length: 800 }, () => 2));
  expect((await store.status()).points).toBe(3200);
});
