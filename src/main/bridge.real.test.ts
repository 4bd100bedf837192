// A bridge between brokers: the built-in one and Mosquitto, or two Mosquittos, over TLS, through restarts and kill −9 of each.
import { writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { MessageLink } from '#core/message-link.ts';
import { seededRandom } from '#core/random.ts';
import type { Bridge } from '#outputs/bridge.ts';
import { makeMqttLink, type MqttTls } from '#transport/mqtt-link.ts';
import { builtIn } from '#transport/testing/brokers.ts';
import { makeSecret } from '#core/secrets.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { bridgePlan } from './bridge-file.ts';
import { bridgeFrom } from './house-bridge.ts';

vi.setConfig({ testTimeout: 240_000 });

const host = '127.0.0.1';
const log = pino({ level: 'silent' });
const program = fileURLToPath(new URL('./testing/bridge-child.ts', import.meta.url));
const bin = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));
// Pauses before a new attempt are short here.
const after = (ms: number, run: () => void) => systemClock.after(ms < 30_000 ? ms / 20 : ms, run);
const clock = { ...systemClock, after };

const persistent = (context: TestContext): readonly string[] => [
  'persistence true',
  `persistence_location ${tempDir(context)}/`,
  'autosave_on_changes true',
  'autosave_interval 1',
];

/** A client beside the bridge, and what it hears. */
async function person(
  context: TestContext,
  port: number,
  { filter, tls, qos = 1 }: { filter?: string; tls?: object; qos?: 1 | 2 } = {},
) {
  const protocol = tls === undefined ? 'mqtt' : 'mqtts';
  const client: MqttClient = connect({
    host,
    port,
    protocol,
    username: 'p',
    password: 'p',
    reconnectPeriod: 50,
    ...tls,
  });
  client.on('error', () => undefined);
  context.onTestFinished(() => void client.end(true));
  const heard: string[] = [];
  client.on('message', (topic, payload, { retain }) => {
    heard.push(`${topic} ${payload.toString()}${retain ? ' kept' : ''}`);
  });
  await new Promise<void>((resolve) => void client.once('connect', () => resolve()));
  if (filter !== undefined) await client.subscribeAsync(filter, { qos });
  return {
    heard,
    say: (topic: string, text: string, retain = false) => client.publishAsync(topic, text, { qos, retain }),
  };
}

interface Asked {
  readonly here: MessageLink;
  /** The file of the bridge. */
  readonly text: string;
  readonly tls?: MqttTls;
  readonly folder?: string;
}

async function open(context: TestContext, { here, text, tls, folder = tempDir(context) }: Asked): Promise<Bridge> {
  const bridge = await bridgeFrom(here, { plan: bridgePlan(text, 'bridge'), tls }, { folder, clock, log });
  context.onTestFinished(() => bridge.close());
  return bridge;
}

const all = { authenticate: async () => ({ topics: ['#'] }) };

test('copies out and in, with prefixes, over TLS; what both sides copy does not come back', async (context) => {
  const folder = tempDir(context);
  const { cert, key } = madeCertificate('broker', Date.UTC(2100, 0));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const files = [`cafile ${certFile}`, `certfile ${certFile}`, `keyfile ${keyFile}`, 'require_certificate true'];
  const far = await mosquitto(context, { config: files });
  const near = await builtIn(context, all);
  const rules = `
    - { filter: roof/#, there: home1/ }
    - { filter: 'command/#', direction: in, there: home1/, here: cloud/ }
    - { filter: both/#, direction: both }
    - { filter: state/#, retain: true }
    - { filter: loose/#, qos: 0 }`;
  const bridge = await open(context, {
    here: near.broker().link(),
    text: `to: mqtts://${host}:${far.port}\ntopics:${rules}`,
    tls: { ca: cert, cert, key: makeSecret(key) },
  });
  await expect.poll(() => bridge.figures().isConnected).toBe(true);
  const [here, there] = await Promise.all([
    person(context, near.port, { filter: '#' }),
    person(context, far.port, { filter: '#', tls: { ca: cert, cert, key } }),
  ]);
  await here.say('roof/power', '1');
  await here.say('other', 'x');
  await there.say('home1/command/relay', 'on');
  await here.say('both/a', 'from here');
  await there.say('both/b', 'from there');
  await here.say('state/x', 'last', true);
  await here.say('loose/x', '0');
  // The same value twice is two messages.
  for (let times = 0; times < 2; times += 1) await there.say('both/same', 'x');
  await here.say('roof/end', 'end');
  await there.say('home1/command/end', 'end');
  await expect.poll(() => there.heard).toContain('home1/roof/end end');
  await expect.poll(() => here.heard).toContain('cloud/command/end end');
  const bothSides = ['both/a from here', 'both/b from there', 'both/same x', 'both/same x'];
  expect(there.heard.toSorted()).toEqual(
    [
      ...bothSides,
      'home1/command/relay on',
      'home1/command/end end',
      'home1/roof/power 1',
      'home1/roof/end end',
      'loose/x 0',
      'state/x last',
    ].toSorted(),
  );
  expect(here.heard.toSorted()).toEqual(
    [
      ...bothSides,
      'cloud/command/relay on',
      'cloud/command/end end',
      'loose/x 0',
      'other x',
      'roof/power 1',
      'roof/end end',
      'state/x last',
    ].toSorted(),
  );
  const later = await person(context, far.port, { filter: 'state/#', tls: { ca: cert, cert, key } });
  await expect.poll(() => later.heard).toEqual(['state/x last kept']);
  expect(bridge.figures()).toMatchObject({ isConnected: true, waiting: 0, out: 5, in: 5, dropped: 0 });
  expect(bridge.issue()).toBeUndefined();
});

/** The numbers of messages in the order in which they came first. */
const firstSeen = (heard: readonly string[]): readonly number[] => [
  ...new Set(heard.map((one) => Number(one.split(' ').at(-1)))),
];

test('while the other broker is away messages wait on the disk; none is lost, and they come in order', async (context) => {
  const far = await mosquitto(context, { config: persistent(context) });
  const near = await builtIn(context, all);
  const bridge = await open(context, {
    here: near.broker().link(),
    text: `to: mqtt://${host}:${far.port}\ntopics: [{ filter: n/# }]`,
  });
  await expect.poll(() => bridge.figures().isConnected).toBe(true);
  const here = await person(context, near.port);
  const there = await person(context, far.port, { filter: 'n/#' });
  const numbers = Array.from({ length: 300 }, (_none, number) => number);
  const say = async (some: readonly number[]): Promise<void> => {
    for (const number of some) await here.say('n/x', String(number));
  };
  await say(numbers.slice(0, 100));
  await far.kill();
  await say(numbers.slice(100, 150));
  expect(bridge.issue()).toMatchObject({ code: 'bridge.away' });
  await say(numbers.slice(150, 200));
  await far.start();
  await say(numbers.slice(200));
  await expect.poll(() => bridge.figures().waiting, { timeout: 30_000 }).toBe(0);
  // A watcher that was away misses some; the bridge sent all of them.
  await expect.poll(() => there.heard.at(-1), { timeout: 30_000 }).toBe('n/x 299');
  expect(bridge.figures().out).toBeGreaterThanOrEqual(300);
  expect(bridge.issue()).toBeUndefined();
});

/** A line to a port that breaks after so many bytes, again and again, until it is mended. */
async function brokenLine(context: TestContext, port: number) {
  const random = seededRandom(7);
  const state = { isMended: false, cuts: 0 };
  const door = createServer((near) => {
    const far = connectTcp(port, host);
    let left = 200 + random() * 1500;
    const end = (): void => void (near.destroy(), far.destroy());
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', end).on('close', end);
      from.on('data', (bytes) => {
        left -= bytes.length;
        if (state.isMended || left > 0) return void to.write(bytes);
        state.cuts += 1;
        // What was sent last may have arrived, or not.
        if (random() < 0.5) to.write(bytes, end);
        else end();
      });
    }
  });
  await new Promise<void>((resolve) => void door.listen(0, host, resolve));
  context.onTestFinished(() => void door.close());
  const address = door.address();
  return { state, port: address === null || typeof address === 'string' ? 0 : address.port };
}

test('QoS 2: over a line that breaks at any byte, and a start anew, each message is there once, both ways', async (context) => {
  const far = await mosquitto(context, { config: persistent(context) });
  const near = await builtIn(context, all);
  const line = await brokenLine(context, far.port);
  const text = `to: mqtt://${host}:${line.port}\ntopics: [{ filter: n/#, qos: 2 }, { filter: back/#, direction: in, qos: 2 }]`;
  const asked = { here: near.broker().link(), text, folder: tempDir(context) };
  const first = await open(context, asked);
  await expect.poll(() => first.figures().isConnected).toBe(true);
  const here = await person(context, near.port, { filter: 'back/#', qos: 2 });
  const there = await person(context, far.port, { filter: 'n/#', qos: 2 });
  const numbers = Array.from({ length: 300 }, (_none, number) => number);
  const say = async (some: readonly number[]): Promise<void> => {
    for (const number of some) await Promise.all([here.say('n/x', `${number}`), there.say('back/x', `${number}`)]);
  };
  await say(numbers.slice(0, 150));
  await first.close();
  // A home that was stopped in good order finds what came meanwhile.
  for (const number of numbers.slice(150, 170)) await there.say('back/x', `${number}`);
  const second = await open(context, asked);
  for (const number of numbers.slice(150, 170)) await here.say('n/x', `${number}`);
  await say(numbers.slice(170));
  await expect.poll(() => line.state.cuts, { timeout: 30_000 }).toBeGreaterThan(5);
  line.state.isMended = true;
  await expect.poll(() => there.heard.at(-1), { timeout: 30_000 }).toBe('n/x 299');
  await expect.poll(() => here.heard.at(-1), { timeout: 30_000 }).toBe('back/x 299');
  await expect.poll(() => second.figures().waiting).toBe(0);
  expect(there.heard).toEqual(numbers.map((number) => `n/x ${number}`));
  expect(here.heard).toEqual(numbers.map((number) => `back/x ${number}`));
});

test('kill −9 of the home: what it confirmed to a device arrives, and what came from the other side too', async (context) => {
  const far = await mosquitto(context, { config: persistent(context) });
  const folder = tempDir(context);
  const file = join(folder, 'bridge.yaml');
  writeFileSync(
    file,
    `to: mqtt://${host}:${far.port}\ntopics: [{ filter: n/# }, { filter: back/#, direction: in, retain: true }]\n`,
  );
  const port = await freePort();
  const start = async () => {
    const child = await spawned(context, [process.execPath, program, folder, String(port), file]);
    await child.waitForOutput('listening', 60_000);
    return child;
  };
  let child = await start();
  const kill = async (): Promise<void> => {
    child.signal('SIGKILL');
    while (child.exit() === undefined) await sleep(5);
  };
  const here = await person(context, port, { filter: 'back/#' });
  await expect.poll(async () => (await here.say('n/ready', '-1'), true)).toBe(true);
  const confirmed: number[] = [];
  const say = async (from: number, count: number): Promise<void> => {
    for (let number = from; number < from + count; number += 1) {
      await here.say('n/x', String(number));
      confirmed.push(number);
    }
  };
  await say(0, 50);
  await far.stop();
  await say(50, 50);
  await kill();
  child = await start();
  await say(100, 50);
  await kill();
  await far.start();
  const there = await person(context, far.port, { filter: 'n/x' });
  // The session of the bridge holds what is said while the home is away.
  await there.say('back/x', 'while away');
  child = await start();
  await say(150, 10);
  await expect.poll(() => firstSeen(there.heard).at(-1), { timeout: 60_000 }).toBe(159);
  const seen = firstSeen(there.heard);
  expect(confirmed.filter((number) => number >= 50 && !seen.includes(number))).toEqual([]);
  expect(seen).toEqual([...seen].toSorted((a, b) => a - b));
  // Handed to who is there at that moment, and kept for who comes back a moment later.
  await expect.poll(() => here.heard.some((one) => one.startsWith('back/x while away'))).toBe(true);
});

test('between two Mosquittos; what goes round over a second bridge is stopped, and told', async (context) => {
  const [first, second] = [await mosquitto(context), await mosquitto(context)];
  const link = async (port: number): Promise<MessageLink> => {
    const address = { scheme: 'mqtt', host, port, tls: false } as const;
    const made = makeMqttLink(address, { clock, random: seededRandom(1), clientId: `home-${port}` });
    context.onTestFinished(() => made.close());
    await made.connect();
    return made;
  };
  const rules = (port: number) => `to: mqtt://${host}:${port}\ntopics: [{ filter: round/# }]`;
  const forth = await open(context, { here: await link(first.port), text: rules(second.port) });
  const back = await open(context, { here: await link(second.port), text: rules(first.port) });
  await expect.poll(() => [forth, back].every((one) => one.figures().isConnected)).toBe(true);
  const there = await person(context, second.port, { filter: '#' });
  const here = await person(context, first.port);
  await here.say('round/x', '1');
  await expect
    .poll(() => forth.issue() ?? back.issue(), { timeout: 30_000 })
    .toMatchObject({
      code: 'bridge.loop',
    });
  await expect.poll(() => forth.figures().dropped + back.figures().dropped).toBeGreaterThan(0);
  expect(there.heard.length).toBeLessThan(300);
  // Other topics go on.
  await here.say('round/y', '2');
  await expect.poll(() => there.heard).toContain('round/y 2');
});

test('`solstead serve` tells of a bridge that is away in health and metrics, and has its broker at /mqtt', async (context) => {
  const folder = tempDir(context);
  const file = join(folder, 'bridge.yaml');
  const [port, mqttPort] = [await freePort(), await freePort()];
  writeFileSync(file, `to: mqtt://${host}:${await freePort()}\ntopics: [{ filter: n/# }]\n`);
  const flags = ['--host', host, '--port', `${port}`, '--mqtt-port', `${mqttPort}`, '--data', join(folder, 'home')];
  const env = { SOLSTEAD_MQTT_BRIDGE: file };
  const child = await spawned(context, [process.execPath, bin, 'serve', ...flags, '--metrics-open'], { env });
  await child.waitForOutput('Data in', 60_000);
  const ask = async (path: string): Promise<string> => (await fetch(`http://${host}:${port}${path}`)).text();
  await expect.poll(() => ask('/health')).toContain('"bridge"');
  const figures = await ask('/metrics');
  for (const line of [
    'connected 0',
    'waiting_messages 0',
    'messages_total{direction="out"} 0',
    'dropped_messages_total 0',
  ])
    expect(figures).toContain(`solstead_bridge_${line}`);
  const stranger = connect(`ws://${host}:${port}/mqtt`, { username: 'x', password: 'y', reconnectPeriod: 0 });
  context.onTestFinished(() => void stranger.end(true));
  const refused = await new Promise<unknown>((resolve) => void stranger.once('error', resolve));
  expect(refused).toMatchObject({ code: 5 });
  child.signal('SIGTERM');
  await expect.poll(() => child.exit(), { timeout: 30_000 }).toBe(0);
});

test('a file that is wrong is told with its place', () => {
  const to = `to: mqtt://${host}`;
  const wrong: readonly (readonly [text: string, place: string])[] = [
    ['[', 'bridge:1:2'],
    ['x', 'bridge:1:1'],
    ['topics: [{ filter: a }]', 'bridge:1:1'],
    [`to: tcp://${host}:1\ntopics: [{ filter: a }]`, 'bridge:1:5'],
    [to, 'bridge:1:1'],
    [`${to}\ntopics: []`, 'bridge:2:9'],
    [`${to}\npassword: x\ntopics: [{ filter: a }]`, 'bridge:2:1'],
    [`${to}\ntopics: [{ filter: a }, { filter: 'a#' }]`, 'bridge:2:35'],
    [`${to}\ntopics: [{ filter: a/b, direction: up }]`, 'bridge:2:36'],
    [`${to}\ntopics: [{ filter: a, here: '+/' }]`, 'bridge:2:29'],
    [`${to}\ntopics: [{ filter: a, there: $SYS/ }]`, 'bridge:2:30'],
    [`${to}\ntopics: [{ filter: a, qos: 3 }]`, 'bridge:2:28'],
    [`${to}\ntopics: [{ filter: a, retain: 1 }]`, 'bridge:2:31'],
    [`${to}\ntopics: [{ filter: a, from: b }]`, 'bridge:2:23'],
  ];
  for (const [text, at] of wrong) expect(() => bridgePlan(text, 'bridge')).toThrow(expect.objectContaining({ at }));
  expect(bridgePlan(`${to}\ntopics: [{ filter: a, direction: both }]`, 'bridge').rules).toEqual([
    { filter: 'a', direction: 'out', here: '', there: '', qos: 1, retain: false },
    { filter: 'a', direction: 'in', here: '', there: '', qos: 1, retain: false },
  ]);
});
