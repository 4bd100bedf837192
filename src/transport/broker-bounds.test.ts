// Everything the built-in broker holds for its clients is bounded, and none of them can silence, hide or keep out another.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, test, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { fc } from '#tools/testkit/property.ts';
import { makeConnections, makeRetained, usualBounds } from './broker-bounds.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { builtIn, clientOf } from './testing/brokers.ts';

const texts = (text: string): Buffer => {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), body]);
};

/** One MQTT 3.1.1 packet. */
function packet(first: number, body: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = body.length; ; rest = Math.floor(rest / 128)) {
    length.push((rest & 127) | (rest >= 128 ? 128 : 0));
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

const connectPacket = (id: string, username: string, password: string): Buffer =>
  packet(
    0x10,
    Buffer.concat([texts('MQTT'), Buffer.from([4, 0xc2, 0, 60]), texts(id), texts(username), texts(password)]),
  );

/** A socket to a broker that is closed with the test. */
async function raw(context: TestContext, port: number, bytes?: Buffer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  context.onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (bytes !== undefined) socket.write(bytes);
  return socket;
}

test('a client that stops reading silences nobody', async (context) => {
  const broker = await builtIn(context, { authenticate: async () => ({ topics: ['home/#'] }) });
  const stuck = await raw(context, broker.port, connectPacket('stuck', 'stuck', 'x'));
  await once(stuck, 'data');
  stuck.write(packet(0x82, Buffer.concat([Buffer.from([0, 1]), texts('home/#'), Buffer.from([0])])));
  await once(stuck, 'data');
  stuck.pause();
  const meter = clientOf(context, broker.port);
  await meter.connect();
  const inside = broker.broker().link();
  let heard = 0;
  inside.subscribe('home/meter', () => (heard += 1));
  await inside.publish('ready', '');
  const payload = Buffer.alloc(100_000, 'x');
  const slowest: number[] = [];
  for (let index = 0; index < 400; index += 1) {
    const beganMs = systemClock.monotonicMs();
    await meter.publish('home/meter', payload);
    slowest.push(systemClock.monotonicMs() - beganMs);
  }
  await expect.poll(() => heard, { timeout: 20_000 }).toBe(400);
  expect(Math.max(...slowest)).toBeLessThan(3500);
}, 30_000);

test('what this home says waits for nobody who is away: a command that comes late is not wanted', async (context) => {
  const broker = await builtIn(context, { authenticate: async () => ({ topics: ['home/#'] }) });
  // Not a clean session, and QoS 1 asked for.
  const body = Buffer.concat([texts('MQTT'), Buffer.from([4, 0xc0, 0, 60]), texts('away'), texts('a'), texts('b')]);
  const away = await raw(context, broker.port, packet(0x10, body));
  await once(away, 'data');
  away.write(packet(0x82, Buffer.concat([Buffer.from([0, 1]), texts('home/#'), Buffer.from([1])])));
  await once(away, 'data');
  away.destroy();
  const inside = broker.broker().link();
  await expect.poll(() => broker.broker().connectedClients).toBe(0);
  for (let index = 0; index < 50; index += 1) await inside.publish('home/x', 'x');
  expect(broker.broker().figures()).toMatchObject({ sessions: 1, waiting: 0 });
  const back = await raw(context, broker.port, packet(0x10, body));
  const [answer] = (await once(back, 'data')) as [Buffer];
  // The session is present, and nothing follows.
  expect(answer.toString('hex')).toBe('20020100');
});

test('connections without an account give way, and one account does not take all places', async (context) => {
  const broker = await builtIn(context, {
    authenticate: async () => ({ topics: ['home/#'] }),
    bounds: { ...usualBounds, connections: { ...usualBounds.connections, all: 30, account: 5, waitingAddress: 10 } },
  });
  const idle: Socket[] = [];
  for (let index = 0; index < 60; index += 1) idle.push(await raw(context, broker.port));
  await clientOf(context, broker.port).connect();
  await expect.poll(() => idle.filter((socket) => !socket.destroyed && !socket.closed).length).toBeLessThanOrEqual(10);
  const answers: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const socket = await raw(context, broker.port, connectPacket(`many-${index}`, 'many', 'x'));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    answers.push(answer.toString('hex'));
  }
  expect(answers.filter((answer) => answer === '20020000')).toHaveLength(5);
  expect(answers.filter((answer) => answer === '20020003')).toHaveLength(3);
});

test('a user name of 10 KB leaves a short line, and a flood of them one a minute', async (context) => {
  const broker = await builtIn(context);
  for (let index = 0; index < 30; index += 1) {
    const socket = await raw(context, broker.port, connectPacket('x', `${index}${'A'.repeat(10_000)}`, 'x'));
    await once(socket, 'data');
  }
  const log = broker.log.join('\n');
  expect(log.length).toBeLessThan(1000);
  expect(log).toContain('broker: refused "0AAAA');
});

test('counts of connections stay within the bounds, whatever comes and goes', () => {
  const step = fc.record({
    address: fc.integer({ min: 1, max: 5 }),
    account: fc.option(fc.integer({ min: 1, max: 3 })),
  });
  const connections = { all: 12, address: 6, account: 4, waiting: 5, waitingAddress: 3 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const counted = makeConnections({ ...usualBounds, connections });
      const open: { readonly stream: PassThrough; readonly account: number | null }[] = [];
      for (const { address, account } of steps) {
        const stream = new PassThrough();
        if (!counted.admit(stream, `10.0.0.${address}`)) continue;
        if (account !== null && counted.entered(stream, `account-${account}`) !== 'entered') stream.destroy();
        open.push({ stream, account });
        const live = open.filter((one) => !one.stream.destroyed);
        expect(live.length).toBeLessThanOrEqual(connections.all);
        expect(live.filter((one) => one.account === null).length).toBeLessThanOrEqual(connections.waiting);
        for (const name of [1, 2, 3])
          expect(live.filter((one) => one.account === name).length).toBeLessThanOrEqual(connections.account);
      }
    }),
    { numRuns: 60 },
  );
});

test('strangers of many addresses keep out no device that says who it is', () => {
  const counted = makeConnections(usualBounds);
  const admitted = (address: string): PassThrough => {
    const stream = new PassThrough();
    expect(counted.admit(stream, address)).toBe(true);
    return stream;
  };
  const [checked, fresh] = [admitted('10.0.0.1'), admitted('10.0.0.2')];
  counted.asked(checked);
  for (let index = 0; index < 2000; index += 1) admitted(`10.9.0.${index % 20}`);
  // One of an address of its own has time to speak even while others come by thousands.
  expect([checked.destroyed, fresh.destroyed]).toEqual([false, false]);
  expect(counted.entered(checked, 'alice')).toBe('entered');
  counted.asked(fresh);
  expect(counted.entered(fresh, 'alice')).toBe('entered');
});

test('one account takes no place that another needs behind the same address', async () => {
  const counted = makeConnections(usualBounds);
  const enter = async (account: string): Promise<boolean> => {
    const stream = new PassThrough();
    if (counted.admit(stream, '192.168.1.9') && counted.entered(stream, account) === 'entered') return true;
    stream.destroy();
    await once(stream, 'close');
    return false;
  };
  let entered = 0;
  for (let turn = 0; turn < 300; turn += 1) if (await enter('many')) entered += 1;
  expect([entered, await enter('other')]).toEqual([usualBounds.connections.account, true]);
});

test('strangers who all claim a name take no place that a device of another address needs', () => {
  const counted = makeConnections({ ...usualBounds, connections: { ...usualBounds.connections, all: 40 } });
  const guessing = Array.from({ length: 60 }, (_none, index) => {
    const stream = new PassThrough();
    if (counted.admit(stream, `10.9.0.${index % 3}`)) counted.asked(stream);
    else stream.destroy();
    return stream;
  });
  expect(guessing.filter(({ destroyed }) => !destroyed)).toHaveLength(40);
  const device = new PassThrough();
  expect(counted.admit(device, '10.0.0.1')).toBe(true);
  expect(guessing.filter(({ destroyed }) => !destroyed)).toHaveLength(39);
  expect(counted.entered(device, 'alice')).toBe('entered');
});

test('a connection that closed while its password was looked at is not said to be one too many', async (context) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasAsked = false;
  const broker = await builtIn(context, {
    authenticate: async () => {
      hasAsked = true;
      await promise;
      return { topics: ['home/#'] };
    },
  });
  const socket = await raw(context, broker.port, connectPacket('x', 'alice', 'x'));
  await expect.poll(() => hasAsked).toBe(true);
  socket.destroy();
  await once(socket, 'close');
  // The other end has seen it as soon as a later one is through.
  const later = await raw(context, broker.port, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
  await once(later, 'close');
  resolve();
  await clientOf(context, broker.port).connect();
  expect(broker.log.join('\n')).not.toContain('too many');
});

test('refused sign-ins with new client ids are lines of their address, not of what they call themselves', async (context) => {
  const broker = await builtIn(context);
  for (let index = 0; index < 12; index += 1) {
    const socket = await raw(context, broker.port, connectPacket(`id-${index}`, `name-${index}`, 'x'));
    await once(socket.resume(), 'close');
  }
  expect(broker.log.length).toBeLessThanOrEqual(2);
  expect(broker.log.every((line) => line.includes('127.0.0.1'))).toBe(true);
});

test('what is kept for later subscribers is bounded for each account and in all, and freed again', () => {
  const retained = makeRetained({ ...usualBounds, retained: { topics: 3, bytes: 1000, allBytes: 1500 } });
  expect(['a', 'b', 'c', 'd'].map((topic) => retained.keep('one', topic, 10))).toEqual([true, true, true, false]);
  expect(retained.keep('one', 'a', 2000)).toBe(false); // bytes of an account
  expect(retained.keep('one', 'a', 900)).toBe(true);
  expect(retained.keep('two', 'e', 700)).toBe(false); // bytes in all
  retained.free('a');
  expect(retained.keep('two', 'e', 700)).toBe(true);
  expect(retained.keep('one', 'd', 10)).toBe(true);
});

test('20,000 kept messages of 10 KB are not kept', async (context) => {
  const broker = await builtIn(context, { authenticate: async () => ({ topics: ['home/#'] }) });
  const client = clientOf(context, broker.port);
  await client.connect();
  for (let index = 0; index < 300; index += 1)
    await client.publish(`home/${index}`, 'x'.repeat(10_000), { retain: true });
  let kept = 0;
  const inside = broker.broker().link();
  inside.subscribe('home/#', ({ retained }) => (kept += retained ? 1 : 0));
  await inside.publish('home/last', 'x');
  await expect.poll(() => kept).toBeGreaterThan(10);
  expect(kept).toBeLessThanOrEqual(26);
  expect(broker.log.join('\n')).toContain('keeps too many messages');
});

test('the log tells a line a minute for each key, and how many were left out; texts of strangers are cut', async () => {
  const clock = fakeClock();
  const lines: string[] = [];
  const tell = limitedLog(clock, (line) => lines.push(line));
  for (let index = 0; index < 100; index += 1) tell('a', 'told');
  tell('b', 'other');
  await clock.advance(60_000);
  tell('a', 'told');
  expect(lines).toEqual(['told', 'other', 'told (and 99 like it)']);
  for (let index = 0; index < 5000; index += 1) tell(`key ${index}`, 'many');
  expect(lines.length).toBeLessThan(1010);
  for (const text of ['A'.repeat(10_000), '\n'.repeat(500), '\u0000\u001b[2J'.repeat(50), '\u2028', '', 'Zähler "1"']) {
    const shown = foreign(text);
    expect(shown.length).toBeLessThanOrEqual(81);
    expect(/\p{Cc}/u.test(shown)).toBe(false);
  }
});
