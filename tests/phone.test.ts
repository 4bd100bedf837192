// The narrowest phone there is: nothing is wider than it, and whatever is pressed fits a finger.
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const narrowest = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true } as const;

test('every page fits a phone of 320 px and a finger', { timeout: 240_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page, watch } = await watchedPage(browser, 'about:blank', { ...narrowest, reducedMotion: 'reduce' });
  for (const [at, words] of [
    ['', 'Self-sufficiency'],
    ['sites/demo/energy', 'Where it came from, where it went'],
    ['sites/demo/charts', 'Add a line'],
    ['sites/demo/settings', 'Your corrections'],
    ['sites/demo/meters', 'Grid meter'],
    ['devices/battery', 'Cells'],
    ['devices/solar-inverter', 'Controls'],
    ['audit', 'You may not read the audit log.'],
    ['setup', 'Set up your own home'],
    ['settings', 'Your corrections'],
    ['meters', 'Grid meter'],
    ['automation', 'What the home does by itself'],
    ['alerts', 'Alerts'],
    ['charging', 'Chargers'],
    ['nosuch', 'Nothing here'],
  ] as const) {
    await page.goto(`${url}/#/${at}`);
    await page.getByText(words).first().waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
    await expectFits(page);
    await expectTouchable(page);
  }
  // However many pages there are, their links stand in one row, and that of the present page is in view.
  await page.goto(`${url}/#/sites/demo/settings`);
  await page.getByText('Your corrections').waitFor();
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  const tops = await links.evaluateAll((all) => all.map((link) => link.getBoundingClientRect().top));
  expect([tops.length, new Set(tops).size]).toEqual([6, 1]);
  await expect
    .poll(() => links.last().evaluate((link) => Math.round(link.getBoundingClientRect().right)))
    .toBeLessThanOrEqual(320);
  await expectAccessible(page);
  // Some phones call their pointer a fine one.
  const { page: fine } = await watchedPage(browser, `${url}/#/devices/solar-inverter`, {
    viewport: { width: 390, height: 844 },
  });
  await fine.getByText('Controls').first().waitFor();
  await expectTouchable(fine);
});
