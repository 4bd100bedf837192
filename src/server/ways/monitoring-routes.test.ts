// Subscriptions, factors and announcements of the monitoring interface; the data themselves: monitoring.test.ts.
import { expect, test, vi, type TestContext } from 'vitest';
import { person } from '#core/testing/principals.ts';
import { hourMs } from '#core/time.ts';
import { noonMs, owner, rowBetween, stubEnergy, stubHub, viewer } from '../testing/stub-hub.ts';
import { startServer } from '../server.ts';
import { ask, client, handClock, testServer, type TestServer } from '../testing/test-server.ts';
import { pino } from 'pino';

const path = '/ws/monitoring/home';
const settings = '/api/v1/sites/home/monitoring';
const refusal = { error: 'No active subscription' };

/** A home with 10 kWh of sun since it was there. */
async function served(context: TestContext): Promise<TestServer & { readonly token: string }> {
  const ledger = () => ({
    ...stubEnergy,
    report: async ({ fromMs, toMs, by }: Parameters<typeof stubEnergy.report>[0]) => ({
      timeZone: 'UTC',
      by,
      rows: [],
      total: rowBetween(fromMs, toMs, { pvWh: 10_000 }),
    }),
  });
  const server = await testServer(context, { hub: stubHub({ ledger }) });
  return { ...server, token: server.hub.signedIn(owner) };
}

const put = (server: TestServer & { readonly token: string }, json: object) =>
  server.ask(settings, { method: 'PUT', token: server.token, json });

test('a home has a subscription until somebody ends it, and again when it is renewed', async (context) => {
  const server = await served(context);
  const { token } = server;
  expect((await server.ask(settings, { token })).body).toEqual({ subscribed: true, connections: 0 });
  const client = server.socket(path, { token });
  expect(await client.next()).toMatchObject({ system_id: 'home' });
  expect((await put(server, { endsMs: noonMs })).body).toMatchObject({ subscribed: false, endsMs: noonMs });
  server.clock.advance(5000);
  expect(await client.next()).toEqual(refusal);
  // As documented: the socket stays, and the data come when there is a subscription again.
  const once = await server.ask(path, { token });
  expect([once.status, once.body]).toEqual([402, refusal]);
  const late = server.socket(path, { token });
  expect(await late.next()).toEqual(refusal);
  expect((await put(server, { endsMs: null })).body).toEqual({ subscribed: true, connections: 2 });
  server.clock.advance(5000);
  expect(await client.next()).toMatchObject({ system_id: 'home' });
  await put(server, { endsMs: noonMs + hourMs });
  server.clock.advance(5000);
  expect(await client.next()).toMatchObject({ system_id: 'home' });
  server.clock.advance(hourMs);
  expect(await client.next()).toEqual(refusal);
});

test('factors of a system come before its tariff, and can be taken away again', async (context) => {
  const server = await served(context);
  const data = async () => (await server.ask(path, { token: server.token })).body;
  // 10 kWh of the ledger and 12 of today; the document has 0.85 a kWh and 0.5 kg a kWh.
  const asDocumented = await data();
  expect(asDocumented).toMatchObject({ total_generation_kwh: 22, total_savings: 18.7, co2_offset_kg: 11 });
  await put(server, { moneyPerKwh: 2, kgPerKwh: 0.1, kgPerTree: 1 });
  expect(await data()).toMatchObject({
    today_savings: 24,
    total_savings: 44,
    co2_offset_kg: 2.2,
    trees_planted_equivalent: 2,
  });
  await put(server, { moneyPerKwh: null, kgPerKwh: null, kgPerTree: null });
  expect(await data()).toEqual(asDocumented);
});

test.for([{ moneyPerKwh: -1 }, { kgPerTree: 0 }, { endsMs: 'soon' }, { tariff: 1 }, { kgPerKwh: 1e9 }])(
  'factors that cannot be are refused: %j',
  async (wrong, context) => {
    const server = await served(context);
    expect(await put(server, wrong)).toMatchObject({ status: 400, body: { code: 'input.invalid' } });
    expect(server.hub.calls).toEqual([]);
  },
);

test('what is announced for a system comes to those who watch it; maintenance shows in the data', async (context) => {
  const server = await served(context);
  const { token } = server;
  const client = server.socket(path, { token });
  expect(await client.next()).toMatchObject({ status: 'online' });
  const announce = (json: object) => server.ask(`${settings}/announcements`, { method: 'POST', token, json });
  const said = { status: 'maintenance', message: 'Sistema em manutenção preventiva' };
  expect((await announce(said)).body).toMatchObject({ maintenance: said.message });
  expect(await client.next()).toEqual({ system_id: 'home', ...said });
  expect(await client.next()).toMatchObject({ system_id: 'home', status: 'maintenance', current_generation_kw: 4.2 });
  await announce({ status: 'online', message: 'Pronto' });
  expect(await client.next()).toEqual({ system_id: 'home', status: 'online', message: 'Pronto' });
  expect(await client.next()).toMatchObject({ status: 'online', current_generation_kw: 4.2 });
  expect((await announce({ status: 'gone', message: 'x' })).status).toBe(400);
});

test('planned maintenance is told to all, its time in UTC', async (context) => {
  const server = await served(context);
  const { token } = server;
  const client = server.socket(path, { token });
  await client.next();
  const notice = { message: 'Planned', start_time: '2025-10-14T02:00:00Z', duration_minutes: 30 };
  const told = { type: 'maintenance_notice', ...notice };
  const answer = await server.ask('/api/v1/monitoring/announcements', { method: 'POST', token, json: notice });
  expect([answer.status, answer.body]).toEqual([200, told]);
  expect(await client.next()).toEqual(told);
  const bad = { ...notice, start_time: 'tomorrow' };
  expect(await server.ask('/api/v1/monitoring/announcements', { method: 'POST', token, json: bad })).toMatchObject({
    status: 400,
    body: { field: 'start_time' },
  });
});

test('an admin announces, a viewer does not; an admin of one home does not speak to all', async (context) => {
  const server = await served(context);
  const post = (token: string, at: string, json: object) => server.ask(at, { method: 'POST', token, json });
  const notice = { message: 'Planned', start_time: '2025-10-14T02:00:00Z', duration_minutes: 30 };
  const said = { status: 'maintenance', message: 'x' };
  const ben = server.hub.signedIn(viewer);
  const adam = server.hub.signedIn(person('Adam', 'admin', 'home'));
  const statuses = [
    await post(ben, `${settings}/announcements`, said),
    await post(ben, '/api/v1/monitoring/announcements', notice),
    await post(adam, '/api/v1/monitoring/announcements', notice),
    await post(adam, `${settings}/announcements`, said),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403, 200]);
  expect(server.hub.audited.at(-1)).toMatchObject({
    action: 'announce',
    subject: 'maintenance: x',
    outcome: 'done',
    principal: { name: 'Adam' },
  });
});

test('the last one who leaves ends the listening', async (context) => {
  const onNotice = vi.fn(() => () => void ended());
  const ended = vi.fn();
  const server = await testServer(context, { hub: stubHub({ onNotice }) });
  const client = server.socket(path, { token: server.hub.signedIn(owner) });
  await client.next();
  client.socket.close();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1), 20_000);
  expect(onNotice).toHaveBeenCalledTimes(1);
});

test('on a port of its own there is the monitoring interface and nothing else', async (context) => {
  const hub = stubHub();
  const log = pino({ level: 'silent' });
  const current = () => ({ hub, demo: false });
  const place = { host: '127.0.0.1', port: 0, monitoringPort: 0, webRoot: '/nowhere' } as const;
  const server = await startServer({ ...place, clock: handClock(), log, version: '1', current });
  context.onTestFinished(() => server.close());
  const port = server.monitoringPort ?? 0;
  const token = hub.signedIn(owner);
  expect(port).not.toBe(server.port);
  expect(await client(port, path, { token }).next()).toMatchObject({ system_id: 'home' });
  expect(await client(port, `${path}?token=${token}`).next()).toMatchObject({ system_id: 'home' });
  expect(await client(port, path).ended).toBe(4401);
  expect((await ask(port, '/ws/monitoring', { token })).body).toMatchObject({ endpoint: '/ws/monitoring/:system_id' });
  expect((await ask(port, '/ws/monitoring')).status).toBe(401);
  for (const other of ['/', '/api/v1/sites', '/ws/monitoringx', '/health'])
    expect((await ask(port, other, { token })).status).toBe(404);
  expect(await client(port, '/api/v1/live?site=home', { token }).ended).toBe(404);
});

test('a port that is taken is told with its flag, and the server does not stay half open', async (context) => {
  const taken = await testServer(context);
  const hub = stubHub();
  const log = pino({ level: 'silent' });
  const current = () => ({ hub, demo: false });
  const place = { host: '127.0.0.1', port: 0, monitoringPort: taken.port, webRoot: '/nowhere' } as const;
  await expect(startServer({ ...place, clock: handClock(), log, version: '1', current })).rejects.toMatchObject({
    code: 'port.taken',
    repair: expect.stringContaining('--monitoring-port') as string,
  });
});
