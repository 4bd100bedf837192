// What one account does without end costs a bounded amount of memory, and keeps no neighbour out.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import mqttPacket from 'mqtt-packet';
import type { Packet } from 'mqtt-packet';
import { expect, test, type TestContext } from 'vitest';
import { usualBounds } from './broker-bounds.ts';
import { account, builtIn, clientOf } from './testing/brokers.ts';

/** A client that says what the test wants, and no more. */
async function rawClient(context: TestContext, port: number, clientId: string) {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  context.onTestFinished(() => void socket.destroy());
  const parser = mqttPacket.parser();
  const packets: Packet[] = [];
  const waiting: ((packet: Packet) => void)[] = [];
  parser.on('packet', (packet) => {
    const waiter = waiting.shift();
    if (waiter === undefined) packets.push(packet);
    else waiter(packet);
  });
  socket.on('data', (bytes: Buffer) => parser.parse(bytes));
  const next = async (): Promise<Packet> =>
    packets.shift() ?? (await new Promise<Packet>((resolve) => void waiting.push(resolve)));
  const send = (packet: Packet): void => void socket.write(mqttPacket.generate(packet));
  const { username, password } = account;
  const head = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 } as const;
  send({ ...head, clientId, username, password: Buffer.from(password) });
  expect(await next()).toMatchObject({ cmd: 'connack', returnCode: 0 });
  return { socket, next, send };
}

const granted = (packet: Packet): number =>
  (packet.cmd === 'suback' ? packet.granted : []).filter((qos) => qos !== 128).length;

test('filters of a connection are bounded, in one packet and in many', async (context) => {
  const { port } = await builtIn(context);
  const { send, next } = await rawClient(context, port, 'greedy');
  const filters = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ topic: `home/${from + index}`, qos: 1 as const }));
  send({ cmd: 'subscribe', messageId: 1, subscriptions: filters(0, 500) });
  expect(granted(await next())).toBe(usualBounds.filters);
  send({ cmd: 'subscribe', messageId: 2, subscriptions: filters(1000, 5) });
  expect(granted(await next())).toBe(0);
  // One that is given back makes room.
  send({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: ['home/7'] });
  await next();
  send({ cmd: 'subscribe', messageId: 4, subscriptions: filters(2000, 2) });
  expect(granted(await next())).toBe(1);
});

test('who asks for what devices share is told in the log what to ask for', async (context) => {
  const entry = { topics: [], mayOwn: () => false, insteadOf: () => 'shellies/<device>/#' };
  const { port, log } = await builtIn(context, { authenticate: async () => entry });
  const { send, next } = await rawClient(context, port, 'all');
  send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'shellies/#', qos: 0 }] });
  expect(granted(await next())).toBe(0);
  expect(log.join()).toContain('may not subscribe to shellies/#; devices share it: subscribe to shellies/<device>/#');
});

test('a filter or topic of any length is not kept', async (context) => {
  const { port, log } = await builtIn(context);
  const { send, next } = await rawClient(context, port, 'long');
  const topic = `home/${'x'.repeat(60_000)}`;
  send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 0 }] });
  expect(granted(await next())).toBe(0);
  send({ cmd: 'publish', topic, qos: 1, messageId: 2, payload: 'x', retain: true, dup: false });
  expect(await next()).toMatchObject({ cmd: 'puback' });
  expect(log.every((line) => line.length < 300)).toBe(true);
  expect(log).toHaveLength(2);
});

test('messages of QoS 2 that are begun and never ended end the connection', async (context) => {
  const { port } = await builtIn(context);
  const { send, socket } = await rawClient(context, port, 'never-ends');
  const closed = new Promise((resolve) => void socket.once('close', resolve));
  for (let messageId = 1; messageId <= usualBounds.begun + 1; messageId += 1)
    send({ cmd: 'publish', topic: 'home/x', qos: 2, messageId, payload: 'x', retain: false, dup: false });
  await closed;
  // Nobody else notices.
  const link = clientOf(context, port, { clientId: 'neighbour' });
  await link.connect();
  expect(link.isConnected).toBe(true);
});

test('who says more than its rate waits, and is told; a neighbour is served at once meanwhile', async (context) => {
  const entry = { topics: ['#'] };
  const { port, log, broker } = await builtIn(context, { authenticate: async () => entry });
  const { socket } = await rawClient(context, port, 'flood');
  const one = mqttPacket.generate({ cmd: 'publish', topic: 'home/x', qos: 0, payload: '1', retain: false, dup: false });
  const count = 3 * usualBounds.pace.packets;
  socket.write(Buffer.concat(Array.from({ length: count }, () => one)));
  await expect.poll(() => broker().counts().refused.fast).toBeGreaterThan(0);
  expect(broker().counts().received).toBeLessThan(count);
  // An account of its own has a rate of its own.
  const neighbour = clientOf(context, port, { clientId: 'neighbour', username: 'neighbour' });
  await neighbour.connect();
  await neighbour.publish('home/y', 'x');
  expect(broker().counts().received).toBeLessThan(count);
  expect(log.join()).toContain('broker: meter says more than 2000 packets');
  await expect.poll(() => broker().counts().received, { timeout: 20_000 }).toBe(count + 1);
});

test('a session without a client id, and a protocol that is not spoken, are refused and counted', async (context) => {
  const { port, log, broker } = await builtIn(context);
  const { username, password } = account;
  const head = { cmd: 'connect', protocolId: 'MQTT', clean: true, keepalive: 60, clientId: '', username } as const;
  const bytesOf = (protocolVersion: 4 | 5): Buffer =>
    mqttPacket.generate({ ...head, protocolVersion, password: Buffer.from(password) });
  const answerTo = async (bytes: Buffer): Promise<Packet> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    context.onTestFinished(() => void socket.destroy());
    socket.write(bytes);
    const parser = mqttPacket.parser();
    socket.on('data', (answer: Buffer) => parser.parse(answer));
    return new Promise((resolve) => void parser.once('packet', resolve));
  };
  expect(await answerTo(bytesOf(4))).toMatchObject({ returnCode: 0 });
  // As no honest library writes it: the flags stand behind name and version of the protocol.
  const kept = bytesOf(4);
  kept.writeUInt8(kept.readUInt8(9) & 0xfd, 9);
  expect(await answerTo(kept)).toMatchObject({ returnCode: 2 });
  expect(await answerTo(bytesOf(5))).toMatchObject({ returnCode: 1 });
  expect(broker().counts().refused.connection).toBe(2);
  await expect
    .poll(() => log)
    .toEqual([
      'broker: "meter" asks for a session without a client id',
      'broker: a connection from 127.0.0.1 failed: unacceptable protocol version',
    ]);
});

test('a topic with a NUL, which no other part of a home could keep, is nobody’s', async (context) => {
  const { port, broker } = await builtIn(context);
  const { send, next } = await rawClient(context, port, 'nul');
  send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'home/\0', qos: 0 }] });
  expect(granted(await next())).toBe(0);
  send({ cmd: 'publish', topic: 'home/\0', qos: 1, messageId: 2, payload: 'x', retain: true, dup: false });
  expect(await next()).toMatchObject({ cmd: 'puback' });
  expect(broker().counts().refused).toMatchObject({ publish: 1, subscribe: 1 });
});

test('names that every object has are topics and client ids like others', async (context) => {
  const { port } = await builtIn(context, { authenticate: async () => ({ topics: ['#'] }) });
  for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const { send, next, socket } = await rawClient(context, port, word);
    for (const qos of [0, 1] as const) {
      send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: word, qos }] });
      expect(granted(await next())).toBe(1);
    }
    send({ cmd: 'publish', topic: word, qos: 0, payload: 'x', retain: false, dup: false });
    expect(await next()).toMatchObject({ cmd: 'publish', topic: word });
    send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: [word] });
    expect(await next()).toMatchObject({ cmd: 'unsuback' });
    socket.destroy();
  }
});

test('a device whose password was right comes in at once while others behind its address guess its name', async (context) => {
  const right = new Set<string>();
  const entry = { topics: ['home/#'] };
  const { port } = await builtIn(context, {
    authenticate: async (username, password) => {
      await sleep(200);
      if (username !== account.username || password !== account.password) return undefined;
      right.add(password);
      return entry;
    },
    recall: async (_username, password) => (right.has(password) ? entry : undefined),
  });
  await rawClient(context, port, 'device');
  const guessers = Array.from({ length: 20 }, (_none, index) =>
    clientOf(context, port, { clientId: `g${index}`, password: 'wrong' }).connect(),
  );
  const outcomes = Promise.allSettled(guessers);
  await Promise.race(guessers).catch(() => undefined);
  const beganMs = performance.now();
  await rawClient(context, port, 'device');
  expect(performance.now() - beganMs).toBeLessThan(3000);
  expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
});
