// An automation tried over the past of the demo home, and its variables, in a real browser; reload, a server that is away, phone and dark.
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const text = `variables:
  presence: {start: home}
  reserve: {start: 30, unit: "%"}
  guests: {start: false}
rules:
  - name: Each hour
    when: [{kind: cron, pattern: "0 * * * *"}]
    do: [{kind: notify, title: "hour"}]
loads:
  - {name: Boiler, device: relays, point: relay.on.1, power: 200, battery: before}
`;

/** Each kind of a variable is given a value, which is kept. */
async function variables(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  const field = page.getByLabel('presence');
  await field.fill('away');
  await page.locator('.variable', { has: field }).getByRole('button', { name: 'Set' }).click();
  await page.getByText('presence is away now.').waitFor();
  await page.locator('.variable', { hasText: 'guests' }).getByRole('button', { name: 'Yes' }).click();
  await page.getByText('guests is Yes now.').waitFor();
  const reserve = page.getByLabel('reserve');
  await reserve.fill('much');
  expect(await page.locator('.variable', { has: reserve }).getByRole('button', { name: 'Set' }).isDisabled()).toBe(
    true,
  );
  await page.reload();
  await expect.poll(() => page.getByLabel('presence').inputValue()).toBe('away');
}

async function onPhone(browser: Browser, page: Page): Promise<void> {
  const phone = await watchedPage(browser, page.url(), {
    viewport: { width: 320, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
    hasTouch: true,
  });
  await phone.page.getByLabel('presence').waitFor();
  await phone.page.getByRole('button', { name: 'Try it' }).click();
  await phone.page.getByText('of it would else have gone into the grid').waitFor();
  await expectAccessible(phone.page);
  await expectFits(phone.page);
  await expectTouchable(phone.page);
  await phone.page.context().close();
}

test('what a text would have done yesterday is told, and variables are given their values', {
  timeout: 300_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const house = await openOwnedHouse();
  ctx.onTestFinished(() => house.close());
  const { url, token } = house;
  const { page, watch } = await watchedPage(browser, url);
  await page.context().addCookies([{ name: 'solstead', value: token, url }]);
  await page.reload();
  await page.getByRole('link', { name: 'Automation' }).click();
  page.setDefaultTimeout(60_000);
  const area = page.getByLabel('Rules, limits, loads and scenes');
  await area.fill(text.replace('power: 200', 'power: lots'));
  await page.getByText('First correct what is wrong with the text.').waitFor();
  expect(await page.getByRole('button', { name: 'Try it' }).isDisabled()).toBe(true);
  await area.fill(text);
  await page.getByText('No mistakes. It is not saved yet.').waitFor();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('Each hour: 24 times').or(page.getByText('Each hour: 23 times')).first().click();
  await page.getByText('it is time:').first().waitFor();
  await page.getByText('of it would else have gone into the grid').waitFor();
  await expectAccessible(page);

  // It is kept over a reload, and is of the text that was tried.
  await page.reload();
  await page.getByText('of it would else have gone into the grid').waitFor();

  // A month takes a while: it is seen, and can be stopped.
  await page.getByRole('button', { name: '31 days' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('progressbar', { name: 'Living through it' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Try it' }).waitFor();

  await variables(page);
  await onPhone(browser, page);

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('of it would else have gone into the grid').waitFor();
  await page.goBack();
  expect(watch.outside).toEqual([]);
});
