// Places of one device by its name (`tele`, `stat`, `cmnd` of a Tasmota; `N`, `R`, `W` of a Venus) are one account's, on the built-in broker
// and on Mosquitto with the files written for it: a stranger who comes first neither hears what the device is told nor tells it anything.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { type BrokerAccounts, makeBrokerAccounts } from '#hub/broker-accounts.ts';
import { mosquittoFiles } from '#hub/mosquitto-files.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { startBroker } from '#transport/broker.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** A plug and a GX device that have spoken, a stranger that has not, and the home, with their passwords. */
async function household(context: TestContext) {
  const folder = openFolder(tempDir(context));
  const records = await openSqliteRecords({ folder });
  context.onTestFinished(async () => {
    await records.close();
    folder.close();
  });
  const accounts = makeBrokerAccounts(records);
  const passwords: Record<string, string> = {};
  for (const name of ['plug', 'gx', 'stranger']) passwords[name] = (await accounts.add(name)).password;
  passwords['home'] = (await accounts.add('home', { publish: ['#'], subscribe: ['#'] })).password;
  const speaks = async (name: string, topic: string) =>
    (await accounts.check(name, passwords[name] ?? ''))?.mayOwn(topic);
  expect(await speaks('plug', 'tele/plug/LWT')).toBe(true);
  expect(await speaks('gx', 'N/c0ffee/system/0/Serial')).toBe(true);
  return { records, accounts, passwords };
}

type Household = Awaited<ReturnType<typeof household>>;

async function builtIn(context: TestContext, { accounts }: Household): Promise<number> {
  const { check, recall }: BrokerAccounts = accounts;
  const broker = await startBroker({
    host: '127.0.0.1',
    port: 0,
    clock,
    log: { info: () => undefined, warn: () => undefined },
    authenticate: check,
    recall,
  });
  context.onTestFinished(() => broker.close());
  return broker.port;
}

async function outside(context: TestContext, { records, accounts }: Household): Promise<number> {
  const topics = new Map((await accounts.list()).map((one) => [one.username, one.topics]));
  const all = (await records.brokerAccounts.list()).map((one) => ({ ...one, topics: topics.get(one.username) ?? [] }));
  const files = mosquittoFiles(all);
  const folder = tempDir(context);
  const [passwords, acl] = [join(folder, 'passwords'), join(folder, 'acl')];
  writeFileSync(passwords, files.passwords, { mode: 0o600 });
  writeFileSync(acl, files.acl, { mode: 0o600 });
  const config = [
    'per_listener_settings false',
    'allow_anonymous false',
    `password_file ${passwords}`,
    `acl_file ${acl}`,
  ];
  return (await mosquitto(context, { config })).port;
}

/** Clients of the household, and what each hears. */
function clientsOf(context: TestContext, port: number, { passwords }: Household) {
  return async (username: string, filters: readonly string[]) => {
    const heard: string[] = [];
    const auth = { username, password: passwords[username] ?? '', clientId: username };
    const client: MqttClient = connect({ host: '127.0.0.1', port, ...auth, reconnectPeriod: 0 });
    context.onTestFinished(() => void client.end(true));
    client.on('message', (topic, payload) => void heard.push(`${topic} ${payload.toString()}`));
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
    });
    // The built-in broker refuses a filter, Mosquitto grants it and lets nothing through.
    for (const filter of filters) await client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
    const say = (topic: string) => client.publishAsync(topic, username, { qos: 1 });
    return { heard, say };
  };
}

const groupFilters = ['cmnd/tasmotas/#'];

for (const [name, open] of [
  ['the built-in broker', builtIn],
  ['Mosquitto', outside],
] as const)
  test(`a stranger has no place of a device that speaks at another one: ${name}`, async (context) => {
    const house = await household(context);
    const enter = clientsOf(context, await open(context, house), house);
    const home = await enter('home', ['#']);
    const theirs = ['cmnd/plug', 'stat/plug', 'tele/plug', 'N/c0ffee', 'R/c0ffee', 'W/c0ffee'];
    const stranger = await enter(
      'stranger',
      theirs.map((place) => `${place}/#`),
    );
    for (const place of [...theirs, 'cmnd/tasmotas']) await stranger.say(`${place}/x`);
    const plug = await enter('plug', ['cmnd/plug/#', ...groupFilters]);
    const gx = await enter('gx', ['R/c0ffee/#', 'W/c0ffee/#']);
    await plug.say('stat/plug/RESULT');
    await gx.say('N/c0ffee/vebus/276/Mode');
    for (const topic of ['cmnd/plug/POWER', 'cmnd/tasmotas/STATUS', 'W/c0ffee/vebus/276/Mode', 'R/c0ffee/keepalive'])
      await home.say(topic);
    await expect
      .poll(() => [plug.heard, gx.heard])
      .toEqual([
        ['cmnd/plug/POWER home', 'cmnd/tasmotas/STATUS home'],
        ['W/c0ffee/vebus/276/Mode home', 'R/c0ffee/keepalive home'],
      ]);
    await home.say('end');
    await expect.poll(() => home.heard).toContain('end home');
    expect(home.heard.filter((line) => !line.endsWith(' home'))).toEqual([
      'stat/plug/RESULT plug',
      'N/c0ffee/vebus/276/Mode gx',
    ]);
    expect(stranger.heard).toEqual([]);
  });
