import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { owner, password, stubHub } from './testing/stub-hub.ts';
import { pagePolicy } from './guard.ts';
import { testServer } from './testing/test-server.ts';

const order = { setPoint: 'relay.on.1', value: true };
const command = '/api/v1/sites/home/devices/plug/commands';

test.for([
  ['another site', { origin: 'https://evil.example' }],
  ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
  ['a page without origin', { origin: 'null' }],
  ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
] as const)('a change sent by %s is refused', async ([, headers], context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const answer = await server.ask(command, { method: 'POST', token, json: order, headers });
  expect(answer).toMatchObject({ status: 403, body: { code: 'access.denied' } });
  expect(server.hub.calls).toEqual([]);
});

test.for(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
  'a change sent as %s, as the form of any page can, is refused with the type that is taken',
  async (type, context) => {
    const server = await testServer(context);
    const headers = { 'content-type': type };
    const answer = await server.ask(command, {
      method: 'POST',
      token: server.hub.signedIn(owner),
      json: order,
      headers,
    });
    expect(answer).toMatchObject({
      status: 415,
      body: { code: 'input.not-json', reason: { code: 'request.no-json' } },
    });
    expect(server.hub.calls).toEqual([]);
  },
);

test('the app itself and a program may change things', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const own = { origin: `http://127.0.0.1:${server.port}`, 'sec-fetch-site': 'same-origin' };
  const fromApp = await server.ask(command, { method: 'POST', token, json: order, headers: own });
  const fromProgram = await server.ask(command, { method: 'POST', token, json: order });
  expect([fromApp.status, fromProgram.status]).toEqual([200, 200]);
  expect(server.hub.calls).toHaveLength(2);
  expect(server.hub.calls[0]).toEqual([
    'set',
    'home',
    { device: 'plug', target: { setPoint: 'relay.on.1' }, value: 1 },
    'Anna',
  ]);
});

test('a socket from another page is refused at the handshake', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const foreign = server.socket('/api/v1/live?site=home', { token, origin: 'https://evil.example' });
  expect(await foreign.ended).toBe(403);
  const own = server.socket('/api/v1/live?site=home', { token, origin: `http://127.0.0.1:${server.port}` });
  expect((await own.next())['type']).toBe('snapshot');
});

test.for([
  ['two hosts', 'GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nHost: evil.example'],
  ['a host in another case', 'GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nhOsT: evil.example'],
  ['a whole address as target', 'GET http://evil.example/api/v1/session HTTP/1.1\r\nHost: localhost'],
  ['no path', 'GET api/v1/session HTTP/1.1\r\nHost: localhost'],
] as const)('a request that names its target twice is answered by nobody: %s', async ([, head], context) => {
  const server = await testServer(context);
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  const answer = await textOf(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toContain('signed-out');
});

test('nothing is sent back to TRACE, and no page is shown to another name than its own', async (context) => {
  const server = await testServer(context);
  const traced = await server.ask('/', { method: 'TRACE', headers: { 'x-secret': 'sesame' } });
  expect(traced.status).toBeGreaterThanOrEqual(400);
  expect(traced.text).not.toContain('sesame');
  expect(traced.headers['content-security-policy']).toContain("base-uri 'none'");
});

test('a socket at an address that has none is refused', async (context) => {
  const server = await testServer(context);
  expect(await server.socket('/api/v1/sites', { token: server.hub.signedIn(owner) }).ended).toBe(400);
  expect(await server.socket('/').ended).toBe(400);
});

test.for([
  ['evil.example', 403],
  ['solstead.local', 200],
  ['localhost:8080', 200],
  ['192.168.1.20:8080', 200],
  ['[fe80::1]:8080', 200],
  ['127.0.0.1.evil.example', 403],
  ['local', 403],
] as const)('while a home is open to visitors, the name %s answers %i', async ([host, status], context) => {
  const demo = stubHub();
  const inDemo = await testServer(context, { hub: demo, current: () => ({ hub: demo, demo: true }) });
  const unclaimed = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  const headers = { host };
  expect((await inDemo.ask('/api/v1/sites', { headers })).status).toBe(status);
  expect((await unclaimed.ask('/api/v1/session', { headers })).status).toBe(status);
  expect((await unclaimed.ask('/health', { headers })).status).toBe(200);
});

test('every answer carries the security headers, and answers about the home are not cached', async (context) => {
  const server = await testServer(context);
  const answers = [await server.ask('/api/v1/session'), await server.ask('/'), await server.ask('/api/nothing')];
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  }
  expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(['no-store', undefined, 'no-store']);
});

test.for([
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['local', 200],
  ['solar.example.com', 200],
  ['nas', 200],
  ['nas.lan', 200],
  ['solstead.home.arpa:6789', 200],
  ['192.168.1.20:8080', 200],
] as const)('a home with an owner answers %s with %i', async ([host, status], context) => {
  const server = await testServer(context, { names: ['solar.example.com'] });
  const answer = await server.ask('/api/v1/session', { headers: { host } });
  // It has an owner: nothing is to be done first.
  const said = status === 403 ? { reason: { code: 'access.name-unknown' } } : { state: 'signed-out' };
  expect(answer).toMatchObject({ status, body: said });
});

test('a page at a name that was pointed here cannot spend the attempts of the owner; a program is no page', async (context) => {
  const server = await testServer(context);
  const guess = { method: 'POST', json: { name: 'Anna', password: 'guess' }, headers: { host: 'evil.example' } };
  expect((await server.ask('/api/v1/session', guess)).status).toBe(403);
  // A page can send any header, but knows no token.
  for (const authorization of ['Bearer made-up', 'Basic QTpi', 'x'])
    for (const path of ['session', 'session/recover', 'session/passkey', 'auth/token', 'invitations/read'])
      expect(
        (await server.ask(`/api/v1/${path}`, { ...guess, headers: { ...guess.headers, authorization } })).status,
      ).toBe(403);
  expect(server.hub.calls).toEqual([]);
  const token = server.hub.signedIn(owner);
  expect((await server.ask('/api/v1/sites', { token, headers: { host: 'solar.example.com' } })).status).toBe(200);
});

const claim = {
  name: 'Anna',
  password: 'correct horse battery',
  site: { name: 'Home', timeZone: 'Europe/Berlin' },
};

test.for([
  ['from here', {}, undefined, 'taken'],
  ['from another computer', { host: '192.168.1.20' }, undefined, 'code'],
  ['through a proxy on this computer', { 'x-forwarded-for': '203.0.113.9' }, undefined, 'code'],
  ['with a wrong code', { host: '192.168.1.20' }, 'AAAA-AAAB', 'code'],
  ['with an empty code', { host: '192.168.1.20' }, '-', 'code'],
  ['with the code', { host: '192.168.1.20' }, 'aaaa aaaa', 'taken'],
] as const)('an unclaimed home is claimed %s', async ([, headers, code, expected], context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }), setupCode: 'AAAA-AAAA' });
  const session = await server.ask('/api/v1/session', { headers });
  const needsCode = Object.keys(headers).length > 0;
  expect(session.body).toMatchObject({ state: 'unclaimed', ...(needsCode ? { needsCode: true } : {}) });
  const json = code === undefined ? claim : { ...claim, code };
  const answer = await server.ask('/api/v1/owner', { method: 'POST', json, headers });
  const refused = { status: 400, body: { code: 'input.invalid', field: 'code' } };
  expect(answer).toMatchObject(expected === 'code' ? refused : { status: 200 });
});

test('behind a trusted proxy cookies are secure, and its word on addresses is taken; not that of others', async (context) => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
  const json = { name: 'Anna', password };
  for (const trustedProxies of [['127.0.0.1'], undefined]) {
    const server = await testServer(context, { trustedProxies });
    const { headers: answered } = await server.ask('/api/v1/session', { method: 'POST', json, headers });
    expect(String(answered['set-cookie']).includes('Secure')).toBe(trustedProxies !== undefined);
  }
});

test('a proxy that says nothing of itself is not this computer: who comes through it needs the code', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }), setupCode: 'AAAA-AAAA' });
  /** As nginx passes a request on with `proxy_pass` alone. */
  const passedOn = async (head: string, body = ''): Promise<string> => {
    const socket = connect(server.port, '127.0.0.1');
    const lines = [head, `Host: 127.0.0.1:${server.port}`, 'Connection: close'];
    const content = body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
    socket.write(`${[...lines, ...content].join('\r\n')}\r\n\r\n${body}`);
    return textOf(socket);
  };
  expect(await passedOn('GET /api/v1/session HTTP/1.0')).toContain('"needsCode":true');
  expect(await passedOn('POST /api/v1/owner HTTP/1.0', JSON.stringify(claim))).toContain('"field":"code"');
  // Who sits here and asks in the same way, but for the version.
  expect(await passedOn('GET /api/v1/session HTTP/1.1')).not.toContain('needsCode');
});

test('a change that needs no body may come without one, and one that does is told what is missing', async (context) => {
  const server = await testServer(context);
  const headers = { authorization: `Bearer ${server.hub.signedIn(owner)}` };
  const answer = await fetch(`http://127.0.0.1:${server.port}${command}`, { method: 'POST', headers });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'input.invalid' });
  const foreign = await fetch(`http://127.0.0.1:${server.port}${command}`, {
    method: 'POST',
    headers: { ...headers, 'sec-fetch-site': 'cross-site' },
  });
  expect(foreign.status).toBe(403);
});

test('a guess of the set-up code counts whatever it was made for', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }), setupCode: 'AAAA-AAAA' });
  const headers = { host: '192.168.1.20' };
  const guess = async (path: string, json: object) =>
    (await server.ask(path, { method: 'POST', headers, json: { ...json, code: 'BBBB-BBBB' } })).status;
  const ways = [
    ['/api/v1/owner', claim],
    ['/api/v1/uploads', { bytes: 10 }],
    ['/api/v1/demo', {}],
  ] as const;
  const statuses: number[] = [];
  for (const [path, json] of [...ways, ...ways]) statuses.push(await guess(path, json));
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
});

test('a page frames exactly what shows Grafana, and nothing without it', () => {
  const framed = (grafana?: string): string | undefined =>
    pagePolicy('', grafana)
      .split('; ')
      .find((part) => part.startsWith('frame-src'));
  expect(framed()).toBeUndefined();
  expect(framed('/grafana/')).toBe("frame-src 'self'");
  expect(framed('https://grafana.example.com:3000/d/x?y=z')).toBe('frame-src https://grafana.example.com:3000');
});
