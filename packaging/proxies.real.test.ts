// The recipes for proxies as people copy them, each before a real Solstead and a stub of Grafana: TLS, paths, sockets, streams, and whose
// address counts.
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext, vi } from 'vitest';
import { WebSocket } from 'ws';
import { owner } from '#server/testing/stub-hub.ts';
import { testServer } from '#server/testing/test-server.ts';
import { caddy } from '#tools/testkit/caddy.ts';
import { nginx, withPlaces } from '#tools/testkit/nginx.ts';

vi.setConfig({ testTimeout: 60_000 });
const host = '127.0.0.1';
/** Nobody signed the certificate but itself. */
const trusting = { rejectUnauthorized: false };

const proxies = [
  {
    name: 'nginx',
    prefix: '/solar',
    leads: '/solar/',
    start: (context: TestContext, home: number, grafana: number) => nginx(context, { home, grafana }),
  },
  {
    name: 'nginx of the container stack',
    prefix: '',
    leads: undefined,
    start: (context: TestContext, home: number, grafana: number) =>
      nginx(context, { file: 'packaging/container/stack.nginx.conf', home, grafana }),
  },
  {
    name: 'Caddy',
    prefix: '/solar',
    leads: '/solar/',
    start: (context: TestContext, home: number, grafana: number) => caddy(context, { home, grafana }),
  },
] as const;

/** What a stub of Grafana was asked. */
interface Heard {
  readonly port: number;
  readonly asked: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
}

async function stubGrafana(context: TestContext): Promise<Heard> {
  const asked: Heard['asked'] = [];
  const server = createServer(({ url = '', headers }, reply) => {
    asked.push({ path: url, headers });
    reply.end('a dashboard');
  });
  context.onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, asked };
}

const asked = (port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request({ host, port, path, headers, agent: false, ...trusting }, resolve)
      .on('error', reject)
      .end();
  });

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer) text += String(part);
  return text;
}

function firstMessage(context: TestContext, url: string, token: string): Promise<unknown> {
  const socket = new WebSocket(url, { ...trusting, headers: { authorization: `Bearer ${token}` } });
  context.onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
    socket.once('error', reject);
  });
}

test.for(proxies)(
  '$name: pages, sockets, streams and Grafana go through',
  async ({ prefix, leads, start }, context) => {
    const server = await testServer(context, { trustedProxies: [host] });
    const grafana = await stubGrafana(context);
    const port = await start(context, server.port, grafana.port);
    const token = server.hub.signedIn(owner);
    const authorization = `Bearer ${token}`;
    const health = await asked(port, `${prefix}/health/ready`);
    expect(health.statusCode).toBe(200);
    expect(health.headers['x-request-id']).toMatch(/^[\da-f-]{32,36}$/);
    health.resume();
    const { headers: bare } = await asked(port, prefix === '' ? '/' : prefix);
    expect(bare.location?.replace(/^https:\/\/[^/]+/, '')).toBe(leads);
    // What a client says of itself is not believed.
    const forged = { authorization, 'x-forwarded-for': '10.9.8.7' };
    expect((await asked(port, `${prefix}/api/v1/sites`, forged)).statusCode).toBe(200);
    expect(server.log.join('\n')).not.toContain('10.9.8.7');
    const live = `wss://${host}:${port}${prefix}/api/v1/live?site=home`;
    expect(await firstMessage(context, live, token)).toMatchObject({ type: 'snapshot' });
    const events = await asked(port, `${prefix}/stream?site=home`, { authorization });
    expect(events.headers['content-type']).toContain('text/event-stream');
    // It comes while the stream is open: nothing is gathered.
    const first = await new Promise<string>((resolve) => {
      events.once('data', (part: Buffer) => resolve(part.toString()));
    });
    expect(first).toContain('event: ');
    events.destroy();
    const dashboard = await asked(port, '/grafana/d/solstead-now?kiosk', { 'x-forwarded-for': '10.9.8.7' });
    expect(await textOf(dashboard)).toBe('a dashboard');
    // Grafana compares the host with the origin of its page.
    const [{ path, headers } = { path: '', headers: {} }] = grafana.asked;
    expect(path).toBe('/grafana/d/solstead-now?kiosk');
    expect(headers).toMatchObject({ host: `${host}:${port}`, 'x-forwarded-proto': 'https', 'x-forwarded-for': host });
  },
);

test('figures that nobody needs a token for in the network of the stack do not leave it', async (context) => {
  const server = await testServer(context, { trustedProxies: [host], metricsOpen: true });
  const file = 'packaging/container/stack.nginx.conf';
  const port = await nginx(context, { file, home: server.port, grafana: server.port });
  for (const path of ['/metrics', '/metrics?x=1', '//metrics', '/%6detrics', '/api/../metrics']) {
    const answer = await asked(port, path);
    expect([path, answer.statusCode]).toEqual([path, 403]);
    answer.resume();
  }
  // What Solstead does not take for it is no figure.
  for (const path of ['/metrics/', '/Metrics', '/metrics;x', '/metrics/readings'])
    expect(await textOf(await asked(port, path))).not.toContain('solstead_');
  expect((await fetch(`http://${host}:${server.port}/metrics`)).status).toBe(200);
});

test('each recipe waits for a day', () => {
  const nginxLines = ['proxy_read_timeout 86400s', 'proxy_send_timeout 86400s', 'proxy_buffering off'];
  for (const file of ['packaging/nginx/solstead.conf', 'packaging/container/stack.nginx.conf'])
    for (const line of nginxLines) expect(() => withPlaces(file, { [line]: '' })).not.toThrow();
  for (const line of ['read_timeout 24h', 'write_timeout 24h', 'flush_interval -1'])
    expect(() => withPlaces('packaging/caddy/Caddyfile', { [line]: '' })).not.toThrow();
});
