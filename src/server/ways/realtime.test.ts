import type { WebSocket } from 'ws';
import { expect, test, vi, type TestContext } from 'vitest';
import type { Device } from '#api/contract.ts';
import { because } from '#core/reason.ts';
import { person } from '#core/testing/principals.ts';
import { noonMs, owner, snapshot, stubHub, type StubParts } from '../testing/stub-hub.ts';
import { type Client, testServer, type TestServer } from '../testing/test-server.ts';

const path = '/api/v1/realtime';
const health = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 };
const meter: Device = {
  id: 'node-001',
  name: 'Washer',
  definition: 'pzem',
  title: 'PZEM',
  kind: 'meter',
  address: 'washer',
  state: 'online',
  intervalMs: 1000,
  identity: {},
  health,
};
const watts = (value: number, device = 'node-001') =>
  ({ device, metric: 'grid.power', value, atMs: noonMs, quality: 'good' }) as const;
const home = { ...snapshot, devices: [meter], values: [watts(125.5)] };

async function served(context: TestContext, parts: StubParts = {}): Promise<TestServer> {
  return testServer(context, { hub: stubHub({ snapshot: () => home, ...parts }) });
}

function say(client: Client, message: unknown): void {
  client.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
}

/** A client that has opened; `said` is sent first. */
async function opened(server: TestServer, ...said: unknown[]): Promise<Client> {
  const client = server.socket(path, { token: server.hub.signedIn(owner) });
  await new Promise((resolve) => void client.socket.once('open', resolve));
  for (const message of said) say(client, message);
  return client;
}

const take = async (client: Client, count: number) => {
  const all = [];
  for (let index = 0; index < count; index += 1) all.push(await client.next());
  return all;
};

test('a client of PowerTrack subscribes to a home and hears exactly what its document says', async (context) => {
  const server = await served(context);
  const client = await opened(server, { action: 'subscribe', home_id: 'home' });
  expect(await take(client, 2)).toEqual([
    { type: 'status', node_id: 'node-001', online: true },
    { type: 'telemetry', node_id: 'node-001', metric: 'power', value: 125.5 },
  ]);
  server.hub.emit({ values: [watts(80)], devices: [{ ...meter, state: 'offline' }] });
  expect(await take(client, 2)).toEqual([
    { type: 'status', node_id: 'node-001', online: false },
    { type: 'telemetry', node_id: 'node-001', metric: 'power', value: 80 },
  ]);
});

test('a device says that it is there or gone only when that changes; one that failed says why', async (context) => {
  const server = await served(context);
  const client = await opened(server, { action: 'subscribe', home_id: 'home' });
  await take(client, 2);
  const failure = { code: 'link.timeout', message: 'no answer', repair: 'look', at: 'x', atMs: noonMs };
  server.hub.emit({ devices: [{ ...meter, name: 'Dryer' }] });
  server.hub.emit({ devices: [{ ...meter, state: 'offline', health: { ...health, failure } }] });
  server.hub.emit({ removed: ['node-001'] });
  server.hub.emit({ values: [watts(1)] });
  expect((await take(client, 4)).map(({ type, online, message }) => [type, online ?? message])).toEqual([
    ['status', false],
    ['alert', 'no answer'],
    ['status', false],
    ['telemetry', undefined],
  ]);
});

test('commands and findings are told', async (context) => {
  const server = await served(context);
  const client = await opened(server, { action: 'subscribe', home_id: 'home' });
  await take(client, 2);
  const reason = because('socket.no-json');
  const command = { device: 'node-001', name: 'relay.on.1', value: 1, outcome: 'confirmed', after: 1, atMs: noonMs };
  server.hub.emit({ commands: [command, { ...command, outcome: 'command.unconfirmed' }] });
  server.hub.emit({ steps: [{ id: 'c1', device: 'node-001', state: 'sent', atMs: noonMs }] });
  server.hub.emit({
    alerts: [{ device: 'node-001', kind: 'stuck', severity: 'notice', reason, message: 'stands', atMs: noonMs }],
  });
  expect(await take(client, 4)).toMatchObject([
    { type: 'command', node_id: 'node-001', command: 'relay.on.1', value: 1, success: true, newState: 1 },
    { type: 'command', success: false, outcome: 'command.unconfirmed' },
    { type: 'command_state', node_id: 'node-001', command_id: 'c1', state: 'sent' },
    { type: 'alert', node_id: 'node-001', alert: 'stuck', severity: 'notice', message: 'stands' },
  ]);
});

test('who comes back with the last number gets what was missed, and nothing twice', async (context) => {
  const server = await served(context);
  const first = await opened(server, { action: 'subscribe', home_id: 'home', since: null });
  expect(await first.next()).toMatchObject({ type: 'snapshot', home_id: 'home', reason: 'first' });
  await take(first, 2);
  server.hub.emit({ values: [watts(1)] });
  const last = await first.next();
  expect(last).toMatchObject({ type: 'telemetry', metric: 'grid.power', value: 1, home_id: 'home', at: noonMs });
  first.socket.terminate();
  await first.ended;
  // Nobody is there, and yet it is kept.
  await vi.waitFor(() => expect(server.hub.subscribers()).toBe(1), 20_000);
  server.hub.emit({ values: [watts(2)] });
  server.hub.emit({ values: [watts(3)] });
  const again = await opened(server, { action: 'subscribe', home_id: 'home', since: last['seq'] });
  expect((await take(again, 3)).map(({ type, value }) => [type, value])).toEqual([
    ['resumed', undefined],
    ['telemetry', 2],
    ['telemetry', 3],
  ]);
});

test('numbers that nobody had, or that are no longer kept, are told and answered with the state', async (context) => {
  const server = await served(context);
  for (const [since, reason] of [
    [0, 'too-old'],
    [-5, 'too-old'],
    [Number.MAX_SAFE_INTEGER, 'ahead'],
    [1e300, 'ahead'],
  ] as const) {
    const client = await opened(server, { action: 'subscribe', home_id: 'home', since });
    expect(await client.next()).toMatchObject({ type: 'snapshot', reason });
    expect(await client.next()).toMatchObject({ type: 'status' });
  }
});

test('a home that nobody comes back to is let go', async (context) => {
  const server = await served(context);
  const client = await opened(server, { action: 'subscribe', home_id: 'home' });
  await take(client, 2);
  client.socket.close();
  await client.ended;
  expect(server.hub.subscribers()).toBe(1);
  await vi.waitFor(() => {
    server.clock.advance(300_000);
    expect(server.hub.subscribers()).toBe(0);
  }, 20_000);
});

test('what is not understood is answered with the reason, and the socket stays', async (context) => {
  const server = await served(context);
  const client = await opened(
    server,
    'no json',
    '[]',
    { action: 'fly', home_id: 'home' },
    { action: 'subscribe' },
    { action: 'subscribe', home_id: 'home', since: 'yesterday' },
    { action: 'subscribe', home_id: 'home', siince: 1 },
    '{"action":"subscribe","home_id":"home","__proto__":{"since":null}}',
  );
  client.socket.send(Buffer.from('{"action":"subscribe","home_id":"home"}'), { binary: true });
  const answers = await take(client, 8);
  expect(answers.map(({ type, code }) => [type, code])).toEqual(answers.map(() => ['error', 'input.invalid']));
  expect(answers.map(({ message }) => message)).toEqual([
    'the message is no JSON',
    expect.stringContaining('object'),
    expect.stringContaining('subscribe'),
    expect.stringContaining('home_id'),
    expect.stringContaining('since'),
    expect.stringContaining('since'),
    expect.stringContaining('__proto__'),
    'messages are texts',
  ]);
  say(client, { action: 'subscribe', home_id: 'home' });
  expect(await client.next()).toMatchObject({ type: 'status' });
});

test('a home of somebody else answers as one that does not exist', async (context) => {
  const sites = ['home', 'other'].map((id) => ({ id, name: id, timeZone: 'UTC' }));
  const server = await served(context, { sites: () => sites });
  const client = server.socket(path, { token: server.hub.signedIn(person('Guest', 'owner', 'home')) });
  await new Promise((resolve) => void client.socket.once('open', resolve));
  for (const home_id of ['other', 'nobody']) say(client, { action: 'subscribe', home_id });
  const [theirs, nowhere] = await take(client, 2);
  expect(theirs).toMatchObject({ type: 'error', code: 'site.unknown', home_id: 'other' });
  expect(JSON.stringify(theirs).replaceAll('other', 'nobody')).toBe(JSON.stringify(nowhere));
});

test('who does not stop is cut off; who asks now and then is not', async (context) => {
  const server = await served(context);
  const client = await opened(server);
  for (let count = 0; count < 90; count += 1) say(client, { action: 'unsubscribe', home_id: 'home' });
  say(client, { action: 'subscribe', home_id: 'home' });
  expect(await client.next()).toMatchObject({ type: 'status' });
  server.clock.advance(60_000);
  for (let count = 0; count < 5000; count += 1) say(client, 'x');
  expect([1008, 1006, 0]).toContain(await client.ended);
  expect(server.log.filter((line) => line.includes('said too much'))).toHaveLength(1);
});

test('nobody signed in: the socket is closed and nothing was said', async (context) => {
  const server = await served(context);
  expect(await server.socket(path).ended).toBe(4401);
  const token = server.hub.signedIn(owner);
  const byAddress = server.socket(`${path}?token=${token}`);
  await new Promise((resolve) => void byAddress.socket.once('open', resolve));
  say(byAddress, { action: 'subscribe', home_id: 'home' });
  expect(await byAddress.next()).toMatchObject({ type: 'status' });
});

test('a client that unsubscribes hears no more of that home', async (context) => {
  const server = await served(context);
  const client = await opened(server, { action: 'subscribe', home_id: 'home' });
  await take(client, 2);
  say(client, { action: 'unsubscribe', home_id: 'home' });
  say(client, 'over');
  await client.next();
  server.hub.emit({ values: [watts(1)] });
  say(client, 'over again');
  expect(await client.next()).toMatchObject({ type: 'error' });
});

test('a slow client gets the newest state and no endless queue', async (context) => {
  const server = await served(context);
  const [slow, quick] = [
    await opened(server, { action: 'subscribe', home_id: 'home', since: null }),
    await opened(server, { action: 'subscribe', home_id: 'home', since: null }),
  ];
  await Promise.all([take(slow, 3), take(quick, 3)]);
  const pause = (socket: WebSocket) => socket.pause();
  pause(slow.socket);
  const text = 'x'.repeat(100_000);
  const rounds = 200;
  for (let round = 0; round < rounds; round += 1) {
    server.hub.emit({ values: [{ ...watts(round), metric: 'inverter.mode', value: `${round} ${text}` } as never] });
    await quick.next();
  }
  slow.socket.resume();
  let [seen, message] = [0, await slow.next()];
  while (message['type'] === 'telemetry') [seen, message] = [seen + 1, await slow.next()];
  expect(seen).toBeLessThan(rounds);
  expect(message).toMatchObject({ type: 'snapshot', reason: 'slow' });
  await take(slow, 2);
  server.hub.emit({ values: [watts(7)] });
  expect(await slow.next()).toMatchObject({ type: 'telemetry', value: 7 });
});

test('one person has so many sockets, and so has one network', async (context) => {
  const server = await testServer(context, { sockets: { own: 3, network: 2, all: 4 } });
  const [anna, ben] = [server.hub.signedIn(owner), server.hub.signedIn(person('Ben'))];
  const open = async (token: string): Promise<Client> => {
    const client = server.socket(path, { token });
    await new Promise((resolve) => void client.socket.once('open', resolve));
    return client;
  };
  const own = [await open(anna), await open(anna), await open(anna)];
  expect(await (await open(anna)).ended).toBe(1013);
  await open(ben);
  expect(await (await open(ben)).ended).toBe(1013);
  own[0]?.socket.close();
  await own[0]?.ended;
  await vi.waitFor(async () => {
    const late = await open(ben);
    expect(await Promise.race([late.ended, new Promise((resolve) => setTimeout(resolve, 200, 'open'))])).toBe('open');
  }, 20_000);
});

test('an address of another network has its own bound', async (context) => {
  const server = await testServer(context, {
    sockets: { own: 9, network: 2, all: 9 },
    trustedProxies: ['loopback'],
  });
  const token = server.hub.signedIn(owner);
  const from = (address: string) => server.socket(path, { token, headers: { 'x-forwarded-for': address } }).ended;
  const first = [from('203.0.113.7'), from('203.0.113.7'), from('203.0.113.7')];
  expect(await Promise.race(first)).toBe(1013);
  const other = from('203.0.113.8');
  expect(await Promise.race([other, new Promise((resolve) => setTimeout(resolve, 200, 'open'))])).toBe('open');
});
