// Commands over HTTP that can be followed, with a device that answers when the test says so.
import { expect, test, type TestContext } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { person } from '#core/testing/principals.ts';
import type { Command } from '#api/commands.ts';
import type { CommandOutcome } from '#hub/types.ts';
import type { Device } from '#api/contract.ts';
import { noonMs, owner, snapshot, stubHub, viewer } from './testing/stub-hub.ts';
import { type RequestOptions, testServer } from './testing/test-server.ts';

const plug: Device = {
  id: 'plug',
  name: 'Plug',
  definition: 'shelly-pro3',
  title: 'Shelly Pro 3',
  kind: 'relay',
  address: 'mqtt://built-in:1883',
  state: 'online',
  intervalMs: 5000,
  identity: {},
  health: { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 },
};
const on = { device: 'plug', metric: 'relay.on.1', value: 1, atMs: noonMs, quality: 'good' } as const;
const power = { device: 'plug', metric: 'relay.power.1', value: 60, atMs: noonMs, quality: 'good' } as const;
const power2 = { device: 'plug', metric: 'relay.power.2', value: 40, atMs: noonMs, quality: 'good' } as const;
const done: CommandOutcome = { outcome: 'confirmed', before: 0, after: 1, atMs: noonMs };
const commands = '/api/v1/devices/plug/commands';

/** A home with a plug whose answers wait for the test. */
async function withPlug(context: TestContext) {
  const answer = Promise.withResolvers<CommandOutcome>();
  // It may fail before somebody waits for it.
  answer.promise.catch(() => undefined);
  const sets: unknown[] = [];
  const hub = stubHub({
    snapshot: () => ({ ...snapshot, devices: [plug], values: [on, power, power2] }),
    siteOf: (device) => (device === 'plug' ? 'home' : undefined),
    set: async (_site, command, { begin, sending }) => {
      sets.push(command);
      await begin();
      sending();
      return answer.promise;
    },
  });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const give = (options: RequestOptions = {}) =>
    server.ask(commands, { method: 'POST', token, json: { setPoint: 'relay.on.1', value: 1 }, ...options });
  return { server, hub, token, answer, sets, give };
}

test('202 says where to follow a command, and there it is until its end', async (context) => {
  const { server, token, answer, give } = await withPlug(context);
  const given = await give();
  const { id, ...told } = given.body as Command;
  expect([given.status, given.headers['location']]).toEqual([202, `/api/v1/commands/${id}`]);
  expect(told).toMatchObject({ site: 'home', device: 'plug', setPoint: 'relay.on.1', value: 1, state: 'sent' });
  expect(told.expiresMs - told.createdMs).toBe(60_000);
  answer.resolve(done);
  const follow = () => server.ask(`/api/v1/commands/${id}`, { token });
  await expect.poll(async () => (await follow()).body).toMatchObject({ state: 'confirmed', before: 0, after: 1 });
  expect((await server.ask('/api/v1/commands', { token })).body).toEqual({ commands: [(await follow()).body] });
  // Nobody else learns that it is there.
  const stranger = server.hub.signedIn(person('Guest', 'owner', 'other'));
  expect(await server.ask(`/api/v1/commands/${id}`, { token: stranger })).toMatchObject({
    status: 404,
    body: { code: 'command.gone' },
  });
});

test('Prefer: wait answers with the outcome if it comes in time, and with 202 if not', async (context) => {
  const { server, token, answer, give } = await withPlug(context);
  const waiting = give({ headers: { prefer: 'respond-async, wait=5' } });
  await expect.poll(async () => (await server.ask('/api/v1/commands', { token })).text).toContain('"sent"');
  server.clock.advance(5001);
  const late = await waiting;
  expect([late.status, late.headers['preference-applied']]).toEqual([202, 'wait=5']);
  const { id } = late.body as Command;
  const inTime = give({ headers: { prefer: 'wait=5' } });
  answer.resolve(done);
  expect(await inTime).toMatchObject({ status: 200, body: { state: 'confirmed' } });
  const followed = await server.ask(`/api/v1/commands/${id}`, { token, headers: { prefer: 'wait=5' } });
  expect(followed).toMatchObject({ status: 200, body: { state: 'confirmed' } });
});

test('a repetition with its key is answered alike and sent once; another body under it is refused', async (context) => {
  const { answer, sets, give } = await withPlug(context);
  const headers = { 'idempotency-key': '7c1e', prefer: 'wait=5' };
  answer.resolve(done);
  const [first, second] = [await give({ headers }), await give({ headers })];
  expect(second.body).toEqual(first.body);
  expect(sets).toHaveLength(1);
  const other = await give({ headers, json: { setPoint: 'relay.on.1', value: 0 } });
  expect(other).toMatchObject({ status: 422, body: { code: 'command.key-reused' } });
  const bad = await give({ headers: { 'idempotency-key': 'x'.repeat(201) } });
  expect(bad).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'idempotency-key' } });
});

test('the command of a page that is repeated under its key is told what became of the first', async (context) => {
  const { server, token, answer, sets } = await withPlug(context);
  const give = (key: string, value = 1) =>
    server.ask('/api/v1/sites/home/devices/plug/commands', {
      method: 'POST',
      token,
      headers: { 'idempotency-key': key },
      json: { setPoint: 'relay.on.1', value },
    });
  answer.resolve(done);
  const [first, second] = [await give('a'), await give('a')];
  expect(first).toMatchObject({ status: 200, body: { outcome: 'confirmed', before: 0, after: 1 } });
  expect([second.status, second.body]).toEqual([
    200,
    { ...(first.body as object), atMs: expect.any(Number) as number },
  ]);
  expect(sets).toHaveLength(1);
  expect(await give('a', 0)).toMatchObject({ status: 422, body: { code: 'command.key-reused' } });
});

test('the command of a page that failed fails again under its key, and is not sent again', async (context) => {
  const { server, token, answer, sets } = await withPlug(context);
  const give = () =>
    server.ask('/api/v1/sites/home/devices/plug/commands', {
      method: 'POST',
      token,
      headers: { 'idempotency-key': 'b' },
      json: { setPoint: 'relay.on.1', value: 1 },
    });
  answer.reject(new SolsteadError('command.refused', { at: 'relay.on.1' }));
  const [first, second] = [await give(), await give()];
  expect(first).toMatchObject({ body: { code: 'command.refused', at: 'relay.on.1' } });
  expect([second.status, second.body]).toEqual([
    first.status,
    { ...(first.body as object), requestId: expect.any(String) as string },
  ]);
  expect(sets).toHaveLength(1);
});

test('a command that fails says why, in the words of the error', async (context) => {
  const { answer, give } = await withPlug(context);
  answer.reject(new SolsteadError('command.refused', { at: 'relay.on.1' }));
  expect((await give({ headers: { prefer: 'wait=1' } })).body).toMatchObject({
    state: 'refused',
    failure: { code: 'command.refused', at: 'relay.on.1', detail: 'The device refused the command' },
  });
});

test('a viewer gives no command, and learns nothing of devices that are not there', async (context) => {
  const { server, hub, sets, give } = await withPlug(context);
  const token = hub.signedIn(viewer);
  expect((await give({ token })).status).toBe(403);
  const nowhere = await server.ask('/api/v1/devices/nothing/commands', { method: 'POST', token, json: {} });
  expect(nowhere.status).toBe(403);
  const tenant = hub.signedIn(
    person('Tenant', { actions: ['site.read', 'device.command'], devices: ['meter'] }, 'home'),
  );
  expect(await give({ token: tenant })).toMatchObject({ status: 404, body: { code: 'device.unknown' } });
  expect(sets).toEqual([]);
});

test.for([
  [{ command: 'on' }, 1, 'on'],
  [{ command: 'off' }, 0, 'off'],
  [{ command: 'toggle' }, 0, 'off'],
] as const)('the plain switch: %j', async ([json, value, newState], context) => {
  const { server, token, answer, sets } = await withPlug(context);
  answer.resolve({ ...done, after: value });
  const switched = await server.ask('/api/v1/devices/plug/command', { method: 'POST', token, json });
  expect(switched).toMatchObject({ status: 200, body: { success: true, newState, confirmed: true, relay: 1 } });
  expect(sets).toEqual([{ device: 'plug', target: { setPoint: 'relay.on.1' }, value }]);
});

test('a relay whose state is not known is not switched over, and a refusal is a problem', async (context) => {
  const { server, token, answer, sets } = await withPlug(context);
  const ask = (json: unknown) => server.ask('/api/v1/devices/plug/command', { method: 'POST', token, json });
  expect(await ask({ command: 'toggle', relay: 2 })).toMatchObject({ status: 422, body: { code: 'command.limits' } });
  expect(sets).toEqual([]);
  answer.reject(new SolsteadError('command.unconfirmed', { at: 'plug' }));
  expect(await ask({ command: 'on' })).toMatchObject({ status: 504, body: { code: 'command.unconfirmed' } });
});

test('devices of all homes are listed in short, with the power that stands for them', async (context) => {
  const { server, token } = await withPlug(context);
  const { body } = await server.ask('/api/v1/devices', { token });
  const short = { id: 'plug', node_id: 'plug', home_id: 'home', location: 'Casa', model: 'Shelly Pro 3' };
  const state = { isOnline: true, currentPower: 100, capabilities: ['relay.on.1', 'relay.power.1', 'relay.power.2'] };
  expect(body).toMatchObject([{ ...short, ...state }]);
  expect((await server.ask('/api/v1/devices/plug', { token })).body).toMatchObject({ ...short, device: plug });
  expect((await server.ask('/api/v1/devices?site=nowhere', { token })).status).toBe(404);
});
