// Signing in with more than a password, in a browser: codes of an app, recovery codes, passkeys, a PIN, and the question whether it is you.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { codeOf, stepAt } from '#hub/credentials/totp.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password } from './own-home.ts';
import { expectAccessible, watchedPage } from './page.ts';

vi.setConfig({ testTimeout: 180_000 });

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app makes of the text it was given. */
function appCode(secret: string): string {
  const bits = secret.split('').map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return codeOf(Buffer.from(bytes), stepAt(clock.nowMs()));
}

/** As if the last proof of every session was long ago. */
function forgetProofs(data: string): void {
  const records = new DatabaseSync(join(data, 'records.db'));
  records.exec('pragma busy_timeout = 5000');
  records.exec('update session set proven_ms = 0');
  records.close();
}

async function signOut(page: Page, url: string): Promise<void> {
  await page.evaluate(() => fetch('api/v1/session', { method: 'DELETE' }));
  await page.goto(url);
  await page.reload();
  await page.getByText('Welcome back').waitFor();
}

/** What the server says of the browser. */
async function stateOf(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const session = (await (await fetch('api/v1/session')).json()) as { readonly state: string };
    return session.state;
  });
}

const card = (page: Page, name: string) => page.getByRole('region', { name });

describe('credentials', () => {
  test('a code of an app and a recovery code sign in; a token is made when it is still the same person', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, data } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByRole('button', { name: 'Turn on: Code of an app' }).click();
    await page.getByRole('img', { name: 'QR code for the app' }).waitFor();
    await expectAccessible(page);
    const secret = await page.getByRole('textbox', { name: 'Text for the app' }).inputValue();
    await page.getByLabel('The first code it shows').fill(appCode(secret));
    await page.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('Signing in also asks for a code of your app.').waitFor();
    await page.getByRole('button', { name: 'Make new ones' }).click();
    await page.locator('.recovery-codes code').first().waitFor();
    const codes = await page.locator('.recovery-codes code').allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('10 are left.').waitFor();

    forgetProofs(data);
    await page.getByRole('button', { name: 'Set a PIN' }).click();
    await page.getByLabel('New PIN, 6 to 12 digits').fill('271828');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const question = page.getByRole('dialog', { name: 'Is it you?' });
    await question.getByLabel('Password').fill('a guess');
    await question.getByRole('button', { name: 'Confirm' }).click();
    await question.getByText('the password is wrong').waitFor();
    await expectAccessible(page);
    await question.getByLabel('Password').fill(password);
    // Where a second factor is on, the password alone proves nothing.
    await question.getByLabel('Code of your app, or a recovery code').fill(codes[1] ?? '');
    await question.getByRole('button', { name: 'Confirm' }).click();
    // What was asked for is done without another click.
    await page.getByText('Confirms that it is still you.', { exact: false }).waitFor();

    forgetProofs(data);
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('What it is for').fill('Script');
    await page.getByRole('button', { name: 'Make it' }).click();
    await question.getByLabel('PIN').fill('271828');
    await question.getByRole('button', { name: 'Confirm' }).click();
    const token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
    const asked = await fetch(`${url}/api/v1/sites`, { headers: { authorization: `Bearer ${token}` } });
    expect(asked.status).toBe(200);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await card(page, 'Tokens of programs')
      .getByText(/last used .* from/)
      .waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove Script' }).click();
    await page.getByText('No program has one.').waitFor();

    await signOut(page, url);
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Code of your app, or a recovery code').fill(codes[0] ?? '');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Welcome back').waitFor({ state: 'hidden' });
    expect(await stateOf(page)).toBe('signed-in');
  });

  test('a passkey signs in and confirms, and a printed code makes a new password', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url: numeric, data } = await emptyHome(ctx);
    // Passkeys belong to a name.
    const url = numeric.replace('127.0.0.1', 'localhost');
    const { page } = await watchedPage(browser, url);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name of the passkey').fill('My phone');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('heading', { name: 'My phone' }).waitFor();
    forgetProofs(data);
    await page.getByRole('button', { name: 'Make new ones' }).click();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.locator('.recovery-codes code').first().waitFor();
    const [code = ''] = await page.locator('.recovery-codes code').allTextContents();
    await page.getByRole('button', { name: 'Close' }).click();

    await signOut(page, url);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('Welcome back').waitFor({ state: 'hidden' });
    expect(await stateOf(page)).toBe('signed-in');

    await signOut(page, url);
    await page.getByRole('button', { name: 'Lost the password?' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('Recovery code').fill(code);
    await page.getByLabel('New password').fill('another sentence of mine');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByText('The new password is set.', { exact: false }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill('another sentence of mine');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Welcome back').waitFor({ state: 'hidden' });
    expect(await stateOf(page)).toBe('signed-in');
  });
});
