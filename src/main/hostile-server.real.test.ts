// A running home under attack over its sockets: requests no browser sends, sockets that flood, exports nobody reads, roles that reach for
// more. It stays up, tells nobody anything, and is as quick for its owner afterwards.
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { Owner } from '#tools/testkit/owner.ts';
import { spawned, type Spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const ends: (() => unknown)[] = [];
let [url, port, cookie] = ['', 0, ''];
let child: Spawned | undefined;

beforeAll(async () => {
  const owner: Owner = { onTestFinished: (end) => void ends.push(end) };
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--data', tempDir(owner)];
  child = await spawned(owner, [process.execPath, bin, 'serve', ...flags], { stopMs: 20_000 });
  url = (await child.waitForOutput(/Solstead is at http:\S+/, 60_000))
    .replace('Solstead is at ', '')
    .replace('localhost', '127.0.0.1');
  port = Number(new URL(url).port);
  const site = { name: 'Casa', timeZone: 'Europe/Berlin' };
  const claimed = await post('/api/v1/owner', { name: 'Anna', password: 'granite pelican 4471 dune', site });
  cookie = (claimed.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  if (claimed.status !== 200) throw new Error(await claimed.text());
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const headers = (): Record<string, string> => ({ 'content-type': 'application/json', cookie });
async function post(path: string, body: unknown, more: Record<string, string> = headers()): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: more,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const get = async (path: string, more: Record<string, string> = headers()): Promise<Response> =>
  fetch(url + path, { headers: more });

/** The owner is served, and the process never ended. */
async function isFine(): Promise<void> {
  expect(child?.exit()).toBeUndefined();
  expect((await get('/api/v1/sites/casa/latest')).status).toBe(200);
}

/** What a server answers to bytes; empty if it closes. */
async function raw(bytes: string | Buffer, ms = 15_000): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  const timer = setTimeout(() => socket.destroy(), ms);
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.write(bytes);
  await new Promise((resolve) => void socket.once('close', resolve));
  clearTimeout(timer);
  return heard;
}

const host = (): string => `Host: 127.0.0.1:${port}\r\n`;
const close = 'Connection: close\r\n';

const heads: readonly (readonly [string, () => string | Buffer, RegExp])[] = [
  [
    'two lengths',
    () => `POST /api/v1/session HTTP/1.1\r\n${host()}${close}Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}`,
    /^HTTP\/1\.1 400|^$/,
  ],
  [
    'a length and chunks',
    () =>
      `POST /api/v1/session HTTP/1.1\r\n${host()}${close}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
    /^HTTP\/1\.1 400|^$/,
  ],
  [
    'chunks of a strange coding',
    () => `POST /api/v1/session HTTP/1.1\r\n${host()}${close}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 4|^HTTP\/1\.1 501|^$/,
  ],
  [
    'a chunk without end',
    () =>
      `POST /api/v1/session HTTP/1.1\r\n${host()}${close}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
    /^HTTP\/1\.1 4|^$/,
  ],
  [
    'a header of 100 KB',
    () => `GET /health HTTP/1.1\r\n${host()}X-A: ${'a'.repeat(100_000)}\r\n\r\n`,
    /^HTTP\/1\.1 431|^$/,
  ],
  [
    '5000 headers',
    () => `GET /health HTTP/1.1\r\n${host()}${close}${'a: b\r\n'.repeat(5000)}\r\n`,
    /^HTTP\/1\.1 (431|200)|^$/,
  ],
  ['a path of 100 KB', () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host()}${close}\r\n`, /^HTTP\/1\.1 4|^$/],
  ['no host', () => 'GET /api/v1/sites HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400|^$/],
  ['two hosts', () => `GET /api/v1/sites HTTP/1.1\r\n${host()}Host: evil.example\r\n${close}\r\n`, /^HTTP\/1\.1 4|^$/],
  [
    'a host of somebody else',
    () => `GET /api/v1/session HTTP/1.1\r\nHost: evil.example\r\n${close}\r\n`,
    /^HTTP\/1\.1 403/,
  ],
  [
    'an address as a path',
    () => `GET http://evil.example/api/v1/sites HTTP/1.1\r\nHost: evil.example\r\n${close}\r\n`,
    /^HTTP\/1\.1 4/,
  ],
  ['CONNECT', () => `CONNECT 10.0.0.1:22 HTTP/1.1\r\n${host()}\r\n`, /^HTTP\/1\.1 4|^$/],
  ['TRACE', () => `TRACE / HTTP/1.1\r\n${host()}${close}Cookie: secret\r\n\r\n`, /^HTTP\/1\.1 4|^$/],
  ['a NUL in the path', () => `GET /api/v1/sites/casa%00/latest HTTP/1.1\r\n${host()}${close}\r\n`, /^HTTP\/1\.1 4/],
  ['HTTP/0.9', () => 'GET /api/v1/sites\r\n\r\n', /^HTTP\/1\.1 4|^$/],
  ['TLS on the plain port', () => Buffer.from('16030100c8010000c403', 'hex'), /^HTTP\/1\.1 400|^$/],
  ['h2 by prior knowledge', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^HTTP\/1\.1 4|^$/],
  [
    'an upgrade to something else',
    () => `GET / HTTP/1.1\r\n${host()}${close}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`,
    /^HTTP\/1\.1 |^$/,
  ],
];

const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;

test.for(['//', '//[', '/api/v1/uplink?//[', '/api/v1/live/..//', '/mqtt?//', '/%', '*', 'x'])(
  'a socket is asked for at %s',
  async (target) => {
    const heard = await raw(`GET ${target} HTTP/1.1\r\n${host()}${upgrade}\r\n`, 1000);
    expect(heard).toMatch(/^HTTP\/1\.1 (101|4\d\d)|^$/);
    await isFine();
  },
);

const elsewhere = 'Origin: http://evil.example\r\n';
test.for([
  ['/health', ''],
  ['/mqtt', ''],
  ['/mqtt', 'Sec-WebSocket-Protocol: mqtt\r\n'],
  ['/api/v1/live', ''],
  ['/api/v1/uplink', ''],
  ['/api/v1/uplink', elsewhere],
] as const)('a socket at %s (%s) breaks off before, while and after it is answered', async ([target, more]) => {
  for (const afterMs of [0, 1, 2, 5, 20, 100]) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(`GET ${target} HTTP/1.1\r\n${host()}${upgrade}${more}\r\n`);
    await sleep(afterMs);
    socket.resetAndDestroy();
  }
  await sleep(100);
  await isFine();
});

test.for(heads)('%s', async ([, bytes, answer]) => {
  const heard = await raw(bytes());
  expect(heard).toMatch(answer);
  expect(heard).not.toMatch(/node_modules|at .*\.ts:|secret/);
  await isFine();
});

const paths = [
  '/../../etc/passwd',
  '/..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%5c..%5cetc%5cpasswd',
  '//etc/passwd',
  '/..;/etc/passwd',
  '/assets/../../package.json',
  '/assets/..%2f..%2f..%2fpackage.json',
  '/%c0%ae%c0%ae/etc/passwd',
  '/.git/config',
  '/.env',
  '/src/main/house.ts',
  '/records.db',
];
test.for(paths)('nothing of the disk is behind %s', async (path) => {
  const heard = await raw(`GET ${path} HTTP/1.1\r\n${host()}${close}\r\n`);
  expect(heard).toMatch(/^HTTP\/1\.1 (200|30\d|4\d\d)/);
  expect(heard).not.toMatch(/root:|"dependencies"|\[core\]|SQLite format|import .* from/);
});

const bodies: readonly (readonly [string, string, string | object])[] = [
  ['deep lists', '/api/v1/session', '['.repeat(200_000)],
  ['deep objects', '/api/v1/session', '{"a":'.repeat(50_000)],
  ['a prototype', '/api/v1/session', '{"__proto__":{"role":"owner"},"name":"Anna","password":"x"}'],
  ['a constructor', '/api/v1/session', '{"constructor":{"prototype":{"a":1}},"name":"Anna","password":"x"}'],
  ['a name that is an object', '/api/v1/session', { name: { toString: 1 }, password: ['x'] }],
  ['a password of 1 MB', '/api/v1/session', { name: 'Anna', password: 'x'.repeat(1_000_000) }],
  ['half a character', '/api/v1/session', '{"name":"\\ud800","password":"\\udfff"}'],
  [
    'a second owner',
    '/api/v1/owner',
    { name: 'Eve', password: 'granite pelican 4471 dune', site: { name: 'X', timeZone: 'UTC' } },
  ],
  ['a device at a file', '/api/v1/sites/casa/devices', { name: 'X', protocol: 'pi30', address: 'file:///etc/passwd' }],
  ['a device at a disk', '/api/v1/setup/test', { address: 'serial:///dev/sda' }],
  ['a device at a pipe', '/api/v1/setup/test', { address: 'serial:///proc/self/fd/0' }],
  ['a device of the data centre', '/api/v1/setup/test', { address: 'http://169.254.169.254/latest/meta-data' }],
  ['the same in another spelling', '/api/v1/setup/test', { address: 'http://[::ffff:a9fe:a9fe]/' }],
  ['the same in numbers', '/api/v1/setup/test', { address: 'http://2852039166/' }],
  [
    'a device with a line break',
    '/api/v1/sites/casa/devices',
    { name: 'X\r\nSet-Cookie: a=b', protocol: 'pi30', address: 'tcp://x' },
  ],
  ['an account of the broker with a wildcard', '/api/v1/setup/broker-accounts', { username: '+/#' }],
  [
    'an invitation to everything by nobody',
    '/api/v1/invitations/accept',
    { code: 'x'.repeat(64), name: 'Eve', password: 'granite pelican 4471 dune' },
  ],
  ['a tariff of brackets', '/api/v1/sites/casa/tariff', '['.repeat(400_000)],
];
test.for(bodies)('%s', async ([, path, body]) => {
  const answer = await post(path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  // 502: the link that was named says why it is none.
  expect([...Array(100).keys()].map((code) => 400 + code).concat(502)).toContain(answer.status);
  const text = await answer.text();
  expect(text.length).toBeLessThan(20_000);
  expect(text).not.toMatch(/node_modules|at .*\.ts:\d/);
  expect(answer.headers.get('set-cookie') ?? '').not.toContain('a=b');
  await isFine();
});

const queries = [
  '/api/v1/sites/casa/history?metrics=pv.power&from=0&to=99999999999999999&step=1',
  '/api/v1/sites/casa/history?from=-1&to=NaN',
  '/api/v1/sites/casa/energy?from=0001-01-01&to=9999-12-31&by=5m',
  '/api/v1/sites/casa/export?format=../../x',
  '/api/v1/sites/__proto__/latest',
  '/api/v1/sites/..%2fcasa/latest',
  '/api/v1/audit?limit=999999999',
  '/api/v1/audit?before=1e400',
];
test.for(queries)('an answer in bounds to %s', async (path) => {
  const answer = await get(path);
  expect(answer.status).not.toBe(500);
  expect((await answer.text()).length).toBeLessThan(200_000);
  await isFine();
});

test.for(['', 'x', 'a'.repeat(4000), '%00', '__proto__', '../..', '"', 'é'.repeat(50)])(
  'a cookie of "%s" is nobody',
  async (value) => {
    const name = cookie.split('=')[0] ?? '';
    const answer = await raw(
      Buffer.from(`GET /api/v1/sites HTTP/1.1\r\n${host()}${close}Cookie: ${name}=${value}\r\n\r\n`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (401|400|431)/);
  },
);

test.for(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'http://127.0.0.1:1', 'file://'])(
  'a page at %s changes nothing',
  async (origin) => {
    expect((await post('/api/v1/setup/broker-accounts', { username: 'page' }, { ...headers(), origin })).status).toBe(
      403,
    );
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live?site=casa`, { headers: { cookie, origin } });
    const [event] = await Promise.race([
      once(socket, 'unexpected-response'),
      once(socket, 'error'),
      once(socket, 'open').then(() => ['open']),
    ]);
    expect(event).not.toBe('open');
  },
);

test('sockets that flood, send half a frame, garbage or 20 MB end; the owner’s goes on', async () => {
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live?site=casa`, {
      headers: { cookie, origin: url },
    });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return socket;
  };
  const good = await open();
  const floods: ((socket: WebSocket) => void)[] = [
    (socket) => socket.send('x'.repeat(20_000_000)),
    (socket) => socket.send(Buffer.alloc(1_000_000, 255)),
    (socket) => {
      for (let index = 0; index < 20_000; index += 1) socket.send('{"type":"subscribe","site":"casa"}');
    },
    (socket) => {
      for (let index = 0; index < 5000; index += 1) socket.ping(Buffer.alloc(100));
    },
    (socket) => socket.send('['.repeat(10_000)),
  ];
  for (const flood of floods) flood(await open());
  await sleep(2000);
  expect(good.readyState).toBe(WebSocket.OPEN);
  good.close();
  await isFine();
});

test('thirty exports that nobody reads keep nobody waiting', async () => {
  const sockets = Array.from({ length: 30 }, () =>
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .pause(),
  );
  for (const socket of sockets)
    socket.write(
      `GET /api/v1/sites/casa/export?format=csv&from=2020-01-01&to=2030-01-01 HTTP/1.1\r\n${host()}Cookie: ${cookie}\r\n\r\n`,
    );
  await sleep(500);
  await isFine();
  for (const socket of sockets) socket.destroy();
});

test('after all of it the process ends as it should, and has written no secret into its log', async () => {
  await isFine();
  const log = child?.output() ?? '';
  expect(log).not.toContain('granite pelican');
  expect(log).not.toContain(cookie.split('=')[1] ?? 'x');
  expect(log.length).toBeLessThan(100_000);
  await child?.stop();
  expect(child?.exit()).toBe(0);
});
