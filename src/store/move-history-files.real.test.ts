// Moving from one history to another: everything arrives, whatever happens on the way.
import { said } from '#core/reason.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { fileMark } from './file-mark.ts';
import { type MoveMark, moveHistory, type MoveProgress, type MoveState } from './move-history.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

const series: readonly SeriesKey[] = [
  { site: 'home', device: 'inverter', metric: 'pv.power' },
  { site: 'home', device: 'inverter', metric: 'grid.power' },
  { site: 'cabin', device: 'bms', metric: 'battery.soc' },
];
const qualities: readonly Quality[] = ['good', 'held', 'estimated', 'stale'];

const past: readonly Batch[] = Array.from({ length: 3000 }, (_, index): Batch => {
  const quality = qualities[index % 4] ?? 'good';
  if (index % 3 === 0)
    return {
      site: 'cabin',
      device: 'bms',
      atMs: index * 700,
      metric: ['battery.soc'],
      value: [index / 8],
      quality: [quality],
    };
  return {
    site: 'home',
    device: 'inverter',
    atMs: index * 700,
    metric: ['pv.power', 'grid.power', 'inverter.mode'],
    value: [index, -index, `mode ${index}`],
    quality: [quality, 'good', 'held'],
  };
});
const pastPoints = 1000 + 2 * 2000;

async function emptyHistory(owner: TestContext): Promise<HistoryStore> {
  return heldHistory(owner, heldFolder(owner, tempDir(owner)));
}

/** Everything a history holds, to be compared. */
async function contents(store: HistoryStore): Promise<unknown> {
  const range = { series, fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER };
  const columns = new Map<string, (readonly [number, number, Quality])[]>();
  for await (const page of store.pages(range))
    for (const { key, atMs, value, quality } of page.columns)
      columns
        .getOrInsertComputed(key.metric, () => [])
        .push(...atMs.map((at, index) => [at, value[index] ?? Number.NaN, quality[index] ?? 'good'] as const));
  const last = (await store.lastValues()).toSorted((left, right) => left.key.metric.localeCompare(right.key.metric));
  return { columns, last };
}

function memoryMark(): MoveMark & { readonly saved: (MoveState | undefined)[] } {
  const saved: (MoveState | undefined)[] = [];
  return {
    saved,
    load: () => Promise.resolve(saved.at(-1)),
    save(state) {
      saved.push(state);
      return Promise.resolve();
    },
  };
}

test('everything is at the new place, and moving again changes nothing', async (owner) => {
  const [from, to] = [await emptyHistory(owner), await emptyHistory(owner)];
  await from.append(past);
  const mark = memoryMark();
  const told: MoveProgress[] = [];
  const options = {
    from,
    to,
    move: 'a to b',
    mark,
    pagePoints: 700,
    onProgress: (one: MoveProgress) => told.push(one),
  };
  expect(await moveHistory(options)).toEqual({ points: pastPoints, series: 4 });
  expect(await contents(to)).toEqual(await contents(from));
  expect(told.length).toBeGreaterThan(4);
  expect(told.at(-1)).toMatchObject({ points: pastPoints, total: pastPoints, toMs: 2999 * 700 });
  expect(told[0]).toMatchObject({ fromMs: 0 });
  expect(mark.saved.at(-1)).toBeUndefined();
  expect((await moveHistory(options)).points).toBe(pastPoints);
  expect(await contents(to)).toEqual(await contents(from));
  expect((await to.status()).points).toBe(pastPoints);
});

test('a move that broke off goes on where it was, another one begins anew', async (owner) => {
  const [from, to] = [await emptyHistory(owner), await emptyHistory(owner)];
  await from.append(past);
  const mark = memoryMark();
  let appends = 0;
  const failing: HistoryStore = {
    ...to,
    append(batches) {
      appends += 1;
      if (appends === 3) return Promise.reject(new SolsteadError('store.failed', { at: 'there', why: said('away') }));
      return to.append(batches);
    },
  };
  const options = { from, move: 'a to b', mark, pagePoints: 700 };
  await expect(moveHistory({ ...options, to: failing })).rejects.toMatchObject({ code: 'store.failed', at: 'there' });
  const half = mark.saved.at(-1);
  expect(half?.points).toBeGreaterThan(0);
  const first: number[] = [];
  await moveHistory({ ...options, to, onProgress: ({ fromMs }) => first.push(fromMs) });
  expect(first[0]).toBeGreaterThanOrEqual(half?.untilMs ?? 0);
  expect(await contents(to)).toEqual(await contents(from));
  mark.saved.push(half);
  const anew: number[] = [];
  await moveHistory({ ...options, move: 'a to c', to, onProgress: ({ fromMs }) => anew.push(fromMs) });
  expect(anew[0]).toBe(0);
});

test('points that do not arrive stop the move', async (owner) => {
  const [from, to] = [await emptyHistory(owner), await emptyHistory(owner)];
  await from.append(past);
  const leaky: HistoryStore = {
    ...to,
    append: (batches) => to.append(batches.filter(({ atMs }) => atMs !== 699 * 700)),
  };
  const mark = memoryMark();
  const moved = moveHistory({ from, to: leaky, move: 'a to b', mark, pagePoints: 700 });
  await expect(moved).rejects.toThrow(/^move: only \d+ of \d+ points of .* arrived/);
  expect(mark.saved.every((state) => (state?.untilMs ?? 0) <= 699 * 700)).toBe(true);
});

test('the mark is a file that is gone when the move is done; a broken one counts as none', async (owner) => {
  const path = join(tempDir(owner), 'mark.json');
  const mark = fileMark(path);
  expect(await mark.load()).toBeUndefined();
  const state = { move: 'a to b', untilMs: -5, points: 7 };
  await mark.save(state);
  expect(await fileMark(path).load()).toEqual(state);
  expect(readFileSync(path, 'utf8')).toBe(JSON.stringify(state));
  for (const text of ['{', '{"move":3}', 'null', '[]']) {
    writeFileSync(path, text);
    expect(await mark.load(), `of ${text}`).toBeUndefined();
  }
  await mark.save(undefined);
  await mark.save(undefined);
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, '');
  await expect(fileMark(join(path, 'mark')).save(state)).rejects.toMatchObject({ code: 'folder.unwritable' });
});
