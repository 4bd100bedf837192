// Ways back in and out in a browser: the command at the machine, an invitation that somebody else opens, and the list of sessions.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password, servedFrom } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

vi.setConfig({ testTimeout: 180_000 });

const bin = join(import.meta.dirname, '../bin/solstead.js');

async function signIn(page: Page, word = password): Promise<void> {
  await page.getByText('Welcome back').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill(word);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Welcome back').waitFor({ state: 'hidden' });
}

describe('sign-in', () => {
  test('an invitation that somebody opens who is signed in says who that is, and offers to change', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    await page.goto(link);
    await page.getByText('You are signed in here as Ada.').waitFor();
    await expectFits(page);
    await page.getByRole('link', { name: 'Stay signed in as Ada' }).click();
    await page.getByText('You are signed in here as Ada.').waitFor({ state: 'hidden' });
    expect(new URL(page.url()).hash).not.toContain('join');
    expect(watch.errors).toEqual([]);
    await page.goto(link);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign Ada out and join' }).click();
    await page.getByText(/^Ada invites you to /).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Ben');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect.poll(() => page.url()).not.toContain('join');
    await page.goto(`${url}/#/account`);
    await page.getByText('This browser').waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'last used' }).count()).toBe(1);
    expect(watch.outside).toEqual([]);
  });

  test('sessions are listed by name and ended, one and all; the other browser is out at once', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    const phone = 'Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0';
    const { page: second } = await watchedPage(browser, url, { userAgent: phone });
    const { page: third } = await watchedPage(browser, url, { userAgent: 'curl/8.9' });
    for (const one of [second, third]) await signIn(one);
    await page.goto(`${url}/#/account`);
    const sessions = page.getByRole('listitem').filter({ hasText: 'last used' });
    await expect.poll(() => sessions.count()).toBe(3);
    await page.getByRole('button', { name: 'Sign out: Firefox on Android' }).click();
    await expect.poll(() => sessions.count()).toBe(2);
    await second.getByText('Welcome back').waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await third.getByText('Welcome back').waitFor();
    await expect.poll(() => sessions.count()).toBe(1);
    // Who signs in again in the same browser leaves nothing behind.
    await signIn(second);
    await page.reload();
    await expect.poll(() => sessions.count()).toBe(2);
  });

  test('who lost everything comes in again by the command at the machine, and by nothing from before', async (ctx) => {
    const browser = await openBrowser(ctx);
    const home = await emptyHome(ctx);
    const { page } = await watchedPage(browser, home.url);
    await claim(page);
    await home.stop();
    const { stdout } = await promisify(execFile)(process.execPath, [bin, 'recover', '--data', home.data]);
    const [, recovered = ''] = /^ {2}(\S+)$/m.exec(stdout) ?? [];
    expect(recovered).toMatch(/^(?:\w{5}-){3}\w{5}$/);
    const again = await servedFrom(ctx, home.data);
    const { page: later } = await watchedPage(browser, again.url);
    await later.getByLabel('Name', { exact: true }).fill('Ada');
    await later.getByLabel('Password', { exact: true }).fill(password);
    await later.getByRole('button', { name: 'Sign in', exact: true }).click();
    await later.getByText('name or password', { exact: false }).first().waitFor();
    await signIn(later, recovered);
    await later.goto(`${again.url}/#/account`);
    await later.getByLabel('Current password').fill(recovered);
    await later.getByLabel('New password').fill('another sentence of mine');
    await later.getByRole('button', { name: 'Change password' }).click();
    await later.getByText('Your password was changed').waitFor();
  });
});
