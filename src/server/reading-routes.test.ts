// Readings in steps: what is between two stretches of data is passed over, however long it is.
import { expect, test } from 'vitest';
import type { ReadingPage } from '#api/readings.ts';
import type { RangeQuery, SeriesKey } from '#core/history.ts';
import { dayMs } from '#core/time.ts';
import { noonMs, owner, stubHub } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const key: SeriesKey = { site: 'home', device: 'roof', metric: 'pv.power' };

/** A history with these moments that counts how often it is asked. */
function historyOf(moments: readonly number[]) {
  let asked = 0;
  const range = async ({ fromMs, toMs, stepMs = 1, limit = Number.POSITIVE_INFINITY }: RangeQuery) => {
    asked += 1;
    const within = moments.filter((atMs) => atMs >= fromMs && atMs < toMs);
    const starts = [...new Set(within.map((atMs) => Math.floor(atMs / stepMs) * stepMs))];
    const atMs = starts.slice(0, limit);
    return [{ key, atMs, value: atMs.map(() => 4200), cut: atMs.length < starts.length }];
  };
  const history = async () => ({ range, series: async () => [key], async *pages() {} });
  return { history, count: () => asked };
}

test.for([
  { step: '1s', limit: 1000 },
  { step: '1s', limit: 1 },
  { step: '15m', limit: 10 },
  { step: '7d', limit: 1 },
])('years without data are passed over at once: steps of $step, $limit a page', async ({ step, limit }, context) => {
  const years = 365 * dayMs;
  const moments = [noonMs - 5 * years + 61_000, noonMs - years - 1, noonMs - 500];
  const { history, count } = historyOf(moments);
  const server = await testServer(context, { hub: stubHub({ history }) });
  const token = server.hub.signedIn(owner);
  const path = `/api/v1/readings?from=${noonMs - 6 * years}&to=${noonMs}&step=${step}&limit=${limit}`;
  const found: number[] = [];
  const ends: (readonly [number, number])[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await server.ask(cursor === undefined ? path : `${path}&cursor=${cursor}`, { token });
    const page = body as ReadingPage;
    found.push(...page.series.flatMap(({ atMs }) => atMs));
    ends.push([page.fromMs, page.toMs]);
    cursor = page.next;
  } while (cursor !== undefined && ends.length < 20);
  const stepMs = { '1s': 1000, '15m': 900_000, '7d': 7 * dayMs }[step] ?? 0;
  expect(found).toEqual(moments.map((atMs) => Math.floor(atMs / stepMs) * stepMs));
  // Nothing lies between two pages, and nothing in two of them.
  expect(ends.slice(1).map(([fromMs]) => fromMs)).toEqual(ends.slice(0, -1).map(([, toMs]) => toMs));
  expect([ends[0]?.[0], ends.at(-1)?.[1]]).toEqual([noonMs - 6 * years, noonMs]);
  expect(count()).toBeLessThan(40);
});
