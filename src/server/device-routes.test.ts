// Settings over HTTP: what is answered, what reaches the hub, and a device test that ends with who asked for it.
import { said } from '#core/reason.ts';
import { request as httpRequest } from 'node:http';
import { expect, test, vi } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Capability, SettingView } from '#core/command.ts';
import { noonMs, owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const path = '/api/v1/sites/home/devices/roof/settings';
const commands = '/api/v1/sites/home/devices/roof/commands';
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
  const order = { method: 'POST', json: { setting: 'POP', value: 'Utility first' } };
  expect((await server.ask(commands, { ...order, token: tokens.viewer })).status).toBe(403);
  expect(hub.calls).toEqual([]);
  const answer = await server.ask(commands, { ...order, token: tokens.owner });
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'confirmed', atMs: noonMs } });
  const command = { device: 'roof', target: { setting: 'POP' }, value: 'Utility first' };
  expect(hub.calls).toEqual([['set', 'home', command, 'Anna']]);
});

test('what a device can be told in the words of the catalogue is shown and set', async (context) => {
  const mode = {
    ...priority,
    name: 'battery.mode',
    setPoint: 'battery.mode',
    title: 'Battery mode',
    value: { kind: 'choice', options: ['hold', 'charge'] },
    settings: ['POP', 'PCP'],
    current: 'hold',
  } as const satisfies Capability;
  const hub = stubHub({ capabilities: async () => [mode] });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const shown = await server.ask('/api/v1/sites/home/devices/roof/capabilities', { token });
  expect(shown).toMatchObject({ status: 200, body: [mode] });
  const json = { setPoint: 'battery.mode', value: 'charge', force: true };
  expect((await server.ask(commands, { method: 'POST', token, json })).status).toBe(200);
  const command = { device: 'roof', target: { setPoint: 'battery.mode' }, value: 'charge', force: true };
  expect(hub.calls).toEqual([['set', 'home', command, 'Anna']]);
});

test.for([
  [{ value: 1 }, 'setPoint', 'names a setPoint or a setting'],
  [{ setPoint: 'relay.on.1', setting: 'POP', value: 1 }, 'setting', 'not both'],
  [{ setPoint: 'relay.on.0', value: 1 }, 'setPoint', 'relay.on.0 is not a set-point of the catalogue'],
  [{ setPoint: 'grid.power', value: 1 }, 'setPoint', 'grid.power is not a set-point of the catalogue'],
] as const)('%j is told what is wrong with it', async ([json, field, why], context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const answer = await server.ask(commands, { method: 'POST', token, json });
  expect(answer).toMatchObject({ status: 400, body: { code: 'input.invalid', field } });
  expect(answer.body).toMatchObject({ detail: expect.stringContaining(why) as string });
  expect(server.hub.calls).toEqual([]);
});

test('a dangerous one answers its token, which is handed on; an action has no value', async (context) => {
  const set = vi.fn(async () => ({ outcome: 'armed', arm: 'abc', untilMs: noonMs, setting: factory }) as const);
  const hub = stubHub({ set });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const armed = await server.ask(commands, { method: 'POST', token, json: { setting: 'PF' } });
  expect(armed).toMatchObject({ status: 200, body: { outcome: 'armed', arm: 'abc', setting: factory } });
  await server.ask(commands, { method: 'POST', token, json: { setting: 'PF', arm: 'abc' } });
  expect(set).toHaveBeenLastCalledWith(
    'home',
    { device: 'roof', target: { setting: 'PF' }, value: '', arm: 'abc' },
    expect.objectContaining({ by: owner }),
  );
});

test.for([
  ['command.limits', 422, 'PBFT takes 48 to 58.4 V'],
  ['command.refused', 409, 'NAK'],
  ['command.differs', 409, 'shows another'],
  ['command.not-armed', 409, 'too old'],
  ['command.unconfirmed', 504, 'it was sent'],
  ['command.too-often', 429, 'it was written 3 s ago'],
] as const)('%s answers %i with what helps', async ([code, status, why], context) => {
  const hub = stubHub({ set: () => Promise.reject(new SolsteadError(code, { at: 'roof', why: said(why) })) });
  const server = await testServer(context, { hub });
  const answer = await server.ask(commands, {
    method: 'POST',
    token: hub.signedIn(owner),
    json: { setting: 'POP', value: 1 },
  });
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    code,
    detail: expect.stringContaining(why) as string,
    repair: expect.any(String) as string,
  });
});

test('limits reach programs with the field, though it was not given', async (context) => {
  const why = because('value.missing', { title: 'Relay 1', limits: because('limits.switch') });
  const hub = stubHub({ set: () => Promise.reject(new SolsteadError('command.limits', { at: 'relay.on.1', why })) });
  const server = await testServer(context, { hub });
  const json = { setPoint: 'relay.on.1' };
  const answer = await server.ask(commands, { method: 'POST', token: hub.signedIn(owner), json });
  const detail = '"Relay 1" takes 1 for on, 0 for off, and no value was given';
  expect(answer).toMatchObject({ status: 422, body: { code: 'command.limits', field: 'value', detail, reason: why } });
});

test('an unknown name is told in words, with the field that held it', async (context) => {
  const hub = stubHub({ set: () => Promise.reject(new SolsteadError('command.unknown', { at: 'NOPE' })) });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const answer = await server.ask(commands, { method: 'POST', token, json: { setting: 'NOPE', value: 1 } });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'command.unknown', detail: expect.stringContaining('NOPE') as string },
  });
  expect(answer.body).toHaveProperty('field', 'setting');
});

test('an order from another web site, or with a value of the wrong kind, reaches nobody', async (context) => {
  const hub = stubHub();
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const headers = { origin: 'https://evil.example' };
  const foreign = await server.ask(commands, { method: 'POST', token, headers, json: { setting: 'POP', value: 1 } });
  expect(foreign.status).toBe(403);
  const odd = await server.ask(commands, { method: 'POST', token, json: { setting: 'POP', value: { a: 1 } } });
  expect(odd).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'value' } });
  expect(hub.calls).toEqual([]);
});

test('the audit log is the owner’s to read', async (context) => {
  const principal = { id: 'anna', kind: 'person', name: 'Anna' } as const;
  const line = {
    line: 7,
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

test('a device test ends when the browser leaves', async (context) => {
  const asked = Promise.withResolvers<AbortSignal | undefined>();
  const hub = stubHub({
    testDevice: (_by, _address, { watch: { signal } = {} }) => {
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
  await vi.waitFor(() => expect(signal?.aborted).toBe(true), 20_000);
  // Our own doing is no failure to be logged.
  await server.ask('/health');
  expect(server.log.filter((line) => line.includes('request failed'))).toEqual([]);
});
