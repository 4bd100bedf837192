// What is wrong with the installation is told on the page of settings: after a reload, at its own address, and only then; and when
// somebody looks at it as a whole.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('a device file that is left out is told with what helps', { timeout: 360_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx, (data) => {
    const folder = join(data, 'devices');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'attic-meter.yaml'), 'id: [');
  });
  const { page, watch } = await watchedPage(browser, url);
  await claim(page);
  const sites = await page.evaluate(
    async () => (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[],
  );
  await page.goto(`${url}/#/sites/${sites[0]?.id}/settings`);
  await page.reload();
  const card = page.getByRole('region', { name: 'Needs attention' });
  await card.getByText(/attic-meter\.yaml/).waitFor();
  await card.getByText('Correct the file, then start Solstead again.').waitFor();
  await expectAccessible(page);
  await expectFits(page);

  // The same by a look at the whole installation, as `solstead doctor` says it, and as a text for whoever helps.
  // Where people look for it: among the settings.
  await page
    .getByRole('navigation', { name: 'All settings' })
    .getByRole('link', { name: /^Installation/ })
    .click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#/account?part=installation');
  await page.reload();
  const doctor = page.getByRole('region', { name: 'A look at the installation' });
  const look = doctor.getByRole('button', { name: 'Look now' });
  await look.focus();
  await page.keyboard.press('Enter');
  await doctor.getByRole('progressbar', { name: /looked at …/ }).waitFor();
  const files = doctor.getByRole('listitem').filter({ hasText: 'Bad · Files you wrote' });
  await files.getByText(/attic-meter\.yaml/).waitFor({ timeout: 60_000 });
  await expect.poll(() => doctor.getByRole('status').textContent()).toMatch(/1 thing is bad.*Looked at/);
  await expectAccessible(page);
  await expectFits(page);
  const few = await doctor.getByRole('listitem').count();
  await doctor.getByRole('button', { name: /Show all \d+ lines/ }).click();
  expect(await doctor.getByRole('listitem').count()).toBeGreaterThan(few + 5);
  await doctor.getByRole('listitem').filter({ hasText: 'Good · Data folder' }).first().waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await doctor.getByRole('button', { name: 'Copy the report' }).click();
  await doctor.getByRole('button', { name: 'Copied' }).waitFor();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toMatch(/^Solstead doctor, .*\nprogram {4}ok .*\n/);
  expect(report).toMatch(/files {6}FAIL .*attic-meter\.yaml/);
  expect(watch).toEqual({ errors: [], outside: [] });
});
