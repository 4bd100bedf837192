// What happens when a history server is away, refuses or is asked for nonsense: classed errors without secrets, and it goes on.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError, reasonOf } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { openInfluxHistory } from './influx-history.ts';
import { openVictoriaHistory } from './victoria-history.ts';

const secret = 'hunter2';
const startMs = Date.UTC(2026, 0, 1);

function one(atMs: number, value: MetricValue, site = 'home'): Batch {
  return { site, device: 'inverter', atMs, metric: ['pv.power'], value: [value], quality: ['good'] };
}

function held(test: TestContext, store: HistoryStore): HistoryStore {
  test.onTestFinished(() => store.close());
  return store;
}

async function pointsOf(store: HistoryStore): Promise<readonly number[]> {
  const series = [{ site: 'home', device: 'inverter', metric: 'pv.power' as const }];
  const [answer] = await store.range({ series, fromMs: startMs, toMs: startMs + 1000 });
  return answer?.value ?? [];
}

/** The error of a refused call; it holds no secret in any part. */
async function refusal(call: Promise<unknown>): Promise<SolsteadError> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof SolsteadError)) throw new Error(`not refused: ${String(thrown)}`);
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    expect(`${error.message} ${error.stack}`).not.toContain(secret);
    expect(JSON.stringify(error)).not.toContain(secret);
  }
  return thrown;
}

const servers = {
  VictoriaMetrics: victoriaMetrics,
  'InfluxDB 1': (test: TestContext) => influxdb(test),
} as const;

function opened(name: keyof typeof servers, url: string): HistoryStore {
  const address = { url: url.replace('://', `://solar:${secret}@`), clock };
  return name === 'VictoriaMetrics'
    ? openVictoriaHistory(address)
    : openInfluxHistory({ ...address, version: 1, database: 'solstead' });
}

for (const name of ['VictoriaMetrics', 'InfluxDB 1'] as const) {
  test(`${name} may go away and come back`, async (context) => {
    const server = await servers[name](context);
    const store = held(context, opened(name, server.url));
    await store.append([one(startMs, 1)]);
    await server.stop();
    const error = await refusal(store.append([one(startMs + 1, 2)]));
    expect(error.code).toBe('store.failed');
    expect(error.at).toBe(server.url);
    expect(error.why).toContain('ECONNREFUSED');
    await refusal(
      store.range({ series: [{ site: 'home', device: 'inverter', metric: 'pv.power' }], fromMs: 0, toMs: startMs }),
    );
    await server.start();
    await store.append([one(startMs + 1, 2)]);
    expect(await pointsOf(store)).toEqual([1, 2]);
    expect(await store.status()).not.toHaveProperty('failure');
  });

  test(`a server that never answers is given up (${name})`, async (context) => {
    const { createServer } = await import('node:net');
    const port = await freePort();
    const silent = createServer().listen(port, '127.0.0.1');
    context.onTestFinished(() => void silent.close());
    const url = `http://127.0.0.1:${port}`;
    const address = { url, clock, timeoutMs: 50, username: 'solar', password: secret };
    const store =
      name === 'VictoriaMetrics'
        ? openVictoriaHistory(address)
        : openInfluxHistory({ ...address, version: 1, database: 'solstead' });
    expect((await refusal(store.append([one(startMs, 1)]))).why).toBe('no answer within 0.05 s');
  });
}

test('an account that is refused is told without its password', async (context) => {
  const server = await influxdb(context, { account: { username: 'solar', password: 'right' } });
  const address = { url: server.url, clock, version: 1, database: 'solstead', username: 'solar' } as const;
  const wrong = held(context, openInfluxHistory({ ...address, password: secret }));
  expect((await refusal(wrong.append([one(startMs, 1)]))).why).toMatch(/^it answered 401: authorization failed/);
  const right = held(context, openInfluxHistory({ ...address, password: 'right' }));
  await right.append([one(startMs, 1)]);
  expect(await pointsOf(right)).toEqual([1]);
});

test('a partial write is an error that names it', async (context) => {
  const server = await influxdb(context);
  const store = held(context, openInfluxHistory({ url: server.url, clock, version: 1, database: 'solstead' }));
  await store.append([one(startMs, 1)]);
  const body = `grid.power,site=home,device=inverter,quality=good value="a word" ${startMs + 500}`;
  const query = new URLSearchParams({ db: 'solstead', precision: 'ms' }).toString();
  await fetch(`${server.url}/write?${query}`, { method: 'POST', body });
  const error = await refusal(store.append([{ ...one(startMs, 5), metric: ['grid.power'] }]));
  expect(error.why).toMatch(/partial write: field type conflict/);
  expect((await store.status()).failure).toEqual(reasonOf(error));
});

test('VictoriaMetrics would drop points outside its time in silence: they are refused', async (context) => {
  const server = await victoriaMetrics(context);
  const store = held(context, openVictoriaHistory({ url: server.url, clock }));
  expect((await refusal(store.append([one(5000, 1)]))).why).toMatch(/nothing before 2 January 1970/);
  expect((await refusal(store.append([one(clock.nowMs() + 3 * 86_400_000, 1)]))).why).toMatch(/two days ahead/);
});

const awkward = ['a "b" c', 'tab\tand\nline', String.raw`back\slash\ `, 'x=1,y=2', "o'clock", '100 %', 'süd 🌞', '{}'];

for (const name of ['VictoriaMetrics', 'InfluxDB 1'] as const) {
  test(`awkward names and texts come back from ${name}, and can be forgotten`, async (context) => {
    const server = await servers[name](context);
    const store = held(context, opened(name, server.url));
    const batches = awkward.map(
      (word, index): Batch => ({
        site: word,
        device: `${word}!`,
        atMs: startMs + index,
        metric: ['pv.power', 'inverter.mode'],
        value: [index, word],
        quality: ['good', 'stale'],
      }),
    );
    await store.append(batches);
    const last = await store.lastValues();
    expect(last).toHaveLength(2 * awkward.length);
    for (const [index, word] of awkward.entries()) {
      const key = { site: word, device: `${word}!`, metric: 'pv.power' as const };
      const [answer] = await store.range({
        series: [key],
        fromMs: startMs,
        toMs: startMs + 100,
        stepMs: 50,
        aggregate: 'max',
      });
      expect(answer?.value, `value of ${word}`).toEqual([index]);
      expect(await store.series(word)).toHaveLength(2);
      expect(last).toContainEqual({ key, atMs: startMs + index, value: index, quality: 'good' });
      const mode = { ...key, metric: 'inverter.mode' as const };
      expect(last).toContainEqual({ key: mode, atMs: startMs + index, value: word, quality: 'stale' });
      await store.forget(word, `${word}!`);
      expect(await store.series(word), `series of ${word}`).toEqual([]);
    }
    expect(server.output()).not.toMatch(/cannot (parse|unmarshal)/);
  });
}

test('the 2.x way of writing: org, bucket and token, compressed', async (context) => {
  // VictoriaMetrics takes 2.x writes, without checking the token.
  const server = await victoriaMetrics(context);
  const writer = openInfluxHistory({ url: server.url, clock, version: 2, org: 'home', bucket: 'sun', token: secret });
  await writer.append([one(startMs, 1234.5), one(startMs + 10, -1, 'my home')]);
  const lines = async (): Promise<string> => {
    await fetch(`${server.url}/internal/force_flush`);
    const body = new URLSearchParams({ 'match[]': '{__name__="pv.power_value"}', start: '86400' });
    return (await fetch(`${server.url}/api/v1/export`, { method: 'POST', body })).text();
  };
  await expect.poll(lines).toContain('"values":[1234.5]');
  expect(await lines()).toContain('"site":"my home"');
  expect(server.output()).not.toMatch(/cannot (parse|unmarshal)/);
  await server.stop();
  await refusal(writer.append([one(startMs, 1)]));
});

test('a server that points to another place gets no second request with the account', async (context) => {
  const asked: string[] = [];
  const listening = async (answer: (response: ServerResponse) => void) => {
    const server = createServer((request, response) => {
      asked.push(`${request.headers.host} ${request.headers.authorization ?? ''}`);
      answer(response);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const elsewhere = await listening((response) => response.end('{}'));
  const url = await listening((response) => response.writeHead(307, { location: elsewhere }).end());
  const store = held(context, openVictoriaHistory({ clock, url, token: secret }));
  expect((await refusal(pointsOf(store))).code).toBe('store.failed');
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.join('\n')).not.toContain(new URL(elsewhere).host);
});
