// Pages of other sites: none may ask, unless they are named; and then with a token of their own, never with the cookies of the browser.
import { expect, test } from 'vitest';
import { owner, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const named = 'https://dashboard.example.com';

test.for([undefined, []])('nobody else is told anything by default: %j', async (allowedOrigins, context) => {
  const server = await testServer(context, { allowedOrigins });
  const token = server.hub.signedIn(owner);
  const { headers } = await server.ask('/api/v1/sites', { token, headers: { origin: named } });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  const change = { method: 'PUT', token, json: {}, headers: { origin: named } };
  expect(await server.ask('/api/v1/sites/home/budgets', change)).toMatchObject({ status: 403 });
  const asked = { method: 'OPTIONS', headers: { origin: named, 'access-control-request-method': 'GET' } };
  const preflight = await server.ask('/api/v1/sites', asked);
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([405, undefined]);
});

test('a named one asks and changes with its token, after asking first', async (context) => {
  const server = await testServer(context, { allowedOrigins: [named] });
  const token = server.hub.signedIn(owner);
  const preflight = await server.ask('/api/v1/sites', {
    method: 'OPTIONS',
    headers: { origin: named, 'access-control-request-method': 'PUT' },
  });
  expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': named, vary: 'Origin' } });
  expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
  const read = await server.ask('/api/v1/sites', { token, headers: { origin: named } });
  expect(read).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': named } });
  const json = { rules: [] };
  const headers = { origin: named, 'sec-fetch-site': 'cross-site' };
  expect((await server.ask('/api/v1/history/retention', { method: 'PUT', token, json, headers })).status).toBe(200);
});

test('the cookies of the browser do not count for it, and others are refused as before', async (context) => {
  const server = await testServer(context, { allowedOrigins: [named] });
  const cookie = `solstead=${server.hub.signedIn(viewer)}`;
  expect((await server.ask('/api/v1/sites', { headers: { cookie } })).status).toBe(200);
  expect((await server.ask('/api/v1/sites', { headers: { cookie, origin: named } })).status).toBe(401);
  for (const origin of ['https://evil.example', `${named}.evil.example`, 'http://dashboard.example.com', 'null', '*']) {
    const { headers } = await server.ask('/api/v1/sites', { headers: { cookie, origin } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const change = { method: 'DELETE', headers: { cookie, origin } };
    expect((await server.ask('/api/v1/account/sessions', change)).status).toBe(403);
  }
});

test('the policy allows nothing inline, and nobody else’s page to show it', async (context) => {
  const server = await testServer(context);
  for (const path of ['/', '/api/v1/session', '/health', '/nowhere']) {
    const { headers } = await server.ask(path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(String(headers['content-security-policy'])).not.toContain('unsafe');
    expect(headers['strict-transport-security']).toBeUndefined();
  }
});

test('over TLS browsers are told to stay there, if that is wished', async (context) => {
  const trusted = { trustedProxies: ['127.0.0.1'] };
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.org' };
  const server = await testServer(context, { ...trusted, hsts: true });
  const told = await server.ask('/api/v1/session', { headers });
  expect(told.headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await server.ask('/api/v1/session')).headers['strict-transport-security']).toBeUndefined();
  const silent = await testServer(context, trusted);
  expect((await silent.ask('/api/v1/session', { headers })).headers['strict-transport-security']).toBeUndefined();
});
