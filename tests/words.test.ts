// No text of the app is written into a page: in the pseudo-language, English with an accent on every letter, a word in
// plain letters was not taken from the catalogue.
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** Words nobody translates: units, names of protocols and makers, zones; months and days are the browser's. */
const untranslated =
  /^(kWh|Wh|MWh|kW|min|Solstead|MQTT|IP|USB|CO|kg|VAT|CSV|YAML|Europe|Berlin|Lisbon|UTC|GMT|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;

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
      if (node.parentElement?.closest('script, style, noscript, code') === null) found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return [...found, document.title];
  });
  const plain = texts
    .map((text) => names.reduce((rest, name) => rest.replaceAll(name, ' '), text))
    .flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? [])
    .filter((word) => !untranslated.test(word));
  return [...new Set(plain)].toSorted();
}

describe('in the pseudo-language', { timeout: 120_000 }, () => {
  test('the demo has no word of its own', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, house } = await servedDemo(ctx);
    const { page, watch } = await pseudoPage(browser, url);
    const site = house.hub.sites()[0];
    const names = [site?.name ?? ''];
    await page.locator('.device').first().waitFor();
    await page.locator('.chart-table tbody tr').first().waitFor({ state: 'attached' });
    expect(await page.locator('html').getAttribute('lang')).toBe('en-XA');
    console.log('home', await plainWords(page, names));
    await expectFits(page);
    await expectAccessible(page);
    await page.locator('nav a').nth(1).click();
    await page.locator('.figure').first().waitFor();
    console.log('energy', await plainWords(page, names));
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('the first run has no word of its own', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await pseudoPage(browser, url);
    await page.locator('.door').first().waitFor();
    console.log('doors', await plainWords(page, []));
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
