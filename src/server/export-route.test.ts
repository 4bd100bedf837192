// The export over HTTP: who may, what the answer says of itself, and that a client that leaves or waits is noticed.
import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { HistoryPage, SeriesKey } from '#core/history.ts';
import type { HubInside } from '#hub/inside.ts';
import { noonMs, stubHub, viewer } from './testing/stub-hub.ts';
import { responseOf, testServer } from './testing/test-server.ts';

const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const pointsOfPage = 20_000;

/** History without an end: `made` pages so far, and whether somebody reads. */
function endlessHistory() {
  const seen = { made: 0, isRead: false };
  const history: HubInside['history'] = async () => ({
    series: async () => [key],
    range: async () => [],
    async *pages(): AsyncGenerator<HistoryPage> {
      seen.isRead = true;
      try {
        for (let fromMs = noonMs; ; fromMs += pointsOfPage) {
          const atMs = Array.from({ length: pointsOfPage }, (_, row) => fromMs + row);
          const columns = [{ key, atMs, value: atMs.map(() => 1.5), quality: atMs.map(() => 'good' as const) }];
          seen.made += 1;
          yield { fromMs, toMs: fromMs + pointsOfPage, columns };
        }
      } finally {
        seen.isRead = false;
      }
    },
  });
  return { history, seen };
}

function pagesOnce(rows: number): HubInside['history'] {
  return async () => ({
    series: async () => [key],
    range: async () => [{ key, atMs: [noonMs], value: [0], cut: true }],
    async *pages() {
      const atMs = Array.from({ length: rows }, (_, row) => noonMs + row);
      const columns = [{ key, atMs, value: atMs, quality: atMs.map(() => 'good' as const) }];
      yield { fromMs: noonMs, toMs: noonMs + rows, columns };
    },
  });
}

const path = '/api/v1/sites/home/export';

test('a file with its name and type, for who is signed in', async (test) => {
  const hub = stubHub({ history: pagesOnce(2) });
  const server = await testServer(test, { hub });
  const token = hub.signedIn(viewer);
  const answer = await server.ask(`${path}?format=csv&from=2026-06-21&to=2026-06-22`, { token });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="solstead-home-2026-06-21-2026-06-22.csv"');
  expect(answer.text.split('\n')[1]).toBe(`2026-06-21T15:00:00.000Z,pv.power,${noonMs},good`);
  expect((await server.ask(`${path}?format=csv`)).status).toBe(401);
});

describe('a wrong parameter is named', () => {
  test.each([
    ['', 'format'],
    ['?format=doc', 'format'],
    ['?format=csv&from=never', 'from'],
    ['?format=csv&metrics=pv.nothing', 'metrics'],
    ['?format=csv&devices=shed', 'devices'],
    ['?format=csv&step=5', 'step'],
    ['?format=csv&step=5m&aggregate=median', 'aggregate'],
    ['?format=csv&times=moon', 'times'],
  ])('%s', async (query, field) => {
    const hub = stubHub({ history: pagesOnce(2) });
    const server = await testServer({ onTestFinished: (end) => void ends.push(end) }, { hub });
    const answer = await server.ask(path + query, { token: hub.signedIn(viewer) });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'input.invalid', field });
    for (const end of ends.splice(0)) await end();
  });
  const ends: (() => Promise<void>)[] = [];
});

test('an unknown site is 404; a store that fails at once is answered in words', async (test) => {
  const hub = stubHub({
    history: async () => ({
      series: async () => [key],
      range: async () => [],
      // oxlint-disable-next-line require-yield -- it fails before
      async *pages() {
        throw new Error('gone');
      },
    }),
  });
  const server = await testServer(test, { hub });
  const token = hub.signedIn(viewer);
  expect((await server.ask('/api/v1/sites/moon/export?format=csv', { token })).status).toBe(404);
  const failed = await server.ask(`${path}?format=parquet`, { token });
  expect([failed.status, failed.body]).toEqual([500, expect.objectContaining({ code: 'internal' })]);
});

test('a client that waits holds history back, and one that leaves ends the reading', async (test) => {
  const { history, seen } = endlessHistory();
  const hub = stubHub({ history });
  const server = await testServer(test, { hub });
  const sent = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path: `${path}?format=csv&from=${noonMs}&to=${noonMs + 1e12}`,
    agent: false,
    headers: { authorization: `Bearer ${hub.signedIn(viewer)}` },
  });
  sent.on('error', () => undefined);
  sent.end();
  const response = await responseOf(sent);
  response.on('error', () => undefined);
  response.pause();
  await expect.poll(() => seen.made).toBeGreaterThan(1);
  // Kernel buffers take some megabytes; then nothing more is made.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = seen.made === before;
        before = seen.made;
        return isStill;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(seen).toMatchObject({ isRead: true });
  expect(seen.made).toBeLessThan(50);
  sent.destroy();
  await expect.poll(() => seen.isRead).toBe(false);
});
