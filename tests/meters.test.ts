// What devices measure, chosen in a real browser: a second meter is no second grid, the choice has an address of its own,
// lasts through a reload, goes back, and says when the server is gone.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { emptyHome, claim, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** Says in the open dialog that the copy has the opposite sign, and takes it back. */
async function turnAndBack(page: Page, row: Locator): Promise<void> {
  await page.getByLabel('Its sign is the other way round').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText('The same as another device: Roof, its sign the other way round').waitFor();
  await row.getByRole('button', { name: 'Change what Pack measures' }).click();
  await page.getByLabel('Its sign is the other way round').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('its sign the other way round').waitFor({ state: 'detached' });
}

test('the role of a device is chosen, kept, addressed and told', { timeout: 240_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { serve } = await simulated(ctx);
  const [inverter, battery] = [await serve('inverter'), await serve('battery')];
  const { page, watch } = await watchedPage(browser, url);
  await claim(page);
  const site = await page.evaluate(
    async ([roof, pack]) => {
      const [home] = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
      const add = async (name: string, protocol: string, address: string | undefined) =>
        fetch(`/api/v1/sites/${home?.id}/devices`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name, protocol, address }),
        });
      await add('Roof', 'pi30', roof);
      await add('Pack', 'jk-serial', pack);
      return home?.id;
    },
    [inverter.address, battery.address] as const,
  );
  await page.goto(`${url}/#/sites/${site}/meters`);
  await page.getByRole('heading', { name: 'What is measured' }).waitFor();
  const row = page.locator('li.meter', { has: page.getByRole('heading', { name: 'Pack' }) });
  await row.waitFor({ timeout: 30_000 });
  await page.getByRole('heading', { name: 'Roof' }).waitFor({ timeout: 30_000 });
  await expectAccessible(page);
  await expectFits(page);

  await row.getByRole('button', { name: 'Change what Pack measures' }).click();
  await page.getByLabel('It measures').selectOption('The same as another device');
  await expect.poll(() => page.getByLabel('Which device?').inputValue()).toBe('roof');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText('The same as another device: Roof').waitFor();
  await page.getByText('Pack while others are silent').waitFor();

  await row.getByRole('button', { name: 'Change what Pack measures' }).click();
  const from = page.getByLabel('From when; empty: for all time');
  expect(await from.inputValue()).toBe('');
  await from.fill('2025-01-05T10:00');
  await page.getByText('Before that it stays what it was.', { exact: false }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText(/^From .*2025/).waitFor();

  await page.reload();
  await row.getByText('The same as another device: Roof').waitFor();
  // A change of the role alone does not lose from when it holds.
  await row.getByRole('button', { name: 'Change what Pack measures' }).click();
  expect(await from.inputValue()).toBe('2025-01-05T10:00');
  await turnAndBack(page, row);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('heading', { name: 'How it is counted' }).waitFor();
  await page.goBack();
  await row.getByText('The same as another device: Roof').waitFor();

  await page.context().setOffline(true);
  await row.getByRole('button', { name: 'Change what Pack measures' }).click();
  await page.getByLabel('It measures').selectOption('A battery');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText('A battery', { exact: true }).waitFor();
  expect(watch.outside).toEqual([]);
});
