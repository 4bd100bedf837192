// A data folder that an earlier version wrote, opened as `solstead serve` does: its owner comes in, and finds the same home
// with the same figures. What cannot be opened until somebody decides ends with the code after which services are not started again.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHouse } from './house.ts';
import { makeLog } from './log.ts';

const earlier = join(import.meta.dirname, '../store/testing/earlier/0.1.0');
const broker = { host: '127.0.0.1', port: 0 };

function lay(folder: string): string {
  for (const name of ['records.db', 'history.db', 'history.db-log0'])
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(earlier, `${name}.gz`))), { mode: 0o600 });
  return folder;
}

function laid(context: TestContext): string {
  const folder = join(tempDir(context), 'data');
  mkdirSync(folder, { mode: 0o700 });
  return lay(folder);
}

const serve = (folder: string): readonly string[] => {
  const program = join(import.meta.dirname, 'solstead.ts');
  return [program, 'serve', '--data', folder, '--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--no-mdns'];
};

/** Everything that the version before has to find again. */
const contentOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => /^(?:records|history)/.test(name) && !name.endsWith('-sums'))
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

/** Starts the home, which ends by itself, and leaves it to the version before as it was. */
function refused(folder: string): { readonly status: number | null; readonly stderr: string } {
  const before = contentOf(folder);
  const ended = spawnSync(process.execPath, serve(folder), { encoding: 'utf8', timeout: 60_000 });
  expect(contentOf(folder)).toEqual(before);
  return ended;
}

test('the owner of a folder of version 0.1.0 comes in and finds everything', { timeout: 120_000 }, async (context) => {
  const folder = laid(context);
  const house = await openHouse({ folder, clock, log: makeLog('silent'), broker });
  context.onTestFinished(() => house.close());
  const { hub } = house;
  expect(await hub.access.isClaimed()).toBe(true);
  const { principal } = await hub.access.signIn({ name: 'ANNA', password: 'correct horse battery', from: '10.0.0.1' });
  const site = hub.as(principal).site('old-house');
  expect(site.snapshot().devices.map(({ id, name }) => [id, name])).toEqual([
    ['inverter', 'Inverter'],
    ['meter', 'Meter'],
  ]);
  const energy = site.energy();
  await energy.settled();
  const day = { fromMs: 1_790_892_000_000, toMs: 1_790_978_400_000 };
  const { total } = await energy.report({ ...day, by: 'day' });
  expect([total.pvWh, total.importWh, total.exportWh, total.loadWh]).toEqual([24_828.132, 2720.701, 12_355.5, 14_400]);
  expect(await energy.tariff()).toMatchObject({ origin: 'own', revision: 1 });
  const chart = await site.chart({ metrics: ['pv.power'], ...day, stepMs: 3_600_000 });
  expect(chart.series[0]?.atMs.length).toBe(24);
  expect((await hub.as(principal).auditLines({ limit: 99 })).map(({ action }) => action)).toContain('claim');
  expect(existsSync(join(folder, 'records.db.before-0004-people'))).toBe(true);
  expect(existsSync(join(folder, 'history.before-4/history.db-log0'))).toBe(true);
});

test.for([
  [
    'records.db',
    "INSERT INTO kysely_migration VALUES ('0999-later', '2099-01-01T00:00:00.000Z')",
    'its change 0999-later is unknown here',
  ],
  ['history.db', 'PRAGMA user_version = 99', 'its version is 99; this Solstead knows 4'],
] as const)('a later %s is refused for good: it ends with 2', { timeout: 90_000 }, ([name, sql, words], context) => {
  const folder = laid(context);
  const db = new DatabaseSync(join(folder, name));
  db.exec(sql);
  db.close();
  const { status, stderr } = refused(folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining(`${words}. Start that version again`)]);
});

test('without room for the copy it ends with 2 and says what is needed; the variable goes on', {
  timeout: 180_000,
}, async (context) => {
  const disk = tempDir(context);
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    doWithout(context, 'needs root on Linux to mount a disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m,mode=0700', 'solstead-test', disk], { stdio: 'pipe' });
  } catch (thrown) {
    doWithout(context, `a disk cannot be mounted here: ${messageOf(thrown)}`);
  }
  context.onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  lay(disk);
  const { status, stderr } = refused(disk);
  expect(stderr).toMatch(/history\.db: in .+ it needs 33 MB, and 2\d MB are free\. .+SOLSTEAD_WITHOUT_HISTORY_COPY=1/);
  expect(status).toBe(2);
  const child = await spawned(context, ['env', 'SOLSTEAD_WITHOUT_HISTORY_COPY=1', process.execPath, ...serve(disk)]);
  await child.waitForOutput('Data in', 90_000);
  child.signal('SIGTERM');
  expect(existsSync(join(disk, 'history.before-4'))).toBe(false);
});
