// A running home under floods that take their time: requests that never end, bodies that swell, streams nobody reads, sockets that are
// asked for and given up without end. While it goes on an ordinary client is served, and memory, log and connections stay in their bounds.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateRawSync, gzipSync, brotliCompressSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { Owner } from '#tools/testkit/owner.ts';
import { spawned, type Spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const ends: (() => unknown)[] = [];
let [url, port, cookie] = ['', 0, ''];
let child: Spawned | undefined;
/** Resident memory before the floods, bytes. */
let restBytes = 0;

beforeAll(async () => {
  const owner: Owner = { onTestFinished: (end) => void ends.push(end) };
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--data', tempDir(owner)];
  child = await spawned(owner, [process.execPath, bin, 'serve', ...flags], { stopMs: 20_000 });
  url = (await child.waitForOutput(/Solstead is at http:\S+/, 60_000))
    .replace('Solstead is at ', '')
    .replace('localhost', '127.0.0.1');
  port = Number(new URL(url).port);
  const claimed = await fetch(`${url}/api/v1/owner`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Anna',
      password: 'granite pelican 4471 dune',
      site: { name: 'Casa', timeZone: 'Europe/Berlin' },
    }),
  });
  if (claimed.status !== 200) throw new Error(await claimed.text());
  cookie = (claimed.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  await fetch(`${url}/api/v1/sites/casa/latest`, { headers: { cookie } });
  restBytes = residentBytes();
});
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Memory of the home's process, which may run below another that guards it. */
function residentBytes(): number {
  const pid = child?.pid ?? 0;
  const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((each) => each !== '');
  const kilobytes = [String(pid), ...below].map((each) =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0),
  );
  return Math.max(...kilobytes) * 1024;
}

/** A stranger's connection, or one of the owner's. */
function opened(text: string): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(text);
  sockets.push(socket);
  return socket;
}

/** Asks as a browser of the house does, over and over, until the flood is over; returns what was answered. */
async function ordinary(flood: () => Promise<unknown>): Promise<readonly number[]> {
  const statuses: number[] = [];
  let isOver = false;
  const asking = (async () => {
    do {
      const headers = { cookie };
      const signal = AbortSignal.timeout(10_000);
      statuses.push((await fetch(`${url}/api/v1/sites/casa/latest`, { headers, signal })).status);
      await sleep(50);
    } while (!isOver);
  })();
  await flood().finally(() => (isOver = true));
  await asking;
  return statuses;
}

/** Somebody was served all the while, and nothing grew. */
async function held(flood: () => Promise<unknown>, leastAsked = 5): Promise<void> {
  const statuses = await ordinary(flood);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(statuses.length).toBeGreaterThanOrEqual(leastAsked);
  expect(child?.exit()).toBeUndefined();
  expect(residentBytes() - restBytes).toBeLessThan(250_000_000);
  expect((child?.output() ?? '').length).toBeLessThan(60_000);
}

const host = (): string => `Host: 127.0.0.1:${port}\r\n`;
const json = 'Content-Type: application/json\r\n';
const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade\r\n';

test('heads, bodies and upgrades that come a byte at a time are ended, and take nobody’s place', async () => {
  await held(async () => {
    const heads = [
      `GET /api/v1/sites HTTP/1.1\r\n${host()}X-Slow: `,
      `POST /api/v1/session HTTP/1.1\r\n${host()}${json}Content-Length: 5000\r\n\r\n{"name":"`,
      `POST /api/v1/session HTTP/1.1\r\n${host()}${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
      `GET /api/v1/realtime HTTP/1.1\r\n${host()}${upgrade}Sec-WebSocket-Key: `,
      '',
    ];
    const slow = Array.from({ length: 300 }, (_, index) => opened(heads[index % heads.length] ?? ''));
    let left = slow.length;
    for (const socket of slow) socket.on('close', () => (left -= 1)).resume();
    const drip = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('a');
    }, 500);
    // What has said nothing at all keeps its place until somebody else needs it.
    await vi.waitFor(() => expect(left).toBeLessThanOrEqual(slow.length / heads.length), {
      timeout: 75_000,
      interval: 500,
    });
    clearInterval(drip);
  }, 50);
});

test.for<readonly [string, (bytes: Buffer) => Buffer]>([
  ['gzip', (bytes) => gzipSync(bytes)],
  ['br', (bytes) => brotliCompressSync(bytes)],
  ['deflate', (bytes) => deflateRawSync(bytes)],
  ['zstd', (bytes) => zstdCompressSync(bytes)],
])('a body that swells (%s) is refused and not unpacked', async ([coding, packed]) => {
  const bomb = packed(Buffer.alloc(200_000_000, 32));
  const small = packed(Buffer.from('{"name":"Anna","password":"granite pelican 4471 dune"}'));
  await held(async () => {
    for (const [path, body] of [
      ['/api/v1/session', small],
      ['/api/v1/setup/broker-accounts', bomb],
      ['/api/v1/sites/casa/tariff/prices', bomb],
      ['/api/v1/mcp', bomb],
    ] as const) {
      const statuses = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const sent = request(`${url}${path}`, {
            method: 'POST',
            headers: {
              cookie,
              'content-type': 'application/json',
              'content-encoding': coding,
              'content-length': body.length,
            },
          });
          sent.on('error', () => undefined).end(body);
          const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
          answer.resume();
          return answer.statusCode;
        }),
      );
      expect([path, ...new Set(statuses)]).toEqual([
        path,
        expect.toSatisfy((code: number) => code >= 400 && code < 500),
      ]);
    }
  }, 1);
});

/** A frame of a client, masked with nothing. */
function frame(firstByte: number, payload: Buffer): Buffer {
  const size = Buffer.from([0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  size.writeUInt32BE(payload.length, 5);
  return Buffer.concat([Buffer.from([firstByte]), size, Buffer.alloc(4), payload]);
}

test('compression is not offered to clients of sockets, and what comes compressed ends the socket', async () => {
  const bomb = deflateRawSync(Buffer.alloc(100_000_000, 97));
  await held(async () => {
    for (const path of ['/api/v1/realtime', '/ws/monitoring/casa', '/api/v1/live?site=casa']) {
      const socket = opened(
        `GET ${path} HTTP/1.1\r\n${host()}Cookie: ${cookie}\r\n${upgrade}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n`,
      );
      const [head] = (await once(socket, 'data')) as [Buffer];
      expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 101/);
      expect(head.toString('latin1')).not.toMatch(/sec-websocket-extensions/i);
      socket.resume();
      // Compressed (RSV1), final, text. Source: RFC 7692 §6.
      socket.write(frame(0xc1, bomb));
      const closed = new Promise((resolve) => void socket.on('close', resolve));
      await Promise.race([closed, sleep(20_000).then(() => expect(path).toBe('closed'))]);
    }
  }, 1);
});

test('streams that nobody reads are few, and the others are told so', async () => {
  await held(async () => {
    const streams = Array.from({ length: 60 }, () =>
      opened(`GET /stream HTTP/1.1\r\n${host()}Cookie: ${cookie}\r\n\r\n`),
    );
    const heads = await Promise.all(
      streams.map(async (socket) => ((await once(socket, 'data')) as [Buffer])[0].toString('latin1').slice(0, 12)),
    );
    for (const socket of streams) socket.pause();
    expect(heads.filter((head) => head === 'HTTP/1.1 200')).toHaveLength(20);
    expect(new Set(heads)).toEqual(new Set(['HTTP/1.1 200', 'HTTP/1.1 429']));
    await sleep(1000);
  });
});

test('sockets that are opened and dropped, and subscribe and unsubscribe without end, cost the others nothing', async () => {
  const address = url.replace('http', 'ws');
  await held(async () => {
    const end = Date.now() + 5000;
    const storm = async (path: string): Promise<void> => {
      while (Date.now() < end) {
        const socket = new WebSocket(`${address}${path}`, { headers: { cookie } });
        socket.on('error', () => undefined);
        await Promise.race([once(socket, 'open'), once(socket, 'close'), sleep(2000)]);
        for (let count = 0; count < 300 && socket.readyState === WebSocket.OPEN; count += 1)
          socket.send(
            JSON.stringify({ action: count % 2 === 0 ? 'subscribe' : 'unsubscribe', home_id: 'casa', since: 0 }),
          );
        socket.terminate();
      }
    };
    const paths = ['/api/v1/realtime', '/ws/monitoring/casa', '/api/v1/realtime', '/ws/monitoring/nowhere'];
    await Promise.all([...paths, ...paths].map(storm));
  }, 10);
});

test('after all of it the process ends as it should', async () => {
  await child?.stop();
  expect(child?.exit()).toBe(0);
});
