// Requests that want to be read as something else, or cost more than they are: each is answered, and soon.
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { owner, stubHub } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

test.for([
  '/api/v1//sites',
  '/api//v1/sites',
  '//api/v1/sites',
  '/API/v1/sites',
  '/api/V1/sites',
  '/api/v1/sites/',
  '/api/v1/./sites',
  '/api/v1/x/../sites',
  '/api/v1/%2e%2e/v1/sites',
  '/%61pi/v1/sites',
  '/api%2fv1%2fsites',
  '/api/v1/sites;x=1',
  '/api/v1/sites%00',
  '/api\\v1\\sites',
  '/api/v1/sites%20',
  '/.sources',
  '/..%2f..%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
])('%s shows a stranger nothing', async (path, context) => {
  const server = await testServer(context);
  const { status, text } = await server.ask(path);
  expect([400, 401, 404]).toContain(status);
  expect(text).not.toContain('Casa');
});

test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00', 'home%2f..'])(
  'a home or a device called %s does not exist',
  async (id, context) => {
    const server = await testServer(context);
    const token = server.hub.signedIn(owner);
    for (const path of [`/api/v1/sites/${id}/latest`, `/api/v1/sites/${id}/devices`, `/ws/monitoring/${id}`])
      expect([400, 404]).toContain((await server.ask(path, { token })).status);
  },
);

test.for([
  ['brackets', '['.repeat(500_000)],
  ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['prototype', '{"__proto__":{"role":"owner"},"name":"Anna","password":"x"}'],
  ['constructor', '{"constructor":{"prototype":{"x":1}},"name":"Anna","password":"x"}'],
  ['numbers', `{"name":${'9'.repeat(100_000)},"password":"x"}`],
  ['escapes', `{"name":"${'\\u0000'.repeat(100_000)}","password":"x"}`],
  ['keys', `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join()}}`],
] as const)('a body of %s is refused soon, in few words', async ([, body], context) => {
  const server = await testServer(context);
  const began = performance.now();
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    socket.on('close', () => resolve(text));
    const head = ['POST /api/v1/setup/broker-accounts HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
    head.push(`Authorization: Bearer ${server.hub.signedIn(owner)}`);
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect(answer.length).toBeLessThan(3000);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test('requests that are sent without waiting are answered in their order', async (context) => {
  const server = await testServer(context);
  const count = 500;
  const text = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    let got = '';
    socket.on('data', (bytes: Buffer) => (got += bytes.toString()));
    socket.on('close', () => resolve(got));
    const ask = (path: string, end = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${end}\r\n`;
    socket.write(ask('/health').repeat(count) + ask('/api/v1/sites', 'Connection: close\r\n'));
  });
  const answers = text.match(/HTTP\/1\.1 \d+/g) ?? [];
  expect(answers).toHaveLength(count + 1);
  expect(answers.slice(0, count).every((one) => one.endsWith('200'))).toBe(true);
  expect(answers.at(-1)).toBe('HTTP/1.1 401');
});

test('a frame that is large ends its socket, and many that are small cost nobody else', async (context) => {
  const server = await testServer(context, { hub: stubHub() });
  const token = server.hub.signedIn(owner);
  const [large, chatty] = [0, 1].map(() => server.socket('/api/v1/live?site=home', { token }));
  if (large === undefined || chatty === undefined) throw new TypeError('assertion: two sockets');
  await Promise.all([large.next(), chatty.next()]);
  large.socket.send('x'.repeat(5000));
  expect(await large.ended).toBe(1009);
  for (let index = 0; index < 20_000; index += 1) chatty.socket.send('{}');
  const began = performance.now();
  expect((await server.ask('/health')).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(5000);
  chatty.socket.terminate();
});

test.for([
  '/api/v1/session',
  '/api/v1/owner',
  '/api/v1/invitations/accept',
  '/api/v1/demo',
  '/nothing',
  '/api/v1/none',
])('strangers send a few KB to %s and no more, told before or not', async (path, context) => {
  const server = await testServer(context);
  const large = { method: 'POST', json: { name: 'x'.repeat(9000), password: 'x' } };
  expect(await server.ask(path, large)).toMatchObject({ status: 413, body: { code: 'input.too-large' } });
  const chunked = { ...large, headers: { 'transfer-encoding': 'chunked' } };
  expect((await server.ask(path, chunked)).status).toBe(413);
  const small = await server.ask(path, { method: 'POST', json: { name: 'x'.repeat(6000), password: 'x' } });
  expect(small.status).not.toBe(413);
});

test('who is signed in sends 1 MB, many at once, and all are answered', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const json = { username: 'x'.repeat(1_000_000) };
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => server.ask('/api/v1/setup/broker-accounts', { method: 'POST', token, json })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
});

test('large bodies that are never ended keep nobody out once their senders have left', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const path = '/api/v1/setup/broker-accounts';
  const sockets = Array.from({ length: 8 }, () => connect(server.port, '127.0.0.1'));
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}`;
  for (const socket of sockets) socket.write(`${head}\r\nContent-Length: 1000000\r\n\r\n{"a":`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const asked = server.ask(path, { method: 'POST', token, json: { username: 'x'.repeat(20_000) } });
  const small = await server.ask(path, { method: 'POST', token, json: { username: '' } });
  expect(small.status).toBe(400);
  for (const socket of sockets) socket.destroy();
  expect((await asked).status).toBe(400);
});

test('connections without anybody are ended beyond their number, and the log says so once', async (context) => {
  const server = await testServer(context, { connections: { all: 40, network: 20, strangers: 10 } });
  const token = server.hub.signedIn(owner);
  const live = server.socket('/api/v1/live?site=home', { token });
  await live.next();
  const sockets = Array.from({ length: 100 }, () => connect(server.port, '127.0.0.1'));
  let ended = 0;
  for (const socket of sockets) socket.on('close', () => (ended += 1)).on('error', () => {});
  await vi.waitFor(() => expect(ended).toBe(80), 20_000);
  expect((await server.ask('/api/v1/sites', { token })).status).toBe(200);
  expect(live.socket.readyState).toBe(live.socket.OPEN);
  expect(server.log.filter((line) => line.includes('too many connections'))).toHaveLength(1);
  for (const socket of sockets) socket.destroy();
});

test('a socket that is refused and does not answer the close is ended soon', async (context) => {
  const server = await testServer(context);
  const socket = connect(server.port, '127.0.0.1');
  const head = ['GET /ws/monitoring/home HTTP/1.1', 'Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade'];
  head.push('Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Version: 13');
  const began = performance.now();
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.resume();
  await new Promise((resolve) => socket.on('close', resolve));
  expect(performance.now() - began).toBeLessThan(8000);
});

test('guesses at the set-up code are few, and told in the log', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }), setupCode: 'ABCD-EFGH' });
  const site = { name: 'Casa', timeZone: 'Europe/Berlin' };
  const json = { name: 'Anna', password: 'granite pelican 4471', site, code: 'WRON-GONE' };
  const headers = { 'x-forwarded-for': '203.0.113.9' };
  const guess = () => server.ask('/api/v1/owner', { method: 'POST', headers, json });
  for (let count = 0; count < 5; count += 1) expect((await guess()).status).toBe(400);
  expect(server.log.filter((line) => line.includes('wrong set-up code'))).toHaveLength(1);
  // The right one is not looked at either, so that guessing does not go on.
  const right = await server.ask('/api/v1/owner', { method: 'POST', headers, json: { ...json, code: 'ABCD-EFGH' } });
  expect(right).toMatchObject({ status: 429, body: { code: 'access.throttled' } });
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(60);
  server.clock.advance(16 * 60_000);
  expect((await guess()).status).toBe(400);
  expect(server.log.filter((line) => line.includes('and 4 like it'))).toHaveLength(1);
});
