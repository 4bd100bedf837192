// Kill −9 at any moment: nothing acknowledged is lost, the files are whole, and the folder is free again.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import type { HistoryStore } from '#core/history.ts';
import type { RecordStore } from '#core/records.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { drawing } from '#tools/testkit/drawing.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openFolder } from './folder.ts';
import { openSqliteHistory } from './sqlite-history.ts';
import { openSqliteRecords } from './sqlite-records.ts';
import { pointsOfWrite } from './testing/kill-writer.ts';

const random = drawing();

const rounds = 6;
const writer = fileURLToPath(new URL('./testing/kill-writer.ts', import.meta.url));

/** Lets a writer run for a random while, kills it, and returns the numbers it acknowledged. */
async function writeAndKill(
  owner: TestContext,
  args: readonly [folder: string, kind: string, first: number],
): Promise<readonly number[]> {
  const [folder, ...rest] = args;
  const child = await spawned(owner, [process.execPath, writer, folder, ...rest.map(String)]);
  await child.waitForOutput('ack ', 60_000);
  expect(() => openFolder(folder), 'the folder is held by the writer').toThrow(
    expect.objectContaining({ code: 'folder.locked' }),
  );
  await sleep(random() * 250);
  child.signal('SIGKILL');
  while (child.exit() === undefined) await sleep(5);
  // The pipe may still hold output of the killed process.
  await sleep(20);
  return [...child.output().matchAll(/ack (\d+)\n/g)].map(([, number]) => Number(number));
}

async function checkHistory(store: HistoryStore, acknowledged: readonly number[]): Promise<void> {
  const series = [{ site: 'home', device: 'inverter', metric: 'pv.power' as const }];
  const range = { series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, stepMs: 10_000 };
  const [counts, means] = await Promise.all(
    (['count', 'mean'] as const).map((aggregate) => store.range({ ...range, aggregate })),
  );
  const kept = new Map(counts?.[0]?.atMs.map((atMs, index) => [atMs / 10_000, counts[0]?.value[index] ?? 0]));
  for (const number of acknowledged) expect(kept.get(number), `write ${number}`).toBe(pointsOfWrite(number));
  expect(means?.[0]?.value).toEqual([...kept.keys()]);
  const { points } = await store.status();
  expect(points).toBe([...kept.values()].reduce((sum, count) => sum + count, 0));
  expect((await store.lastValues())[0]?.value).toBe(Math.max(...kept.keys()));
}

async function checkRecords(store: RecordStore, acknowledged: readonly number[]): Promise<void> {
  const sites = new Set((await store.sites.list()).map(({ id }) => id));
  const lines = new Set((await store.audit.newest({ limit: 1_000_000 })).map(({ subject }) => subject));
  for (const number of acknowledged)
    expect(sites.has(`site ${number}`) && lines.has(`${number}`), `write ${number}`).toBe(true);
}

async function checkFolder(
  path: string,
  check: (folder: ReturnType<typeof openFolder>) => Promise<void>,
): Promise<void> {
  const folder = openFolder(path);
  try {
    await check(folder);
  } finally {
    folder.close();
  }
}

test('history keeps every acknowledged write', async (owner) => {
  const path = tempDir(owner);
  const acknowledged: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    acknowledged.push(...(await writeAndKill(owner, [path, 'history', round * 100_000])));
    await checkFolder(path, async (folder) => {
      const store = await openSqliteHistory({ folder });
      await checkHistory(store, acknowledged);
      await store.close();
    });
  }
  expect(acknowledged.length).toBeGreaterThan(rounds);
});

test('records keep every acknowledged write', async (owner) => {
  const path = tempDir(owner);
  const acknowledged: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    acknowledged.push(...(await writeAndKill(owner, [path, 'records', round * 100_000])));
    await checkFolder(path, async (folder) => {
      const store = await openSqliteRecords({ folder });
      await checkRecords(store, acknowledged);
      await store.close();
    });
  }
  expect(acknowledged.length).toBeGreaterThan(rounds);
});
