// A whole house alerts: what a rule says and a device that is gone reach a web hook, a topic of the broker and the page; who may do what.
import { expect, test, type TestContext, vi } from 'vitest';
import WebSocket from 'ws';
import type { Alert, Alerts, AlertSettings, Channel, Channels } from '#api/alerts.ts';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import type { Grant } from '#core/access.ts';
import { ask } from '#server/testing/test-server.ts';
import { hearingServer } from './testing/heard-requests.ts';
import { openOwnedHouse, type OwnedHouse } from './testing/owned-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const path = '/api/v1/sites/demo';
/** A day of which the demo has figures. */
const day = new Date(systemClock.nowMs() - dayMs).toISOString().slice(0, 10);
const rules = `rules:
  - name: Always
    when: [{kind: called, by: webhook, name: go}]
    do: [{kind: notify, title: "Boiler {battery.soc}", text: "is hot", severity: alarm}]
`;

async function opened(context: TestContext) {
  const house = await openOwnedHouse();
  context.onTestFinished(() => house.close());
  const as = (token: string) => (method: string, at: string, json?: unknown) =>
    ask(house.port, at, { method, token, ...(json === undefined ? {} : { json }) });
  const owner = as(house.token);
  const alerts = async (query = ''): Promise<Alerts> => (await owner('GET', `${path}/alerts${query}`)).body as Alerts;
  return { house, as, owner, alerts };
}

async function called({ owner, alerts }: Awaited<ReturnType<typeof opened>>): Promise<Alert> {
  expect((await owner('PUT', `${path}/automation`, { text: rules })).status).toBe(200);
  expect((await owner('POST', `${path}/automation/call`, { what: 'webhook', name: 'go' })).status).toBe(200);
  return vi.waitFor(
    async () => {
      const found = (await alerts()).alerts.find(({ kind }) => kind === 'rule');
      if (found === undefined) throw new Error('no alert yet');
      return found;
    },
    { timeout: 20_000, interval: 200 },
  );
}

const channel = (server: string, more: object = {}) => ({
  name: 'Hook',
  isOn: true,
  isOwn: false,
  settings: { kind: 'webhook', server },
  least: 'info',
  isEscalation: false,
  reports: [],
  ...more,
});

const person = async ({ house }: { readonly house: OwnedHouse }, name: string, grant: Grant) =>
  house.person(name, [grant]);

test('what a rule says is an alert, told over channels, and seen by who acknowledges it', async (context) => {
  const home = await opened(context);
  const { owner, house } = home;
  const hook = await hearingServer(context);
  const socket = new WebSocket(`ws://127.0.0.1:${house.port}/api/v1/realtime`, {
    headers: { authorization: `Bearer ${house.token}` },
  });
  context.onTestFinished(() => socket.terminate());
  const told: Record<string, unknown>[] = [];
  socket.on('message', (text: Buffer) => void told.push(JSON.parse(text.toString()) as Record<string, unknown>));
  socket.on('open', () => socket.send(JSON.stringify({ action: 'subscribe', home_id: 'demo' })));
  const heard: string[] = [];
  house.house.broker.link.subscribe('solstead/demo/alerts', ({ payload }) => {
    heard.push(new TextDecoder().decode(payload));
  });
  const topic = channel('', { name: 'Broker', settings: { kind: 'mqtt' } });
  expect((await owner('POST', `${path}/alert-channels`, topic)).status).toBe(201);
  const foreign = { ...topic, settings: { kind: 'mqtt', topic: 'solstead/other/alerts' } };
  expect((await owner('POST', `${path}/alert-channels`, foreign)).status).toBe(400);
  expect(await owner('POST', `${path}/alert-channels`, channel(`${hook.url}/x`, { secret: 'shared' }))).toMatchObject({
    status: 201,
    body: { hasSecret: true, settings: { kind: 'webhook' } },
  });
  const alert = await called(home);
  expect(alert).toMatchObject({
    severity: 'critical',
    state: 'open',
    subjects: [{ reason: { code: 'alert.rule-text' } }],
  });
  await vi.waitFor(() => expect(hook.heard.length).toBe(1), { timeout: 20_000 });
  const body = JSON.parse(hook.heard[0]?.body.toString() ?? '') as Record<string, unknown>;
  expect(body).toMatchObject({ what: 'raised', alert: { id: alert.id } });
  expect(body['title']).toMatch(/^Critical – .*: Boiler \d+.*: is hot$/);
  await vi.waitFor(
    () => expect(told.some((one) => one['alert_id'] === alert.id && one['type'] === 'alert')).toBe(true),
    20_000,
  );
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 20_000 });
  expect(JSON.parse(heard[0] ?? '')).toMatchObject({ what: 'raised', alert: { id: alert.id } });
  const seen = await owner('POST', `${path}/alerts/${alert.id}/acknowledge`, {});
  expect(seen).toMatchObject({ status: 200, body: { state: 'acknowledged', acknowledged: { by: 'Anna' } } });
  const log = (await owner('GET', `${path}/alert-deliveries`)).body;
  const sent = { state: 'sent', what: 'raised', alert: alert.id, tries: 1 };
  expect(log).toMatchObject([sent, sent]);
  const audit = JSON.stringify((await owner('GET', '/api/v1/audit')).body);
  expect(audit).toContain('acknowledge alert');
  expect(audit + JSON.stringify((await owner('GET', `${path}/alert-channels`)).body)).not.toContain('shared');
});

test('what a rule says is told in words of the home, which stay when thresholds are changed; wrong ones are refused', async (context) => {
  const home = await opened(context);
  const { owner } = home;
  const hook = await hearingServer(context);
  expect((await owner('POST', `${path}/alert-channels`, channel(hook.url))).status).toBe(201);
  const settings = { kinds: {}, throttleMinutes: 5, escalateMinutes: 5 };
  const own = { kind: 'rule', language: 'en', title: '{severity} at {home}', text: '{title} {text}, {{really}}' };
  const save = (...templates: readonly object[]) =>
    owner('PUT', `${path}/alert-settings`, { ...settings, ...(templates.length === 0 ? {} : { templates }) });
  expect(await save({ ...own, text: '{titel}' })).toMatchObject({ status: 400, body: { field: 'templates.0.text' } });
  expect((await save({ ...own, title: 'a\r\nBcc: x@y.example' })).status).toBe(400);
  expect(await save(own)).toMatchObject({ status: 200, body: { templates: [own] } });
  expect(await save()).toMatchObject({ status: 200, body: { templates: [own] } });
  const preview = (template: object) => owner('POST', `${path}/alert-settings/preview`, template);
  expect(await preview({ ...own, kind: 'budget', title: '{value}', text: '' })).toMatchObject({
    status: 200,
    body: {
      title: expect.stringMatching(/^104.%$/) as string,
      text: expect.stringContaining('the budget year') as string,
    },
  });
  expect(await preview({ ...own, kind: 'budget' })).toMatchObject({ status: 400, body: { field: 'text' } });
  expect((await preview({ ...own, text: 'a\0' })).status).toBe(400);
  await called(home);
  await vi.waitFor(() => expect(hook.heard.length).toBe(1), { timeout: 20_000 });
  const { title, text } = JSON.parse(hook.heard[0]?.body.toString() ?? '') as Record<string, string>;
  expect([title, text]).toEqual([
    expect.stringMatching(/^Critical at .+/),
    expect.stringMatching(/^Boiler \d+.* is hot, \{really\}$/),
  ]);
});

test('a viewer sees, an operator acknowledges, an admin configures; alerts of another home are as if absent', async (context) => {
  const home = await opened(context);
  const { as, owner } = home;
  const alert = await called(home);
  const viewer = as(await person(home, 'Vera', { site: 'demo', may: 'viewer' }));
  const operator = as(await person(home, 'Otto', { site: 'demo', may: 'operator' }));
  const admin = as(await person(home, 'Ada', { site: 'demo', may: 'admin' }));
  const partial = as(await person(home, 'Paul', { site: 'demo', may: { actions: ['site.read'], devices: ['meter'] } }));
  expect((await viewer('GET', `${path}/alerts`)).body).toMatchObject({ open: 1, alerts: [{ id: alert.id }] });
  expect((await viewer('POST', `${path}/alerts/${alert.id}/acknowledge`, {})).status).toBe(403);
  expect((await operator('POST', `${path}/alerts/${alert.id}/snooze`, { minutes: 60 })).body).toMatchObject({
    state: 'open',
  });
  expect((await operator('POST', `${path}/alerts/${alert.id}/acknowledge`, {})).status).toBe(200);
  const settings = { kinds: {}, throttleMinutes: 5, escalateMinutes: 5 };
  expect((await operator('PUT', `${path}/alert-settings`, settings)).status).toBe(403);
  expect(
    (await admin('PUT', `${path}/alert-settings`, { ...settings, kinds: { disk: { threshold: 1 } } })).status,
  ).toBe(400);
  const saved = await admin('PUT', `${path}/alert-settings`, {
    ...settings,
    kinds: { 'battery-low': { threshold: 30 } },
  });
  expect((saved.body as AlertSettings).kinds.find(({ kind }) => kind === 'battery-low')).toMatchObject({
    threshold: 30,
  });
  expect((await partial('GET', `${path}/alerts`)).status).toBe(403);
  // Another home: its alerts are not there for who is of this one, nor this one's there.
  const other = await owner('POST', '/api/v1/sites', { name: 'Cabin', timeZone: 'UTC' });
  const { id: cabin } = other.body as { readonly id: string };
  const stranger = as(await person(home, 'Carl', { site: cabin, may: 'owner' }));
  expect((await stranger('GET', `${path}/alerts`)).status).toBe(404);
  const at = `/api/v1/sites/${cabin}/alerts`;
  expect((await stranger('GET', at)).body).toMatchObject({ alerts: [], open: 0 });
  for (const act of ['acknowledge', 'snooze'])
    expect((await stranger('POST', `${at}/${alert.id}/${act}`, act === 'snooze' ? { minutes: 5 } : {})).status).toBe(
      404,
    );
  expect((await stranger('GET', `${at}?before=${alert.id}`)).body).toMatchObject({ alerts: [] });
});

test('channels: one’s own browser alone without the right to change alerts; secrets stay, and are bound to their address', async (context) => {
  const home = await opened(context);
  const { as, owner } = home;
  const hook = await hearingServer(context);
  const viewer = as(await person(home, 'Vera', { site: 'demo', may: 'viewer' }));
  const push = {
    ...channel(''),
    isOwn: true,
    settings: { kind: 'push', endpoint: 'https://fcm.googleapis.com/wp/x', p256dh: 'B'.repeat(87) },
    secret: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  expect(await viewer('POST', `${path}/alert-channels`, push)).toMatchObject({ status: 201, body: { isOwn: true } });
  expect((await viewer('POST', `${path}/alert-channels`, { ...push, isOwn: false })).status).toBe(403);
  expect((await viewer('POST', `${path}/alert-channels`, { ...channel(hook.url), isOwn: true })).status).toBe(403);
  const made = (await owner('POST', `${path}/alert-channels`, channel(hook.url, { secret: 'word' }))).body as Channel;
  expect(((await viewer('GET', `${path}/alert-channels`)).body as Channels).channels).toHaveLength(1);
  expect((await viewer('DELETE', `${path}/alert-channels/${made.id}`)).status).toBe(403);
  const moved = channel('http://127.0.0.1:1/elsewhere');
  expect(await owner('PUT', `${path}/alert-channels/${made.id}`, moved)).toMatchObject({
    status: 400,
    body: { field: 'secret' },
  });
  expect(await owner('POST', `${path}/alert-channels/test`, { id: made.id, change: moved })).toMatchObject({
    status: 400,
  });
  expect(
    (await owner('POST', `${path}/alert-channels/test`, { id: made.id, change: channel(hook.url) })).body,
  ).toMatchObject({
    tookMs: expect.any(Number) as number,
  });
  expect(hook.heard.at(-1)?.headers['x-solstead-signature']).toMatch(/^sha256=/);
  hook.status = 500;
  hook.said = 'out of order';
  const failed = await owner('POST', `${path}/alert-channels/test`, { id: made.id, change: channel(hook.url) });
  // What a server of this network says is not read back.
  expect([failed.status, JSON.stringify(failed.body)]).toEqual([502, expect.stringContaining('500') as string]);
  expect(JSON.stringify(failed.body)).not.toContain('out of order');
  // A program with a token cannot prove that it is a person, and sends a home's words nowhere.
  const given = await owner('POST', '/api/v1/tokens', {
    name: 'Program',
    kind: 'personal',
    grants: [{ site: 'demo', may: 'admin' }],
  });
  const program = as((given.body as { readonly token: string }).token);
  expect((await program('GET', `${path}/alerts`)).status).toBe(200);
  expect((await program('POST', `${path}/alert-channels`, channel(hook.url))).status).toBe(403);
  expect((await program('POST', `${path}/alert-channels`, push)).status).toBe(403);
  expect((await owner('DELETE', `${path}/alert-channels/${made.id}`)).status).toBe(200);
});

test('a viewer has room for five browsers and ten tests a minute; push services are called over TLS alone', async (context) => {
  const home = await opened(context);
  const { as, owner } = home;
  const viewer = as(await person(home, 'Vera', { site: 'demo', may: 'viewer' }));
  const push = (endpoint: string) => ({
    ...channel(''),
    isOwn: true,
    settings: { kind: 'push', endpoint, p256dh: 'B'.repeat(87) },
    secret: 'BTBZMqHH6r4Tts7J_aSIgg',
  });
  const made: number[] = [];
  for (let index = 0; index < 6; index += 1)
    made.push((await viewer('POST', `${path}/alert-channels`, push('https://fcm.googleapis.com/wp/x'))).status);
  expect(made).toEqual([201, 201, 201, 201, 201, 400]);
  const topic = channel('', { settings: { kind: 'mqtt' } });
  expect((await owner('POST', `${path}/alert-channels`, topic)).status).toBe(201);
  const tried: number[] = [];
  const change = push('http://fcm.googleapis.com/wp/x');
  for (let index = 0; index < 11; index += 1)
    tried.push((await viewer('POST', `${path}/alert-channels/test`, { change })).status);
  expect(tried).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
  expect((await owner('POST', `${path}/alert-channels/test`, { change: topic })).status).toBe(200);
});

test('a report of the week has the figures of the ledger; quiet hours and language are one’s own', async (context) => {
  const { owner } = await opened(context);
  const { body, status } = await owner('GET', `${path}/report?period=week&day=${day}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    subject: expect.stringContaining('your week') as string,
    html: expect.stringContaining('<table') as string,
  });
  expect((await owner('GET', `${path}/report?period=year`)).status).toBe(400);
  expect((await owner('GET', `${path}/report?period=week&day=2026-02-31`)).status).toBe(400);
  const wants = { language: 'en-XA', quiet: { from: '22:00', to: '06:30' }, criticalPasses: false };
  expect((await owner('PUT', `${path}/alert-preferences`, wants)).body).toEqual(wants);
  expect((await owner('GET', `${path}/alert-preferences`)).body).toEqual(wants);
  expect((await owner('PUT', `${path}/alert-preferences`, { ...wants, language: 'tlh' })).status).toBe(400);
  expect(
    (await owner('PUT', `${path}/alert-preferences`, { ...wants, quiet: { from: '25:00', to: '1:0' } })).status,
  ).toBe(400);
});

test('two who change a channel at once: its secret goes to no server it was not given for, and what is removed stays so', async (context) => {
  const { owner } = await opened(context);
  const [one, two] = [await hearingServer(context), await hearingServer(context)];
  const add = async (): Promise<string> => {
    const made = await owner('POST', `${path}/alert-channels`, { ...channel(one.url), secret: 'first' });
    return (made.body as Channel).id;
  };
  const id = await add();
  const both = await Promise.all([
    owner('PUT', `${path}/alert-channels/${id}`, { ...channel(two.url), secret: 'second' }),
    owner('PUT', `${path}/alert-channels/${id}`, channel(one.url, { name: 'Renamed' })),
  ]);
  expect(both.map(({ status }) => status)).toEqual([200, 400]);
  const other = await add();
  const gone = await Promise.all([
    owner('DELETE', `${path}/alert-channels/${other}`),
    owner('PUT', `${path}/alert-channels/${other}`, channel(one.url, { name: 'Renamed' })),
  ]);
  expect(gone.map(({ status }) => status)).toEqual([200, 404]);
  const { channels } = (await owner('GET', `${path}/alert-channels`)).body as Channels;
  expect(channels.map((each) => each.id)).toEqual([id]);
});
