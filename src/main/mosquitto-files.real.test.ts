// `solstead broker acl`: real Mosquitto with the files that it wrote lets each device do what it may, and nothing besides.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import { type CheckedAccount, makeBrokerAccounts } from '#hub/broker-accounts.ts';
import { nodeAccess } from '#hub/broker-places.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const placeOf = (node: string): string => `homesync/h/nodes/${node}`;

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', timeout: 60_000 });
  return { code: status, told: stdout + stderr };
}

/** A home with two nodes, a device that has shown its place, and accounts that a file cannot hold. */
async function homeOf(context: TestContext) {
  const path = tempDir(context);
  const folder = openFolder(path);
  const records = await openSqliteRecords({ folder });
  const accounts = makeBrokerAccounts(records);
  const passwords = new Map<string, string>();
  const make = async (username: string, only?: CheckedAccount['only']) =>
    void passwords.set(username, (await accounts.add(username, only)).password);
  await make('n1', nodeAccess(placeOf('n1')));
  await make('n2', nodeAccess(placeOf('n2')));
  await make('roof');
  await make('silent');
  await make('evil');
  const [roof, evil] = ['roof', 'evil'].map((name) => accounts.check(name, passwords.get(name) ?? ''));
  expect((await roof)?.mayOwn('roof/status/em:0')).toBe(true);
  expect((await roof)?.mayOwn('shellies/plug/relay/0')).toBe(true);
  expect((await evil)?.mayOwn('x\nuser silent\ntopic readwrite #/y')).toBe(false);
  expect((await evil)?.mayOwn('x\ntopic readwrite roof/y')).toBe(true);
  await records.brokerAccounts.save({ username: 'old', passwordHash: 'x', topics: ['old/#'] });
  await records.brokerAccounts.save({ username: 'a:b', passwordHash: 'x', mosquittoHash: '$7$1$a$b', topics: [] });
  await records.close();
  folder.close();
  return { path, passwords };
}

test('each account reads and writes on Mosquitto what it may here, with the password it has', async (context) => {
  const { path, passwords } = await homeOf(context);
  const output = join(tempDir(context), 'for-mosquitto');
  const { code, told } = run('broker', 'acl', '--data', path, '--output', output);
  expect([code, told]).toEqual([0, told]);
  expect(told).toContain('Account old was made by an earlier version');
  expect(told).toContain('Account a:b has a name or a topic');
  expect(told).toContain('Account evil has a name or a topic');
  expect(told).toContain('Account silent has used no topic yet');
  for (const [name, word] of passwords) expect([name, told.includes(word)]).toEqual([name, false]);
  expect(statSync(join(output, 'passwords')).mode & 0o777).toBe(0o600);
  expect(run('broker', 'acl', '--data', path, '--output', output)).toMatchObject({ code: 2 });
  const lines = told.split('\n').flatMap((line) => /^ {2}((?:allow|password|acl)_\S+ .*)$/.exec(line)?.[1] ?? []);
  expect(lines).toHaveLength(3);
  // The kit lets everybody in unless it has users of its own.
  const { port } = await mosquitto(context, { config: ['per_listener_settings false', ...lines] });
  const homeWord = /SOLSTEAD_MQTT_PASSWORD=(\S+)/.exec(told)?.[1] ?? '';
  const heard = new Map<string, string[]>();
  const enter = async (username: string, password: string): Promise<MqttClient> => {
    const client = connect({ host: '127.0.0.1', port, username, password, reconnectPeriod: 0, clientId: username });
    context.onTestFinished(() => void client.end(true));
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.on('error', reject);
    });
    heard.set(username, []);
    client.on('message', (topic) => void heard.get(username)?.push(topic));
    // Mosquitto grants a filter and lets through what may be read.
    await client.subscribeAsync(['homesync/#', 'roof/#', 'shellies/#', 'any/#'], { qos: 1 }).catch(() => undefined);
    for (const own of [`${placeOf(username)}/command/#`, `${username}/#`])
      await client.subscribeAsync(own, { qos: 1 }).catch(() => undefined);
    return client;
  };
  const home = await enter('solstead', homeWord);
  const nodes = await Promise.all(['n1', 'n2', 'roof'].map((name) => enter(name, passwords.get(name) ?? '')));
  for (const stranger of ['old', 'evil', 'n1']) await expect(enter(stranger, 'guess')).rejects.toThrow('ot authorized');
  const [first, second, roof] = nodes;
  const tried: readonly (readonly [MqttClient | undefined, string])[] = [
    [first, `${placeOf('n1')}/telemetry/power`],
    [first, `${placeOf('n1')}/command/relay`],
    [first, `${placeOf('n2')}/telemetry/power`],
    [second, `${placeOf('n2')}/status`],
    [second, 'roof/x'],
    [roof, 'roof/status/em:0'],
    [roof, 'shellies/plug/x'],
    [roof, 'shellies/announce'],
    [roof, `${placeOf('n1')}/command/relay`],
    [home, `${placeOf('n1')}/command/relay`],
    [home, `${placeOf('n2')}/command/relay`],
    [home, 'roof/rpc'],
    [home, 'any/end'],
  ];
  for (const [client, topic] of tried) await client?.publishAsync(topic, 'x', { qos: 1 });
  await expect.poll(() => heard.get('solstead')).toContain('any/end');
  expect(heard.get('solstead')).toEqual([
    `${placeOf('n1')}/telemetry/power`,
    `${placeOf('n2')}/status`,
    'roof/status/em:0',
    'shellies/plug/x',
    'shellies/announce',
    `${placeOf('n1')}/command/relay`,
    `${placeOf('n2')}/command/relay`,
    'roof/rpc',
    'any/end',
  ]);
  const only = (name: string) => [...new Set(heard.get(name))];
  await expect.poll(() => only('roof')).toEqual(['roof/status/em:0', 'shellies/plug/x', 'roof/rpc']);
  expect([only('n1'), only('n2')]).toEqual([[`${placeOf('n1')}/command/relay`], [`${placeOf('n2')}/command/relay`]]);
});
