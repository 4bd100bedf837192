// What a client of the broker may try that no device does: raw packets over real sockets, and MQTT.js as people use it. The broker stays
// there for others, and holds no more than its bounds.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connectAsync } from 'mqtt';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, type TestContext, vi } from 'vitest';
import { usualBounds } from './broker-bounds.ts';
import { account, builtIn, clientOf } from './testing/brokers.ts';

type Connect = Partial<Extract<Packet, { cmd: 'connect' }>>;

/** A client that says what the test wants. */
async function raw(context: TestContext, port: number, words: Connect = {}) {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  context.onTestFinished(() => void socket.destroy());
  const heard: Packet[] = [];
  const parser = mqttPacket.parser().on('packet', (packet: Packet) => heard.push(packet));
  socket.on('data', (bytes: Buffer) => parser.parse(bytes));
  const send = (packet: Packet): void => void socket.write(mqttPacket.generate(packet));
  await once(socket, 'connect');
  const { username, password } = account;
  const head = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 } as const;
  send({ ...head, clientId: 'raw', username, password: Buffer.from(password), ...words });
  await vi.waitFor(() => expect(heard.length > 0 || socket.closed).toBe(true), { timeout: 20_000, interval: 2 });
  const first = heard.shift();
  return { socket, heard, send, code: first?.cmd === 'connack' ? first.returnCode : undefined };
}

/** Frees what is not held. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

/** Whether a device with the right account comes in and is heard. */
async function neighbourIsFine(context: TestContext, port: number): Promise<void> {
  const link = clientOf(context, port, { clientId: `neighbour-${port}` });
  const heard: string[] = [];
  await link.connect();
  link.subscribe('home/neighbour', ({ topic }) => heard.push(topic));
  await link.publish('home/neighbour', 'x');
  await vi.waitFor(() => expect(heard).toEqual(['home/neighbour']), { timeout: 20_000 });
}

const publish = (topic: string, payload: Buffer | string, more: object = {}): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos: 0,
  retain: false,
  dup: false,
  ...more,
});

const closes = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await once(socket, 'close');
};

test.for([
  ['a will of 15 KB', { will: { topic: 'home/x', payload: Buffer.alloc(15_000), qos: 0, retain: true } }],
  [
    'a will to a long topic',
    { will: { topic: `home/${'x'.repeat(600)}`, payload: Buffer.alloc(1), qos: 0, retain: true } },
  ],
  ['a client id of 10 KB', { clientId: 'x'.repeat(10_000) }],
] as const)('%s is refused', async ([, words], context) => {
  const { port, log } = await builtIn(context);
  const { socket, code } = await raw(context, port, words);
  expect(code).not.toBe(0);
  await closes(socket);
  await vi.waitFor(() => expect(log.join()).toMatch(/a (will|client id) (of|to)/), 20_000);
  expect(log.every((line) => line.length < 300)).toBe(true);
  await neighbourIsFine(context, port);
});

test('a packet of a stranger that announces 200 KB ends at its header; one of a client may be as long', async (context) => {
  const { port } = await builtIn(context);
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(Buffer.from('1080c00c', 'hex'));
  await closes(socket);
  const { send, heard } = await raw(context, port);
  send(publish('home/large', Buffer.alloc(200_000), { qos: 1, messageId: 1 }));
  await vi.waitFor(() => expect(heard).toMatchObject([{ cmd: 'puback' }]), 20_000);
});

test('200 kept messages of a few bytes hold their bytes, not the blocks they came in', async (context) => {
  const { port } = await builtIn(context, { authenticate: async () => ({ topics: ['#'] }) });
  const external = (): number => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const { socket, heard } = await raw(context, port);
  const before = external();
  // Each comes at the end of a block of 60 KB.
  for (let index = 0; index < 200; index += 1) {
    const kept = publish(`home/kept/${index}`, Buffer.alloc(64, 1), { retain: true, qos: 1, messageId: index + 1 });
    const packets = [publish('home/filler', Buffer.alloc(60_000)), kept];
    socket.write(Buffer.concat(packets.map((packet) => mqttPacket.generate(packet))));
    await vi.waitFor(() => expect(heard.length).toBe(index + 1), { interval: 1, timeout: 20_000 });
  }
  await vi.waitFor(() => expect(external() - before).toBeLessThan(4_000_000), { timeout: 20_000, interval: 200 });
});

test('1000 levels, empty levels and wildcards in the wrong place harm nobody', async (context) => {
  const { port } = await builtIn(context, { authenticate: async () => ({ topics: ['#'] }) });
  const filters = [
    'a/'.repeat(250),
    '/'.repeat(500),
    `${'+/'.repeat(250)}#`,
    '+'.repeat(100),
    'a#',
    '#/a',
    'a/+b',
    '$SYS/#',
    '$share/g/#',
  ];
  for (const [index, topic] of filters.entries()) {
    const plain = topic.replaceAll(/[+#]/g, 'x');
    const will = { topic: plain, payload: Buffer.alloc(1), qos: 1, retain: true } as const;
    const reader = await raw(context, port, { clientId: `reader${index}`, will });
    reader.send({ cmd: 'subscribe', messageId: index + 1, subscriptions: [{ topic, qos: 0 }] });
    const writer = await raw(context, port, { clientId: `writer${index}`, will });
    writer.send(publish(plain, 'x', { qos: 1, messageId: 100 + index }));
    await sleep(20);
    reader.socket.destroy();
    writer.socket.destroy();
  }
  await neighbourIsFine(context, port);
});

test.for(['#', '$SYS/#', '$SYS/broker/uptime', '+/+', '$share/all/#', 'other/#', '/#'])(
  'an account of home/# hears nothing of %s',
  async (filter, context) => {
    const { port, broker } = await builtIn(context);
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { ...account, clientId: 'ears' });
    context.onTestFinished(() => client.endAsync(true));
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    await client.subscribeAsync(filter).catch(() => undefined);
    const inside = broker().link();
    for (const topic of ['other/secret', 'secret', 'x/y', 'home/open']) await inside.publish(topic, '1');
    await sleep(200);
    expect(heard.filter((topic) => topic !== 'home/open')).toEqual([]);
  },
);

test('a client id is one of its account: another with the same disturbs nobody, the same account takes over', async (context) => {
  const { port } = await builtIn(context, {
    authenticate: async (username) => ({ topics: [`${username}/#`] }),
  });
  const holder = await raw(context, port, { clientId: 'sensor', username: 'a' });
  const other = await raw(context, port, { clientId: 'sensor', username: 'b' });
  expect(other.code).toBe(0);
  holder.send({ cmd: 'pingreq' });
  await vi.waitFor(() => expect(holder.heard).toMatchObject([{ cmd: 'pingresp' }]), 20_000);
  const again = await raw(context, port, { clientId: 'sensor', username: 'a' });
  expect(again.code).toBe(0);
  await closes(holder.socket);
  other.send({ cmd: 'pingreq' });
  await vi.waitFor(() => expect(other.heard).toMatchObject([{ cmd: 'pingresp' }]), 20_000);
});

test('every packet id used and never acknowledged, duplicates, and answers to nothing harm nobody', async (context) => {
  const { port } = await builtIn(context);
  const { send, socket } = await raw(context, port);
  send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'home/#', qos: 1 }] });
  for (let messageId = 1; messageId < 65_536; messageId += 7)
    send(publish('home/x', 'x', { qos: 1, messageId, dup: messageId % 2 === 0 }));
  for (const cmd of ['puback', 'pubrec', 'pubrel', 'pubcomp'] as const)
    for (let messageId = 1; messageId < 2000; messageId += 1) send({ cmd, messageId });
  await sleep(500);
  await neighbourIsFine(context, port);
  socket.destroy();
});

test('five thousand messages nobody hears, behind some that somebody does, in one block: the process goes on', async (context) => {
  const { port } = await builtIn(context);
  const reader = await raw(context, port, { clientId: 'reader' });
  reader.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'home/heard', qos: 0 }] });
  await vi.waitFor(() => expect(reader.heard.length).toBe(1), 20_000);
  const writer = await raw(context, port, { clientId: 'writer' });
  const bytes = (topic: string, count: number): readonly Buffer[] =>
    Array.from({ length: count }, () => mqttPacket.generate(publish(topic, 'x')));
  for (let round = 0; round < 3; round += 1) {
    writer.socket.write(Buffer.concat([...bytes('home/heard', 300), ...bytes('home/u', 5000)]));
    await vi.waitFor(() => expect(reader.heard.length).toBe(1 + 300 * (round + 1)), { timeout: 20_000 });
  }
  await neighbourIsFine(context, port);
});

test('a client that asks for messages and never acknowledges them costs no memory that stays', async (context) => {
  const { port, broker } = await builtIn(context);
  const { send, heard } = await raw(context, port);
  send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'home/#', qos: 1 }] });
  await vi.waitFor(() => expect(heard.length).toBe(1), 20_000);
  const inside = broker().link();
  const used = (): number => {
    heard.splice(0);
    collect();
    return process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  };
  const before = used();
  for (let index = 0; index < 10_000; index += 1) await inside.publish('home/x', Buffer.alloc(5000, index));
  await vi.waitFor(() => expect((used() - before) / 1e6).toBeLessThan(15), { timeout: 30_000, interval: 500 });
  await neighbourIsFine(context, port);
});

test('half-open connections: 300 that say nothing, half a CONNECT, or one byte a second keep no device out', async (context) => {
  const { port } = await builtIn(context);
  const sockets: Socket[] = [];
  context.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let index = 0; index < 300; index += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    if (index % 3 === 1) socket.write(Buffer.from('1020', 'hex'));
    if (index % 3 === 2) socket.write(Buffer.from('10', 'hex'));
  }
  await sleep(200);
  await neighbourIsFine(context, port);
});

test('garbage of every first byte ends its connection and nothing else', async (context) => {
  const { port, log } = await builtIn(context);
  for (let first = 0; first < 256; first += 5) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.end(Buffer.from([first, 4, 0, 200, 1, first, 255, 255, 255, 255, 255]));
    await closes(socket.resume());
  }
  await neighbourIsFine(context, port);
  expect(log.length).toBeLessThan(20);
});

test('a topic, filter or client id that is no UTF-8 ends its connection; one with U+FFFD itself is as good as any', async (context) => {
  const { port, broker, log } = await builtIn(context);
  const heard: string[] = [];
  broker()
    .link()
    .subscribe('home/#', ({ topic }) => void heard.push(topic));
  const broken = (packet: Packet): Buffer =>
    Buffer.from(mqttPacket.generate(packet).toString('latin1').replace('BROKEN', '\xed\xa0\x80\xff\xc0\x80'), 'latin1');
  const filter: Packet = { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'home/BROKEN', qos: 0 }] };
  for (const packet of [publish('home/BROKEN', 'x'), publish('home/BROKEN', 'x', { qos: 1, messageId: 2 }), filter]) {
    const { socket } = await raw(context, port);
    socket.write(broken(packet));
    await closes(socket);
  }
  const stranger = connect(port, '127.0.0.1').on('error', () => undefined);
  const head = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 } as const;
  stranger.write(broken({ ...head, clientId: 'BROKEN', username: 'meter', password: Buffer.from(account.password) }));
  await closes(stranger.resume());
  const { send } = await raw(context, port);
  send(publish('home/\uFFFD/größe', 'x'));
  await vi.waitFor(() => expect(heard).toEqual(['home/\uFFFD/größe']));
  expect(log.join('\n')).toContain('Cannot parse topic');
});

test('packets before CONNECT, two CONNECTs, and packets only a broker sends end the connection', async (context) => {
  const { port } = await builtIn(context);
  const before = connect(port, '127.0.0.1').on('error', () => undefined);
  before.write(mqttPacket.generate(publish('home/x', 'x')));
  await closes(before.resume());
  const packets: readonly Packet[] = [
    { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'two', keepalive: 0, clean: true },
    { cmd: 'connack', returnCode: 0, sessionPresent: false },
    { cmd: 'suback', messageId: 1, granted: [0] },
    { cmd: 'pingresp' },
  ];
  for (const packet of packets) {
    const { send, socket } = await raw(context, port);
    send(packet);
    await Promise.race([closes(socket), sleep(300)]);
    await neighbourIsFine(context, port);
  }
});

test('connecting and leaving with a will 300 times leaves one message, and no memory', async (context) => {
  const { port, broker } = await builtIn(context);
  const inside = broker().link();
  const heard: number[] = [];
  inside.subscribe('home/will', ({ payload }) => heard.push(payload.length));
  const will = { topic: 'home/will', payload: Buffer.alloc(4000), qos: 0, retain: true } as const;
  for (let index = 0; index < 300; index += 1) {
    const { socket } = await raw(context, port, { clientId: `w${index}`, will });
    socket.destroy();
  }
  await vi.waitFor(() => expect(heard.length).toBe(300), { timeout: 20_000 });
  expect(broker().connectedClients).toBeLessThanOrEqual(1);
});

test('one account takes a bounded number of connections, with wills that are bounded together', async (context) => {
  const { port } = await builtIn(context);
  const will = { topic: 'home/will', payload: Buffer.alloc(usualBounds.willBytes), qos: 0, retain: false } as const;
  const codes: (number | undefined)[] = [];
  for (let index = 0; index < usualBounds.connections.account + 5; index += 1)
    codes.push((await raw(context, port, { clientId: `many${index}`, will })).code);
  expect(codes.filter((code) => code === 0)).toHaveLength(usualBounds.connections.account);
  expect(codes.slice(-5)).toEqual([3, 3, 3, 3, 3]);
});

test.for([
  ['a second packet of QoS 2 under an id that is begun', { qos: 2, messageId: 1, dup: true }, { qos: 0 }],
  ['an overtaken one', { qos: 0 }, { qos: 1, messageId: 2 }],
] as const)('a kept message that is taken back by %s counts as long as it is kept', async ([, back, keep], context) => {
  const { port, broker } = await builtIn(context);
  const { send, heard } = await raw(context, port, { clean: false });
  send(publish('home/begun', 'x', { qos: 2, messageId: 1 }));
  await vi.waitFor(() => expect(heard).toMatchObject([{ cmd: 'pubrec' }]), 20_000);
  const { topics } = usualBounds.retained;
  for (let index = 0; index < topics + 100; index += 1) {
    send(publish(`home/kept/${index}`, 'x', { retain: true, ...keep }));
    send(publish(`home/kept/${index}`, '', { retain: true, ...back }));
  }
  send({ cmd: 'pingreq' });
  await vi.waitFor(() => expect(heard.some(({ cmd }) => cmd === 'pingresp')).toBe(true), { timeout: 20_000 });
  await sleep(300);
  expect(broker().figures().retained).toBeLessThanOrEqual(topics);
});

test('messages of QoS 2 that are begun and left under ever new client ids hold a bounded amount', async (context) => {
  const { port, broker } = await builtIn(context);
  const { account: most } = usualBounds.sessions;
  for (let index = 0; index < most + 30; index += 1) {
    const { send, heard, socket } = await raw(context, port, { clientId: `left${index}`, clean: false });
    send(publish('home/begun', 'x', { qos: 2, messageId: 1 }));
    await vi.waitFor(() => expect(heard).toMatchObject([{ cmd: 'pubrec' }]), 20_000);
    socket.destroy();
    await closes(socket);
  }
  expect(broker().figures().sessions).toBeLessThanOrEqual(most);
  expect(broker().figures().begun).toBeLessThanOrEqual(most);
});
