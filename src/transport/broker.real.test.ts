import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { startBroker } from './broker.ts';
import { usualBounds } from './broker-bounds.ts';
import { messageLinkConformance } from './message-link-conformance.ts';
import { expectCode } from './testing/bench.ts';
import { account, builtIn, clientOf } from './testing/brokers.ts';

messageLinkConformance('a client of the built-in broker', async (context) => {
  const broker = await builtIn(context);
  const link = async (clientId: string) => {
    const client = clientOf(context, broker.port, { clientId });
    await client.connect();
    return client;
  };
  return { broker, link };
});

messageLinkConformance('the built-in broker inside the process', async (context) => {
  const broker = await builtIn(context);
  return { broker, endsWithBroker: true, link: async () => broker.broker().link() };
});

test('joins clients over TCP and the process', async (context) => {
  const broker = await builtIn(context);
  const inside = broker.broker().link();
  const client = clientOf(context, broker.port);
  const heard: string[] = [];
  inside.subscribe('home/#', ({ payload }) => void heard.push(toLatin1(payload)));
  client.subscribe('home/set', ({ payload }) => void heard.push(`client ${toLatin1(payload)}`));
  await client.connect();
  expect(broker.broker().connectedClients).toBe(1);
  await inside.publish('home/set', 'on');
  await client.publish('home/power', '230');
  await expect.poll(() => heard.toSorted()).toEqual(['230', 'client on', 'on']);
});

test('counts messages from and to clients, and what they were refused', async (context) => {
  const broker = await builtIn(context);
  const counts = () => broker.broker().counts();
  const none = { connection: 0, publish: 0, subscribe: 0, slow: 0, fast: 0 };
  const inside = broker.broker().link();
  const client = clientOf(context, broker.port);
  const heard: string[] = [];
  client.subscribe('home/set', ({ payload }) => void heard.push(toLatin1(payload)));
  await client.connect();
  expect(counts()).toEqual({ received: 0, sent: 0, refused: none, waiting: 0 });
  await inside.publish('home/set', 'on');
  await client.publish('home/power', '230');
  await expect.poll(() => heard).toEqual(['on']);
  expect(counts()).toEqual({ received: 1, sent: 1, refused: none, waiting: 0 });
  expect(client.counts()).toEqual({ received: 1, sent: 1, refused: none, waiting: 0 });
  await client.publish('$SYS/mine', 'x');
  client.subscribe('$SYS/#', () => undefined);
  const stranger = clientOf(context, broker.port, { clientId: 'x', password: 'guess' });
  await expectCode(stranger.connect(), 'broker.refused');
  await expect.poll(() => counts().refused).toEqual({ connection: 1, publish: 1, subscribe: 1, slow: 0, fast: 0 });
  await expect.poll(() => client.counts().refused.subscribe).toBe(1);
  expect(stranger.counts().refused.connection).toBe(1);
});

test('a message is confirmed when those of this process who heard it keep it, and comes again if they do not', async (context) => {
  const broker = await builtIn(context);
  const inside = broker.broker().link();
  const steps: string[] = [];
  let keeping = Promise.withResolvers<void>();
  inside.subscribe('home/power', ({ payload }) => void steps.push(`heard ${toLatin1(payload)}`), {
    kept: () => keeping.promise,
  });
  const client = clientOf(context, broker.port);
  await client.connect();
  // Nobody keeps it, so nobody is waited for.
  await client.publish('home/other', 'x');
  const published = client.publish('home/power', '230').then(() => void steps.push('confirmed'));
  await expect.poll(() => steps).toEqual(['heard 230']);
  const before = keeping;
  keeping = Promise.withResolvers();
  before.reject(new Error('the disk is full'));
  await expect.poll(() => steps, { timeout: 20_000 }).toEqual(['heard 230', 'heard 230']);
  expect(broker.log.join()).toContain('the disk is full');
  keeping.resolve();
  await published;
  expect(steps).toEqual(['heard 230', 'heard 230', 'confirmed']);
});

test('who says at once that a message is not kept ends nothing but that message', async (context) => {
  const broker = await builtIn(context);
  const inside = broker.broker().link();
  let count = 0;
  inside.subscribe('home/power', () => void (count += 1), {
    kept: () => (count === 1 ? Promise.reject(new Error('stopped')) : Promise.resolve()),
  });
  const client = clientOf(context, broker.port);
  await client.connect();
  await client.publish('home/power', '230');
  expect(count).toBe(2);
});

test('refuses strangers, and says nothing of passwords', async (context) => {
  const broker = await builtIn(context);
  const wrong = clientOf(context, broker.port, { password: 'guess-42' });
  const told: (string | undefined)[] = [];
  wrong.onState((isConnected, failure) => void told.push(isConnected ? 'connected' : failure?.code));
  const failure = await expectCode(wrong.connect(), 'broker.refused');
  expect(failure.kind).toBe('config');
  expect(told).toEqual(['broker.refused']);
  await expectCode(clientOf(context, broker.port, { username: 'x', clientId: 'x' }).connect(), 'broker.refused');
  expect(broker.broker().connectedClients).toBe(0);
  expect(broker.log.join('\n')).toContain('refused "meter" from 127.0.0.1');
  const said = JSON.stringify([failure.message, failure.why, failure.at, broker.log]);
  expect(said).not.toContain('guess-42');
  expect(said).not.toContain(account.password);
});

test('refuses a client without an account', async (context) => {
  const broker = await builtIn(context, {
    authenticate: async (username) => (username === '' ? undefined : { topics: [] }),
  });
  // CONNECT of MQTT 3.1.1 with a clean session, no user name and the client id `a`; CONNACK with return code 5.
  const answer = await rawAnswer(context, broker.port, '100d00044d5154540402003c000161');
  expect(answer).toBe('20020005');
});

test('throttles an address that keeps failing, before it checks', async (context) => {
  let checks = 0;
  const broker = await builtIn(context, {
    authenticate: async () => {
      checks += 1;
      return undefined;
    },
  });
  const tries = Array.from({ length: 12 }, (_, number) => clientOf(context, broker.port, { clientId: `t${number}` }));
  const outcomes = await Promise.allSettled(tries.map((client) => client.connect()));
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(checks).toBe(5);
});

test('keeps an account to its topics', async (context) => {
  const broker = await builtIn(context, { authenticate: async () => ({ topics: ['home/#', '$SYS/#'] }) });
  const inside = broker.broker().link();
  const log: string[] = [];
  const client = clientOf(context, broker.port, { log });
  const [insideHeard, clientHeard]: [string[], string[]] = [[], []];
  for (const filter of ['home/#', 'secret/#', 'other/#', '$SYS/#'])
    inside.subscribe(filter, ({ topic }) => void insideHeard.push(topic));
  for (const filter of ['#', 'secret/plan', '+/plan', 'home/mine', '$SYS/#'])
    client.subscribe(filter, ({ topic }) => void clientHeard.push(topic));
  await client.connect();
  await inside.publish('ready', '');
  for (const topic of ['secret/plan', '$SYS/fake', 'home/mine']) await client.publish(topic, 'x', { retain: true });
  await inside.publish('secret/plan', 'x');
  await inside.publish('$SYS/fake', 'x');
  await inside.publish('home/last', 'x');
  // `#` was denied, but here in the client its subscriber matches what `home/mine` brings.
  await inside.publish('home/mine', 'last');
  await expect.poll(() => clientHeard.length).toBe(4);
  expect(new Set(clientHeard)).toEqual(new Set(['home/mine']));
  await expect.poll(() => insideHeard.toSorted()).toEqual(['home/last', 'home/mine', 'home/mine', 'secret/plan']);
  expect(client.isConnected).toBe(true);
  // The rest of its kind is told a minute later.
  expect(broker.log).toContain('broker: meter may not publish to secret/plan');
  expect(log.map((line) => line.split(' ').at(-1))).toEqual(['#', 'secret/plan', '+/plan', '$SYS/#']);
  expect(broker.log.some((line) => line.startsWith('broker: meter may not subscribe to '))).toBe(true);
});

test('what an account shares goes one way: it says what it may say, and hears what it may hear', async (context) => {
  const shared = { publish: ['kind/announce'], subscribe: ['kind/command'] };
  const broker = await builtIn(context, { authenticate: async () => ({ topics: ['home/#'], shared }) });
  const inside = broker.broker().link();
  const [insideHeard, clientHeard]: [string[], string[]] = [[], []];
  inside.subscribe('kind/#', ({ topic, payload }) => void insideHeard.push(`${topic} ${toLatin1(payload)}`));
  const log: string[] = [];
  const client = clientOf(context, broker.port, { log });
  for (const filter of ['kind/announce', 'kind/command', 'kind/#'])
    client.subscribe(filter, ({ topic, payload }) => void clientHeard.push(`${topic} ${toLatin1(payload)}`));
  await client.connect();
  for (const topic of ['kind/command', 'kind/announce']) await client.publish(topic, 'mine');
  for (const topic of ['kind/announce', 'kind/command']) await inside.publish(topic, 'said');
  await expect.poll(() => new Set(clientHeard)).toEqual(new Set(['kind/command said']));
  expect(insideHeard).toEqual(['kind/announce mine', 'kind/announce said', 'kind/command said']);
  expect(log.map((line) => line.split(' ').at(-1))).toEqual(['kind/announce', 'kind/#']);
});

test('does not give the session of one account to another that chose the same client id', async (context) => {
  const broker = await builtIn(context, {
    authenticate: async (username) => ({ topics: [`${username}/#`] }),
  });
  const owner = clientOf(context, broker.port, { username: 'a', clientId: 'one' });
  await owner.connect();
  const other = clientOf(context, broker.port, { username: 'b', clientId: 'one' });
  await other.connect();
  const heard: string[] = [];
  const hear = ({ topic }: { topic: string }): void => void heard.push(topic);
  owner.subscribe('a/#', hear);
  await owner.publish('a/ready', '');
  expect([owner.isConnected, other.isConnected]).toEqual([true, true]);
  await owner.close();
  const neighbour = clientOf(context, broker.port, { username: 'a', clientId: 'two' });
  await neighbour.connect();
  await neighbour.publish('a/while-away', '');
  other.subscribe('#', hear);
  other.subscribe('b/#', hear);
  const inside = broker.broker().link();
  await expect.poll(async () => (await inside.publish('b/own', ''), heard)).toContain('b/own');
  expect(heard).not.toContain('a/while-away');
  // Whose session it is gets it.
  const back = clientOf(context, broker.port, { username: 'a', clientId: 'one' });
  back.subscribe('a/#', hear);
  await back.connect();
  await expect.poll(() => heard).toContain('a/while-away');
});

test('cuts off a first packet of more than 16 kB, before it came whole', async (context) => {
  const broker = await builtIn(context);
  const client = clientOf(context, broker.port);
  await client.connect();
  await client.publish('home/big', new Uint8Array(200 * 1024));
  const socket = connect(broker.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(Buffer.from('10ffffff7f', 'hex'));
  await once(socket, 'close');
  expect(broker.log.join('\n')).toContain('more than 16384 bytes');
  expect(client.isConnected).toBe(true);
});

test('lets in only as many clients as it may', async (context) => {
  const broker = await builtIn(context, {
    bounds: { ...usualBounds, connections: { ...usualBounds.connections, all: 1 } },
  });
  await clientOf(context, broker.port).connect();
  await expectCode(clientOf(context, broker.port, { clientId: 'second' }).connect(), 'link.unavailable');
  expect(broker.log.join('\n')).toContain('1 clients are connected');
});

test('says which port is taken', async (context) => {
  const { port } = await builtIn(context);
  const log = { info: () => undefined, warn: () => undefined };
  const again = startBroker({ host: '127.0.0.1', port, clock: systemClock, log, authenticate: async () => undefined });
  const failure = await expectCode(again, 'port.taken');
  expect(failure.message).toContain(String(port));
});

test('survives an account store that fails', async (context) => {
  const broker = await builtIn(context, {
    authenticate: () => Promise.reject(new SolsteadError('store.failed', { at: 'x' })),
  });
  await expectCode(clientOf(context, broker.port).connect(), 'link.unavailable');
  expect(broker.log.join('\n')).toContain('could not be checked');
});

async function rawAnswer(context: TestContext, port: number, hex: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  context.onTestFinished(() => void socket.destroy());
  socket.write(Buffer.from(hex, 'hex'));
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString('hex');
}
