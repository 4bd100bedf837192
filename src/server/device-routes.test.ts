// Settings over HTTP: what is answered, what reaches the hub, and a trial that ends with who asked for it.
import { request as httpRequest } from 'node:http';
import { expect, test, vi } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { SettingView } from '#core/command.ts';
import { noonMs, owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const path = '/api/v1/sites/home/devices/roof/settings';
const priority: SettingView = {
  name: 'POP',
  title: 'Output priority',
  value: { kind: 'choice', options: ['Utility first', 'Solar first'] },
  dangerous: false,
  readable: true,
  stored: false,
  current: 'Solar first',
  currentAtMs: noonMs,
};
const factory: SettingView = {
  name: 'PF',
  title: 'Back to the factory',
  value: { kind: 'none' },
  dangerous: true,
  readable: false,
  stored: false,
};

test('settings are shown to who may look, and set by the owner alone', async (context) => {
  const hub = stubHub({ settings: async () => [priority, factory] });
  const server = await testServer(context, { hub });
  const tokens = { owner: hub.signedIn(owner), viewer: hub.signedIn(viewer) };
  expect((await server.ask(path)).status).toBe(401);
  expect(await server.ask(path, { token: tokens.viewer })).toMatchObject({ status: 200, body: [priority, factory] });
  const order = { method: 'POST', json: { value: 'Utility first' } };
  expect((await server.ask(`${path}/POP`, { ...order, token: tokens.viewer })).status).toBe(403);
  expect(hub.calls).toEqual([]);
  const answer = await server.ask(`${path}/POP`, { ...order, token: tokens.owner });
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'confirmed', atMs: noonMs } });
  expect(hub.calls).toEqual([['set', 'home', { device: 'roof', setting: 'POP', value: 'Utility first' }, 'Anna']]);
});

test('a dangerous one answers its token, which is handed on; an action has no value', async (context) => {
  const set = vi.fn(async () => ({ outcome: 'armed', arm: 'abc', untilMs: noonMs, setting: factory }) as const);
  const hub = stubHub({ set });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const armed = await server.ask(`${path}/PF`, { method: 'POST', token, json: {} });
  expect(armed).toMatchObject({ status: 200, body: { outcome: 'armed', arm: 'abc', setting: factory } });
  await server.ask(`${path}/PF`, { method: 'POST', token, json: { arm: 'abc' } });
  expect(set).toHaveBeenLastCalledWith(
    'home',
    { device: 'roof', setting: 'PF', value: '', arm: 'abc' },
    expect.objectContaining({ by: owner }),
  );
});

test.for([
  ['command.limits', 422, 'PBFT takes 48 to 58.4 V'],
  ['command.refused', 409, 'NAK'],
  ['command.differs', 409, 'shows another'],
  ['command.not-armed', 409, 'too old'],
  ['command.unconfirmed', 504, 'it was sent'],
] as const)('%s answers %i with what helps', async ([code, status, why], context) => {
  const hub = stubHub({ set: () => Promise.reject(new SolsteadError(code, { at: 'roof', why })) });
  const server = await testServer(context, { hub });
  const answer = await server.ask(`${path}/POP`, { method: 'POST', token: hub.signedIn(owner), json: { value: 1 } });
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    code,
    message: expect.stringContaining(why) as string,
    repair: expect.any(String) as string,
  });
});

test('an unknown name is told of a field only where the request has one', async (context) => {
  const unknown = () => Promise.reject(new SolsteadError('command.unknown', { at: 'roof' }));
  const hub = stubHub({ set: unknown, command: unknown });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const setting = await server.ask(`${path}/NOPE`, { method: 'POST', token, json: { value: 1 } });
  expect(setting).toMatchObject({ status: 400, body: { code: 'command.unknown' } });
  expect(setting.body).not.toHaveProperty('field');
  const json = { metric: 'relay.on.1', value: true };
  const command = await server.ask('/api/v1/sites/home/devices/roof/command', { method: 'POST', token, json });
  expect(command).toMatchObject({ status: 400, body: { code: 'command.unknown', field: 'metric' } });
});

test('an order from another web site, or with a value of the wrong kind, reaches nobody', async (context) => {
  const hub = stubHub();
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const headers = { origin: 'https://evil.example' };
  const foreign = await server.ask(`${path}/POP`, { method: 'POST', token, headers, json: { value: 1 } });
  expect(foreign.status).toBe(403);
  const odd = await server.ask(`${path}/POP`, { method: 'POST', token, json: { value: { a: 1 } } });
  expect(odd).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'value' } });
  expect(hub.calls).toEqual([]);
});

test('the audit log is the owner’s to read', async (context) => {
  const principal = { id: 'anna', kind: 'person', name: 'Anna' } as const;
  const line = {
    atMs: noonMs,
    site: 'home',
    principal,
    action: 'set',
    subject: 'roof POP: a → b',
    outcome: 'confirmed',
  };
  const auditLines = vi.fn(async () => [line]);
  const hub = stubHub({ auditLines });
  const server = await testServer(context, { hub });
  expect((await server.ask('/api/v1/audit', { token: hub.signedIn(viewer) })).status).toBe(403);
  const answer = await server.ask('/api/v1/audit?limit=5', { token: hub.signedIn(owner) });
  expect(answer).toMatchObject({ status: 200, body: [line] });
  expect(auditLines).toHaveBeenCalledWith({ limit: 5 });
});

test('a trial ends when the browser leaves', async (context) => {
  const asked = Promise.withResolvers<AbortSignal | undefined>();
  const hub = stubHub({
    trial: (_address, _protocol, signal) => {
      asked.resolve(signal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), { once: true });
      });
    },
  });
  const server = await testServer(context, { hub });
  const sent = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path: '/api/v1/setup/test',
    method: 'POST',
    headers: { authorization: `Bearer ${hub.signedIn(owner)}`, 'content-type': 'application/json' },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify({ address: 'tcp://10.0.0.9:502' }));
  const signal = await asked.promise;
  expect(signal?.aborted).toBe(false);
  sent.destroy();
  await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  // Our own doing is no failure to be logged.
  await server.ask('/health');
  expect(server.log.filter((line) => line.includes('request failed'))).toEqual([]);
});
