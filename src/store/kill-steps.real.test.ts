// Kill −9 before, inside and after every kind of write: what was acknowledged is there, and nothing is there twice.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import type { SeriesKey } from '#core/history.ts';
import { hourMs } from '#core/time.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import { openSqliteHistory } from './sqlite-history.ts';

const writer = fileURLToPath(new URL('./testing/step-writer.ts', import.meta.url));
const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };

/** Lets the writer come to a step, kills it there, and returns the newest hour it acknowledged. */
async function killAt(owner: TestContext, path: string, [first, step]: readonly [number, string]): Promise<number> {
  const child = await spawned(owner, [process.execPath, writer, path, `${first}`, step]);
  await child.waitForOutput(`stopped ${step}`, 120_000);
  child.signal('SIGKILL');
  while (child.exit() === undefined) await sleep(5);
  await sleep(20);
  return Math.max(first - 1, ...[...child.output().matchAll(/ack (\d+)\n/g)].map(([, hour]) => Number(hour)));
}

/** Checks that every hour up to `last` is there, once. Returns the first hour to be written next. */
async function checkHours(path: string, last: number): Promise<number> {
  const folder = openFolder(path);
  const store = await openSqliteHistory({ folder });
  const range = { series: [key], fromMs: 0, toMs: 1e12, stepMs: hourMs };
  let newest = last;
  for (const settle of [false, true]) {
    if (settle) await store.maintain((newest + 3) * hourMs);
    const [[counts], [firsts], [lasts]] = await Promise.all([
      store.range({ ...range, aggregate: 'count' }),
      store.range({ ...range, aggregate: 'first' }),
      store.range({ ...range, aggregate: 'last' }),
    ]);
    const hours = counts?.atMs.map((atMs) => atMs / hourMs) ?? [];
    expect(hours.slice(0, newest + 1)).toEqual(Array.from({ length: newest + 1 }, (_, hour) => hour));
    expect(hours.length - newest, 'at most one hour was not acknowledged').toBeLessThanOrEqual(2);
    expect(counts?.value).toEqual(hours.map(() => 2));
    expect(firsts?.value).toEqual(hours);
    expect(lasts?.value).toEqual(hours.map((hour) => hour + 0.5));
    expect(await store.status()).not.toHaveProperty('damage');
    newest = hours.length - 1;
  }
  const [raw] = await store.range({ series: [key], fromMs: 0, toMs: 1e12 });
  const { points, tiers } = await store.status();
  const rawPoints = raw?.atMs.filter((atMs) => atMs >= (tiers?.raw.fromMs ?? 0)).length ?? 0;
  // The guest of a kill before it was forgotten has two points an hour as well.
  expect(points - rawPoints).toBeGreaterThanOrEqual(0);
  await store.forget('home', 'guest');
  expect((await store.status()).points).toBe(rawPoints);
  await store.close();
  folder.close();
  return newest + 1;
}

test('every step of every write may be the last', { timeout: 900_000 }, async (owner) => {
  const path = tempDir(owner);
  let hour = 0;
  let steps = 0;
  for (const kind of ['append', 'fill', 'flush', 'retention', 'settings', 'forget'])
    for (const when of ['before', 'inside', 'after']) {
      const last = await killAt(owner, path, [hour, `${when} ${kind}`]);
      hour = await checkHours(path, last);
      steps += 1;
    }
  expect(steps).toBe(18);
  expect(hour).toBeGreaterThan(30);
});
