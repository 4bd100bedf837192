// Ports behind which no home is: that of a home that opens or closes, and one that sends browsers to HTTPS.
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Live, Ready } from '#api/contract.ts';
import { Problem } from '#api/problem.ts';
import { openRedirectPort } from './redirect-port.ts';
import { ask, testServer } from './testing/test-server.ts';
import { openWaitingRoom } from './waiting-room.ts';

const local = { host: '127.0.0.1', port: 0 };

test('a process without a home lives, is not ready, and says when to ask again', async (context) => {
  const room = await openWaitingRoom(local);
  context.onTestFinished(() => room.close());
  const live = await ask(room.port, '/health/live');
  expect([live.status, Value.Check(Live, live.body)]).toEqual([200, true]);
  const ready = await ask(room.port, '/health/ready?x=1');
  expect([ready.status, Value.Check(Ready, ready.body)]).toEqual([503, true]);
  expect(ready.body).toMatchObject({ status: 'not-ready', parts: [{ part: 'server', ok: false }] });
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/v1/sites'],
    ['POST', '/api/v1/session'],
    ['GET', '/health'],
  ] as const) {
    const refused = await ask(room.port, path, { method, token: 'of-somebody' });
    expect([refused.status, Value.Check(Problem, refused.body)]).toEqual([503, true]);
    expect(refused.body).toMatchObject({ code: 'server.not-ready', status: 503 });
    expect(refused.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'no-store', connection: 'close' });
  }
  expect((await ask(room.port, '/', { method: 'HEAD' })).text).toBe('');
});

test('it frees its port, and tells who has it', async () => {
  const room = await openWaitingRoom(local);
  await expect(openWaitingRoom({ ...local, port: room.port })).rejects.toMatchObject({ code: 'port.taken' });
  await room.close();
  await room.close();
  const again = await openWaitingRoom({ ...local, port: room.port });
  await again.close();
});

test('a server that is about to end says so, and goes on answering', async (context) => {
  const server = await testServer(context);
  expect((await server.ask('/health/ready')).status).toBe(200);
  server.beginClosing();
  const ready = await server.ask('/health/ready');
  expect(ready).toMatchObject({ status: 503, body: { status: 'not-ready' } });
  expect((ready.body as { readonly parts: readonly object[] }).parts).toContainEqual({ part: 'server', ok: false });
  expect((await server.ask('/health/live')).status).toBe(200);
  expect((await server.ask('/api/v1/session')).status).toBe(200);
});

test('the redirecting port sends browsers to the same page over HTTPS, and programs nowhere', async (context) => {
  const open = async (to: number) => {
    const port = await openRedirectPort({ ...local, to });
    context.onTestFinished(() => port.close());
    return (path: string, options: Parameters<typeof ask>[2] = {}) => ask(port.port, path, options);
  };
  const asked = await open(443);
  const host = (name: string) => ({ headers: { host: name } });
  const targets: readonly (readonly [string, string, string])[] = [
    ['/', 'solar.example.com', 'https://solar.example.com/'],
    ['/energy?day=2#x', 'solar.local:80', 'https://solar.local/energy?day=2#x'],
    ['//evil.example/x', '10.0.0.4', 'https://10.0.0.4//evil.example/x'],
    ['/', '[fd00::1]:80', 'https://[fd00::1]/'],
  ];
  for (const [path, name, location] of targets) {
    const sent = await asked(path, host(name));
    expect([sent.status, sent.headers['location']]).toEqual([301, location]);
    expect(sent.headers['strict-transport-security']).toBeUndefined();
  }
  expect((await (await open(6789))('/a', host('solar.local'))).headers['location']).toBe('https://solar.local:6789/a');
  const refused: readonly (readonly [string, Parameters<typeof ask>[2]])[] = [
    ['/api/v1/sites', { token: 'secret' }],
    ['/metrics', {}],
    ['/ws/monitoring/home?token=secret', {}],
    ['/api/v1/auth/token', { method: 'POST', json: { name: 'Anna', password: 'x' } }],
    ['/', { method: 'POST', json: {} }],
    ['/', host('evil.example/x?')],
    ['/', host('a@b')],
    ['/', host('[::zz]')],
    [`/${'x'.repeat(3000)}`, {}],
  ];
  for (const [path, options] of refused) {
    const { status, headers, body, text } = await asked(path, options);
    expect([path, status, headers['location'], Value.Check(Problem, body)]).toEqual([path, 403, undefined, true]);
    expect(body).toMatchObject({ code: 'access.plain' });
    expect(text).not.toContain('secret');
  }
});
