// The looks beside light and dark: chosen in the menu or asked for by the system, kept, and as usable as the others.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** The pages of the demo that every look is tried on. */
const places = ['#/', '#/sites/demo/energy', '#/sites/demo/charts', '#/sites/demo/settings'] as const;

const lookOf = (page: Page) => page.locator('html').getAttribute('data-look');
const groundOf = (page: Page) => page.locator('html').getAttribute('data-theme');

async function chooseLook(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByLabel('Appearance').selectOption(name);
}

/** The contrast of text and ground that axe finds too low for level AAA. */
async function expectStrongText(page: Page): Promise<void> {
  const weak = await page.evaluate<readonly string[]>(
    `axe.run({ runOnly: ['color-contrast-enhanced'], rules: { 'color-contrast-enhanced': { enabled: true } } })
       .then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 120))))`,
  );
  expect(weak).toEqual([]);
}

/** A page of the demo by its address, loaded anew. */
async function openPlace(page: Page, url: string, place: string): Promise<void> {
  await page.goto(`${url}/${place}`);
  await page.reload();
  await page.locator('main .card').first().waitFor();
}

describe('high contrast', { timeout: 240_000 }, () => {
  test('is chosen in the menu, stays, and has text at 7:1 on every page, by day and by night', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, stopServer, startServerAgain } = await servedDemo(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await chooseLook(page, 'High contrast');
    await expect.poll(() => lookOf(page)).toBe('contrast');
    const device = new URL(
      await page
        .locator('.device a')
        .first()
        .evaluate((link: HTMLAnchorElement) => link.href),
    ).hash;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const place of [...places, device]) {
        await openPlace(page, url, place);
        expect([await lookOf(page), await groundOf(page)]).toEqual(['contrast', colorScheme]);
        await expectFits(page);
        await expectAccessible(page);
        await expectStrongText(page);
      }
    }
    await page.goBack();
    await page.locator('main .card').first().waitFor();
    expect(await lookOf(page)).toBe('contrast');
    expect(watch).toEqual({ errors: [], outside: [] });
    await page.goto(`${url}/#/`);
    await page.getByRole('heading', { name: 'Power over time' }).waitFor();
    await stopServer();
    await page.locator('.bar.lost').waitFor();
    await expectAccessible(page);
    await expectStrongText(page);
    await startServerAgain();
    await page.locator('.bar.lost').waitFor({ state: 'hidden' });
  });

  test('comes by itself where the system asks for it, and leaves a choice as it is', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    const { page, watch } = await watchedPage(browser, url, { contrast: 'more' });
    await expect.poll(() => lookOf(page)).toBe('contrast');
    await chooseLook(page, 'Light');
    await expect.poll(() => lookOf(page)).toBeNull();
    // What the system paints over is told apart by patterns, whatever was chosen.
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'active' });
    await expect.poll(() => lookOf(page)).toBe('contrast');
    await expectAccessible(page);
    await page.emulateMedia({ forcedColors: 'none' });
    await expect.poll(() => lookOf(page)).toBeNull();
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});

describe('LCARS', { timeout: 240_000 }, () => {
  test('has the addresses of old, stays, and is as usable as the others, on a desk and on a phone', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, stopServer, startServerAgain } = await servedDemo(ctx);
    const { page, watch } = await watchedPage(browser, `${url}/charts/lcars`);
    await page.getByRole('heading', { name: 'Charts', level: 1 }).waitFor();
    await expect.poll(() => lookOf(page)).toBe('lcars');
    expect(new URL(page.url()).hash).toMatch(/^#\/sites\/demo\/charts/);
    await page.goto(`${url}/lcars`);
    await page.getByRole('heading', { name: 'Power over time' }).waitFor();
    const device = new URL(
      await page
        .locator('.device a')
        .first()
        .evaluate((link: HTMLAnchorElement) => link.href),
    ).hash;
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 1024, height: 600 },
      { width: 390, height: 844 },
      { width: 320, height: 640 },
    ]) {
      await page.setViewportSize(viewport);
      for (const place of [...places, device]) {
        await openPlace(page, url, place);
        expect([await lookOf(page), await groundOf(page)]).toEqual(['lcars', 'dark']);
        await expectFits(page);
        await expectAccessible(page);
      }
    }
    await page.goBack();
    await page.locator('main .card').first().waitFor();
    expect(await lookOf(page)).toBe('lcars');
    // The frame is drawn around the page: what comes first is read first.
    await page.setViewportSize({ width: 1280, height: 800 });
    await openPlace(page, url, '#/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    expect(watch).toEqual({ errors: [], outside: [] });
    await stopServer();
    await page.locator('.bar.lost').waitFor();
    await expectAccessible(page);
    await startServerAgain();
    await page.locator('.bar.lost').waitFor({ state: 'hidden' });
    await chooseLook(page, 'System');
    await expect.poll(() => lookOf(page)).toBeNull();
  });
});
