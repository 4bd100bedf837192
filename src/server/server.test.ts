import type { HealthIssue } from '#hub/health-issue.ts';
import { because } from '#core/reason.ts';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { owner, stubHub } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';
import type { ServerOptions } from './route-context.ts';

test('a port that is taken is named, with the flag that helps', async (context) => {
  const first = await testServer(context);
  const second = testServer(context, { port: first.port });
  await expect(second).rejects.toSatisfy((error) => isSolsteadError(error, 'port.taken'));
  await expect(second).rejects.toMatchObject({
    message: `127.0.0.1:${first.port}: another program uses port ${first.port}`,
    repair: 'Stop the other program, or choose another port with --port.',
  });
});

test.for(['203.0.113.7', 'no.such.host.invalid', 'nohost'])(
  'the address %s is a wrong argument',
  async (host, context) => {
    await expect(testServer(context, { host })).rejects.toMatchObject({
      code: 'input.usage',
      message: `${host}: this computer has no such address`,
      repair: 'Choose an address of this computer with --host, such as 127.0.0.1, or 0.0.0.0 for all of them.',
    });
  },
);

test('closing says goodbye to sockets, ends the subscriptions and frees the port', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const clients = [server.socket('/api/v1/live?site=home', { token }), server.socket('/ws/monitoring/home', { token })];
  await Promise.all(clients.map((client) => client.next()));
  await server.close();
  expect(await Promise.all(clients.map((client) => client.ended))).toEqual([1001, 1001]);
  expect(server.hub.subscribers()).toBe(0);
  const next = createServer().listen(server.port, '127.0.0.1');
  await once(next, 'listening');
  next.close();
});

test('closing does not wait for a client that has stopped listening, nor for a request under way', async (context) => {
  const hub = stubHub({ testDevice: () => new Promise(() => {}) });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const stuck = server.socket('/api/v1/live?site=home', { token });
  await stuck.next();
  stuck.socket.pause();
  const request = { method: 'POST', token, json: { address: 'tcp://10.0.0.9:502' } };
  const cut = server.ask('/api/v1/setup/test', request).catch((error: unknown) => error);
  await server.ask('/health');
  const closed = server.close();
  await vi.waitFor(async () => {
    server.clock.advance(1000);
    await Promise.race([closed, Promise.reject(new Error('still open'))]);
  }, 20_000);
  expect(await cut).toMatchObject({ message: 'socket hang up' });
  stuck.socket.terminate();
});

test('health is 200 or 503, open, and names parts only', async (context) => {
  const healthIssues = vi.fn(async (): Promise<HealthIssue[]> => []);
  const server = await testServer(context, { hub: stubHub({ healthIssues }) });
  server.clock.advance(90_000);
  expect(await server.ask('/health')).toMatchObject({
    status: 200,
    body: { status: 'ok', version: '1.2.3', uptimeSeconds: 90, troubles: [] },
  });
  const reason = because('outside.said', { said: 'the disk of the garage is full' });
  healthIssues.mockResolvedValueOnce([
    { part: 'history', reason },
    { part: 'consumers', reason },
  ]);
  expect(await server.ask('/health')).toMatchObject({
    status: 503,
    body: { status: 'degraded', troubles: ['history', 'consumers'] },
  });
  healthIssues.mockRejectedValueOnce(new Error('no'));
  expect((await server.ask('/health')).status).toBe(503);
});

test('anybody may start the demo of a home without owner, use its relays, and leave it', async (context) => {
  const [real, simulated] = [stubHub({ isClaimed: false }), stubHub({ isClaimed: false })];
  const shown = { hub: real, demo: false };
  const demo = {
    start: async () => void Object.assign(shown, { hub: simulated, demo: true }),
    stop: async () => void Object.assign(shown, { hub: real, demo: false }),
  };
  const server = await testServer(context, { hub: real, current: () => ({ ...shown }), demo });
  const post = (path: string, json: unknown = {}) => server.ask(path, { method: 'POST', json });
  expect((await server.ask('/api/v1/demo', { method: 'DELETE' })).status).toBe(403);
  expect((await post('/api/v1/demo')).body).toEqual({ state: 'demo', version: '1.2.3' });
  expect((await server.ask('/api/v1/sites')).body).toMatchObject([{ demo: true }]);
  const order = { setPoint: 'relay.on.1', value: false };
  expect((await post('/api/v1/sites/home/devices/plug/commands', order)).body).toMatchObject({ outcome: 'confirmed' });
  expect(simulated.calls).toHaveLength(1);
  const claim = { name: 'Anna', password: 'correct horse', site: { name: 'Casa', timeZone: 'UTC' } };
  const device = { name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.2:502' };
  const refused = [await post('/api/v1/owner', claim), await post('/api/v1/sites/home/devices', device)];
  expect(refused.map(({ status }) => status)).toEqual([403, 403]);
  const watcher = server.socket('/api/v1/live?site=home');
  await watcher.next();
  expect((await server.ask('/api/v1/demo', { method: 'DELETE' })).body).toMatchObject({ state: 'unclaimed' });
  expect(await watcher.ended).toBe(4410);
});

test('the demo of an owned home is the owner’s to start', async (context) => {
  const start = vi.fn(async () => {});
  const server = await testServer(context, { demo: { start, stop: async () => {} } });
  const ask = (token?: string) =>
    server.ask('/api/v1/demo', { method: 'POST', json: {}, ...(token === undefined ? {} : { token }) });
  expect((await ask()).status).toBe(403);
  expect((await ask(server.hub.signedIn(owner))).status).toBe(200);
  expect(start).toHaveBeenCalledTimes(1);
});

test('an account of the broker comes with the address by which this computer was reached', async (context) => {
  const server = await testServer(context, { broker: { host: '0.0.0.0', port: 1883 } });
  const asked = {
    method: 'POST',
    token: server.hub.signedIn(owner),
    json: { username: 'plug' },
    headers: { host: 'solstead.local:8080' },
  };
  expect(await server.ask('/api/v1/setup/broker-accounts', asked)).toMatchObject({
    status: 201,
    body: { host: 'solstead.local', port: 1883, username: 'plug', password: 'shown-once' },
  });
  const without = await testServer(context, { hub: server.hub });
  expect((await without.ask('/api/v1/setup/broker-accounts', asked)).status).toBe(409);
});

test('which broker devices are pointed to is told to who may see devices, without the account of the one outside', async (context) => {
  const asked = (broker?: ServerOptions['broker']) =>
    testServer(context, broker === undefined ? {} : { broker }).then((server) =>
      server.ask('/api/v1/setup/broker', { token: server.hub.signedIn(owner), headers: { host: 'solstead.local' } }),
    );
  expect(await asked()).toMatchObject({ status: 200, body: { kind: 'none' } });
  expect(await asked({ outside: 'mqtt://ada@broker.lan:1883' })).toMatchObject({
    body: { kind: 'outside', address: 'mqtt://broker.lan:1883' },
  });
  const own = await asked({ host: '0.0.0.0', port: 1883 });
  expect(own).toMatchObject({ body: { kind: 'built-in', port: 1883 } });
  expect(JSON.stringify(own.body)).toContain('["solstead.local"');
  const alone = await asked({ host: '127.0.0.1', port: 1883 });
  expect(alone).toMatchObject({ body: { kind: 'built-in', hosts: [], port: 1883 } });
  const stranger = await testServer(context, { broker: { host: '0.0.0.0', port: 1883 } });
  expect((await stranger.ask('/api/v1/setup/broker')).status).toBe(401);
});

test('strangers neither end the demo of an owned home nor hold an unowned one in it', async (context) => {
  const [real, simulated] = [stubHub({ isClaimed: false }), stubHub()];
  const shown = { hub: real, demo: false };
  const demo = {
    start: async () => void Object.assign(shown, { hub: simulated, demo: true }),
    stop: async () => void Object.assign(shown, { hub: real, demo: false }),
  };
  const options = { hub: real, current: () => ({ ...shown }), demo, setupCode: 'AAAA-AAAA' };
  const server = await testServer(context, options);
  const network = { host: '192.168.1.20' };
  const post = (path: string, json: object, headers: Readonly<Record<string, string>> = network) =>
    server.ask(path, { method: 'POST', json, headers });
  for (const guess of [{}, { code: 'BBBB-BBBB' }]) {
    expect((await post('/api/v1/demo', guess)).body).toMatchObject({ field: 'code' });
    expect(shown.demo).toBe(false);
  }
  await post('/api/v1/demo', { code: 'aaaa aaaa' });
  const site = { name: 'Home', timeZone: 'Europe/Berlin' };
  const claim = { name: 'Anna', password: 'correct horse battery', site };
  expect((await post('/api/v1/owner', claim)).body).toMatchObject({ field: 'code' });
  expect(shown.demo).toBe(true);
  expect((await post('/api/v1/owner', { ...claim, code: 'AAAA-AAAA' })).status).toBe(200);
  expect(shown.demo).toBe(false);
  const token = real.signedIn(owner);
  await server.ask('/api/v1/demo', { method: 'POST', json: {}, token, headers: network });
  expect(shown.demo).toBe(true);
  expect((await server.ask('/api/v1/demo', { method: 'DELETE', headers: network })).status).toBe(403);
  expect((await server.ask('/api/v1/demo', { method: 'DELETE', token, headers: network })).status).toBe(200);
});
