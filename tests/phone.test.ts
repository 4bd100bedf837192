// The narrowest phone there is: nothing is wider than it, and whatever is pressed fits a finger.
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const narrowest = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true } as const;

test('every page fits a phone of 320 px and a finger', { timeout: 120_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page, watch } = await watchedPage(browser, 'about:blank', { ...narrowest, reducedMotion: 'reduce' });
  for (const [at, words] of [
    ['', 'Self-sufficiency'],
    ['sites/demo/energy', 'Where it came from, where it went'],
    ['sites/demo/settings', 'Your corrections'],
    ['sites/demo/meters', 'Grid meter'],
    ['devices/battery', 'Cells'],
    ['devices/solar-inverter', 'Controls'],
    ['audit', 'You may not read the audit log.'],
    ['setup', 'Set up your own home'],
    ['nosuch', 'Nothing here'],
  ] as const) {
    await page.goto(`${url}/#/${at}`);
    await page.getByText(words).first().waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
    await expectFits(page);
    await expectTouchable(page);
  }
  await expectAccessible(page);
});
