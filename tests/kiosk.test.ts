// A tablet on a wall: its link from the settings to the screen, what it cannot do, and how it ends.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome, servedFrom } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const tablet = { viewport: { width: 1024, height: 600 }, hasTouch: true } as const;

/** Makes a link in the settings of the owner's browser. */
async function madeLink(page: Page, url: string, name: string): Promise<string> {
  await page.goto(`${url}/#/`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Wall tablets' }).waitFor();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Name of the tablet').fill(name);
  await sheet.getByLabel('Energy').check();
  await sheet.getByLabel('Turn the page').selectOption({ label: 'after 10 s' });
  await sheet.getByRole('button', { name: 'Make a link' }).click();
  const link = await sheet.getByRole('textbox', { name: 'Link for the tablet' }).inputValue();
  await sheet.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  return link;
}

async function openTablet(browser: Browser, link: string) {
  const opened = await watchedPage(browser, link, tablet);
  await opened.page.locator('.kiosk').waitFor();
  return opened;
}

/** That everything is seen at once. */
async function expectNoScrolling(page: Page): Promise<void> {
  await expectFits(page);
  const over = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.kiosk main, .kiosk .card')].map(
      (element) => element.scrollHeight - element.clientHeight,
    ),
  );
  expect(Math.max(...over)).toBeLessThanOrEqual(0);
}

describe('a tablet on a wall', { timeout: 300_000 }, () => {
  test('is signed in by its link, once, looks and nothing else, outlives a restart, and ends when it is removed', async (ctx) => {
    const browser = await openBrowser(ctx);
    const home = await emptyHome(ctx);
    const { page: owner } = await watchedPage(browser, home.url);
    await claim(owner);
    const link = await madeLink(owner, home.url, 'Kitchen');
    const secret = /#\/kiosk\/([\w-]+)\?pages=live,energy&every=10$/.exec(link)?.[1] ?? '';
    expect(secret).not.toBe('');
    await owner.getByText('The link was not opened yet').waitFor();
    const { page, watch } = await openTablet(browser, link);
    expect(page.url()).not.toContain(secret);
    expect(page.url()).toContain('#/kiosk?pages=live');
    await expect.poll(() => page.locator('.kiosk-head button').allTextContents()).toEqual(['Live', 'Energy']);
    await page.reload();
    await page.locator('.kiosk').waitFor();
    // Another address shows the same, and no history leads to the secret.
    await page.goto(`${home.url}/#/account`);
    await page.locator('.kiosk').waitFor();
    await page.goBack();
    expect(page.url()).not.toContain(secret);
    const denied = await page.evaluate(async () => {
      const ask = async (method: string, path: string) =>
        (
          await fetch(path, {
            method,
            headers: { 'content-type': 'application/json' },
            ...(method === 'GET' ? {} : { body: '{}' }),
          })
        ).status;
      return [await ask('GET', 'api/v1/people'), await ask('GET', 'api/v1/tokens'), await ask('POST', 'api/v1/sites')];
    });
    expect(denied.every((status) => status >= 400)).toBe(true);
    // The same link opens nothing else.
    const { page: second } = await watchedPage(browser, link, tablet);
    await second.getByText('This link works no more').waitFor();
    expect(second.url()).not.toContain(secret);
    expect(watch.outside).toEqual([]);
    // The server goes and comes back.
    const port = new URL(home.url).port;
    await home.stop();
    const again = await servedFrom(ctx, join(home.data), ['--port', port]);
    expect(again.url).toBe(home.url);
    await page.reload();
    await page.locator('.kiosk').waitFor();
    await owner.goto(`${home.url}/#/`);
    await owner.reload();
    await owner.getByRole('link', { name: 'Settings' }).click();
    await owner.getByRole('button', { name: 'Remove Kitchen' }).click();
    await page.getByText('This tablet was signed out').waitFor();
    await expectAccessible(page);
  });

  test('opened by somebody who is signed in, it asks before it takes their place', async (ctx) => {
    const browser = await openBrowser(ctx);
    const home = await emptyHome(ctx);
    const { page } = await watchedPage(browser, home.url);
    await claim(page);
    const link = await madeLink(page, home.url, 'Hall');
    await page.goto(link);
    await page.getByText('You are signed in here as Ada.').waitFor();
    await page.getByRole('link', { name: 'Stay signed in as Ada' }).click();
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign Ada out and show the home' }).click();
    await page.locator('.kiosk').waitFor();
  });

  test('shows each page whole on common tablets, turns them, hides the pointer, and says when the line is lost', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, stopServer, startServerAgain } = await servedDemo(ctx);
    const { page, watch } = await openTablet(browser, `${url}/#/kiosk?pages=live,energy,charts&every=10`);
    const now = page.locator('.kiosk-head [aria-current="page"]');
    await expect.poll(() => now.textContent(), { timeout: 20_000 }).toBe('Energy');
    await page.goto(`${url}/#/kiosk?pages=live,energy,charts`);
    await page.reload();
    for (const viewport of [tablet.viewport, { width: 1280, height: 800 }]) {
      await page.setViewportSize(viewport);
      for (const name of ['Live', 'Energy', 'Charts']) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.locator('.kiosk .card canvas, .kiosk .flow').first().waitFor();
        await expectNoScrolling(page);
        await expectAccessible(page);
      }
    }
    await page.keyboard.press('ArrowRight');
    expect(await now.textContent()).toBe('Live');
    await page.mouse.move(200, 200);
    await expect
      .poll(() => page.locator('.kiosk').getAttribute('class'), { timeout: 10_000 })
      .toContain('without-pointer');
    expect(watch).toEqual({ errors: [], outside: [] });
    await stopServer();
    await page.locator('.bar.lost').waitFor();
    await expectNoScrolling(page);
    await startServerAgain();
    await page.locator('.bar.lost').waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
  });
});

describe('electronic ink', { timeout: 240_000 }, () => {
  test('is still, drawn anew every now and then with the time it is of, and says at once that the line is lost', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, stopServer, startServerAgain } = await servedDemo(ctx);
    const { page, watch } = await openTablet(browser, `${url}/#/kiosk?pages=live,energy,charts&look=eink`);
    await page.locator('html[data-look="eink"]').waitFor();
    await page.getByText(/^As of \d/).waitFor();
    const now = page.getByRole('list', { name: 'Power now as a list' });
    const before = await now.textContent();
    // The simulated home changes every second or two.
    await page.waitForTimeout(12_000);
    expect(await now.textContent()).toBe(before);
    await expect.poll(() => now.textContent(), { timeout: 60_000 }).not.toBe(before);
    const moving = await page.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => {
          const target = effect instanceof KeyframeEffect ? effect.target : null;
          return target?.checkVisibility() === true;
        }).length,
    );
    expect(moving).toBe(0);
    for (const name of ['Live', 'Energy', 'Charts']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.locator('.kiosk .card canvas, .kiosk .flow').first().waitFor();
      await expectNoScrolling(page);
      await expectAccessible(page);
    }
    expect(watch).toEqual({ errors: [], outside: [] });
    await stopServer();
    await page.locator('.bar.lost').waitFor();
    await startServerAgain();
    await page.locator('.bar.lost').waitFor({ state: 'hidden' });
    // It is worn by this page alone: what the person chose is as it was.
    await page.goto(`${url}/#/`);
    await expect.poll(() => page.locator('html').getAttribute('data-look')).toBeNull();
  });
});
