// No text of the app is written into a page: in the pseudo-language, English with an accent on every letter, a word in
// plain letters was not taken from the catalogue.
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
      if (node.parentElement?.closest('script, style, noscript, code, pre, textarea') === null)
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

describe('in the pseudo-language', { timeout: 120_000 }, () => {
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
