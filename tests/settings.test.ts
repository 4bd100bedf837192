// Changing an inverter's settings in a real browser: confirmed by the device, refused with its reason, the dangerous ones
// typed out first; and what a phone and a viewer see.
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** The owner on the page of the inverter. */
async function atInverter(ctx: TestContext) {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { home, serve } = await simulated(ctx);
  const server = await serve('inverter');
  const { page, watch } = await watchedPage(browser, url);
  await claim(page);
  const status = await page.evaluate(async (address) => {
    const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    const body = JSON.stringify({ name: 'Roof', protocol: 'pi30', address });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`/api/v1/sites/${sites[0]?.id}/devices`, { method: 'POST', headers, body })).status;
  }, server.address);
  expect(status).toBe(201);
  await page.goto(`${url}/#/devices/roof`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  return { page, watch, url, inverter: home.inverter, server };
}

/** The setting with these letters, found by its words. */
async function setting(page: Page, words: string, name: string) {
  await page.getByLabel('Find a setting').fill(words);
  const row = page.locator('li.setting', { has: page.getByText(name, { exact: true }) });
  await row.waitFor();
  return row;
}

const auditOf = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.evaluate(async () => {
    const lines = (await (await fetch('/api/v1/audit')).json()) as {
      subject: string;
      outcome: string;
      action: string;
    }[];
    return lines.filter(({ action }) => action === 'set').map(({ subject, outcome }) => [subject, outcome]);
  });

describe('settings', { timeout: 240_000 }, () => {
  test('the output priority is changed by keyboard, and confirmed by the inverter', async (ctx) => {
    const { page, watch } = await atInverter(ctx);
    const row = await setting(page, 'output priority', 'POP');
    await expect
      .poll(() => row.locator('.setting-current strong').textContent(), { timeout: 20_000 })
      .toBe('SBU first');
    await row.getByRole('button', { name: 'Change: Output priority' }).focus();
    await page.keyboard.press('Enter');
    const choice = row.getByLabel('New value');
    await expect.poll(() => choice.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await choice.selectOption('Solar first');
    await row.getByRole('button', { name: 'Set it' }).press('Enter');
    await row.getByText('Set. The device reports Solar first.').waitFor();
    expect(await row.locator('.setting-current strong').textContent()).toBe('Solar first');
    await expect
      .poll(() => row.getByRole('button').evaluate((element) => element === document.activeElement))
      .toBe(true);
    await expectAccessible(page);
    await expectFits(page);
    const subject = 'roof POP: SBU first → Solar first';
    expect(await auditOf(page)).toEqual([
      [subject, 'confirmed'],
      [subject, 'begun'],
    ]);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('what the inverter refuses, or its limits forbid, says why and changes nothing', async (ctx) => {
    const { page } = await atInverter(ctx);
    const row = await setting(page, 'current from the grid', 'MUCHGC');
    await expect
      .poll(() => row.locator('.setting-current strong').textContent(), { timeout: 20_000 })
      .toMatch(/^30\sA$/);
    await row.getByRole('button', { name: /^Change/ }).click();
    await row.getByLabel('New value').fill('300');
    await row.getByRole('button', { name: 'Set it' }).click();
    await row.getByText(/It takes 2\sA.*90\sA/).waitFor();
    expect(await auditOf(page)).toEqual([]);
    await row.getByLabel('New value').fill('90');
    await row.getByRole('button', { name: 'Set it' }).click();
    await row.getByText('It was not set').waitFor();
    await row.getByText(/does not accept MUCHGC090 \(NAK\)/).waitFor();
    await row.getByText(/Check that this model and its present mode know the command/).waitFor();
    expect(await row.locator('.setting-current strong').textContent()).toMatch(/^30\sA$/);
    await expectAccessible(page);
    const subject = 'roof MUCHGC: 30 → 90';
    expect(await auditOf(page)).toEqual([
      [subject, 'command.refused'],
      [subject, 'begun'],
    ]);
  });

  test('a dangerous setting asks first, and only the typed word lets it through', async (ctx) => {
    const { page } = await atInverter(ctx);
    const row = await setting(page, 'float charging', 'PBFT');
    await row.getByText('Dangerous').waitFor();
    await row.getByRole('button', { name: /^Change/ }).click();
    await row.getByLabel('New value').fill('54.4');
    await row.getByRole('button', { name: 'Set it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Float charging voltage?' });
    await dialog.getByText(/It changes from 54\.0\sV to 54\.4\sV/).waitFor();
    await expectAccessible(page);
    const go = dialog.getByRole('button', { name: 'I am sure: set it' });
    expect(await go.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await row.locator('.setting-current strong').textContent()).toMatch(/^54\.0\sV$/);
    await row.getByRole('button', { name: /^Change/ }).click();
    await row.getByLabel('New value').fill('54.4');
    await row.getByRole('button', { name: 'Set it' }).click();
    await dialog.getByLabel('Type PBFT to continue').fill('PBFT');
    await go.click();
    await row.getByText(/Set\. The device reports 54\.4\sV\./).waitFor();
    expect((await auditOf(page)).map(([, outcome]) => outcome)).toEqual(['confirmed', 'begun', 'armed', 'armed']);
  });

  test('who does not own the home sees them on a phone, and nothing to press', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    const { page, watch } = await watchedPage(browser, url, phone);
    await page.getByText('Solar inverter').first().click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const row = await setting(page, 'output priority', 'POP');
    await expect
      .poll(() => row.locator('.setting-current strong').textContent(), { timeout: 20_000 })
      .toBe('SBU first');
    const own = page.locator('.settings-card', { has: page.getByRole('heading', { name: 'Settings' }) });
    expect(await own.getByRole('button', { name: /^(Change|Run):/ }).count()).toBe(0);
    await page.getByText(/In the demo these are shown only/).waitFor();
    await expectAccessible(page);
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('what a device can be told in the same words for every maker is changed, confirmed and still so after a reload', async (ctx) => {
    const { page, watch, inverter } = await atInverter(ctx);
    const row = page.locator('li.setting', {
      has: page.getByText('Largest charging current from the grid', { exact: true }),
    });
    await row.getByRole('button', { name: /^Change/ }).click();
    await row.getByLabel('New value').fill('20');
    await row.getByRole('button', { name: 'Set it' }).click();
    await row.getByText(/Set\. The device reports 20\sA\./).waitFor();
    expect((await auditOf(page))[0]).toEqual([expect.stringContaining('battery.current.limit'), 'confirmed']);
    await page.reload();
    await expect
      .poll(() => row.locator('.setting-current strong').textContent(), { timeout: 20_000 })
      .toMatch(/^20\sA$/);
    expect(inverter.settings.outputPriority).toBe(2);
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a device is moved once it answers at its new address, or when one insists; it stays the same device', async (ctx) => {
    const { page, url, server } = await atInverter(ctx);
    await page.getByRole('button', { name: 'Rename or move' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Garage');
    const address = page.getByLabel('Address', { exact: true });
    await address.fill('toaster');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/tcp:\/\/host:port/).waitFor();
    // Nothing listens there.
    await address.fill('tcp://127.0.0.1:1');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The device was not found at this address; nothing is saved yet.').waitFor();
    await expectAccessible(page);
    const named = (): Promise<readonly (readonly string[])[]> =>
      page.evaluate(async () => {
        const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
        const devices = (await (await fetch(`/api/v1/sites/${sites[0]?.id}/devices`)).json()) as {
          readonly id: string;
          readonly name: string;
          readonly address: string;
        }[];
        return devices.map((one) => [one.id, one.name, one.address]);
      });
    expect(await named()).toEqual([['roof', 'Roof', server.address]]);
    await page.getByRole('button', { name: 'Save it all the same' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await named()).toEqual([['roof', 'Garage', 'tcp://127.0.0.1:1']]);
    await page.getByRole('button', { name: 'Rename or move' }).click();
    await address.fill(server.address);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await named()).toEqual([['roof', 'Garage', server.address]]);
    await page.goto(`${url}/#/devices/roof`);
    await page.reload();
    await page.getByRole('heading', { name: 'Garage' }).waitFor();
  });
});
