// Outputs to MQTT brokers: Mosquitto and the built-in one, over TLS, with a broker that is away, refuses, or lets another in.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type MqttClient } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { builtIn } from '#transport/testing/brokers.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchOf, deviceFacts, mqttOutput, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Somebody at the broker: what is heard, and what the broker keeps. */
async function listener(context: TestContext, port: number, options: object = {}) {
  const client: MqttClient = connect({ host: '127.0.0.1', port, reconnectPeriod: 50, ...options });
  client.on('error', () => undefined);
  context.onTestFinished(() => void client.end(true));
  const heard: [string, string][] = [];
  const kept = new Map<string, string>();
  client.on('message', (topic, payload, { retain }) => {
    const text = payload.toString();
    heard.push([topic, text]);
    if (retain) kept.set(topic, text);
  });
  await new Promise<void>((resolve) => void client.once('connect', () => resolve()));
  await client.subscribeAsync('#', { qos: 1 });
  return { client, heard, kept, of: (topic: string) => heard.filter(([at]) => at === topic).map(([, text]) => text) };
}

const state = async ({
  desk,
}: {
  readonly desk: { list(site: string): Promise<readonly { state: { state: string } }[]> };
}) => (await desk.list('home'))[0]?.state.state;

test('a topic for each value, kept by the broker; removed, nothing of it is left', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack', { isOnline: false }));
  const { id } = await home.desk.add('home', mqttOutput(broker.url));
  const person = await listener(context, broker.port);
  await person.client.publishAsync('solstead/home/note/of/somebody', 'stays', { retain: true });
  home.give(batchOf('roof', 1000, { 'pv.power': 1234.5, 'inverter.mode': 'On grid' }));
  await expect.poll(() => person.of('solstead/home/roof/inverter/mode')).toEqual(['On grid']);
  expect(person.of('solstead/home/roof/pv/power')).toEqual(['1234.5']);
  const late = await listener(context, broker.port);
  await expect
    .poll(() => Object.fromEntries(late.kept))
    .toEqual({
      'solstead/home/status': 'online',
      'solstead/home/roof/status': 'online',
      'solstead/home/pack/status': 'offline',
      'solstead/home/roof/pv/power': '1234.5',
      'solstead/home/roof/inverter/mode': 'On grid',
      'solstead/home/note/of/somebody': 'stays',
    });
  home.devices.set('pack', deviceFacts('pack'));
  home.consumer.event?.({ kind: 'device-changed', device: 'pack' });
  await expect.poll(() => person.of('solstead/home/pack/status').at(-1)).toBe('online');
  // A device that is gone takes its topics with it.
  home.devices.delete('pack');
  home.consumer.event?.({ kind: 'device-removed', device: 'pack' });
  await expect.poll(() => person.of('solstead/home/pack/status').at(-1)).toBe('');
  expect(await home.desk.remove('home', id)).toEqual({});
  const after = await listener(context, broker.port);
  await sleep(300);
  expect(Object.fromEntries(after.kept)).toEqual({ 'solstead/home/note/of/somebody': 'stays' });
  expect(await home.desk.list('home')).toEqual([]);
});

test('a topic for each device: kept, with all that is known; not kept, with what came', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.energy', value: 7000, atMs: 1 });
  await home.desk.add('home', mqttOutput(broker.url, { form: 'json', prefix: 'a/b' }));
  await home.desk.add('home', mqttOutput(broker.url, { form: 'json', retain: false, prefix: 'c', qos: 2 }));
  const person = await listener(context, broker.port);
  home.give(batchOf('roof', 0, { 'pv.power': 1 }), batchOf('roof', 1000, { 'pv.power': 2, 'battery.soc': 50 }));
  await expect.poll(() => person.of('c/roof/state')).toHaveLength(2);
  await expect.poll(() => person.of('a/b/roof/state')).toHaveLength(2);
  expect(JSON.parse(person.of('a/b/roof/state')[1] ?? '')).toEqual({
    time: '1970-01-01T00:00:01.000Z',
    'pv.energy': 7000,
    'pv.power': 2,
    'battery.soc': 50,
  });
  expect(person.of('c/roof/state').map((text) => JSON.parse(text) as unknown)).toEqual([
    { time: '1970-01-01T00:00:00.000Z', 'pv.power': 1 },
    { time: '1970-01-01T00:00:01.000Z', 'pv.power': 2, 'battery.soc': 50 },
  ]);
});

test('what came while the broker was away, or before a restart, comes in order; where only the newest counts, that', async (context) => {
  const broker = await mosquitto(context);
  const folder = join(tempDir(context), 'data');
  const first = await openOutputHouse(context, { folder });
  const json = { form: 'json', retain: false };
  await first.desk.add('home', mqttOutput(broker.url, { ...json, prefix: 'all' }));
  await first.desk.add('home', mqttOutput(broker.url, { ...json, prefix: 'newest', backlog: 'newest' }));
  await expect.poll(() => state(first)).toBe('working');
  await broker.stop();
  await expect.poll(() => state(first)).toBe('failing');
  const half = Array.from({ length: 500 }, (_none, index) => batchOf('roof', index, { 'pv.power': index }));
  first.give(...half);
  const [waiting] = await first.desk.list('home');
  expect(waiting?.state).toMatchObject({ waiting: 500, dropped: 0 });
  expect(waiting?.state.trouble).toBeDefined();
  await first.close();
  const again = await openOutputHouse(context, { folder, records: first.records });
  again.give(...half.map((batch) => ({ ...batch, atMs: batch.atMs + 500, value: [batch.atMs + 500] })));
  await broker.start();
  const person = await listener(context, broker.port);
  const powers = (prefix: string) =>
    person.of(`${prefix}/roof/state`).map((text) => (JSON.parse(text) as Record<string, number>)['pv.power']);
  await expect.poll(() => powers('all').length, { timeout: 20_000 }).toBe(1000);
  expect(powers('all')).toEqual(Array.from({ length: 1000 }, (_none, index) => index));
  await expect.poll(() => powers('newest')).toEqual([999]);
  await expect.poll(async () => (await again.desk.list('home')).map((one) => one.state.waiting)).toEqual([0, 0]);
});

test('the last will says that it is gone; off says so too, and on again sends what waits from then on', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', mqttOutput(broker.url));
  const person = await listener(context, broker.port);
  await expect.poll(() => person.of('solstead/home/status')).toEqual(['online']);
  // Another client of its name: the broker throws it out, without a goodbye.
  const other = connect({ port: broker.port, host: '127.0.0.1', clientId: `solstead-${id}`, reconnectPeriod: 0 });
  context.onTestFinished(() => void other.end(true));
  await expect.poll(() => person.of('solstead/home/status')).toContain('offline');
  await expect.poll(() => person.of('solstead/home/status').at(-1)).toBe('online');
  await home.desk.change('home', id, mqttOutput(broker.url, {}, { isOn: false }));
  await expect.poll(() => person.of('solstead/home/status').at(-1)).toBe('offline');
  home.give(batchOf('roof', 1, { 'pv.power': 1 }));
  expect((await home.desk.list('home'))[0]).toMatchObject({ isOn: false, state: { state: 'off', waiting: 0 } });
  await home.desk.change('home', id, mqttOutput(broker.url, {}, { filter: { metrics: ['pv.power'] } }));
  home.give(batchOf('roof', 2, { 'pv.power': 2, 'grid.power': 3 }));
  await expect.poll(() => person.of('solstead/home/roof/pv/power')).toEqual(['2']);
  expect(person.of('solstead/home/roof/grid/power')).toEqual([]);
  // Under another prefix nothing of the old one is left.
  await home.desk.change('home', id, mqttOutput(broker.url, { prefix: 'house' }));
  await expect.poll(() => person.of('house/status').at(-1)).toBe('online');
  const late = await listener(context, broker.port);
  await expect.poll(() => [...late.kept.keys()]).toContain('house/status');
  expect([...late.kept.keys()].filter((topic) => topic.startsWith('solstead/'))).toEqual([]);
});

test('over TLS with a certificate of its own, and an account; a wrong password is told, and the right one mends it', async (context) => {
  const folder = tempDir(context);
  const { cert, key } = madeCertificate('broker', Date.UTC(2100, 0));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const config = [`cafile ${certFile}`, `certfile ${certFile}`, `keyfile ${keyFile}`];
  const broker = await mosquitto(context, { users: { anna: 'right', house: 'right' }, config });
  const server = `mqtts://house@127.0.0.1:${broker.port}`;
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', mqttOutput(server, { ca: cert }, { secret: 'wrong' }));
  await expect.poll(() => state(home)).toBe('failing');
  const [refused] = await home.desk.list('home');
  expect(refused).toMatchObject({ hasSecret: true, state: { trouble: { reason: { code: 'outside.at' } } } });
  expect(JSON.stringify(refused)).not.toContain('wrong');
  const trial = { settings: mqttOutput(server, { ca: cert }).settings };
  await expect(home.desk.test('home', { ...trial, secret: 'wrong' })).rejects.toMatchObject({ code: 'broker.refused' });
  await expect(home.desk.test('home', { ...trial, id })).rejects.toMatchObject({ code: 'broker.refused' });
  await home.desk.change('home', id, mqttOutput(server, { ca: cert }, { secret: 'right' }));
  // What is kept is for that server and account alone.
  const elsewhere = mqttOutput('mqtts://home@127.0.0.1:9', { ca: cert });
  const asked = { code: 'input.invalid', at: 'secret', reason: { code: 'secret.again' } };
  await expect(home.desk.change('home', id, elsewhere)).rejects.toMatchObject(asked);
  await expect(home.desk.test('home', { id, settings: elsewhere.settings })).rejects.toMatchObject(asked);
  await expect.poll(() => state(home)).toBe('working');
  expect(await home.desk.test('home', { ...trial, id })).toMatchObject({
    count: 0,
    note: { code: 'output.nothing-yet' },
  });
  const without = { settings: mqttOutput(server).settings, secret: 'right' };
  await expect(home.desk.test('home', without), 'an authority that nobody knows').rejects.toMatchObject({
    code: 'link.unavailable',
  });
});

test('a test shows what would be sent, and that a broker does not let it through', async (context) => {
  const broker = await mosquitto(context, {
    users: { house: 'pw' },
    acl: ['user house', 'topic readwrite solstead/#'],
  });
  const home = await openOutputHouse(context);
  home.known.push(
    { device: 'roof', metric: 'pv.power', value: 42, atMs: 1 },
    { device: 'roof', metric: 'pv.energy', value: 7, atMs: 1 },
  );
  const server = `mqtt://house@127.0.0.1:${broker.port}`;
  const filter = { metrics: ['pv.power'] };
  const tested = await home.desk.test('home', { settings: mqttOutput(server).settings, secret: 'pw', filter });
  expect(tested).toMatchObject({ count: 1, samples: [{ to: 'solstead/home/roof/pv/power', content: '42' }] });
  const elsewhere = { settings: mqttOutput(server, { prefix: 'house' }).settings, secret: 'pw' };
  await expect(home.desk.test('home', elsewhere)).rejects.toMatchObject({
    code: 'output.failed',
    reason: { code: 'output.not-back', params: { prefix: { external: 'house' } } },
  });
  const metadata = { settings: mqttOutput('mqtt://169.254.169.254').settings };
  await expect(home.desk.test('home', metadata)).rejects.toMatchObject({ code: 'link.forbidden' });
  await broker.stop();
  await expect(home.desk.test('home', { settings: mqttOutput(server).settings })).rejects.toMatchObject({
    code: 'link.unavailable',
  });
});

test('the broker of the home itself, which needs no address', async (context) => {
  const near = await builtIn(context, { authenticate: async () => ({ topics: ['#'] }) });
  const home = await openOutputHouse(context, { broker: near.broker().link() });
  home.known.push({ device: 'roof', metric: 'pv.power', value: 42, atMs: 1 });
  const person = await listener(context, near.port, { username: 'p', password: 'p' });
  expect(await home.desk.test('home', { settings: mqttOutput(undefined).settings })).toMatchObject({ count: 1 });
  const { id } = await home.desk.add('home', mqttOutput(undefined));
  home.give(batchOf('roof', 2, { 'pv.power': 2 }));
  await expect.poll(() => person.of('solstead/home/roof/pv/power')).toEqual(['2']);
  await home.desk.remove('home', id);
  await expect.poll(() => person.of('solstead/home/roof/pv/power').at(-1)).toBe('');
  expect(person.of('solstead/home/status').at(-1)).toBe('');
});

test('what is wrong with the settings is named, and what an earlier version kept harms no other', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context, {
    records: new Map([
      ['odd', { id: 'odd', site: 'home', name: 'Odd', settings: { kind: 'pigeon' }, filter: {}, isOn: true }],
    ]),
  });
  await home.desk.add('home', mqttOutput(broker.url));
  await expect.poll(async () => (await home.desk.list('home'))[1]?.state.state).toBe('working');
  expect((await home.desk.list('home'))[0]).toMatchObject({ state: { state: 'failing' } });
  const wrong: readonly (readonly [object, string])[] = [
    [{ server: 'http://host' }, 'settings.server'],
    [{ server: 'mqtt://a:secret@host' }, 'settings.server'],
    [{ prefix: 'a/+/b' }, 'settings.prefix'],
    [{ ca: 'no certificate' }, 'settings.ca'],
    [{ qos: 3 }, 'settings'],
  ];
  for (const [settings, at] of wrong)
    await expect(home.desk.add('home', mqttOutput(undefined, { ...settings }))).rejects.toMatchObject({
      code: 'input.invalid',
      at,
    });
  const filter = { metrics: ['pv/power'] };
  await expect(home.desk.add('home', mqttOutput(broker.url, {}, { filter }))).rejects.toMatchObject({
    at: 'filter.metrics.0',
  });
  await expect(home.desk.remove('home', 'nobody')).rejects.toMatchObject({ code: 'output.unknown' });
  await expect(home.desk.list('cabin')).rejects.toMatchObject({ code: 'site.unknown' });
});
