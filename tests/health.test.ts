// What is wrong with the installation is told on the page of settings: after a reload, at its own address, and only then.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('a device file that is left out is told with what helps', { timeout: 180_000 }, async (ctx) => {
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
  expect(watch).toEqual({ errors: [], outside: [] });
});
