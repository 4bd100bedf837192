// Devices that are read a few times an hour: small on the disk, and in every answer as if each hour were stored on its own.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { salvageHistory } from './salvage-history.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

const metrics: readonly MetricId[] = [
  'pv.power',
  'pv.voltage.s1',
  'grid.power',
  'grid.voltage',
  'grid.frequency',
  'battery.power',
  'battery.soc',
  'battery.voltage',
  'load.power',
  'grid.energy.import',
];
const startMs = Date.UTC(2026, 0, 5, 7);
const pollMs = 900_000;

/** Values as registers have them: halves, so that sums are exact in any order. */
const valueAt = (column: number, poll: number): number =>
  Math.round(400 + 300 * Math.sin(poll / 30 + column) + ((poll * 7919 + column * 31) % 11)) / 2;

const batchAt = (poll: number, device = 'meter'): Batch => ({
  site: 'home',
  device,
  atMs: startMs + poll * pollMs + ((poll * 37) % 200),
  metric: metrics,
  value: metrics.map((_, column) => valueAt(column, poll)),
  quality: metrics.map((_, column) => (poll % 50 === 0 && column === 2 ? 'held' : 'good')),
});

const polls = (from: number, to: number, device?: string): readonly Batch[] =>
  Array.from({ length: to - from }, (_, index) => batchAt(from + index, device));

const keyOf = (metric: MetricId, device = 'meter'): SeriesKey => ({ site: 'home', device, metric });

/** Steps of a width as they follow from batches. */
function expected(batches: readonly Batch[], column: number, stepMs: number): readonly (readonly [number, number])[] {
  const steps = new Map<number, number>();
  for (const { atMs, value } of batches) {
    const at = Math.floor(atMs / stepMs) * stepMs;
    steps.set(at, (steps.get(at) ?? 0) + Number(value[column]));
  }
  return [...steps].toSorted(([one], [other]) => one - other);
}

async function steps(store: HistoryStore, metric: MetricId, stepMs: number) {
  const query = { series: [keyOf(metric)], fromMs: 0, toMs: startMs + 1000 * dayMs, stepMs, aggregate: 'sum' } as const;
  const [answer] = await store.range(query);
  return (answer?.atMs ?? []).map((at, index) => [at, answer?.value[index] ?? Number.NaN] as const);
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Days of a device in a folder, flushed. */
async function filled(owner: TestContext, days: number) {
  const path = tempDir(owner);
  const folder = heldFolder(owner, path);
  const store = await heldHistory(owner, folder);
  const batches = polls(0, days * 96);
  await store.setRetention([{ rawDays: null, fiveMinuteDays: null }]);
  for (let from = 0; from < batches.length; from += 50) await store.append(batches.slice(from, from + 50));
  await store.maintain(startMs + (days + 1) * dayMs);
  return { path, folder, store, batches };
}

test('a quarter of a year of 15-minute polls takes less than 3 bytes a point, with logs and all roll-ups', {
  timeout: 120_000,
}, async (owner) => {
  const { path, store, batches } = await filled(owner, 92);
  const { points } = await store.status();
  expect(points).toBe(batches.length * metrics.length);
  expect(sizeOf(path) / points).toBeLessThan(3);
  for (const stepMs of [pollMs, 300_000, hourMs, 6 * hourMs, dayMs])
    for (const column of [0, 2, 9])
      expect(await steps(store, metrics[column] ?? 'pv.power', stepMs)).toEqual(expected(batches, column, stepMs));
});

test('late, repeated and better values, another rate, and a restart in between change nothing but themselves', {
  timeout: 120_000,
}, async (owner) => {
  const { folder, store, batches } = await filled(owner, 10);
  const late: readonly Batch[] = [
    { ...batchAt(300), atMs: startMs + 3 * dayMs + 123_456 },
    { ...batchAt(301), value: metrics.map(() => 7) },
    { ...batchAt(302), value: metrics.map(() => 8), quality: metrics.map(() => 'stale') },
  ];
  // A day in which it is read every ten seconds for two hours is no longer a sparse day.
  const dense = Array.from(
    { length: 720 },
    (_, index): Batch => ({
      ...batchAt(index),
      atMs: startMs + 5 * dayMs + 60_000 + index * 10_000,
    }),
  );
  await store.append([...late, ...dense]);
  await store.maintain(startMs + 11 * dayMs);
  const whole = [...batches.filter((one) => one.atMs !== late[1]?.atMs), ...late.slice(0, 2), ...dense];
  const check = async (history: HistoryStore): Promise<void> => {
    for (const stepMs of [300_000, hourMs, dayMs])
      expect(await steps(history, 'pv.power', stepMs)).toEqual(expected(whole, 0, stepMs));
    expect((await history.status()).points).toBe(whole.length * metrics.length);
    expect(await history.status()).not.toHaveProperty('damage');
  };
  await check(store);
  await store.close();
  const again = await heldHistory(owner, folder);
  await check(again);
  await again.remove?.({ site: 'home', device: 'meter', atMs: whole.slice(100, 150).map(({ atMs }) => atMs) });
  const left = whole.filter((_, index) => index < 100 || index >= 150);
  for (const stepMs of [300_000, hourMs, dayMs])
    expect(await steps(again, 'pv.power', stepMs)).toEqual(expected(left, 0, stepMs));
  await again.forget('home', 'meter');
  expect((await again.status()).points).toBe(0);
});

test('what is kept longer answers for points that went, and nothing of them is asked for any more', {
  timeout: 120_000,
}, async (owner) => {
  const { folder, store, batches } = await filled(owner, 40);
  const endMs = startMs + 40 * dayMs;
  await store.setRetention([
    { metric: 'battery.*', rawDays: 20, fiveMinuteDays: 30 },
    { rawDays: 10, fiveMinuteDays: 20 },
  ]);
  await store.maintain(endMs);
  const first = (days: number): number => Math.floor((endMs - days * dayMs) / hourMs) * hourMs;
  const check = async (history: HistoryStore): Promise<void> => {
    const keys = [keyOf('pv.power'), keyOf('battery.soc')];
    const raw = await history.range({ series: keys, fromMs: 0, toMs: endMs });
    expect(raw.map(({ atMs }) => atMs.find((at) => at % 300_000 !== 0))).toEqual(
      [10, 20].map((days) => batches.find(({ atMs }) => atMs >= first(days))?.atMs),
    );
    for (const stepMs of [hourMs, dayMs]) {
      expect(await steps(history, 'pv.power', stepMs)).toEqual(expected(batches, 0, stepMs));
      expect(await steps(history, 'battery.soc', stepMs)).toEqual(expected(batches, 6, stepMs));
    }
    const fine = await steps(history, 'pv.power', 300_000);
    const kept = expected(batches, 0, 300_000).filter(([at]) => at >= first(20));
    expect(fine.filter(([at]) => at >= first(20))).toEqual(kept);
    expect(await history.status()).not.toHaveProperty('damage');
  };
  await check(store);
  await store.close();
  await check(await heldHistory(owner, folder));
});

test('a damaged day is told and hides no other; what can be read is carried over', {
  timeout: 120_000,
}, async (owner) => {
  const { path, folder, store, batches } = await filled(owner, 10);
  await store.close();
  const file = join(path, 'history.db');
  const db = new DatabaseSync(file);
  const rows = db.prepare('SELECT id, body FROM sparse_day ORDER BY id').all();
  expect(rows.length).toBeGreaterThanOrEqual(9);
  const { id = 0, body } = rows[4] ?? {};
  if (!(body instanceof Uint8Array)) throw new TypeError('assertion: it has a body');
  // More than the one bit that is put right.
  for (const at of [40, 41, 42]) body[at] = (body[at] ?? 0) ^ 0x11;
  db.prepare('UPDATE sparse_day SET body = ? WHERE id = ?').run(body, id);
  db.close();
  const copy = join(tempDir(owner), 'history.db');
  expect(await salvageHistory(file, copy)).toMatchObject({ damagedRows: 0, stretches: 0 });
  const salvaged = new DatabaseSync(copy);
  expect(salvaged.prepare('SELECT count(*) AS count FROM sparse_day').get()).toEqual({ count: rows.length });
  salvaged.close();
  const again = await heldHistory(owner, folder);
  const [answer] = await again.range({ series: [keyOf('pv.power')], fromMs: 0, toMs: startMs + 20 * dayMs });
  expect(answer?.atMs.length).toBe(batches.length - 96);
  expect((await again.status()).damage?.length).toBeGreaterThan(0);
  // Days of it are kept apart.
  expect((await steps(again, 'pv.power', dayMs)).length).toBe(expected(batches, 0, dayMs).length);
});
