// Home Assistant's ingress over the real hub: whose word counts, and what the people may do whom it names.
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import type { Role } from '#core/access.ts';
import { systemClock } from '#core/clock.ts';
import { openHouse } from './house.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { startServer } from '#server/server.ts';

const log = pino({ level: 'silent' });
/** Where the Supervisor of these tests is; everybody else is at 127.0.0.1. */
const supervisor = '127.0.0.9';
const site = { name: 'Home', timeZone: 'UTC' };
const claim = { name: 'Ann', password: 'a short sentence of mine', site };
const path = '/api/hassio_ingress/9fX-token';

/** How a request comes. */
interface Sent {
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly method?: string;
}

async function served(context: TestContext) {
  const house = await openHouse({
    folder: tempDir(context),
    clock: systemClock,
    log,
    broker: { host: '127.0.0.1', port: 0 },
  });
  context.onTestFinished(() => house.close());
  const roles = new Map<string, Role>([
    ['bob', 'operator'],
    ['*', 'viewer'],
  ]);
  // The same home, shown as the simulated one.
  const demo = { isRunning: false };
  const turned = (isRunning: boolean) => async () => void (demo.isRunning = isRunning);
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    log,
    version: '1',
    webRoot: '/nowhere/web',
    current: () => ({ hub: house.hub, demo: demo.isRunning }),
    demo: { start: turned(true), stop: turned(false) },
    setupCode: 'ABCD-EFGH',
    ingress: { from: supervisor, roles },
  });
  context.onTestFinished(() => server.close());
  const ask = async (where: string, { from = supervisor, headers = {}, json, method }: Sent = {}) => {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path: where,
        localAddress: from,
        agent: false,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      resolve,
    );
    sent.on('error', reject).end(body);
    const answer = await promise;
    const text = await textOf(answer);
    return {
      status: answer.statusCode,
      cookies: answer.headers['set-cookie'] ?? [],
      body: JSON.parse(text === '' ? '{}' : text) as Readonly<Record<string, unknown>>,
    };
  };
  return { ask, port: server.port, house, demo, noRoles: () => roles.clear() };
}

const named = (id: string, login: string, shown = login) => ({
  'x-remote-user-id': id,
  'x-remote-user-name': login,
  'x-remote-user-display-name': Buffer.from(shown).toString('latin1'),
  'x-ingress-path': path,
  'x-forwarded-for': '192.168.1.20, 172.30.32.1',
  'x-forwarded-host': 'homeassistant.local:8123',
});

test('whom Home Assistant has signed in makes the home theirs without a code or cookie, and is known again', async (context) => {
  const { ask } = await served(context);
  const ann = named('a1', 'ann');
  expect((await ask('/api/v1/session', { headers: ann })).body).toEqual({ state: 'unclaimed', version: '1' });
  // The same words from any other address: a code is needed, as of everybody.
  expect((await ask('/api/v1/session', { headers: ann, from: '127.0.0.1' })).body).toMatchObject({ needsCode: true });
  expect((await ask('/api/v1/owner', { headers: ann, from: '127.0.0.1', json: claim })).status).toBe(400);
  const claimed = await ask('/api/v1/owner', { headers: ann, json: claim });
  expect([claimed.status, claimed.cookies]).toEqual([200, []]);
  expect(claimed.body).toMatchObject({ state: 'signed-in', account: { name: 'Ann', role: 'owner' } });
  expect((await ask('/api/v1/session', { headers: ann })).body).toMatchObject({ account: { role: 'owner' } });
});

test('people get the role they are given, once, and keep their account; of two with one name each has their own', async (context) => {
  const { ask, house } = await served(context);
  await ask('/api/v1/owner', { headers: named('a1', 'ann'), json: claim });
  const of = async (headers: Record<string, string>) =>
    (await ask('/api/v1/session', { headers })).body['account'] as { readonly name: string; readonly role: string };
  const crowd = await Promise.all(Array.from({ length: 20 }, () => of(named('b1', 'Bob', 'Bøb'))));
  expect(new Set(crowd.map(({ name, role }) => `${name} ${role}`))).toEqual(new Set(['Bøb operator']));
  expect(await of(named('c1', 'carl', 'Bøb'))).toMatchObject({ name: 'Bøb (Home Assistant)', role: 'viewer' });
  const accounts = await house.records.accounts.list();
  expect(accounts.map(({ id }) => id).toSorted()).toEqual([
    'home-assistant.a1',
    'home-assistant.b1',
    'home-assistant.c1',
  ]);
  expect(await house.records.sessions.of('home-assistant.b1')).toHaveLength(1);
  // What an owner changed afterwards holds.
  await house.records.grants.save('home-assistant.c1', { site: '*', may: 'admin' });
  expect(await of(named('c1', 'carl'))).toMatchObject({ role: 'admin' });
  await house.records.grants.remove('home-assistant.c1', '*');
  expect((await ask('/api/v1/sites', { headers: named('c1', 'carl') })).status).toBe(403);
});

test('whatever people are called at Home Assistant they come in, with a name by which they can sign in here too', async (context) => {
  const { ask, house } = await served(context);
  await ask('/api/v1/owner', { headers: named('a1', 'ann'), json: claim });
  const called = {
    tab: 'a\tb',
    flag: 'Bob \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}',
    turned: '\u202e'.repeat(60),
    half: `${'x'.repeat(59)}😀`,
    'same-1': 'y'.repeat(60),
    'same-2': 'y'.repeat(60),
    copy: 'Ann',
  };
  for (const [id, shown] of Object.entries(called))
    expect((await ask('/api/v1/session', { headers: named(id, id, shown) })).body).toMatchObject({
      account: { role: 'viewer' },
    });
  const accounts = await house.records.accounts.list();
  const names = new Map(accounts.map(({ id, name }) => [id.replace('home-assistant.', ''), name]));
  expect(names.get('tab')).toBe('Home Assistant tab');
  expect(names.get('flag')).toBe('Home Assistant flag');
  expect(names.get('half')).toBe('x'.repeat(59));
  expect(names.get('copy')).toBe('Ann (Home Assistant)');
  expect([...names.values()].filter((name) => name.length > 80)).toEqual([]);
});

test('who starts the demo by ingress ends it, and nobody else', async (context) => {
  const { ask, demo } = await served(context);
  const ann = named('a1', 'ann');
  await ask('/api/v1/owner', { headers: ann, json: claim });
  expect((await ask('/api/v1/demo', { headers: ann, json: {} })).body).toMatchObject({ state: 'demo' });
  const others = [
    { headers: named('b1', 'bob') },
    { headers: { ...ann, 'x-forwarded-for': '10.0.0.1' }, from: '127.0.0.1' },
    { headers: { authorization: 'Bearer home-assistant a1', 'x-forwarded-for': '172.30.32.1' } },
  ];
  for (const other of others) expect((await ask('/api/v1/demo', { ...other, method: 'DELETE' })).status).toBe(403);
  expect(demo.isRunning).toBe(true);
  expect((await ask('/api/v1/demo', { headers: ann, method: 'DELETE' })).body).toMatchObject({ state: 'signed-in' });
});

test('whom Home Assistant has signed in is told to leave there, and stays signed in', async (context) => {
  const { ask } = await served(context);
  const ann = named('a1', 'ann');
  expect((await ask('/api/v1/owner', { headers: ann, json: claim })).body).toMatchObject({
    signedInBy: 'home-assistant',
  });
  const refused = await ask('/api/v1/session', { headers: ann, method: 'DELETE' });
  expect(refused).toMatchObject({ status: 403, body: { reason: { code: 'session.outside' } } });
  expect((await ask('/api/v1/session', { headers: ann })).body).toMatchObject({
    state: 'signed-in',
    signedInBy: 'home-assistant',
  });
  // With the same account's password at the address without Home Assistant, people leave as everywhere.
  const own = { name: claim.name, password: claim.password };
  const direct = await ask('/api/v1/session', { from: '127.0.0.1', json: own });
  expect(direct.body).not.toHaveProperty('signedInBy');
  const cookie = direct.cookies.map((one) => one.split(';')[0]).join('; ');
  expect((await ask('/api/v1/session', { from: '127.0.0.1', headers: { cookie } })).body).toMatchObject({
    state: 'signed-in',
  });
  expect(
    (await ask('/api/v1/session', { from: '127.0.0.1', headers: { cookie }, method: 'DELETE' })).body,
  ).toMatchObject({ state: 'signed-out' });
});

test('of two people of Home Assistant in one browser, who sign in with a password, none has the session of the other', async (context) => {
  const { ask, noRoles } = await served(context);
  await ask('/api/v1/owner', { headers: named('a1', 'ann'), json: claim });
  noRoles();
  const own = { name: claim.name, password: claim.password };
  const entered = await ask('/api/v1/session', { headers: named('b1', 'bob'), json: own });
  expect(entered.body).toMatchObject({ state: 'signed-in', account: { name: 'Ann' } });
  const cookie = entered.cookies.map((one) => one.split(';')[0]).join('; ');
  const stateOf = async (headers: Record<string, string>) =>
    (await ask('/api/v1/session', { headers: { ...headers, cookie } })).body['state'];
  expect(await stateOf(named('b1', 'bob'))).toBe('signed-in');
  expect(await stateOf(named('c1', 'carl'))).toBe('signed-out');
  expect(await stateOf({ 'x-ingress-path': path })).toBe('signed-out');
});

test('the words of an attacker change nothing, wherever they come from', async (context) => {
  const { ask, port } = await served(context);
  await ask('/api/v1/owner', { headers: named('a1', 'ann'), json: claim });
  const spoofed = [
    named('a1', 'ann'),
    { ...named('a1', 'ann'), 'x-forwarded-for': supervisor },
    { ...named('a1', 'ann'), 'x-real-ip': supervisor, forwarded: `for=${supervisor}` },
  ];
  for (const headers of spoofed) {
    expect((await ask('/api/v1/session', { headers, from: '127.0.0.1' })).body).toMatchObject({ state: 'signed-out' });
    expect((await ask('/api/v1/sites', { headers, from: '127.0.0.1' })).status).toBe(401);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live?site=home`, { headers });
    socket.on('error', () => undefined);
    const ended = await new Promise((resolve) => socket.once('close', resolve));
    expect(ended).toBe(4401);
  }
  // By the Supervisor, but with ids that are none: nobody.
  for (const id of ['', 'a1, b1', '../a1', 'x'.repeat(65)])
    expect(
      (await ask('/api/v1/session', { headers: { ...named('', 'ann'), 'x-remote-user-id': id } })).body,
    ).toMatchObject({
      state: 'signed-out',
    });
  // A page of another site, in the browser of somebody who is signed in.
  const foreign = { ...named('a1', 'ann'), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await ask('/api/v1/session/end', { headers: foreign, json: {} })).status).toBe(403);
});

test('a proxy that passes on what anybody says is not believed about people', async (context) => {
  const { house } = await served(context);
  const started = startServer({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    log,
    version: '1',
    webRoot: '/nowhere/web',
    current: () => ({ hub: house.hub, demo: false }),
    trustedProxies: ['10.0.0.2', supervisor],
    ingress: { from: supervisor, roles: new Map() },
  });
  context.onTestFinished(async () => (await started.catch(() => undefined))?.close());
  await expect(started).rejects.toMatchObject({ code: 'input.usage', at: '--ingress-from' });
});
