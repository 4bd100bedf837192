// The older web API, as docs/older-api.md says it.
import { get, type IncomingMessage } from 'node:http';
import { expect, test, vi, type TestContext } from 'vitest';
import type { Device } from '#api/contract.ts';
import type { HistoryPage, SeriesKey } from '#core/history.ts';
import { person } from '#core/testing/principals.ts';
import { noonMs, owner, snapshot, stubHub, type StubParts, viewer } from '../testing/stub-hub.ts';
import { testServer, type TestServer } from '../testing/test-server.ts';

const health = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 };
const roof: Device = {
  id: 'roof',
  name: 'Roof',
  definition: 'pi30',
  title: 'PI30',
  kind: 'inverter',
  address: 'hid:///dev/hidraw0',
  state: 'online',
  lastSeenMs: noonMs,
  intervalMs: 5000,
  identity: {},
  health,
};
const value = { device: 'roof', metric: 'pv.power', value: 4200, atMs: noonMs, quality: 'good' } as const;
const home = { ...snapshot, devices: [roof], values: [value] };
const shown = {
  name: 'Roof',
  status: 'online',
  timestamp: '2026-06-21T15:00:00.000Z',
  data: { 'pv.power': [4200, 'W'] },
};

/** History of `count` moments, one a minute up to noon. */
function pastOf(count: number): NonNullable<StubParts['history']> {
  const key: SeriesKey = { site: 'home', device: 'roof', metric: 'pv.power' };
  const all = Array.from({ length: count }, (_one, index) => noonMs - (count - index) * 60_000);
  return async () => ({
    range: async () => [],
    series: async () => [key],
    async *pages({ fromMs, toMs }): AsyncGenerator<HistoryPage> {
      for (let at = 0; at < all.length; at += 1000) {
        const atMs = all.slice(at, at + 1000).filter((each) => each >= fromMs && each < toMs);
        const quality = atMs.map(() => 'good' as const);
        yield { fromMs, toMs, columns: [{ key, atMs, value: atMs.map((_each, index) => index), quality }] };
      }
    },
  });
}

async function served(context: TestContext, parts: StubParts = {}): Promise<TestServer & { readonly token: string }> {
  const server = await testServer(context, { hub: stubHub({ snapshot: () => home, ...parts }) });
  return { ...server, token: server.hub.signedIn(owner) };
}

test('every way of it is for those who may see the home', async (context) => {
  const server = await served(context);
  for (const path of ['/api/data', '/api/historical', '/api/historical/all', '/stream'])
    expect((await server.ask(path)).status).toBe(401);
  for (const path of ['/api/command', '/api/refresh'])
    expect((await server.ask(path, { method: 'POST', json: {} })).status).toBe(401);
  const guest = server.hub.signedIn(person('Guest', 'owner', 'cabin'));
  for (const path of ['/api/data?site=home', '/api/historical?site=home', '/stream?site=home'])
    expect(await server.ask(path, { token: guest })).toMatchObject({ status: 404, body: { code: 'site.unknown' } });
});

test('the current data: devices by their ids, each value with its unit', async (context) => {
  const server = await served(context);
  const { body } = await server.ask('/api/data', { token: server.token });
  expect(body).toEqual({ roof: shown });
  expect((await server.ask('/api/data?site=nowhere', { token: server.token })).status).toBe(404);
});

test('a stretch of history, moment by moment, in order', async (context) => {
  const server = await served(context, { history: pastOf(100) });
  const asked = '/api/historical?start=2026-06-21T14:58:00Z&end=2026-06-21T15:00:00Z';
  const { body } = await server.ask(asked, { token: server.token });
  expect(body).toEqual({
    start: '2026-06-21T14:58:00.000Z',
    end: '2026-06-21T15:00:00.000Z',
    count: 2,
    complete: true,
    data: [
      { timestamp: '2026-06-21T14:58:00.000Z', device: 'roof', data: { 'pv.power': 0 } },
      { timestamp: '2026-06-21T14:59:00.000Z', device: 'roof', data: { 'pv.power': 1 } },
    ],
  });
  expect((await server.ask('/api/historical', { token: server.token })).body).toMatchObject({ count: 100 });
  for (const path of ['/api/historical', '/api/historical/all'])
    expect(await server.ask(`${path}?device=cellar`, { token: server.token })).toMatchObject({
      status: 404,
      body: { code: 'device.unknown' },
    });
  for (const wrong of ['start=yesterday', 'start=2026-06-22&end=2026-06-21', 'form=1'])
    expect((await server.ask(`/api/historical?${wrong}`, { token: server.token })).status).toBe(400);
});

test('times without a zone are UTC, wherever the home is', async (context) => {
  const server = await served(context, { history: pastOf(100) });
  const asked = '/api/historical?start=2026-06-21T14:58:00&end=2026-06-21T15:00:00';
  expect((await server.ask(asked, { token: server.token })).body).toMatchObject({
    start: '2026-06-21T14:58:00.000Z',
    end: '2026-06-21T15:00:00.000Z',
    count: 2,
  });
});

test('more than ten thousand moments come in parts that fit together', async (context) => {
  const server = await served(context, { history: pastOf(12_345) });
  let start = new Date(0).toISOString();
  let count = 0;
  for (let part = 0; part < 3; part += 1) {
    const { body } = await server.ask(`/api/historical?start=${start}`, { token: server.token });
    const said = body as { readonly count: number; readonly complete: boolean; readonly next?: string };
    count += said.count;
    expect(said.complete).toBe(part === 1);
    if (said.next === undefined) break;
    start = said.next;
  }
  expect(count).toBe(12_345);
});

test('all history is streamed as one JSON', async (context) => {
  const server = await served(context, { history: pastOf(12_345) });
  const { body, headers } = await server.ask('/api/historical/all', { token: server.token });
  expect(headers['content-disposition']).toBeUndefined();
  const all = body as { readonly data: readonly unknown[]; readonly count: number; readonly complete: boolean };
  expect([all.data.length, all.count, all.complete]).toEqual([12_345, 12_345, true]);
});

test('a command goes through the same door as any other', async (context) => {
  const server = await served(context);
  const post = (json: object, token = server.token) => server.ask('/api/command', { method: 'POST', token, json });
  const done = await post({ command: 'POP', value: 'Solar first' });
  expect(done.body).toMatchObject({
    status: 'success',
    device: 'roof',
    command: 'POP',
    result: { outcome: 'confirmed' },
  });
  await post({ device: 'roof', command: 'relay.on.1', value: true });
  expect(server.hub.calls).toEqual([
    ['set', 'home', { device: 'roof', target: { setting: 'POP' }, value: 'Solar first' }, 'Anna'],
    ['set', 'home', { device: 'roof', target: { setPoint: 'relay.on.1' }, value: 1 }, 'Anna'],
  ]);
  expect(server.hub.audited.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['set', 'confirmed'],
    ['set', 'confirmed'],
  ]);
  const ben = server.hub.signedIn(viewer);
  expect((await post({ command: 'POP', value: 'Solar first' }, ben)).status).toBe(403);
  expect((await post({ command: 'get_status' }, ben)).body).toMatchObject({ result: { 'pv.power': [4200, 'W'] } });
  expect((await post({ command: '__proto__' }, ben)).status).toBe(403);
  expect(server.hub.calls).toHaveLength(2);
  expect((await post({})).status).toBe(400);
});

test('where there are several devices one has to be named', async (context) => {
  const server = await served(context, { snapshot: () => ({ ...home, devices: [roof, { ...roof, id: 'cellar' }] }) });
  const answer = await server.ask('/api/command', { method: 'POST', token: server.token, json: { command: 'POP' } });
  expect(answer).toMatchObject({ status: 400, body: { field: 'device' } });
});

test('the devices are asked now, and not again at once', async (context) => {
  const refresh = vi.fn(() => true);
  const server = await served(context, { refresh });
  const post = () => server.ask('/api/refresh', { method: 'POST', token: server.token, json: {} });
  expect(await post()).toMatchObject({ status: 202, body: { status: 'refreshing', devices: ['roof'] } });
  expect(await post()).toMatchObject({ status: 429, body: { code: 'command.too-often' } });
  expect(refresh).toHaveBeenCalledTimes(1);
  server.clock.advance(5000);
  expect((await post()).status).toBe(202);
});

/** A stream that keeps what came. */
async function listening(server: TestServer & { readonly token: string }, headers: Record<string, string> = {}) {
  const response = await new Promise<IncomingMessage>((resolve) => {
    const asked = { authorization: `Bearer ${server.token}`, ...headers };
    get({ host: '127.0.0.1', port: server.port, path: '/stream', headers: asked, agent: false }, resolve);
  });
  let text = '';
  response.on('data', (part: Buffer) => (text += part.toString()));
  response.on('error', () => undefined);
  const events = () =>
    [...text.matchAll(/id: (\d+)\nevent: data\ndata: (.*)\n\n/g)].map(([, id = '', data = '']) => ({
      id,
      data: JSON.parse(data) as unknown,
    }));
  const reach = (count: number) => vi.waitFor(() => expect(events().length).toBe(count), 20_000);
  return { response, events, reach, text: () => text };
}

/** Some minutes after the last reader has left, nothing is followed any more. */
const nobodyFollows = (server: TestServer) =>
  vi.waitFor(() => {
    server.clock.advance(300_000);
    expect(server.hub.subscribers()).toBe(0);
  }, 20_000);

test('the stream begins with everything and goes on with what changed; a heartbeat keeps it open', async (context) => {
  const server = await served(context);
  const stream = await listening(server);
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
    'cache-control': 'no-store',
  });
  await stream.reach(1);
  expect(stream.text()).toMatch(/^retry: 5000\n\n/);
  server.hub.emit({ values: [value] });
  server.hub.emit({ removed: ['roof'] });
  await stream.reach(3);
  expect(stream.events().map(({ data }) => data)).toEqual([{ roof: shown }, { roof: shown }, { roof: null }]);
  server.clock.advance(15_000);
  await vi.waitFor(() => expect(stream.text()).toContain(': here\n\n'), 20_000);
  stream.response.destroy();
  await nobodyFollows(server);
});

test('who comes back up to date gets nothing twice; who missed something gets everything', async (context) => {
  const server = await served(context);
  const first = await listening(server);
  await first.reach(1);
  const seen = first.events().at(-1)?.id ?? '';
  const second = await listening(server, { 'last-event-id': seen });
  server.hub.emit({ values: [value] });
  await second.reach(1);
  expect(second.events()[0]?.id).not.toBe(seen);
  const late = await listening(server, { 'last-event-id': seen });
  await late.reach(1);
  expect(late.events()[0]?.id).toBe(second.events()[0]?.id);
  const absurd = await listening(server, { 'last-event-id': '99999999999999999999999' });
  await absurd.reach(1);
});

test('the only reader may come back up to date too, for some minutes', async (context) => {
  const server = await served(context);
  const left = async (stream: Awaited<ReturnType<typeof listening>>): Promise<string> => {
    stream.response.destroy();
    await vi.waitFor(async () => {
      const { text } = await server.ask('/metrics', { token: server.token });
      expect(text).toContain('solstead_event_streams 0');
    }, 20_000);
    return stream.events().at(-1)?.id ?? '';
  };
  const first = await listening(server);
  await first.reach(1);
  const seen = await left(first);
  const again = await listening(server, { 'last-event-id': seen });
  server.hub.emit({ values: [value] });
  await again.reach(1);
  expect(Number(again.events()[0]?.id)).toBe(Number(seen) + 1);
  const before = await left(again);
  server.hub.emit({ values: [value] });
  const late = await listening(server, { 'last-event-id': before });
  await late.reach(1);
  expect(Number(late.events()[0]?.id)).toBe(Number(before) + 1);
});

test('a reader that never reads is skipped and then let go, and gets no endless queue', async (context) => {
  const long = { ...value, metric: 'inverter.mode', value: 'x'.repeat(100_000) } as const;
  const server = await served(context, { snapshot: () => ({ ...home, values: [long] }) });
  const idle = await listening(server);
  idle.response.pause();
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 2000; round += 1) server.hub.emit({ values: [long] });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  for (let beat = 0; beat < 6; beat += 1) server.clock.advance(15_000);
  await nobodyFollows(server);
});

test('a session that ends ends its streams, and one person has so many', async (context) => {
  const server = await served(context);
  const open = await Promise.all(Array.from({ length: 20 }, () => listening(server)));
  expect((await server.ask('/stream', { token: server.token })).status).toBe(429);
  server.hub.signedOut(server.token);
  await Promise.all(open.map(({ response }) => new Promise((resolve) => void response.once('close', resolve))));
  await nobodyFollows(server);
});
