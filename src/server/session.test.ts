import { expect, test } from 'vitest';
import { pino } from 'pino';
import { buildApp, type RegisteredRoute } from './app.ts';
import { accessOf } from './session.ts';
import { owner, password, stubHub, viewer } from './testing/stub-hub.ts';
import { handClock, testServer, type TestServer } from './testing/test-server.ts';

const claim = { name: 'Anna', password, site: { name: 'Casa', timeZone: 'America/Sao_Paulo' } };

/** Everything that may be asked without a session. */
const open = [
  'GET /*',
  'GET /api/v1/session',
  'GET /health',
  'POST /api/v1/demo',
  'POST /api/v1/owner',
  'POST /api/v1/session',
];

async function routesOf(): Promise<readonly RegisteredRoute[]> {
  const hub = stubHub();
  const { app, routes } = await buildApp({
    host: '127.0.0.1',
    port: 0,
    clock: handClock(),
    log: pino({ level: 'silent' }),
    version: '1',
    webRoot: '/nowhere/web',
    current: () => ({ hub, demo: false }),
  });
  await app.close();
  return routes;
}

const nameOf = ({ method, url }: RegisteredRoute): string => `${method.replace('HEAD', 'GET')} ${url}`;

const bodies: Readonly<Record<string, unknown>> = {
  'POST /api/v1/session': { name: 'Eve', password: 'guess' },
  'POST /api/v1/owner': claim,
};

async function closedRoutes(
  server: TestServer,
): Promise<{ readonly name: string; readonly status: number; readonly body: unknown }[]> {
  const answers = [];
  for (const route of await routesOf()) {
    const name = nameOf(route);
    if (open.includes(name)) continue;
    const path = route.url.replaceAll(/:\w+/g, 'home');
    const { status, body } = await server.ask(path, {
      method: route.method,
      ...(['POST', 'PUT'].includes(route.method) ? { json: bodies[name] ?? {} } : {}),
    });
    answers.push({ name, status, body });
  }
  return answers;
}

test('every route is open by name or answers 401 without a session', async (context) => {
  const routes = await routesOf();
  const closed = await closedRoutes(await testServer(context));
  expect(new Set(routes.map(nameOf)).size).toBe(47);
  expect(
    routes
      .filter(({ access }) => access === 'open')
      .map(nameOf)
      .toSorted(),
  ).toEqual([...open, ...open.filter((name) => name.startsWith('GET'))].toSorted());
  expect(closed.length).toBe(64);
  expect(closed.filter(({ status }) => status !== 401)).toEqual([]);
});

test('a route of the interfaces that says nothing is the owner’s', () => {
  expect([accessOf('/api/v1/new', undefined), accessOf('/ws/new', undefined)]).toEqual(['owner', 'owner']);
  expect([accessOf('/api/v1/new', 'reader'), accessOf('/*', undefined)]).toEqual(['reader', 'open']);
});

test('nothing is open while nobody owns the home, and the answer says so', async (context) => {
  const closed = await closedRoutes(await testServer(context, { hub: stubHub({ isClaimed: false }) }));
  expect(closed.filter(({ status }) => status !== 401)).toEqual([]);
  expect(closed.find(({ name }) => name === 'GET /api/v1/sites')?.body).toMatchObject({
    code: 'access.signed-out',
    message: 'this home has no owner yet',
  });
});

test('the first visitor becomes the owner, is signed in, and nobody after', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  expect((await server.ask('/api/v1/session')).body).toEqual({ state: 'unclaimed', version: '1.2.3' });
  const claimed = await server.ask('/api/v1/owner', { method: 'POST', json: claim });
  expect(claimed.body).toEqual({ state: 'signed-in', version: '1.2.3', account: { name: 'Anna', role: 'owner' } });
  const cookie = String(claimed.headers['set-cookie']);
  expect(cookie).toMatch(/^solstead=token-0-anna; Max-Age=\d{8}; Path=\/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await server.ask('/api/v1/sites', { headers })).body).toEqual([
    { id: 'home', name: 'Casa', timeZone: 'America/Sao_Paulo', demo: false },
  ]);
  expect((await server.ask('/api/v1/session')).body).toEqual({ state: 'signed-out', version: '1.2.3' });
  const second = await server.ask('/api/v1/owner', { method: 'POST', json: claim });
  expect(second).toMatchObject({ status: 409, body: { code: 'access.owned' } });
});

test('behind a trusted proxy with https the cookie is secure and stays under the prefix', async (context) => {
  const server = await testServer(context, { prefix: '/solar', trustedProxies: ['127.0.0.1'] });
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.org' };
  const { headers: sent } = await server.ask('/api/v1/session', {
    method: 'POST',
    headers,
    json: { name: 'Anna', password },
  });
  expect(String(sent['set-cookie'])).toContain('Path=/solar; HttpOnly; Secure; SameSite=Strict');
});

test('a wrong name and a wrong password read the same', async (context) => {
  const server = await testServer(context);
  const attempt = (name: string, word: string) =>
    server.ask('/api/v1/session', { method: 'POST', json: { name, password: word } });
  const [stranger, wrong] = [await attempt('Eve', password), await attempt('Anna', 'guess')];
  expect(stranger.status).toBe(401);
  expect(stranger.body).toEqual({
    code: 'access.credentials',
    message: 'Wrong name or password',
    repair: 'Check both and try again.',
  });
  expect(wrong.body).toEqual(stranger.body);
});

test('signing out ends the session, its cookie and its sockets', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const other = server.hub.signedIn(viewer);
  const mine = server.socket('/api/v1/live?site=home', { token });
  const theirs = server.socket('/api/v1/live?site=home', { token: other });
  await Promise.all([mine.next(), theirs.next()]);
  const out = await server.ask('/api/v1/session', { method: 'DELETE', token });
  expect(out.body).toEqual({ state: 'signed-out', version: '1.2.3' });
  expect(String(out.headers['set-cookie'])).toMatch(/^solstead=; Max-Age=0; Path=\//);
  expect(await mine.ended).toBe(4401);
  expect(theirs.socket.readyState).toBe(theirs.socket.OPEN);
  expect((await server.ask('/api/v1/sites', { token })).status).toBe(401);
});

test('a viewer may read, but not set up nor switch', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(viewer);
  expect((await server.ask('/api/v1/sites/home/latest', { token })).status).toBe(200);
  const device = { name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.2:502' };
  const attempts = [
    await server.ask('/api/v1/sites/home/devices', { method: 'POST', token, json: device }),
    await server.ask('/api/v1/sites/home/devices/roof', { method: 'DELETE', token }),
    await server.ask('/api/v1/sites/home/devices/plug/command', {
      method: 'POST',
      token,
      json: { metric: 'relay.on.1', value: true },
    }),
    await server.ask('/api/v1/setup/test', { method: 'POST', token, json: { address: 'tcp://10.0.0.2:502' } }),
    await server.ask('/api/v1/setup/broker-accounts', { method: 'POST', token, json: { username: 'plug' } }),
    await server.ask('/api/v1/demo', { method: 'POST', token, json: {} }),
  ];
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  expect(server.hub.calls).toEqual([]);
});

test('a token in the address counts for sockets only', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(viewer);
  expect((await server.ask(`/api/v1/sites?token=${token}`)).status).toBe(401);
  const { type } = await server.socket(`/api/v1/live?site=home&token=${token}`).next();
  expect(type).toBe('snapshot');
  expect(server.log.join('')).not.toContain(token);
});
