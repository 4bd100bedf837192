// The uplink in a real browser: a home is let in and its secret shown once; another hub is tried, and the readings go there.
import { describe, expect, test } from 'vitest';
import { openHubHouse } from '#main/testing/uplinked.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

describe('the uplink', { timeout: 240_000 }, () => {
  test('a home is let in, and sends to another hub once that was tried', async (ctx) => {
    const hub = await openHubHouse(tempDir(ctx));
    ctx.onTestFinished(() => hub.close());
    const account = await hub.house.farHomes.add({ name: 'This home', site: 'far' });
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account?part=uplink`);

    await page.getByRole('button', { name: 'Let a home send here' }).click();
    await page.getByLabel('Name of the home').fill('Summer house');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('The secret is shown only this once.', { exact: false }).waitFor();
    const secret = await page.getByRole('dialog').getByRole('textbox', { name: 'Secret' }).inputValue();
    expect(secret).toMatch(/^sup_/);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Summer house' }).waitFor();
    await page.getByText('0 devices, 0 messages taken, 0 values refused').waitFor();
    expect(await page.content()).not.toContain(secret);

    await page.getByLabel('Address', { exact: true }).fill(`ws://127.0.0.1:${hub.port}`);
    await page.getByLabel('Client id').fill(account.id);
    await page.getByLabel('Secret', { exact: true }).fill('sup_wrong');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/does not take this client id and secret/).waitFor();
    await page.getByLabel('Secret', { exact: true }).fill(account.secret);
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/^It works: Solstead answered/).waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText(/^Connected to Solstead since/).waitFor();
    await page.getByRole('button', { name: 'End the uplink' }).click();
    await page.getByText(/^Connected to Solstead since/).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe('');
    expect(watch.outside).toEqual([]);
  });
});
