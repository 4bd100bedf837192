// The browser clients of the monitoring service, as its document has them, against Solstead: only their settings differ.
// Source: "WebSocket Real-Time Solar Monitoring", sections "Storefront Client" and "Testing".
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { owner, stubHub } from '../src/server/testing/stub-hub.ts';
import { testServer } from '../src/server/testing/test-server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';

/** The effect of `monitoring-dashboard.tsx`, with the part of React it uses. */
const storefront = `
  const process = { env: { NEXT_PUBLIC_WS_URL: SETTING_URL } };
  const systemId = SETTING_SYSTEM;
  window.states = []; window.seen = [];
  const setIsConnected = (is) => window.states.push(is);
  const setData = (data) => window.seen.push(data);
  const useEffect = (effect) => effect();
  const connectWebSocket = () => {
  useEffect(() => {
    const ws = new WebSocket(
      \`\${process.env.NEXT_PUBLIC_WS_URL}/ws/monitoring/\${systemId}\`
    );

    ws.onopen = () => setIsConnected(true);

    ws.onmessage = (event) => {
      const realtimeData = JSON.parse(event.data);
      setData(realtimeData);
    };

    ws.onclose = () => {
      setIsConnected(false);
      setTimeout(connectWebSocket, 5000); // Auto-reconnect
    };

    return () => ws.close();
  }, [systemId]);
  };
  connectWebSocket();
`;

/** The client of the section "Testing". */
const manual = `
  window.said = [];
  console.log = (...all) => window.said.push(all);
  const ws = new WebSocket(SETTING_URL + "/ws/monitoring/" + SETTING_SYSTEM);

  ws.onopen = () => console.log("✅ Connected");

  ws.onmessage = (event) => {
    const data = JSON.parse(event.data);
    console.log("📊 Monitoring Data:", data);
  };

  ws.onerror = (error) => console.error("❌ Error:", error);

  ws.onclose = () => console.log("🔌 Disconnected");
`;

/** A page of another origin, as the storefront is, with a script. */
async function page(ctx: TestContext, script: string, settings: { readonly url: string; readonly system: string }) {
  const text = script
    .replaceAll('SETTING_URL', JSON.stringify(settings.url))
    .replaceAll('SETTING_SYSTEM', JSON.stringify(settings.system));
  const shop = createServer((_request, reply) => {
    reply.setHeader('content-type', 'text/html; charset=utf-8');
    reply.end(`<!doctype html><title>Shop</title><script>${text}</script>`);
  }).listen(0, '127.0.0.1');
  ctx.onTestFinished(() => void shop.close());
  await once(shop, 'listening');
  const address = shop.address();
  const browser = await openBrowser(ctx);
  const opened = await browser.newPage();
  await opened.goto(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`);
  return opened;
}

const list = (of: Page, name: 'seen' | 'states' | 'said'): Promise<readonly unknown[]> =>
  of.evaluate<readonly unknown[]>(`window.${name} ?? []`);

test('the dashboard of the storefront shows the data and comes back by itself', { timeout: 120_000 }, async (ctx) => {
  const server = await testServer(ctx, { hub: stubHub() });
  const token = server.hub.signedIn(owner);
  const url = `ws://127.0.0.1:${server.port}`;
  const shop = await page(ctx, storefront, { url, system: `home?token=${token}` });
  await expect.poll(() => list(shop, 'seen')).toHaveLength(1);
  expect((await list(shop, 'seen'))[0]).toMatchObject({ system_id: 'home', status: 'online', chart_data: {} });
  server.clock.advance(5000);
  await expect.poll(() => list(shop, 'seen')).toHaveLength(2);
  const json = { status: 'maintenance', message: 'Sistema em manutenção preventiva' };
  await server.ask('/api/v1/sites/home/monitoring/announcements', { method: 'POST', token, json });
  await expect.poll(() => list(shop, 'seen')).toHaveLength(4);
  expect((await list(shop, 'seen'))[2]).toEqual({ system_id: 'home', ...json });
  // The server goes and comes back on its port: after five seconds the client is there again.
  await server.close();
  await expect.poll(() => list(shop, 'states')).toEqual([true, false]);
  const { hub, port } = server;
  await testServer(ctx, { hub, port });
  await expect.poll(async () => (await list(shop, 'states')).at(-1), { timeout: 30_000 }).toBe(true);
  await expect.poll(async () => (await list(shop, 'seen')).length).toBeGreaterThan(4);
});

test('the client for the console says what it hears', { timeout: 120_000 }, async (ctx) => {
  const server = await testServer(ctx, { hub: stubHub() });
  const token = server.hub.signedIn(owner);
  const url = `ws://127.0.0.1:${server.port}`;
  const shop = await page(ctx, manual, { url, system: `home?token=${token}` });
  await expect.poll(() => list(shop, 'said')).toHaveLength(2);
  expect(await list(shop, 'said')).toMatchObject([['✅ Connected'], ['📊 Monitoring Data:', { system_id: 'home' }]]);
});

test('without a token a page of another origin hears nothing', { timeout: 120_000 }, async (ctx) => {
  const server = await testServer(ctx, { hub: stubHub() });
  const shop = await page(ctx, storefront, { url: `ws://127.0.0.1:${server.port}`, system: 'home' });
  await expect.poll(() => list(shop, 'states')).toEqual([false]);
  expect(await list(shop, 'seen')).toEqual([]);
});
