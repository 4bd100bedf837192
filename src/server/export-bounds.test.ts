// R15: how many exports there may be at once, and that one nobody reads does not keep its place.
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import type { HistoryPage, SeriesKey } from '#core/history.ts';
import type { HubInside } from '#hub/inside.ts';
import { noonMs, owner, stubHub, viewer } from './testing/stub-hub.ts';
import { responseOf, testServer } from './testing/test-server.ts';

const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const path = `/api/v1/sites/home/export?format=csv&from=${noonMs}&to=${noonMs + 1e12}`;
const rows = 20_000;

/** A history without an end, and how many read it. */
function endless() {
  const seen = { readers: 0, made: 0 };
  const history: HubInside['history'] = async () => ({
    series: async () => [key],
    range: async () => [],
    async *pages(): AsyncGenerator<HistoryPage> {
      seen.readers += 1;
      try {
        for (let fromMs = noonMs; ; fromMs += rows) {
          const atMs = Array.from({ length: rows }, (_, row) => fromMs + row);
          const columns = [{ key, atMs, value: atMs.map(() => 1.5), quality: atMs.map(() => 'good' as const) }];
          seen.made += 1;
          yield { fromMs, toMs: fromMs + rows, columns };
        }
      } finally {
        seen.readers -= 1;
      }
    },
  });
  return { history, seen };
}

async function unread(port: number, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const sent = httpRequest({ host: '127.0.0.1', port, path, agent: false, headers });
  sent.on('error', () => undefined);
  sent.end();
  const response = await responseOf(sent);
  response.on('error', () => undefined);
  response.pause();
  return { status: response.statusCode, retryAfter: response.headers['retry-after'], end: () => void sent.destroy() };
}

test('R15: a person has three exports at once, the next is asked to wait; one that ends makes room', async (test) => {
  const { history, seen } = endless();
  const hub = stubHub({ history });
  const server = await testServer(test, { hub });
  const token = hub.signedIn(viewer);
  const open = [];
  for (let count = 0; count < 3; count += 1) open.push(await unread(server.port, token));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
  const refused = await unread(server.port, token);
  expect([refused.status, refused.retryAfter]).toEqual([429, '10']);
  expect((await server.ask(path, { token })).body).toMatchObject({ code: 'export.busy' });
  open[0]?.end();
  await expect.poll(() => seen.readers, { timeout: 20_000 }).toBe(2);
  const next = await unread(server.port, token);
  expect([next.status, next.retryAfter]).toEqual([200, undefined]);
  for (const one of [...open, next]) one.end();
  await expect.poll(() => seen.readers, { timeout: 20_000 }).toBe(0);
});

test('R15: a wrong request keeps no place', async (test) => {
  const hub = stubHub({ history: endless().history });
  const server = await testServer(test, { hub });
  const token = hub.signedIn(viewer);
  const statuses = [];
  for (let count = 0; count < 5; count += 1)
    statuses.push((await server.ask('/api/v1/sites/home/export?format=csv&from=never', { token })).status);
  expect(statuses).toEqual([400, 400, 400, 400, 400]);
});

test('R15: an export that nobody reads is ended after two minutes', { timeout: 120_000 }, async (test) => {
  const { history, seen } = endless();
  const hub = stubHub({ history });
  const server = await testServer(test, { hub });
  const { end } = await unread(server.port, hub.signedIn(viewer));
  // What the system holds for a client that does not read is made first.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = seen.made === before;
        before = seen.made;
        return isStill;
      },
      { interval: 300, timeout: 20_000 },
    )
    .toBe(true);
  server.clock.advance(60_000);
  server.clock.advance(90_000);
  await expect.poll(() => seen.readers, { timeout: 20_000 }).toBe(0);
  end();
});

test('an export ends as soon as the session does, or what it may see changes', async (test) => {
  const { history, seen } = endless();
  const hub = stubHub({ history });
  const server = await testServer(test, { hub });
  const [gone, changed] = [hub.signedIn(owner), hub.signedIn(viewer)];
  for (const token of [gone, changed]) await unread(server.port, token);
  expect(seen.readers).toBe(2);
  hub.signedOut(gone);
  await expect.poll(() => seen.readers, { timeout: 20_000 }).toBe(1);
  hub.signedIn({ ...viewer, grants: [] });
  await expect.poll(() => seen.readers, { timeout: 20_000 }).toBe(0);
});
