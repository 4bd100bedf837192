// Accounts in a browser: somebody is invited and comes in, and what they may see no more is gone at once.
import { describe, expect, test, vi } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

vi.setConfig({ testTimeout: 240_000 });

describe('accounts', () => {
  test('an invitation leads to an account, which the owner takes away again', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    expect(link).toMatch(/#\/join\/[\w-]{32}$/);
    await page.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
    await page.getByText('Solstead listens for this computer alone').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Invited, not joined yet').waitFor();
    await expectAccessible(page);

    const { page: guest } = await watchedPage(browser, link);
    await guest.getByText(/ invites you to .+ You will see everything there\./).waitFor();
    await guest.getByLabel('Name', { exact: true }).fill('Ben');
    await guest.getByLabel('Password', { exact: true }).fill(password);
    await expectAccessible(guest);
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest
      .getByText('Your home is ready', { exact: false })
      .or(guest.getByText(/device/i))
      .first()
      .waitFor();
    await guest.goto(`${url}/#/account`);
    await guest.getByText('This browser').waitFor();
    // Told before anything is typed.
    const { page: late } = await watchedPage(browser, link);
    await late.getByRole('heading', { name: 'This link works no more' }).waitFor();
    expect(await late.getByLabel('Password', { exact: true }).count()).toBe(0);
    await expectAccessible(late);
    await late.getByRole('link', { name: 'Go to the sign-in page' }).click();
    await late.getByText('Welcome back').waitFor();
    expect(await guest.getByRole('heading', { name: 'People', exact: true }).count()).toBe(0);

    await page.reload();
    await page.getByRole('button', { name: 'Remove Ben' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    // Nobody touches the other browser.
    await guest.getByText('Welcome back').waitFor({ timeout: 15_000 });
  });

  test('a new password is taken, and an easy one is not', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password').fill('password123');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('this password is easy to guess').waitFor();
    await page.getByLabel('New password').fill('another sentence of mine');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password was changed').waitFor();
    expect(await page.getByText('This browser').count()).toBe(1);
  });

  test('programs find the interface, the way of assistants and how to get a token', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    const docs = page.getByRole('textbox', { name: 'Interface' });
    const assistants = page.getByRole('textbox', { name: 'Assistants' });
    const base = url.replace(/\/$/, '');
    expect([await docs.inputValue(), await assistants.inputValue()]).toEqual([`${base}/api/docs`, `${base}/mcp`]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
    for (const [name, address] of [
      ['Interface', `${base}/api/docs`],
      ['Assistants', `${base}/mcp`],
    ] as const) {
      await page.getByRole('button', { name: `Copy: ${name}` }).click();
      expect(await copied()).toBe(address);
    }
    // Before axe-core, which tries inline styles.
    expect([watch.errors, watch.outside]).toEqual([[], []]);
    await expectAccessible(page);
    await expectFits(page);

    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('What it is for').fill('Assistant');
    await page.getByRole('button', { name: 'Make it' }).click();
    const token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
    // The address and the token as they stand on the page are all that an assistant needs.
    const answer = await fetch(`${base}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    expect(await answer.json()).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    await page.getByRole('button', { name: 'Close' }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'See and try the interface' }).click();
    await (await opened).getByRole('heading', { name: 'The interface' }).waitFor();
    expect(watch.outside).toEqual([]);
  });
});
