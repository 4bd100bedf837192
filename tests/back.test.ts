// The browser's back closes what lies over the page before it leaves the page: every kind of it, on a desk and on a phone.
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { watchedPage } from './page.ts';

/** What lies over a page: the page, how it is opened, and what it is. */
interface Kind {
  readonly at: string;
  readonly open: (page: Page) => Promise<void>;
  readonly over: (page: Page) => Locator;
}

const dialog = (page: Page): Locator => page.getByRole('dialog');
const press =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name }).first().click();

/** Asks whether a dangerous setting is meant. */
async function arm(page: Page): Promise<void> {
  await page.getByLabel('Find a setting').fill('float charging');
  const row = page.locator('li.setting', { has: page.getByText('PBFT', { exact: true }) });
  await row.getByRole('button', { name: /^Change/ }).click();
  await row.getByLabel('New value').fill('54.4');
  await row.getByRole('button', { name: 'Set it' }).click();
}

const kinds = (site: string): readonly Kind[] => [
  { at: `#/sites/${site}/charts`, open: press('Add a line'), over: dialog },
  { at: `#/sites/${site}/settings?part=connections`, open: press('Add output'), over: dialog },
  { at: '#/devices/roof', open: press('Remove this device'), over: dialog },
  { at: '#/devices/roof', open: arm, over: dialog },
  { at: `#/sites/${site}/energy`, open: press('Menu'), over: (page) => page.locator('.menu-panel') },
];

/** The owner of a home with an inverter. */
async function atHome(ctx: TestContext, options: BrowserContextOptions) {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { serve } = await simulated(ctx);
  const { address } = await serve('inverter');
  const { page, watch } = await watchedPage(browser, url, options);
  await claim(page);
  const site = await page.evaluate(async (at) => {
    const [home] = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    const body = JSON.stringify({ name: 'Roof', protocol: 'pi30', address: at });
    const headers = { 'content-type': 'application/json' };
    await fetch(`/api/v1/sites/${home?.id}/devices`, { method: 'POST', headers, body });
    return home?.id ?? '';
  }, address);
  return { page, watch, site, url };
}

const hashOf = (page: Page): string => new URL(page.url()).hash;

/** Begins at the alerts and follows a link, so that there is a page to go back to. */
async function toPage(page: Page, { site, at }: { readonly site: string; readonly at: string }): Promise<void> {
  const alerts = `#/sites/${site}/alerts`;
  await page.evaluate((hash) => (location.hash = hash), alerts);
  await page.getByRole('heading', { name: 'Channels' }).waitFor();
  await page.evaluate((hash) => (location.hash = hash), at);
}

test.for([
  ['desk', { viewport: { width: 1280, height: 800 } }],
  ['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
] as const)('on a %s back closes first, and leaves then', { timeout: 400_000 }, async ([, options], ctx) => {
  const { page, watch, site } = await atHome(ctx, options);
  for (const { at, open, over } of kinds(site)) {
    await toPage(page, { site, at });
    await open(page);
    await over(page).waitFor();
    await page.goBack();
    await over(page).waitFor({ state: 'hidden' });
    expect(hashOf(page)).toBe(at);
    // The sheet is no page to go forward to.
    await page.goForward();
    await expect.poll(() => page.evaluate(() => (history.state as { sheets?: number } | null)?.sheets ?? 0)).toBe(0);
    expect([hashOf(page), await over(page).isVisible()]).toEqual([at, false]);
    await page.goBack();
    await expect.poll(() => hashOf(page)).toBe(`#/sites/${site}/alerts`);
  }
  expect(watch).toEqual({ errors: [], outside: [] });
});

test('a sheet leaves the way back, a reload and its own links as they were', { timeout: 400_000 }, async (ctx) => {
  const { page, watch, site, url } = await atHome(ctx, {});
  const nav = page.getByRole('navigation', { name: 'Pages' });
  await page.goto(`${url}/#/sites/${site}/alerts`);
  await nav.getByRole('link', { name: 'Charts' }).click();
  const charts = `#/sites/${site}/charts`;
  const isOver = (): Promise<boolean> => dialog(page).isVisible();
  // Closed by its button and by Escape: back leads to the page before.
  for (const close of [
    () => dialog(page).getByRole('button', { name: 'Close' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await press('Add a line')(page);
    await dialog(page).waitFor();
    await close();
    await dialog(page).waitFor({ state: 'hidden' });
    await page.goBack();
    await expect.poll(() => hashOf(page)).toBe(`#/sites/${site}/alerts`);
    await page.goForward();
    await expect.poll(() => hashOf(page)).toBe(charts);
    expect(await isOver()).toBe(false);
  }
  // What the sheet puts into the address stays when it is closed.
  await press('Add a line')(page);
  await dialog(page).locator('.sheet-body button:enabled').first().click();
  await dialog(page).waitFor({ state: 'hidden' });
  await expect.poll(() => hashOf(page)).toContain(`${charts}?`);
  const withLine = hashOf(page);
  // Reloaded while it is open, the page is there without it; a link leads on from it, and back to it.
  await press('Add a line')(page);
  await dialog(page).waitFor();
  await page.reload();
  await press('Menu')(page);
  await page.locator('.menu-panel').getByRole('link', { name: 'Account' }).click();
  await expect.poll(() => hashOf(page)).toBe('#/account');
  await page.goBack();
  await expect.poll(() => hashOf(page)).toBe(withLine);
  await page.goForward();
  await expect.poll(() => hashOf(page)).toBe('#/account');
  // Opened at the address that the browser came to first, too.
  const other = await page.context().newPage();
  await other.goto(`${url}/${charts}`);
  await press('Add a line')(other);
  await dialog(other).waitFor();
  await other.goBack();
  await dialog(other).waitFor({ state: 'hidden' });
  expect(hashOf(other)).toBe(charts);
  expect(watch).toEqual({ errors: [], outside: [] });
});
