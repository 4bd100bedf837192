// The audit log on its page: reached from the menu, filtered by person and action under an address of its own, whole, taken away.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;

test('the log is read, filtered, checked and exported', { timeout: 240_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { page, watch } = await watchedPage(browser, url, phone);
  await claim(page);
  // More lines than one page shows, of two actions.
  await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ site: '*', may: 'viewer' });
    for (let nth = 0; nth < 52; nth += 1) {
      const made = await fetch('/api/v1/invitations', { method: 'POST', headers, body });
      const { id } = (await made.json()) as { readonly id: string };
      await fetch(`/api/v1/invitations/${id}`, { method: 'DELETE' });
    }
  });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByText('The log is whole').waitFor();
  const lines = page.locator('.audit-line');
  await expect.poll(() => lines.count()).toBe(100);
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect.poll(() => lines.count()).toBeGreaterThan(103);
  const action = (await lines.first().locator('strong').textContent())?.replace('Ada: ', '') ?? '';
  await page.getByLabel('Action').fill(action);
  await page.getByLabel('Person or program').fill('Ada');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect.poll(() => lines.count()).toBe(52);
  expect(page.url()).toContain('#/audit?who=Ada&action=');
  await page.reload();
  await expect.poll(() => lines.count()).toBe(52);
  expect(await page.getByLabel('Action').inputValue()).toBe(action);
  await page.getByLabel('Person or program').fill('Nobody');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('The log has no such line.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(100);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain(action);
  await expectFits(page);
  expect(watch).toEqual({ errors: [], outside: [] });
  await expectAccessible(page);
});
