// `solstead anomalies` as a person calls it, over a data folder with a month of history.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const bin = join(import.meta.dirname, '../../../bin/solstead.js');
const startMs = Date.UTC(2026, 4, 1);
const stuckMs = startMs + 20 * dayMs;

function run(args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'anomalies', ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return { code: status, out: stdout, err: stderr };
}

/** A home whose load moves for twenty days and then stands for one. */
async function home(folder: string): Promise<string> {
  const lock = openFolder(join(folder, 'data'));
  const records = await openSqliteRecords({ folder: lock });
  await records.sites.save({ id: 'home', name: 'Home', timeZone: 'Europe/Berlin', latitude: 48, longitude: 11 });
  await records.close();
  const history = await openSqliteHistory({ folder: lock });
  const batches: Batch[] = [];
  for (let atMs = startMs; atMs < stuckMs + dayMs; atMs += 5 * minuteMs) {
    const value = atMs < stuckMs ? 200 + ((atMs / minuteMs) % 977) : 250;
    batches.push({ site: 'home', device: 'roof', atMs, metric: ['load.power'], value: [value], quality: ['good'] });
  }
  await history.append(batches);
  await history.close();
  lock.close();
  return join(folder, 'data');
}

test('what stands is told in words and as JSON, from the moment asked for', async (context) => {
  const data = await home(tempDir(context));
  const told = run(['--data', data]);
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).toContain('warning: roof, since 2026-05-21 02:00');
  expect(told.out).toContain('Home power has shown exactly 250\u00a0W');
  const found: unknown = JSON.parse(run(['--data', data, '--json']).out);
  expect(found).toMatchObject([{ kind: 'stuck', device: 'roof', metric: 'load.power', fromMs: stuckMs }]);
  expect(run(['--data', data, '--to', '2026-05-15']).out).toBe('Nothing unusual.\n');
  expect(run(['--data', data, '--from', 'soon'])).toMatchObject({ code: 2 });
  expect(run(['--data', join(data, 'no')]).err).toContain('not a data folder');
});
