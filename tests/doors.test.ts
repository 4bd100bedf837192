// Addresses that lead into a home that is not there, and pages whose code does not come, in a real browser.
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { watchedPage } from './page.ts';

describe('addresses', { timeout: 120_000 }, () => {
  test('while there is no home, each of its pages shows the doors', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    for (const at of ['devices/x', 'sites/home/energy?by=bogus']) {
      const { page, watch } = await watchedPage(browser, `${url}/#/${at}`);
      await page.getByText('Own your sun.').waitFor();
      expect(watch.errors).toEqual([]);
    }
  });

  test('a page whose code does not come is told in the app, and comes when the server is back', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, 'about:blank');
    let isAway = true;
    const isLost = (path: string, method: string): boolean => path.includes('energy-page') || method === 'HEAD';
    await page.route('**/*', (route, request) =>
      isAway && isLost(request.url(), request.method()) ? route.abort() : route.continue(),
    );
    await page.goto(url);
    await claim(page);
    await page.evaluate('window.isSame = true; location.hash = "#/sites/home/energy?by=bogus&date=2026-02-31"');
    await page.getByText('Solstead does not answer.').waitFor();
    expect(await page.evaluate('window.isSame')).toBe(true);
    isAway = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Energy' }).or(page.getByText('Export')).first().waitFor();
    expect(await page.evaluate('window.isSame')).toBe(true);
  });
});
