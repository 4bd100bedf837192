// Health and figures of the process: who sees what, and that Prometheus understands it.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { person } from '#core/testing/principals.ts';
import type { Ready } from '#api/contract.ts';
import type { Static } from 'typebox';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { needs } from '#tools/testkit/needs.ts';
import { owner, stubHub } from '../testing/stub-hub.ts';
import { testServer } from '../testing/test-server.ts';

const sample = (text: string, name: string): string | undefined =>
  text.split('\n').find((line) => line.startsWith(name) && !line.startsWith('#'));

test('figures are for those who may read homes; of the installation only for those who may read all', async (context) => {
  const server = await testServer(context);
  expect((await server.ask('/metrics')).status).toBe(401);
  const whole = await server.ask('/metrics', { token: server.hub.signedIn(owner) });
  expect([whole.status, whole.headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(sample(whole.text, 'solstead_ingest_values_total{')).toBe('solstead_ingest_values_total{site="home"} 21');
  expect(sample(whole.text, 'solstead_history_commit_seconds_total')).toMatch(/ 0\.04$/);
  expect(sample(whole.text, 'solstead_audit_lines_total')).toBe('solstead_audit_lines_total{chain="entries"} 9');
  expect(sample(whole.text, 'solstead_http_failures_total')).toBe(
    'solstead_http_failures_total{code="access.signed-out"} 1',
  );
  const guest = await server.ask('/metrics', { token: server.hub.signedIn(person('Guest', 'viewer', 'home')) });
  expect(sample(guest.text, 'solstead_ingest_values_total')).toBeDefined();
  for (const name of ['solstead_audit', 'solstead_history_points', 'solstead_process', 'solstead_http'])
    expect(sample(guest.text, name)).toBeUndefined();
  const tenant = person('Tenant', { actions: ['site.read'], devices: ['meter'] }, 'home');
  const theirs = await server.ask('/metrics', { token: server.hub.signedIn(tenant) });
  expect(theirs.status).toBe(403);
});

test('homes that send here are figures of the installation, whatever they are called', async (context) => {
  const counts = { devices: 3, taken: 70, repeated: 2, refused: 1 };
  const server = await testServer(context, {
    farHomeFigures: async () => [
      { id: 'a1', name: 'Summer "house"\n', site: 'home', connectedMs: 1000, heardMs: 2500, ...counts },
      { id: 'a2', name: 'Barn', site: 'home', ...counts },
    ],
  });
  const { text } = await server.ask('/metrics', { token: server.hub.signedIn(owner) });
  const lines = text.split('\n');
  const summer = 'account="a1",home="Summer \\"house\\"\\n",site="home"';
  const barn = 'account="a2",home="Barn",site="home"';
  for (const line of [
    `solstead_far_home_connected{${summer}} 1`,
    `solstead_far_home_connected{${barn}} 0`,
    `solstead_far_home_heard_timestamp_seconds{${summer}} 2.5`,
    `solstead_far_home_devices{${barn}} 3`,
    `solstead_far_home_batches_total{${summer}} 70`,
    `solstead_far_home_repeated_batches_total{${barn}} 2`,
    `solstead_far_home_refused_values_total{${barn}} 1`,
  ])
    expect(lines).toContain(line);
  expect(lines.some((line) => line.startsWith(`solstead_far_home_heard_timestamp_seconds{${barn}`))).toBe(false);
  const guest = await server.ask('/metrics', { token: server.hub.signedIn(person('Guest', 'viewer', 'home')) });
  expect(guest.text).not.toContain('far_home');
});

test('queues, spools and messages are figures, of the whole installation or of a home', async (context) => {
  const server = await testServer(context, {
    brokerFigures: () => ({
      clients: 2,
      received: 90,
      sent: 7,
      refused: { connection: 3, publish: 2, subscribe: 1, slow: 0, fast: 0 },
      waiting: 5,
      kept: { sessions: 4, waiting: 11, waitingBytes: 1200, retained: 6, dropped: 8 },
    }),
  });
  const { text } = await server.ask('/metrics', { token: server.hub.signedIn(owner) });
  const lines = text.split('\n');
  for (const line of [
    'solstead_link_queue{link="tcp://10.0.0.5:502"} 4',
    'solstead_spool_batches{site="home",consumer="mqtt"} 12',
    'solstead_spool_bytes{site="home",consumer="mqtt"} 3400',
    'solstead_spool_dropped_batches_total{site="home",consumer="mqtt"} 1',
    'solstead_output_working{site="home",output="4f",kind="mqtt"} 0',
    'solstead_output_waiting_batches{site="home",output="4f",kind="mqtt"} 3',
    'solstead_output_dropped_batches_total{site="home",output="4f",kind="mqtt"} 2',
    'solstead_output_refused_values_total{site="home",output="4f",kind="mqtt"} 5',
    'solstead_broker_clients 2',
    'solstead_mqtt_messages_total{direction="in"} 90',
    'solstead_mqtt_messages_total{direction="out"} 7',
    'solstead_mqtt_refused_total{what="connection"} 3',
    'solstead_mqtt_refused_total{what="slow"} 0',
    'solstead_mqtt_waiting_messages 5',
    'solstead_broker_sessions 4',
    'solstead_broker_queued_messages 11',
    'solstead_broker_queued_bytes 1200',
    'solstead_broker_retained_messages 6',
    'solstead_broker_dropped_messages_total 8',
  ])
    expect(lines).toContain(line);
  const guest = await server.ask('/metrics', { token: server.hub.signedIn(person('Guest', 'viewer', 'home')) });
  expect(sample(guest.text, 'solstead_spool_batches')).toBeDefined();
  for (const name of ['solstead_link', 'solstead_mqtt', 'solstead_broker'])
    expect(sample(guest.text, name)).toBeUndefined();
});

test('of very many lines those with the longest queues are shown', async (context) => {
  const hub = stubHub();
  const many = Array.from({ length: 2000 }, (_, index) => ({ link: `tcp://10.0.0.5:${index + 1}`, waiting: index }));
  const whole = await hub.inside.wholeFigures();
  const server = await testServer(context, {
    hub: stubHub({ wholeFigures: async () => ({ ...whole, lines: many }) }),
    metricsOpen: true,
  });
  const { text } = await server.ask('/metrics');
  const shown = text.split('\n').filter((line) => line.startsWith('solstead_link_queue{'));
  expect([shown.length, shown[0]]).toEqual([500, 'solstead_link_queue{link="tcp://10.0.0.5:2000"} 1999']);
});

test('everybody reads them where that is wished', async (context) => {
  const server = await testServer(context, { metricsOpen: true });
  const { status, text } = await server.ask('/metrics');
  expect([status, sample(text, 'solstead_build_info')]).toEqual([200, 'solstead_build_info{version="1.2.3"} 1']);
});

test('promtool finds nothing to complain about', async (context) => {
  const promtool = needs(context, 'promtool');
  const server = await testServer(context);
  const { text } = await server.ask('/metrics', { token: server.hub.signedIn(owner) });
  expect(execFileSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' }).trim()).toBe('');
});

test('the process lives; whether it is ready is told by part, and why only to who may see all homes', async (context) => {
  const reason = because('records.silent');
  const hub = stubHub({ healthIssues: async () => [{ part: 'records', reason }] });
  const server = await testServer(context, { hub });
  expect(await server.ask('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
  const stranger = await server.ask('/health/ready');
  expect(stranger).toMatchObject({ status: 503, body: { status: 'not-ready' } });
  const partsOf = (body: unknown) => (body as { readonly parts: readonly object[] }).parts;
  expect(partsOf(stranger.body)).toContainEqual({ part: 'records', ok: false });
  expect(partsOf(stranger.body)).toContainEqual({ part: 'history', ok: true });
  const partFor = async (who: ReturnType<typeof person>) =>
    partsOf((await server.ask('/health/ready', { token: hub.signedIn(who) })).body).find(
      (each) => 'part' in each && each.part === 'records',
    );
  expect(await partFor(owner)).toEqual({ part: 'records', ok: false, reason, why: expect.any(String) as string });
  expect(await partFor(person('Guest', 'owner', 'home'))).toEqual({ part: 'records', ok: false });
});

test('each part has its own reasons: the first, and beside it what else is wrong with it', async (context) => {
  const reasons = {
    records: because('records.silent'),
    lost: because('history.lost', { count: 3 }),
    slow: because('consumer.trouble', { name: 'x', said: external('y') }),
  };
  const hub = stubHub({
    healthIssues: async () => [
      { part: 'history', reason: reasons.records },
      { part: 'consumers', reason: reasons.slow },
      { part: 'history', reason: reasons.lost },
    ],
  });
  const server = await testServer(context, { hub });
  const { body } = await server.ask('/health/ready', { token: hub.signedIn(owner) });
  const { parts } = body as Static<typeof Ready>;
  expect(new Set(parts.map(({ part }) => part)).size).toBe(parts.length);
  const told = parts.filter(({ ok }) => !ok).map(({ part, reason, further = [] }) => [part, reason, ...further]);
  expect(told).toEqual([
    ['history', reasons.records, { reason: reasons.lost, why: expect.any(String) as string }],
    ['consumers', reasons.slow],
  ]);
  expect(parts.filter(({ ok }) => ok).every((part) => Object.keys(part).length === 2)).toBe(true);
  const stranger = await server.ask('/health/ready');
  expect(stranger.text).not.toMatch(/reason|why|further/);
});

test('what only a person can repair does not make it unready', async (context) => {
  const hub = stubHub({ healthIssues: async () => [{ part: 'broker', reason: because('broker.no-connection') }] });
  const server = await testServer(context, { hub });
  expect((await server.ask('/health/ready')).status).toBe(200);
});

test('the id of a request is answered; one that came is taken if it looks like one', async (context) => {
  const server = await testServer(context);
  const idOf = async (given?: string) =>
    (await server.ask('/health', given === undefined ? {} : { headers: { 'x-request-id': given } })).headers[
      'x-request-id'
    ];
  expect(await idOf()).toMatch(/^[\w-]{12}$/);
  expect(await idOf()).not.toBe(await idOf());
  expect(await idOf('01HF-proxy_7.1')).toBe('01HF-proxy_7.1');
  for (const wrong of ['short', 'x'.repeat(65), 'with space in it', '{"level":50}', '../../etc/passwd'])
    expect(await idOf(wrong)).toMatch(/^[\w-]{12}$/);
});
