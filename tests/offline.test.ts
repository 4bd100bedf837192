// The app while the home's server is away: it starts from what the browser kept, says how old it is, and is live again by itself.
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { hashPassword } from '#hub/passwords.ts';
import { openDemoHouse } from '#main/demo-house.ts';
import { webRoot } from '#main/serve-home.ts';
import { type Server, startServer } from '#server/server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { expectAccessible, watchedPage } from './page.ts';

const host = '127.0.0.1';
const password = 'a short sentence of mine';
const log = pino({ level: 'silent' });

/** An owned home whose server can be switched off and on, with a copy of the app that can be updated. */
async function home(context: TestContext) {
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  const passwordHash = await hashPassword(password);
  await house.records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash }, [{ site: '*', may: 'owner' }]);
  const app = join(tempDir(context), 'app');
  cpSync(webRoot, app, { recursive: true });
  for (const name of globSync('**/*.{br,gz}', { cwd: app })) rmSync(join(app, name));
  const current = () => ({ hub: house.hub, demo: false });
  const start = (port: number): Promise<Server> =>
    startServer({ host, port, clock, log, version: 'test', webRoot: app, current });
  let server: Server | undefined = await start(0);
  const { port } = server;
  const away = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  context.onTestFinished(async () => {
    await away();
    await house.close();
  });
  return {
    url: `http://${host}:${port}/`,
    away,
    async back() {
      server = await start(port);
    },
    /** Another build: a file of the page has another name. */
    update() {
      const [name = ''] = globSync('assets/index-*.css', { cwd: app });
      cpSync(join(app, name), join(app, 'assets/index-anew.css'));
      rmSync(join(app, name));
      for (const file of ['index.html', 'service-worker.js']) {
        const text = readFileSync(join(app, file), 'utf8').replace(name, 'assets/index-anew.css');
        writeFileSync(join(app, file), text.replace(/"version":"\w+"/, '"version":"anew"'));
      }
    },
  };
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Anna');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('list', { name: 'Power now as a list' }).waitFor({ state: 'attached' });
}

const keptNames = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('solstead.kept')));

test('with the server away the app starts with the home as it was; back, it is live by itself', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, away, back, update } = await home(ctx);
  const { page, watch } = await watchedPage(browser, url, { serviceWorkers: 'allow' });
  await signIn(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  expect(watch).toEqual({ errors: [], outside: [] });

  await away();
  await page.reload();
  const lost = page.getByText(/Connection lost – values are .+ old\./);
  await lost.waitFor();
  await page.getByText('Not known at present. These are the last values.').waitFor();
  await page.getByRole('heading', { name: 'Devices', exact: true }).waitFor();
  await expectAccessible(page);

  // An address that was typed, a page that was never opened, and back.
  await page.goto(`${url}devices/battery`);
  expect(new URL(page.url()).hash).toBe('#/devices/battery');
  await page.getByText('Cells').first().waitFor();
  await lost.waitFor();
  await page.goto(`${url}#/energy`);
  await page.getByText('Solstead does not answer.').first().waitFor();
  await lost.waitFor();
  await page.goBack();
  await page.getByText('Cells').first().waitFor();
  await page.evaluate('window.isSame = true');

  await back();
  await lost.waitFor({ state: 'detached', timeout: 5000 });
  await page.goto(`${url}#/`);
  await page.getByText('Self-sufficiency', { exact: true }).waitFor();
  expect(await page.evaluate('window.isSame')).toBe(true);
  expect(watch.outside).toEqual([]);

  // Updated while it was away: told, and loaded when the person says so.
  await away();
  await lost.waitFor();
  update();
  await back();
  await page.getByText('A new version is there.').waitFor();
  expect(await page.evaluate('window.isSame')).toBe(true);
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect.poll(() => page.locator('link[href="./assets/index-anew.css"]').count()).toBe(1);
  await page.getByText('Self-sufficiency', { exact: true }).waitFor();
  expect(await page.getByText('A new version is there.').count()).toBe(0);
  expect(await page.evaluate(() => caches.keys())).toEqual(['solstead / anew']);

  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('Welcome back').waitFor();
  expect(await keptNames(page)).toEqual([]);
  await away();
  await page.reload();
  await page.getByText('Your home cannot be reached').waitFor();
  await back();
  await page.getByText('Welcome back').waitFor();
});

test('who reads in another language does so while the server is away, and keeps that language alone', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, away } = await home(ctx);
  const { page } = await watchedPage(browser, url, { serviceWorkers: 'allow', locale: 'de-DE' });
  await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const languages = () =>
    page.evaluate(async () => {
      const names = await caches.keys();
      const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return kept.flat().flatMap(({ url: file }) => /\/assets\/((de|fr|th|pt-BR)-(first|rest))-/.exec(file)?.[1] ?? []);
    });
  await expect.poll(async () => (await languages()).toSorted()).toEqual(['de-first', 'de-rest']);
  await away();
  await page.reload();
  await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
});

test('a switch that is pressed while the server is away goes out once when it is back; an old one is asked about', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, away, back } = await home(ctx);
  const { page } = await watchedPage(browser, url, { serviceWorkers: 'allow' });
  await signIn(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${url}#/devices/relays`);
  const relay = page.getByRole('switch', { name: 'Relay 1' });
  await relay.waitFor();
  const before = await relay.getAttribute('aria-checked');
  const after = before === 'true' ? 'false' : 'true';
  const lost = page.getByText(/Connection lost/);
  const waiting = page.getByRole('region', { name: 'Commands that wait' });

  await away();
  await lost.waitFor();
  await relay.click();
  await waiting.getByText(/Waits for Solstead to answer/).waitFor();
  await expectAccessible(page);
  // The app is closed and opened again meanwhile.
  await page.reload();
  await waiting.getByText(/Waits for Solstead to answer/).waitFor();
  await back();
  await expect.poll(() => relay.getAttribute('aria-checked')).toBe(after);
  await waiting.waitFor({ state: 'detached' });
  await page
    .getByText(/given .*\bended/)
    .first()
    .waitFor();
  const given = await page.locator('.command').count();

  await away();
  await lost.waitFor();
  await relay.click();
  await waiting.waitFor();
  await page.evaluate(() => {
    for (const [name, text] of Object.entries(localStorage))
      if (name.endsWith(' commands')) localStorage.setItem(name, String(text).replace(/"askedMs":\d+/, '"askedMs":1'));
  });
  await page.reload();
  await waiting.waitFor();
  await back();
  await waiting.getByText(/Not sent yet/).waitFor();
  expect(await relay.getAttribute('aria-checked')).toBe(after);
  await waiting.getByRole('button', { name: 'Send now' }).click();
  await expect.poll(() => relay.getAttribute('aria-checked')).toBe(before);
  await expect.poll(() => page.locator('.command').count()).toBe(given + 1);
  await waiting.waitFor({ state: 'detached' });
});
