// Clients of sockets and streams that mean no good: floods, thousands that are idle, huge and broken frames, readers that never read.
// Whatever they do, the others are answered.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi, type TestContext } from 'vitest';
import { spawned } from '#tools/testkit/spawned.ts';
import { owner, stubHub } from '../testing/stub-hub.ts';
import { testServer, type TestServer } from '../testing/test-server.ts';

const limit = { timeout: 60_000 };

const answersStill = async (server: TestServer): Promise<void> =>
  expect((await server.ask('/health')).status).toBe(200);

/** A socket by hand: the handshake, and then whatever bytes. */
async function byHand(context: TestContext, server: TestServer, path = '/api/v1/realtime'): Promise<Socket> {
  const token = server.hub.signedIn(owner);
  const socket = connect(server.port, '127.0.0.1');
  context.onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const head = [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${token}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => void socket.once('data', resolve));
  return socket;
}

const ended = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => (socket.destroyed ? resolve(true) : void socket.once('close', resolve)));

/** A masked frame with a length of two bytes, or of eight that lie. */
function frame(opcode: number, payload: Uint8Array, isLast = true): Buffer {
  const head = Buffer.from([(isLast ? 0x80 : 0) | opcode, 0x80 | 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

test('frames that are broken, too large, or not masked end their socket and nothing else', limit, async (context) => {
  const server = await testServer(context);
  const text = Buffer.from('{"action":"subscribe","home_id":"home"}');
  const wrong: readonly (readonly [string, Buffer])[] = [
    ['eight gigabytes', Buffer.from([0x81, 0xff, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['larger than a message may be', frame(1, Buffer.alloc(5000, 0x20))],
    ['a reserved opcode', frame(3, text)],
    ['a reserved bit', Buffer.concat([Buffer.from([0xc1]), frame(1, text).subarray(1)])],
    ['not masked', Buffer.concat([Buffer.from([0x81, text.length]), text])],
    ['text that is not UTF-8', frame(1, Buffer.from([0xff, 0xfe, 0xfd]))],
    ['a continuation of nothing', frame(0, text)],
    ['a long ping', frame(9, Buffer.alloc(200))],
  ];
  for (const [name, bytes] of wrong) {
    const socket = await byHand(context, server);
    socket.resume();
    socket.write(bytes);
    await Promise.race([ended(socket), sleep(10_000).then(() => expect(name).toBe('ended'))]);
    await answersStill(server);
  }
});

test('a message in thousands of fragments is bounded like any other', limit, async (context) => {
  const server = await testServer(context);
  const socket = await byHand(context, server);
  socket.resume();
  socket.write(frame(1, Buffer.from('x'), false));
  for (let part = 0; part < 5000; part += 1) socket.write(frame(0, Buffer.from('x'), false));
  await ended(socket);
  await answersStill(server);
});

test('pings without end cut the client off', limit, async (context) => {
  const server = await testServer(context);
  const socket = await byHand(context, server, '/ws/monitoring/home');
  socket.resume();
  for (let count = 0; count < 5000; count += 1) socket.write(frame(9, Buffer.from('x')));
  server.clock.advance(2000);
  await ended(socket);
  await answersStill(server);
});

test('who subscribes again and again and reads nothing holds little', limit, async (context) => {
  const values = Array.from({ length: 2000 }, (_one, index) => {
    const metric = `battery.cell.voltage.${index + 1}` as const;
    return { device: 'b', metric, value: 3.3, atMs: 0, quality: 'good' as const };
  });
  const hub = stubHub();
  const before = hub.inside.snapshot('home');
  const server = await testServer(context, { hub: stubHub({ snapshot: () => ({ ...before, values }) }) });
  const rss = process.memoryUsage().rss;
  const text = Buffer.from('{"action":"subscribe","home_id":"home","since":0}');
  for (let client = 0; client < 20; client += 1) {
    const socket = await byHand(context, server);
    socket.pause();
    for (let count = 0; count < 90; count += 1) socket.write(frame(1, text));
  }
  await sleep(500);
  await answersStill(server);
  expect(process.memoryUsage().rss - rss).toBeLessThan(200_000_000);
});

/** Opens thousands of connections in a process of its own: half say nothing at all, half are sockets that say nothing. */
const crowd = `
  const { connect } = require('node:net');
  const [port, count, token] = process.argv.slice(1);
  let open = 0, failed = 0, tried = 0;
  const handshake = ['GET /api/v1/realtime HTTP/1.1', 'Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade',
    'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Authorization: Bearer ' + token, '', ''].join('\\r\\n');
  const next = () => {
    if (tried >= Number(count)) return;
    const isSocket = tried % 2 === 0;
    tried += 1;
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('connect', () => { open += 1; if (isSocket) socket.write(handshake); next(); });
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => { open -= 1; failed += 1; if (tried < Number(count)) next(); });
  };
  for (let lane = 0; lane < 50; lane += 1) next();
  setInterval(() => { if (tried >= Number(count)) console.log('tried ' + tried + ' open ' + open); }, 200);
`;

test(
  'ten thousand idle connections hold no more than their bounds, and others are answered',
  limit,
  async (context) => {
    const server = await testServer(context, { connections: { all: 300, network: 150, strangers: 60 } });
    const token = server.hub.signedIn(owner);
    const child = await spawned(context, [process.execPath, '-e', crowd, String(server.port), '10000', token]);
    await child.waitForOutput(/tried \d+ open/, 45_000);
    await vi.waitFor(
      async () => {
        await answersStill(server);
        expect((await server.ask('/api/v1/sites', { token })).status).toBe(200);
        const { text } = await server.ask('/metrics', { token });
        const figure = (name: string): number => Number(new RegExp(`^solstead_${name} (\\d+)$`, 'm').exec(text)?.[1]);
        expect(figure('connections')).toBeLessThanOrEqual(300);
        expect(figure('sockets\\{kind="realtime"\\}')).toBeLessThanOrEqual(50);
      },
      { timeout: 20_000 },
    );
  },
);
