// MQTT over WebSocket at the port of the web server, with MQTT.js and by hand: who gets in, and what a stranger may hold.
import { once } from 'node:events';
import { request } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { testServer } from '#server/testing/test-server.ts';
import { usualBounds } from '#transport/broker-bounds.ts';
import { account, builtIn } from '#transport/testing/brokers.ts';

type ServerChanges = Parameters<typeof testServer>[1];

/** A web server with the built-in broker behind it. */
async function served(
  context: TestContext,
  changes: ServerChanges = {},
  brokerChanges: Parameters<typeof builtIn>[1] = {},
) {
  const broker = await builtIn(context, brokerChanges);
  const server = await testServer(context, { mqttDoor: () => (visit) => broker.broker().upgrade(visit), ...changes });
  return { broker, server, port: server.port, url: `ws://127.0.0.1:${server.port}/mqtt` };
}

/** What a client says once; its type is not that of an emitter of Node. */
const told = (made: MqttClient, event: 'connect' | 'close' | 'error'): Promise<unknown> =>
  new Promise((resolve) => void made.once(event, (...said: readonly unknown[]) => resolve(said[0])));

/** MQTT.js as a program uses it; the pause before it tries again is left to the test. */
async function client(context: TestContext, url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const made = connect(url, { ...account, reconnectPeriod: 0, connectTimeout: 20_000, ...options });
  made.on('error', () => undefined);
  context.onTestFinished(() => void made.end(true));
  const first = await Promise.race([
    told(made, 'connect').then(() => 'connect'),
    told(made, 'close').then(() => 'close'),
  ]);
  if (first === 'close') throw new Error('closed');
  return made;
}

function hears(made: MqttClient): string[] {
  const heard: string[] = [];
  made.on('message', (topic, payload) => void heard.push(`${topic} ${payload.toString()}`));
  return heard;
}

test('MQTT.js publishes and subscribes with every QoS, also large messages and many; the broker counts it once', async (context) => {
  const { url, broker } = await served(context);
  const made = await client(context, url, { clientId: 'page' });
  const heard = hears(made);
  await made.subscribeAsync('home/#', { qos: 2 });
  for (const qos of [0, 1, 2] as const) await made.publishAsync(`home/${qos}`, 'x', { qos });
  await expect.poll(() => heard.toSorted()).toEqual(['home/0 x', 'home/1 x', 'home/2 x']);
  heard.length = 0;
  const large = 'y'.repeat(200_000);
  await made.publishAsync('home/large', large, { qos: 1 });
  await expect.poll(() => heard).toEqual([`home/large ${large}`]);
  heard.length = 0;
  const numbers = Array.from({ length: 2000 }, (_none, number) => String(number));
  await Promise.all(numbers.map((number) => made.publishAsync('home/n', number, { qos: 1 })));
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(2000);
  expect(heard).toEqual(numbers.map((number) => `home/n ${number}`));
  expect(broker.broker().connectedClients).toBe(1);
});

test('a wrong password is refused with the code of MQTT', async (context) => {
  const { url } = await served(context);
  const made = connect(url, { ...account, password: 'guess', reconnectPeriod: 0 });
  context.onTestFinished(() => void made.end(true));
  expect(await told(made, 'error')).toMatchObject({ code: 5 });
});

test('the end of the server ends the connection', async (context) => {
  const { url, server } = await served(context);
  const made = await client(context, url);
  const closed = told(made, 'close');
  await Promise.all([server.close(), closed]);
  expect(made.connected).toBe(false);
});

/** The status of the answer to a request to upgrade. */
function statusOf(url: string, { origin, protocols = ['mqtt'] }: { origin?: string; protocols?: string[] } = {}) {
  return new Promise<number | string>((resolve) => {
    const socket = new WebSocket(url, protocols, origin === undefined ? {} : { origin });
    socket.once('open', () => {
      resolve(socket.protocol);
      socket.terminate();
    });
    socket.once('error', () => undefined);
    socket.once('unexpected-response', (asked, { statusCode = 0 }) => {
      resolve(statusCode);
      asked.destroy();
    });
  });
}

test('a page of another site gets in only if its site is named, whatever token it shows', async (context) => {
  const other = 'https://elsewhere.example.com';
  const plain = await served(context);
  expect(await statusOf(plain.url)).toBe('mqtt');
  expect(await statusOf(plain.url, { origin: `http://127.0.0.1:${plain.port}` })).toBe('mqtt');
  for (const url of [plain.url, `${plain.url}?token=x`])
    for (const origin of [other, 'null', `http://127.0.0.1:${plain.port + 1}`])
      expect([url, origin, await statusOf(url, { origin })]).toEqual([url, origin, 403]);
  const named = await served(context, { allowedOrigins: [other] });
  expect(await statusOf(named.url, { origin: other })).toBe('mqtt');
  expect(await statusOf(named.url, { origin: `${other}.org` })).toBe(403);
  // Its account is asked for all the same.
  const socket = new WebSocket(named.url, ['mqtt'], { origin: other });
  await once(socket, 'open');
  socket.send(mqttPacket.generate({ ...connectPacket, username: account.username, password: Buffer.from('guess') }));
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(answer.toString('hex')).toBe('20020005');
});

test('asks for the subprotocol, for an upgrade, and for a broker in the home', async (context) => {
  const { url, server } = await served(context);
  expect(await statusOf(url, { protocols: [] })).toBe(400);
  expect(await statusOf(url, { protocols: ['chat'] })).toBe(400);
  expect(await statusOf(url, { protocols: ['chat', 'mqtt'] })).toBe('mqtt');
  expect(await statusOf(url, { protocols: ['mqttv3.1'] })).toBe('mqttv3.1');
  expect((await server.ask('/mqtt')).body).toMatchObject({ reason: { code: 'request.no-socket' } });
  const outside = await served(context, { mqttDoor: () => undefined });
  expect(await statusOf(outside.url)).toBe(400);
});

const connectPacket = {
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 60,
  clientId: 'hand',
} as const;

/** A socket by hand behind its handshake. */
async function byHand(context: TestContext, port: number): Promise<Socket> {
  const sent = request({
    port,
    host: '127.0.0.1',
    path: '/mqtt',
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'mqtt',
    },
  });
  sent.end();
  const [, socket] = (await once(sent, 'upgrade')) as [unknown, Socket];
  context.onTestFinished(() => void socket.destroy());
  return socket.on('error', () => undefined);
}

const ended = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.resume().once('close', () => resolve()));

/** A masked frame of up to 64 kB. */
function frame(opcode: number, payload: Uint8Array, isLast = true): Buffer {
  const { length } = payload;
  const lengths = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  const head = Buffer.from([(isLast ? 0x80 : 0) | opcode, ...lengths]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

test('frames may split packets and hold several; text, and a stranger who sends much, end their connection alone', async (context) => {
  const { port, broker, url } = await served(context);
  const neighbour = await client(context, url, { clientId: 'neighbour' });
  const { username, password } = account;
  const bytes = Buffer.concat([
    mqttPacket.generate({ ...connectPacket, username, password: Buffer.from(password) }),
    mqttPacket.generate({ cmd: 'pingreq' }),
    mqttPacket.generate({ cmd: 'pingreq' }),
  ]);
  const split = await byHand(context, port);
  const heard: Buffer[] = [];
  split.on('data', (part: Buffer) => heard.push(part));
  const half = bytes.length - 3;
  for (const byte of bytes.subarray(0, half)) split.write(frame(2, Uint8Array.of(byte)));
  split.write(Buffer.concat([frame(2, bytes.subarray(half, -1), false), frame(9, Buffer.from('?'))]));
  split.write(frame(0, bytes.subarray(-1)));
  const shown = () => Buffer.concat(heard).toString('hex');
  await expect.poll(shown).toContain('20020000');
  await expect.poll(() => shown().split('d000').length).toBe(3);
  const said = await byHand(context, port);
  said.write(frame(1, bytes));
  await ended(said);
  const stranger = await byHand(context, port);
  for (let part = 0; part < 10; part += 1) stranger.write(frame(part === 0 ? 2 : 0, Buffer.alloc(10_000), false));
  await ended(stranger);
  // Once it has an account it may send as much as over TCP, and no more.
  await neighbour.publishAsync('home/large', Buffer.alloc(250_000), { qos: 1 });
  const closed = told(neighbour, 'close');
  neighbour.publish('home/larger', Buffer.alloc(300_000), { qos: 1 });
  await closed;
  expect(broker.broker().connectedClients).toBe(1);
});

test('those who say nothing take no place of others, and are bounded with those over TCP', async (context) => {
  const waiting = 4;
  const bounds = { ...usualBounds, connections: { ...usualBounds.connections, waiting, waitingAddress: waiting } };
  const { port, broker, url } = await served(context, {}, { bounds });
  const silent: Socket[] = [];
  for (let count = 0; count < waiting; count += 1) silent.push(await byHand(context, port));
  const oldest = ended(silent[0] as Socket);
  const tcp = connectTcp(broker.port, '127.0.0.1').on('error', () => undefined);
  context.onTestFinished(() => void tcp.destroy());
  await oldest;
  const made = await client(context, url);
  await made.publishAsync('home/x', 'x', { qos: 1 });
  expect(silent.filter(({ destroyed }) => !destroyed).length).toBeLessThan(waiting);
});

test('a client that reads nothing costs a bounded amount, and nobody else notices', async (context) => {
  const { port, url } = await served(context);
  const { username, password } = account;
  const deaf = await byHand(context, port);
  const hello = { ...connectPacket, username, password: Buffer.from(password) };
  deaf.write(frame(2, mqttPacket.generate(hello)));
  await once(deaf, 'data');
  const subscriptions = [{ topic: 'home/#', qos: 0 as const }];
  deaf.write(frame(2, mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions })));
  await once(deaf, 'data');
  deaf.pause();
  const made = await client(context, url, { clientId: 'loud' });
  const heard = hears(made);
  await made.subscribeAsync('home/last', { qos: 0 });
  for (let count = 0; count < 200; count += 1) await made.publishAsync('home/big', Buffer.alloc(100_000), { qos: 1 });
  await made.publishAsync('home/last', 'x', { qos: 1 });
  await expect.poll(() => heard).toEqual(['home/last x']);
});

test.for([
  ['pings', (socket: WebSocket) => socket.ping('x'.repeat(125))],
  ['answers to pings nobody sent', (socket: WebSocket) => socket.pong('x'.repeat(125))],
  ['empty frames', (socket: WebSocket) => socket.send(Buffer.alloc(0))],
] as const)('%s without end end the connection of an account', async ([, send], context) => {
  const { url, broker } = await served(context);
  const socket = new WebSocket(url, ['mqtt']);
  context.onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(
    mqttPacket.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      keepalive: 0,
      clientId: 'page',
      username: account.username,
      password: Buffer.from(account.password),
    }),
  );
  await once(socket, 'message');
  let sent = 0;
  for (; sent < 20_000 && socket.readyState === WebSocket.OPEN; sent += 1) {
    send(socket);
    if (sent % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
  expect(sent).toBeLessThan(20_000);
  await expect.poll(() => broker.broker().connectedClients).toBe(0);
});
