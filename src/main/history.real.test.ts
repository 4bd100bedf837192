// Histories outside, as a person uses them: the commands, and a house whose history server is away when it starts.
import { person } from '#core/testing/principals.ts';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { makeSecret } from '#core/secrets.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { openHistoryPlace, parseHistoryPlace } from './history-place.ts';
import { openHouse } from './house.ts';
import { makeLog } from './log.ts';

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const secret = 'hunter2';
const startMs = Date.UTC(2026, 0, 1);

/** Runs `solstead history …` to its end. */
function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'history', ...args], {
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
  });
  expect(stdout + stderr).not.toContain(secret);
  return { code: status, out: stdout, err: stderr };
}

async function filledFolder(owner: TestContext, count: number): Promise<string> {
  const path = tempDir(owner);
  const folder = openFolder(path);
  const store = await openSqliteHistory({ folder });
  await store.append(
    Array.from({ length: count }, (_, index): Batch => {
      const atMs = startMs + index * 10_000;
      return { site: 'home', device: 'roof', atMs, metric: ['pv.power'], value: [index], quality: ['good'] };
    }),
  );
  await store.close();
  folder.close();
  return path;
}

test('how long it is kept: the rule that names most comes first, and is taken back', async (owner) => {
  const history = await filledFolder(owner, 3);
  const kept = (...args: readonly string[]): string => run(['keep', '--history', history, ...args]).out;
  expect(kept('--raw', '400')).toMatch(/every\s+every\s+400 days\s+standard\s+standard/);
  expect(kept('--metric', 'pv.*', '--raw', '7', '--five-minutes', 'forever')).toMatch(
    /every\s+pv\.\*\s+7 days\s+for ever\s+standard\nevery\s+every\s+400 days/,
  );
  expect(kept('--metric', 'pv.*', '--raw', '14')).toMatch(/pv\.\*\s+14 days\s+standard/);
  expect(kept('--metric', 'pv.*', '--standard')).not.toContain('pv.*');
  const status = JSON.parse(run(['status', '--history', history, '--json']).out) as object;
  expect(status).toMatchObject({ points: 3, retention: [{ rawDays: 400 }] });
});

test.each([
  [['keep', '--raw', 'x'], /number of days, or forever/],
  [['keep', '--raw', '30', '--five-minutes', '7'], /fiveMinuteDays must be at least as long as rawDays/],
  [['keep'], /name lengths, or --standard/],
  [['move', '--from', 'a'], /required option '--to <place>'/],
  [['move', '--from', 'a', '--to', './a'], /both places are the same/],
  [['move', '--from', '/no/such/folder', '--to', 'b'], /there is no history in this folder/],
  [['status', '--history', `influx+http://me:${secret}@host`], /it takes \?database=/],
  [['status', '--histroy', 'x'], /unknown option '--histroy'.*solstead history status --help/],
  [['mvoe'], /unknown command 'mvoe'/],
] as const)('wrong arguments are told in one line: %j', (args, words) => {
  const { code, out, err } = run(args);
  expect(err).toMatch(words);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('help names the places', () => {
  for (const command of [[], ['move'], ['status']]) {
    const { code, out } = run([...command, '--help']);
    expect(out).toContain('victoria+http://');
    expect(code).toBe(0);
  }
});

test('a folder moves to VictoriaMetrics, from there to InfluxDB with an account, and its size is told', async (owner) => {
  const account = { username: 'solar', password: secret };
  const [victoria, influx] = [await victoriaMetrics(owner), await influxdb(owner, { account })];
  const folder = await filledFolder(owner, 5000);
  const first = `victoria+${victoria.url}`;
  const second = `influx+${influx.url.replace('://', '://solar@')}?database=sun`;
  const moved = run(['move', '--from', folder, '--to', first]);
  expect(moved.err).toBe('');
  expect(moved.out).toMatch(/Moved 5000 points of 1 series from .* to victoria\+http/);
  expect(existsSync(join(folder, 'history-move.json'))).toBe(false);
  const refused = run(['status', '--history', second], { SOLSTEAD_HISTORY_PASSWORD: 'wrong' });
  expect(refused.err).toMatch(/answered 401/);
  expect(refused.code).toBe(1);
  const marks = { XDG_DATA_HOME: tempDir(owner) };
  const again = run(['move', '--from', first, '--to', second], { ...marks, SOLSTEAD_HISTORY_TO_PASSWORD: secret });
  expect(again).toMatchObject({ code: 0, err: '' });
  const { out } = run(['status', '--json'], { SOLSTEAD_HISTORY: second, SOLSTEAD_HISTORY_PASSWORD: secret });
  expect(JSON.parse(out)).toMatchObject({ points: 5000, series: 1 });
});

test('a house keeps its history outside, and starts while the server is away', async (owner) => {
  const server = await victoriaMetrics(owner);
  await server.stop();
  const place = parseHistoryPlace(makeSecret(`victoria+${server.url}`));
  const folder = tempDir(owner);
  const house = await openHouse({
    folder,
    clock,
    log: makeLog('silent'),
    broker: { host: '127.0.0.1', port: 0 },
    history: { place, secrets: {} },
  });
  const { hub } = house;
  owner.onTestFinished(() => house.close());
  const anna = person('Anna');
  await hub.addSite({ id: 'home', name: 'Home', timeZone: 'UTC' });
  const roof = { name: 'Roof', protocol: 'pi30', address: 'tcp://127.0.0.1:9' };
  const { id } = await hub.as(anna).site('home').devices.add(roof);
  const atMs = clock.nowMs() - 1000;
  hub.ingest({ site: 'home', device: id, atMs, metric: ['pv.power'], value: [1234], quality: ['good'] });
  await expect(hub.flush()).rejects.toMatchObject({ code: 'store.failed' });
  await server.start();
  await hub.flush();
  const { store, close } = await openHistoryPlace(place, { clock, secrets: {} });
  owner.onTestFinished(close);
  const key = { site: 'home', device: id, metric: 'pv.power' };
  expect(await store.lastValues()).toContainEqual({ key, atMs, value: 1234, quality: 'good' });
  expect(existsSync(join(folder, 'history.db'))).toBe(false);
});
