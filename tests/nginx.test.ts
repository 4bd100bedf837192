// Solstead behind nginx as it is shipped: below a path, over TLS, with sockets and streams.
import { get as httpsGet } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { describe, expect, test, type TestContext, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { openDemoHouse } from '#main/demo-house.ts';
import { webRoot } from '#main/serve-home.ts';
import { startServer } from '#server/server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { nginx } from '#tools/testkit/nginx.ts';
import { watchedPage } from './page.ts';

const host = '127.0.0.1';
const log = pino({ level: 'silent' });

/** The demo behind nginx; answers with the port. */
async function behind(ctx: TestContext): Promise<number> {
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  ctx.onTestFinished(() => house.close());
  const current = () => ({ hub: house.hub, demo: true });
  const place = { host, port: 0, version: 'test', webRoot, trustedProxies: [host] };
  const server = await startServer({ ...place, clock, log, current });
  ctx.onTestFinished(() => server.close());
  return nginx(ctx, server.port);
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

describe('behind nginx', { timeout: 120_000 }, () => {
  test('the page works below its path, live', async (ctx) => {
    const browser = await openBrowser(ctx);
    const port = await behind(ctx);
    const { page, watch } = await watchedPage(browser, `https://${host}:${port}/solar`, { ignoreHTTPSErrors: true });
    await page.getByText('Demo – simulated home').waitFor();
    const now = page.getByRole('list', { name: 'Power now as a list' });
    await now.waitFor({ state: 'attached' });
    const before = await now.textContent();
    await expect.poll(() => now.textContent(), { timeout: 15_000 }).not.toBe(before);
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

  test('events come at once and not gathered; the id of the request is that of the proxy', async (ctx) => {
    const port = await behind(ctx);
    const stream = await asked(port, '/solar/stream');
    let text = '';
    stream.on('data', (part: Buffer) => (text += part.toString()));
    stream.on('error', () => undefined);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    await vi.waitFor(() => expect(text.split('event: data').length).toBeGreaterThan(2), { timeout: 15_000 });
    stream.destroy();
    const health = await asked(port, '/solar/health/ready');
    expect(health.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    health.resume();
  });
});
