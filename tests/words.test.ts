// No text of the app is written into a page: in the pseudo-language, English with an accent on every letter, a word in
// plain letters was not taken from the catalogue.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { person } from '#core/testing/principals.ts';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** Units, and what the browser itself writes: months, days, zones. */
const untranslated =
  /^([kM]?Wh?|min|kg|UTC|GMT|Europe|(Jan|Febr)(uary)?|Feb|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|(Nov|Dec)(ember)?|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*)$/;

/** Opens a page in the pseudo-language. */
async function pseudoPage(browser: Browser, url: string) {
  const opened = await watchedPage(browser, url);
  await opened.page.evaluate(() => localStorage.setItem('solstead.language', 'en-XA'));
  await opened.page.reload();
  return opened;
}

/** Words of the page in plain letters, where no person or device named something. */
async function plainWords(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest('script, style, noscript, code, pre, textarea, select.language') === null)
        found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return [...found, document.title];
  });
  const longestFirst = names.toSorted((one, other) => other.length - one.length);
  const plain = texts
    .map((text) => longestFirst.reduce((rest, name) => rest.replaceAll(name, ' '), text))
    .flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? [])
    .filter((word) => !untranslated.test(word));
  return [...new Set(plain)].toSorted();
}

test('the page begins in the language of the browser; another is chosen before signing in, and stays', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { page, watch } = await watchedPage(browser, url, { locale: 'pt-PT', viewport: { width: 320, height: 700 } });
  const html = page.locator('html');
  const choice = page.getByRole('combobox', { name: 'Idioma' });
  await choice.waitFor();
  expect(await html.getAttribute('lang')).toBe('pt-BR');
  expect(await choice.locator('option').allTextContents()).toEqual(
    expect.arrayContaining(['English', 'Polski', 'ไทย']),
  );
  for (const tag of ['de', 'pl', 'th', 'fr', 'it', 'es', 'nl']) {
    await page.locator('select.language').selectOption(tag);
    await expect.poll(() => html.getAttribute('lang')).toBe(tag);
    await page.locator('.door').first().waitFor();
    await expectFits(page);
  }
  await page.reload();
  await expect.poll(() => html.getAttribute('lang')).toBe('nl');
  await expectAccessible(page);
  expect(watch).toEqual({ errors: [], outside: [] });
});

/** What stands for a text that has not come. */
const dots = (page: Page) => page.getByText('…', { exact: true });

test('the first view has its words before the rest of them has come, and says the rest then', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page, watch } = await watchedPage(browser, 'about:blank', { locale: 'de-DE' });
  const gate = Promise.withResolvers<void>();
  await page.route(/-rest-[^/]+\.js$/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.goto(url);
  await page.locator('.device').first().waitFor();
  await page.locator('.chart-table tbody tr').first().waitFor({ state: 'attached' });
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect(await dots(page).count()).toBe(0);
  // A page that says more waits for its texts.
  await page.getByRole('link', { name: 'Energie', exact: true }).click();
  await page.getByText('Energie', { exact: true }).first().waitFor();
  expect(await page.locator('.figure').count()).toBe(0);
  gate.resolve();
  await page.locator('.figure').first().waitFor();
  expect(await dots(page).count()).toBe(0);
  expect(watch).toEqual({ errors: [], outside: [] });
});

test('what a phone loads before it shows the home is under 200 kB', () => {
  const folder = new URL('../web/dist/', import.meta.url);
  const files = new Set(readFileSync(new URL('index.html', folder), 'utf8').match(/assets\/[\w-]+\.(js|css)/g));
  const sizes = [...files].map((file) => {
    const packed = new URL(`${file}.br`, folder);
    return statSync(existsSync(packed) ? packed : new URL(file, folder)).size;
  });
  expect(files.size).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

describe('in the pseudo-language', { timeout: 240_000 }, () => {
  test('the demo has no word of its own', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, house } = await servedDemo(ctx);
    const { page, watch } = await pseudoPage(browser, url);
    await page.locator('.device').first().waitFor();
    // What people and makers named, and what the browser knows of countries.
    const devices = await page.locator('.device-head h3, .device-head .muted').allTextContents();
    const site = house.hub.as(person('Ada')).sites()[0]?.name ?? '';
    const names = ['Solstead', ' test', ...devices, site, 'Germany, one price', 'Germany', 'demo', 'EUR'];
    await page.locator('.chart-table tbody tr').first().waitFor({ state: 'attached' });
    expect(await page.locator('html').getAttribute('lang')).toBe('en-XA');
    expect(await plainWords(page, names)).toEqual([]);
    await expectFits(page);
    await expectAccessible(page);
    await page.locator('nav a').nth(1).click();
    await page.locator('.figure').first().waitFor();
    expect(await plainWords(page, names)).toEqual([]);
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('the first run has no word of its own', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await pseudoPage(browser, url);
    await page.locator('.door').first().waitFor();
    expect(await plainWords(page, ['Solstead'])).toEqual([]);
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
