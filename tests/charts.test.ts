// The page of charts in a real browser: lines chosen, time moved, the address, a picture, a view that is kept, and a link that is lost.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const searchOf = (page: Page): URLSearchParams => new URLSearchParams(page.url().split('?')[1]);
const lengthOf = (page: Page): number => Number(searchOf(page).get('to')) - Number(searchOf(page).get('from'));

/** A mark of how much is drawn: pixels of the canvas that are not of the ground. */
async function drawn(page: Page): Promise<number> {
  return page
    .locator('.panels canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return data.filter((_byte, at) => at % 4 === 3 && _byte > 0).length;
    });
}

async function linesAndTimes(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.getByLabel('Search').fill('zzz');
  await page.getByText('No value has such a name.').waitFor();
  await page.getByLabel('Search').fill('battery voltage');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Battery voltage' }).first().click();
  expect(searchOf(page).get('lines')).toMatch(/^flow\.pv,flow\.load,flow\.soc,[\w-]+:battery\.voltage$/);
  await page.getByRole('button', { name: 'Take Home out' }).click();
  await expect.poll(() => searchOf(page).get('lines')).toMatch(/^flow\.pv,flow\.soc,/);

  await page.getByRole('button', { name: '6 h', exact: true }).click();
  await expect.poll(() => searchOf(page).get('last')).toBe('6h');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => lengthOf(page)).toBe(3 * 3_600_000);
  await page.goBack();
  await expect.poll(() => searchOf(page).get('last')).toBe('6h');
  await page.goForward();

  // With the mouse: half the width to the right is half the time earlier.
  const from = Number(searchOf(page).get('from'));
  await page.locator('.panels').hover({ position: { x: 400, y: 100 } });
  await page.mouse.down();
  await page.mouse.move(700, 400, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => Number(searchOf(page).get('from'))).not.toBe(from);
  expect(Math.abs(lengthOf(page) - 3 * 3_600_000)).toBeLessThan(60_000);
}

test('any values over any time, shared by address, kept as a view, as a picture and as files', {
  timeout: 180_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page, watch } = await watchedPage(browser, url);
  await page.getByRole('link', { name: 'Charts' }).click();
  await page.getByRole('heading', { name: 'Charts', level: 1 }).waitFor();
  await expect.poll(() => drawn(page)).toBeGreaterThan(1000);
  await expectAccessible(page);
  await expectFits(page);
  await linesAndTimes(page);

  await page.getByLabel('Name of the view').fill('Battery at night');
  await page.getByRole('button', { name: 'Keep this view' }).click();
  const shared = page.url();
  await page.goto(`${url}/#/sites/demo/charts?lines=nonsense,%3Cb%3E:x&last=9d&from=x`);
  await page.reload();
  await page.getByText('Nothing is shown yet. Add a line.').waitFor();
  await page.getByRole('button', { name: 'Battery at night', exact: true }).click();
  await expect.poll(() => page.url()).toBe(shared);

  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Picture (PNG)' }).click(),
  ]);
  expect(picture.suggestedFilename()).toBe('demo-chart.png');
  const [table] = await Promise.all([page.waitForEvent('download'), page.getByText('Table (CSV)').click()]);
  expect(table.suggestedFilename()).toMatch(/\.csv$/);
  await page.getByText('Show as a table').click();
  await page.getByRole('columnheader', { name: /Battery voltage/ }).waitFor();

  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page);
  await expectTouchable(page);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '30 days', exact: true }).click();
  await page.getByText('Solstead does not answer.').first().waitFor({ timeout: 60_000 });
  await page.getByText(/^Connection lost/).waitFor({ timeout: 60_000 });
  await page.context().setOffline(false);
  await page.getByText('Solstead does not answer.').first().waitFor({ state: 'hidden', timeout: 60_000 });
  await expect.poll(() => drawn(page)).toBeGreaterThan(1000);
  expect(watch.outside).toEqual([]);
});
