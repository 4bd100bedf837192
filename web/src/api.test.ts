import { expect, onTestFinished, test, vi } from 'vitest';
import { call, failureOf, RequestError, urlOf } from './api.ts';

/** Answers every request alike, and records the requests. */
function serverSaying(status: number, text: string) {
  const asked: { readonly address: string; readonly init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    asked.push({ address, init });
    return new Response(status === 204 ? null : text, { status });
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
}

test('parameters and query are part of a relative address, encoded', async () => {
  const asked = serverSaying(200, '[]');
  await call('listAnomalies', { params: { site: 'a/b c' }, query: { open: true } });
  const [{ address, init } = { address: '', init: {} }] = asked;
  expect(address).toBe('api/v1/sites/a%2Fb%20c/anomalies?open=true');
  expect(init).toMatchObject({
    method: 'GET',
    credentials: 'same-origin',
    headers: { accept: 'application/json, application/problem+json' },
  });
  expect(init.body).toBeUndefined();
  expect(urlOf('exportHistory', { params: { site: 'home' }, query: { format: 'csv', from: '2026-01-01T00:00' } })).toBe(
    'api/v1/sites/home/export?format=csv&from=2026-01-01T00%3A00',
  );
});

test('what asks a server of somebody’s own waits longer than that server may take', async () => {
  serverSaying(200, '{}');
  const limits = vi.spyOn(AbortSignal, 'timeout');
  onTestFinished(() => limits.mockRestore());
  const params = { site: 'home' };
  await call('giveStatistics', { params, body: { address: 'http://127.0.0.1', token: 'x' } });
  await call('removeOutput', { params: { ...params, id: 'one' } });
  await call('removeUplink', { params });
  await call('listOutputs', { params });
  expect(limits.mock.calls).toEqual([[90_000], [90_000], [90_000], [20_000]]);
});

test('what changes something is sent as JSON, without a body too; DELETE has none', async () => {
  const asked = serverSaying(200, '{}');
  await call('startDemo', { body: {} });
  await call('signIn', { body: { name: 'Anna', password: 'x' } });
  await call('leaveDemo');
  expect(asked.map(({ init: { method, body } }) => [method, body])).toEqual([
    ['POST', '{}'],
    ['POST', '{"name":"Anna","password":"x"}'],
    ['DELETE', undefined],
  ]);
  expect(asked[0]?.init.headers).toMatchObject({ 'content-type': 'application/json' });
});

test('an answer without a body is nothing, a failure is thrown in its own words', async () => {
  serverSaying(204, '');
  expect(await call('removeDevice', { params: { site: 'home', device: 'roof' } })).toBeUndefined();
  const failure = { code: 'site.unknown', message: 'x: no such site', repair: 'See the list of sites.', at: 'x' };
  const { message: detail, ...told } = failure;
  const problem = { type: '/api/docs/errors#site.unknown', title: 'No such site', status: 404, detail, ...told };
  serverSaying(404, JSON.stringify(problem));
  const thrown = await call('listSites').catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(RequestError);
  expect([failureOf(thrown), (thrown as RequestError).status]).toEqual([failure, 404]);
});

test.for(['<html>', '{"error":"no"}'])('an answer that is no failure of ours (%s) is told as broken', async (text) => {
  serverSaying(502, text);
  await expect(call('listSites')).rejects.toMatchObject({ status: 502, failure: { code: 'web.broken' } });
});
