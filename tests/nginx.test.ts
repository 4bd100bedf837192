// Solstead behind nginx as it is shipped: below a path, over TLS, with sockets and streams.
import { once } from 'node:events';
import { get as httpsGet } from 'node:https';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, test, type TestContext, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { openDemoHouse } from '#main/demo-house.ts';
import { addBrokerAccount } from '#main/house.ts';
import { webRoot } from '#main/serve-home.ts';
import { startServer } from '#server/server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { nginx } from '#tools/testkit/nginx.ts';
import { watchedPage } from './page.ts';

const host = '127.0.0.1';
const log = pino({ level: 'silent' });

/** Account of a page on the broker. */
const pageAccount = { username: 'page', password: 'word-of-the-page' };

/** The demo behind nginx; answers with the port. */
async function behind(ctx: TestContext): Promise<number> {
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  ctx.onTestFinished(() => house.close());
  const current = () => ({ hub: house.hub, demo: true });
  const place = { host, port: 0, version: 'test', webRoot, trustedProxies: [host] };
  await addBrokerAccount(house.records, pageAccount.username, pageAccount.password);
  const server = await startServer({ ...place, clock, log, current, mqttDoor: () => house.broker.upgrade });
  ctx.onTestFinished(() => server.close());
  return nginx(ctx, { home: server.port });
}

/** Nobody signed the certificate but itself. */
const trusting = { rejectUnauthorized: false };

const asked = (port: number, path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    httpsGet({ host, port, path, headers, agent: false, ...trusting }, resolve).on('error', reject);
  });

async function firstMessage(ctx: TestContext, url: string, said?: object): Promise<Record<string, unknown>> {
  const socket = new WebSocket(url, trusting);
  ctx.onTestFinished(() => socket.terminate());
  if (said !== undefined) socket.once('open', () => socket.send(JSON.stringify(said)));
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as Record<string, unknown>));
    socket.once('error', reject);
  });
}

describe('behind nginx', { timeout: 240_000 }, () => {
  test('the page works below its path, live', async (ctx) => {
    const browser = await openBrowser(ctx);
    const port = await behind(ctx);
    const { page, watch } = await watchedPage(browser, `https://${host}:${port}/solar`, { ignoreHTTPSErrors: true });
    await page.getByText('Demo – simulated home').waitFor();
    const now = page.getByRole('list', { name: 'Power now as a list' });
    await now.waitFor({ state: 'attached' });
    const before = await now.textContent();
    await expect.poll(() => now.textContent(), { timeout: 20_000 }).not.toBe(before);
    expect(new URL(page.url()).pathname.startsWith('/solar/')).toBe(true);
    await page.reload();
    await page.getByText('Demo – simulated home').waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('sockets open below the path and where clients of the monitoring service look', async (ctx) => {
    const port = await behind(ctx);
    const base = `wss://${host}:${port}`;
    const sites = await asked(port, '/solar/api/v1/sites');
    let text = '';
    for await (const part of sites) text += String(part);
    const [{ id } = { id: '' }] = JSON.parse(text) as readonly { readonly id: string }[];
    expect(await firstMessage(ctx, `${base}/solar/api/v1/live?site=${id}`)).toMatchObject({ type: 'snapshot' });
    const said = { action: 'subscribe', home_id: id };
    expect(await firstMessage(ctx, `${base}/solar/api/v1/realtime`, said)).toMatchObject({ type: 'status' });
    expect(await firstMessage(ctx, `${base}/ws/monitoring/${id}`)).toMatchObject({ system_id: id });
  });

  test('a page speaks MQTT below the path; one of another site does not get in', async (ctx) => {
    const browser = await openBrowser(ctx);
    const port = await behind(ctx);
    const script = createRequire(import.meta.url).resolve('mqtt/dist/mqtt.min');
    const context = await browser.newContext({ ignoreHTTPSErrors: true, bypassCSP: true });
    ctx.onTestFinished(() => context.close());
    const heardAt = async (origin: string): Promise<string> => {
      const page = await context.newPage();
      await page.goto(origin);
      await page.addScriptTag({ path: script });
      return page.evaluate(
        async ({ url, account }) => {
          type Client = { on(event: string, done: (...said: never[]) => void): void; end(force: boolean): void };
          type Mqtt = { connect(url: string, options: object): Client & Record<string, (...given: unknown[]) => void> };
          const { mqtt } = globalThis as typeof globalThis & { mqtt: Mqtt };
          const client = mqtt.connect(url, { ...account, reconnectPeriod: 0 });
          return new Promise<string>((resolve) => {
            client.on('message', (topic: string, payload: Uint8Array) => {
              resolve(`${topic} ${new TextDecoder().decode(payload)}`);
              client.end(true);
            });
            client.on('close', () => resolve('closed'));
            client.on('error', () => undefined);
            client.on('connect', () => {
              client['subscribe']?.('page/#', { qos: 1 }, () =>
                client['publish']?.('page/x', 'from the page', { qos: 1 }),
              );
            });
          });
        },
        { url: `wss://${host}:${port}/solar/mqtt`, account: pageAccount },
      );
    };
    expect(await heardAt(`https://${host}:${port}/solar/health`)).toBe('page/x from the page');
    const elsewhere = createServer((_request, reply) => void reply.setHeader('content-type', 'text/html').end('<p>'));
    ctx.onTestFinished(() => void elsewhere.close());
    elsewhere.listen(0, host);
    await once(elsewhere, 'listening');
    const { port: other } = elsewhere.address() as AddressInfo;
    expect(await heardAt(`http://${host}:${other}`)).toBe('closed');
  });

  test('events come at once and not gathered; the id of the request is that of the proxy', async (ctx) => {
    const port = await behind(ctx);
    const stream = await asked(port, '/solar/stream');
    let text = '';
    stream.on('data', (part: Buffer) => (text += part.toString()));
    stream.on('error', () => undefined);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    await vi.waitFor(() => expect(text.split('event: data').length).toBeGreaterThan(2), { timeout: 20_000 });
    stream.destroy();
    const health = await asked(port, '/solar/health/ready');
    expect(health.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    health.resume();
  });
});
