// An output to MariaDB in a real browser, on a phone: what is asked for is understood without a manual, a wrong password is told, the right
// one mends it, and a reload shows it again.
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { mariaDb } from '#tools/testkit/mariadb.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const;

test('readings go to MariaDB, set up on a phone', { timeout: 300_000 }, async (ctx) => {
  const server = await mariaDb(ctx);
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { serve } = await simulated(ctx);
  const inverter = await serve('inverter');
  const { page, watch } = await watchedPage(browser, url, phone);
  await claim(page);
  const site = await page.evaluate(async (address) => {
    const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    const body = JSON.stringify({ name: 'Roof', protocol: 'pi30', address });
    const headers = { 'content-type': 'application/json' };
    await fetch(`/api/v1/sites/${sites[0]?.id}/devices`, { method: 'POST', headers, body });
    return sites[0]?.id ?? '';
  }, inverter.address);
  await page.goto(`${url}/#/sites/${site}/settings`);
  await page.getByRole('button', { name: 'Add output' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Kind').selectOption({ label: 'MariaDB or MySQL' });
  await sheet.getByLabel('Name').fill('Cellar');
  await sheet.getByLabel('Address of the database').fill('postgres://anna@127.0.0.1/home');
  await sheet.getByLabel('Password').fill('wrong');
  await sheet.getByRole('button', { name: 'Test' }).click();
  await sheet.getByText('mysql://account@host:3306/database').last().waitFor();
  await sheet.getByLabel('Address of the database').fill(`mysql://anna@127.0.0.1:${server.port}/home`);
  await sheet.getByRole('button', { name: 'Test' }).click();
  await sheet.getByText(/Access denied/).waitFor();
  expect(await sheet.getByLabel('Table', { exact: true }).inputValue()).toBe('solstead_readings');
  await expectAccessible(page);
  await expectFits(page);
  await expectTouchable(page);
  const failure = sheet.getByRole('alert');
  await expect(failure.evaluate((box) => box.scrollWidth - box.clientWidth)).resolves.toBe(0);
  await sheet.getByLabel('Password').fill('right');
  await sheet.getByRole('button', { name: 'Test' }).click();
  await sheet.getByText('The server takes it.').waitFor();
  expect(await server.rows('SHOW TABLES FROM home')).toEqual([]);
  await sheet.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Working').waitFor();
  await page.reload();
  await page.getByText(/batch(es)? (was|were) sent/).waitFor();
  await expect
    .poll(() => server.rows("SELECT device FROM home.solstead_readings WHERE metric = 'pv.power' LIMIT 1"))
    .toEqual([{ device: 'roof' }]);
  expect(watch.outside).toEqual([]);
});
