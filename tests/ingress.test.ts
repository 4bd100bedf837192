// The app in the sidebar of Home Assistant: below the path of its ingress, by a proxy that does what the Supervisor does, and directly at
// the same time.
import { pino } from 'pino';
import type { Frame, Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { hashPassword } from '#hub/passwords.ts';
import { openDemoHouse } from '#main/demo-house.ts';
import { webRoot } from '#main/serve-home.ts';
import { startServer } from '#server/server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { ingressProxy } from '#tools/testkit/ingress-proxy.ts';
import { watchedPage } from './page.ts';

const host = '127.0.0.1';
/** Where the Supervisor of this test is. */
const supervisor = '127.0.0.9';
const token = '9fXq_token-of-ingress';
const password = 'a short sentence of mine';
const log = pino({ level: 'silent' });

/** The simulated home as if it was a real one, owned by Ann of Home Assistant. */
async function home(context: TestContext) {
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  context.onTestFinished(() => house.close());
  await house.records.accounts.saveFirst(
    { id: 'home-assistant.a1', name: 'Ann', passwordHash: await hashPassword(password) },
    [{ site: '*', may: 'owner' }],
  );
  const server = await startServer({
    host,
    port: 0,
    version: 'test',
    webRoot,
    clock,
    log,
    current: () => ({ hub: house.hub, demo: false }),
    ingress: { from: supervisor, roles: new Map([['*', 'viewer']]) },
  });
  context.onTestFinished(() => server.close());
  const [site] = await house.records.sites.list();
  return { port: server.port, site: site?.id ?? '' };
}

/** Waits until the powers of the home change by themselves: its socket is open. */
async function expectLive(place: Page | Frame): Promise<void> {
  const now = place.getByRole('list', { name: 'Power now as a list' });
  await now.waitFor({ state: 'attached' });
  const before = await now.textContent();
  await expect.poll(() => now.textContent(), { timeout: 15_000 }).not.toBe(before);
}

test('every page, reload, deep link, socket, stream and download works below the path, and directly', async (context) => {
  const browser = await openBrowser(context);
  const { port, site } = await home(context);
  const who = { id: 'a1', login: 'ann', shown: 'Ann' };
  let user = who;
  const proxy = await ingressProxy(context, { upstream: port, token, from: supervisor, user: () => user });
  const base = `/api/hassio_ingress/${token}/`;
  const { page, watch } = await watchedPage(browser, `http://${host}:${proxy}/`);
  const frame = page.frame({ url: (url) => url.pathname === base });
  if (frame === null) throw new Error('the frame is not there');
  await expectLive(frame);

  const direct = await watchedPage(browser, `http://${host}:${port}/`);
  await direct.page.getByLabel('Name', { exact: true }).fill('Ann');
  await direct.page.getByLabel('Password', { exact: true }).fill(password);
  await direct.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectLive(direct.page);

  const places = ['', 'energy', 'meters', 'alerts', 'charging', 'automation', 'settings', 'topics'].map((name) =>
    name === '' ? '' : `sites/${site}/${name}`,
  );
  for (const place of [...places, 'setup', 'account', 'audit']) {
    await page.goto(`http://${host}:${proxy}${base}#/${place}`);
    await page.getByRole('heading').first().waitFor();
    await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
  }
  // An address that was typed, and a page that is loaded again.
  await page.goto(`http://${host}:${proxy}${base}account`);
  await expect.poll(() => new URL(page.url()).hash).toBe('#/account');
  await page.reload();
  await page.getByText('Signed in as Ann').first().waitFor({ state: 'attached' });
  await page.getByText('To leave, sign out there').waitFor({ state: 'attached' });
  expect(await page.locator('.menu-panel').getByText('Sign out', { exact: true }).count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe(base);

  // A stream, a file, and a change, as the browser asks for them.
  const asked = await page.evaluate(async () => {
    const reader = (await fetch('stream')).body?.pipeThrough(new TextDecoderStream()).getReader();
    let events = '';
    while (events.split('event: data').length < 3) events += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    const file = await fetch('api/v1/audit/export?format=csv');
    const change = await fetch('api/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return { file: [file.status, file.headers.get('content-disposition')], change: change.status };
  });
  expect(asked.file).toEqual([200, expect.stringContaining('attachment')]);
  expect(asked.change).toBe(400);

  // Somebody else signs in at Home Assistant, in this browser: nothing of Ann is left in it.
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['ingress_session']);
  user = { id: 'b1', login: 'bob', shown: 'Bøb' };
  await page.goto(`http://${host}:${proxy}${base}#/account`);
  await page.reload();
  await page.getByText('Signed in as Bøb').first().waitFor({ state: 'attached' });
  expect(watch.errors.filter((line) => !line.includes('400'))).toEqual([]);
  expect(watch.outside).toEqual([]);
}, 120_000);
