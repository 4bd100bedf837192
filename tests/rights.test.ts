// Who was given one device: nothing is offered that would be refused, and what is refused at its own address says who may.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password, simulated } from './own-home.ts';
import { expectAccessible, expectTouchable, watchedPage } from './page.ts';

/** Asks the interface as who is signed in; answers the status. */
const ask = (page: Page, path: string, json: unknown): Promise<number> =>
  page.evaluate(
    async ([at, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(at, { method: 'POST', headers, body })).status;
    },
    [`api/v1/${path}`, JSON.stringify(json)] as const,
  );

test('a guest of one device sees it alone, and is not offered what is refused', { timeout: 240_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const battery = await (await simulated(ctx)).serve('battery');
  const { page } = await watchedPage(browser, url);
  await claim(page);
  const device = { name: 'Cellar battery', protocol: 'jk-serial', address: battery.address };
  expect(await ask(page, 'sites/home/devices', device)).toBe(201);
  await page.goto(`${url}/#/account`);
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What the person may do').selectOption('some devices or actions');
  await dialog.getByLabel('Cellar battery').check();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();

  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
  const { page: guest, watch } = await watchedPage(browser, link, phone);
  await guest.getByLabel('Name', { exact: true }).fill('Tom');
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await expectTouchable(guest);
  await guest.getByRole('button', { name: 'Join' }).click();
  await guest.getByRole('heading', { name: 'Cellar battery' }).waitFor();
  const pages = guest.getByRole('navigation', { name: 'Pages' });
  expect(await pages.getByRole('link').allTextContents()).toEqual(['Live']);
  for (const at of ['energy', 'settings', 'meters']) {
    await guest.goto(`${url}/#/sites/home/${at}`);
    await guest.getByRole('heading', { name: 'You see some devices of this home.' }).waitFor();
    await guest.reload();
    await guest.getByRole('link', { name: 'Go to my home' }).waitFor();
  }
  await expectAccessible(guest);
  // Nothing was asked for that is refused.
  expect(watch).toEqual({ errors: [], outside: [] });

  await page.reload();
  await page.getByText('sees Cellar battery').waitFor();
});
