// What the log says of requests: each of them at the level debug, and a proxy that was not named.
import { expect, test } from 'vitest';
import { owner } from '../testing/stub-hub.ts';
import { testServer, type TestServer } from '../testing/test-server.ts';

const linesWith = ({ log }: TestServer, words: string): readonly Readonly<Record<string, unknown>>[] =>
  log.filter((line) => line.includes(words)).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

test('each request is a line with its id, status and duration, without query and token', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const { headers } = await server.ask('/api/v1/sites?secret=four', { token });
  await server.ask('/api/v1/uploads/k3Vb0r9YQ2mZ');
  const lines = linesWith(server, 'a request was answered');
  expect(lines).toMatchObject([
    { level: 20, reqId: headers['x-request-id'], method: 'GET', route: '/api/v1/sites', status: 200 },
    { level: 20, route: '/api/v1/uploads/:upload' },
  ]);
  expect(lines.every(({ tookMs }) => typeof tookMs === 'number')).toBe(true);
  const text = server.log.join('\n');
  for (const secret of ['secret=four', token, 'k3Vb0r9YQ2mZ']) expect(text).not.toContain(secret);
});

const passedOn = { headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' } };

test('a proxy that was not named is told once, however much it passes on', async (context) => {
  const server = await testServer(context);
  await server.ask('/api/v1/session');
  expect(linesWith(server, '--trusted-proxies')).toEqual([]);
  for (let count = 0; count < 5; count += 1) await server.ask('/api/v1/session', passedOn);
  expect(linesWith(server, '--trusted-proxies')).toMatchObject([
    { level: 40, msg: expect.stringContaining('127.0.0.1') as string },
  ]);
});

test('a proxy that was named is not told', async (context) => {
  const server = await testServer(context, { trustedProxies: ['127.0.0.1'] });
  await server.ask('/api/v1/session', passedOn);
  expect(linesWith(server, '--trusted-proxies')).toEqual([]);
});
