// Backups in a real browser: made and listed by the owner, and restored on an empty home through the door of the first page.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { beginArchive } from '#main/home-archive.ts';
import { fillHome, openHome } from '#main/testing/home-contents.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { claim, emptyHome } from './own-home.ts';
import { watchedPage } from './page.ts';

const passphrase = 'four words of mine';

describe('backups', { timeout: 240_000 }, () => {
  test('the owner sets a passphrase, makes one and sees it', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(`${url}/#/account`);
    await page.getByText('No backup has been made yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Back up now' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Set it in the backup settings' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('passphrase');
    await page.getByLabel('Passphrase', { exact: true }).first().fill(passphrase);
    await page.getByLabel('How often').selectOption('day');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByText('Saved.').waitFor();
    await page.getByText(/^Next: /).waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText(/^Last backup: /).waitFor();
    await page.getByRole('button', { name: /^Download solstead-/ }).waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a home is restored through its door', async (ctx) => {
    const home = await openHome(tempDir(ctx));
    await fillHome(home, 100);
    const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: Date.UTC(2026, 5, 1), passphrase });
    const file = join(tempDir(ctx), 'home.age');
    await pipeline(begun.stream, createWriteStream(file));
    await begun.close();
    await home.close();
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await page.getByRole('link', { name: /Restore/ }).click();
    await page.getByLabel('Backup file').setInputFiles(file);
    await page.getByLabel('Passphrase').fill('not this one');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText(/passphrase is wrong/).waitFor();
    await page.getByLabel('Passphrase').fill(passphrase);
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('The home was restored.').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page
      .getByLabel('Your name')
      .or(page.getByRole('button', { name: 'Sign in' }))
      .first()
      .waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
