// Addresses that lead into a home that is not there, and pages whose code does not come, in a real browser.
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome } from './own-home.ts';
import { watchedPage } from './page.ts';

describe('addresses', { timeout: 240_000 }, () => {
  test('while there is no home, each of its pages shows the doors', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    for (const at of ['devices/x', 'sites/home/energy?by=bogus']) {
      const { page, watch } = await watchedPage(browser, `${url}/#/${at}`);
      await page.getByText('Own your sun.').waitFor();
      expect(watch.errors).toEqual([]);
    }
  });

  test('something is seen before any script or style has come', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, 'about:blank');
    const gate = Promise.withResolvers<void>();
    let held = 0;
    await page.route(/\.(js|css)$/, async (route) => {
      held += 1;
      await gate.promise;
      await route.continue();
    });
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('.boot').waitFor();
    const seen = await page.locator('.boot i').first().boundingBox();
    expect(seen?.height).toBeGreaterThan(200);
    await expect
      .poll(() => page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length), {
        timeout: 20_000,
      })
      .toBe(1);
    expect(held).toBeGreaterThan(0);
    gate.resolve();
    await page.getByText('Own your sun.').waitFor();
    expect(await page.locator('.boot').count()).toBe(0);
  });

  test('typed addresses lead to their place in the app, or are told in it', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    for (const [at, words] of [
      ['/devices/battery', 'Cells'],
      ['/devices/nosuch', 'Nothing here'],
      ['/sites/nosuch/energy', 'Nothing here'],
      ['/sites/demo/settings', 'Your corrections'],
      ['/nosuch/page?by=1', 'Nothing here'],
      ['/#/nosuch', 'Nothing here'],
    ] as const) {
      const { page, watch } = await watchedPage(browser, `${url}${at}`);
      await page.getByText(words, { exact: true }).first().waitFor();
      await page.reload();
      await page.getByText(words, { exact: true }).first().waitFor();
      expect(watch).toEqual({ errors: [], outside: [] });
      await page.close();
    }
  });

  test('a chart whose code does not come is told in its place, and comes when the server is back', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    const { page } = await watchedPage(browser, 'about:blank');
    let isAway = true;
    await page.route('**/*', (route, request) =>
      isAway && (/\/chart-/.test(request.url()) || request.method() === 'HEAD') ? route.abort() : route.continue(),
    );
    await page.goto(url);
    const card = page.locator('.power-chart');
    await card.getByText('Solstead does not answer.').waitFor();
    await page.getByText('Self-sufficiency', { exact: true }).waitFor();
    isAway = false;
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => card.locator('canvas').count()).toBeGreaterThan(0);
  });

  test('a page that is older than the server says so, and loads the new one', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    const { page, watch } = await watchedPage(browser, 'about:blank');
    let isOld = true;
    await page.route(/energy-page/, (route) => (isOld ? route.fulfill({ status: 404, body: '' }) : route.continue()));
    await page.goto(`${url}/#/sites/demo/energy`);
    await page.getByText('Solstead was updated while this page was open.').waitFor();
    isOld = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Where it came from, where it went').waitFor();
    expect(watch.outside).toEqual([]);
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
