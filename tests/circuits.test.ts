// Where the energy of a period went, in a real browser: circuits with their names and what is left, told when they are more than
// the home, and nothing at all where there is none.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { EnergyReport } from '#api/ledger.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const circuit = (device: string, energyWh: number) => ({ device, energyWh, measured: 0.8, estimated: 0, missing: 0.2 });

/** The answers of the demo, with a total of 2 kWh and circuits that used this. */
async function withCircuits(page: Page, heatWh: number): Promise<void> {
  const left = 1500 - heatWh;
  const told = left < 0 ? { circuitsOverWh: -left } : { everythingElseWh: left };
  await page.unroute(/\/energy\?/);
  await page.route(/\/energy\?/, async (route) => {
    const response = await route.fetch();
    const report = (await response.json()) as EnergyReport;
    const circuits = [circuit('car', 500), circuit('heat', heatWh)];
    const total = { ...report.total, loadWh: 2000, circuits, ...told };
    await route.fulfill({ response, json: { ...report, total, circuits: [{ device: 'heat', name: 'Heat pump' }] } });
  });
}

test('circuits are listed by what they used, with the rest; more than the home is told', {
  timeout: 120_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page } = await watchedPage(browser, url);
  await page.getByRole('link', { name: 'Energy', exact: true }).click();
  await page.getByRole('heading', { name: 'Where it came from, where it went' }).waitFor();
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Where it went', exact: true }) });
  expect(await card.count()).toBe(0);

  await withCircuits(page, 1200);
  await page.reload();
  await card.waitFor();
  expect(await card.locator('strong').allTextContents()).toEqual(['Heat pump', 'car', 'Everything else']);
  await card.getByText('60 % of what the home used').waitFor();
  expect(await card.getByText('not known for 20 % of the time').count()).toBe(2);
  await expectAccessible(page);
  await expectFits(page);

  await withCircuits(page, 1900);
  await page.reload();
  await card.getByText(/The circuits used 0\.40\skWh more than the home/).waitFor();
  expect(await card.locator('strong').allTextContents()).toEqual(['Heat pump', 'car']);
});
