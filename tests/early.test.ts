// What an opened address needs is asked for while the program is still on its way, and nothing of it twice.
import { expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { watchedPage } from './page.ts';

const early = ['session', 'sites', 'energy-page.js', 'energy-page.css', 'pages.js', 'de-first.js', 'de-rest.js'];

/** A page that is opened at an address, with what it asked for in order, up to its first figure. */
async function opened(context: TestContext, { hash, locale }: { readonly hash: string; readonly locale: string }) {
  const browser = await openBrowser(context);
  const { url } = await servedDemo(context);
  const { page, watch } = await watchedPage(browser, 'about:blank', { locale });
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    asked.push(pathname.replace(/^\/(api\/v1|assets)\//, '').replace(/-[\w-]{8}\.(js|css)$/, '.$1'));
  });
  // The program is held back until all else was asked for: what only it would ask for never comes.
  await page.route(/\/assets\/index-[^/]+\.js$/, async (route) => {
    await expect.poll(() => early.filter((name) => !asked.includes(name)), { timeout: 20_000 }).toEqual([]);
    await route.continue();
  });
  await page.goto(`${url}/${hash}`);
  await page.locator('.figure').first().waitFor();
  return { asked, watch, times: (name: string) => asked.filter((each) => each === name).length };
}

test('the energy page: who is here, the homes, its code and texts come once, before the program has run', {
  timeout: 240_000,
}, async (context) => {
  const { asked, times, watch } = await opened(context, { hash: '#/energy', locale: 'de-DE' });
  // The browser asks its own cache for styles again.
  const once = early.filter((name) => !name.endsWith('.css'));
  expect(once.map((name) => [name, times(name)])).toEqual(once.map((name) => [name, 1]));
  // The library of charts, as large as all else, comes after what was opened.
  expect(asked.indexOf('chart.js')).toBeGreaterThan(asked.indexOf('energy-page.js'));
  expect(asked.indexOf('chart.js')).toBeGreaterThan(asked.indexOf('sites'));
  expect(watch.errors).toEqual([]);
});
