// The energy page in a real browser, over the ledger of the demo: periods, the same numbers as a table, why, tariff, money,
// budget, repair; and what a phone, an empty period and a broken server show.
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const phone = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true } as const;

/** The energy page of the demo, gone to by its link; the browser is far from the home's time zone. */
async function atEnergy(ctx: TestContext, options: Parameters<typeof watchedPage>[2] = {}) {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const opened = await watchedPage(browser, url, { timezoneId: 'Pacific/Kiritimati', ...options });
  await opened.page.getByRole('link', { name: 'Energy', exact: true }).click();
  await opened.page.getByRole('heading', { name: 'Where it came from, where it went' }).waitFor();
  return { ...opened, url };
}

const figure = (page: Page, label: string) =>
  page.locator('.figure', { has: page.getByText(label, { exact: true }) }).locator('dd');

/** Goes to what is chosen once for a home: tariff, counting, corrections, export. */
async function toSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
}

/** Goes to the energy page by its link. */
async function toEnergy(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Energy', exact: true }).click();
  await page.getByRole('heading', { name: 'Where it came from, where it went' }).waitFor();
}

/** Goes to the whole month, which has yesterday in it (or, on the first day of one, today alone). */
async function toMonth(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await expect.poll(() => page.locator('.period').getAttribute('aria-busy')).toBe('false');
}

/** Saves the first typical tariff of a country. */
async function chooseTariff(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose a typical one' }).click();
  const choice = page.getByLabel('Country or name');
  const value = await choice.locator('option', { hasText: name }).first().getAttribute('value');
  await choice.selectOption(value);
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
}

const contract = `name: Counting
currency: EUR
versions:
  - from: 2020-01-01
    net: hour
    import: [{ kind: dynamic, name: energy, series: spot, fallback: 0.2 }]
    export: [{ kind: flat, name: surplus, price: 0.05 }]
    demand: [{ name: capacity, price: 4, minimum: 2.5, last: 12 }]
    limits: [{ name: least, of: [energy, surplus], per: year, at_least: 5000 }]
`;

describe('energy', { timeout: 240_000 }, () => {
  test('periods are switched, and the table says what the chart says, in the zone of the home', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    const title = page.getByRole('heading', { level: 1 });
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
    const zone = await page.getByText(/Clock of the home/).textContent();
    expect(zone).not.toContain('Kiritimati');
    const now = new Date();
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone?.replace('Clock of the home: ', '') ?? '' });
    expect(await page.getByLabel('Go to a date').inputValue()).toBe(day.format(now));
    expect(await title.textContent()).toContain(today.format(now).slice(-4));
    await page.getByRole('button', { name: 'Previous period' }).click();
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.locator('.row-table tbody tr');
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(23);
    await toMonth(page);
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(28);
    expect(await page.locator('.row-table tfoot').textContent()).toMatch(/Total.*kWh/);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect.poll(() => rows.count()).toBeLessThanOrEqual(2);
    expect(await title.textContent()).toBe('All years');
    await page.goBack();
    await expect.poll(() => title.textContent()).toMatch(/^[A-Z][a-z]+ \d{4}$/);
    await expectAccessible(page);
    await expectFits(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a day is compared with another one: by its address, after a reload, back, by keys, and while the link is lost', async (ctx) => {
    const { page, watch, url } = await atEnergy(ctx);
    await page.getByRole('button', { name: 'Previous period' }).click();
    await page.getByRole('button', { name: 'A year earlier' }).click();
    const card = page.locator('.card.compared');
    await card.waitFor();
    expect(page.url()).toContain('compare=year');
    await page.reload();
    await card.waitFor();
    await expectAccessible(page);
    await page.goBack();
    await expect.poll(() => card.count()).toBe(0);
    // The home is younger than a year.
    await page.goto(`${url}/#/sites/demo/energy?compare=year`);
    await card.waitFor();
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).not.toBe(title);
    await card.getByText(/^No energy is known of /).waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
    await page.route(/\/energy\?/, (route) => route.abort());
    await page.getByRole('button', { name: 'Period before' }).click();
    await card.getByText('The other period could not be read').waitFor();
    await page.unroute(/\/energy\?/);
    await card.getByRole('button', { name: 'Try again' }).click();
    await card.getByText('The other period could not be read').waitFor({ state: 'detached' });
  });

  test('a figure says why, and gives the keyboard back', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    // Hours that are over are explained: shortly after midnight today has none.
    await page.getByRole('button', { name: 'Previous period' }).click();
    const ask = page.getByRole('button', { name: 'Why: Home' });
    await ask.focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Why: Home' });
    await sheet.getByRole('heading', { name: 'Where it comes from' }).waitFor();
    await expect.poll(() => sheet.locator('.sources li').count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => sheet.count()).toBe(0);
    expect(await ask.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('another tariff changes the money, of the past as well', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    const bill = page.locator('.bill-amount .value');
    await toSettings(page);
    await chooseTariff(page, 'Brazil');
    await toEnergy(page);
    await toMonth(page);
    await expect.poll(() => bill.textContent()).toMatch(/R\$/);
    const before = await bill.textContent();
    await toSettings(page);
    await chooseTariff(page, 'Germany');
    await toEnergy(page);
    await toMonth(page);
    await expect.poll(() => bill.textContent()).toMatch(/€\d/);
    expect((await bill.textContent())?.replace('€', '')).not.toBe(before?.replace('R$', ''));
    await page.getByRole('button', { name: 'Why: Bill' }).click();
    await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('without a tariff there is no money, and the way to one is shown', async (ctx) => {
    const { page } = await atEnergy(ctx);
    await page.route(/\/energy\?/, async (route) => {
      const response = await route.fetch();
      const { tariff: _tariff, currency: _currency, ...rest } = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: rest });
    });
    await toMonth(page);
    await page.getByRole('link', { name: 'Choose a tariff' }).click();
    await page.getByRole('button', { name: 'Choose a typical one' }).waitFor();
    const main = page.locator('main');
    await expect.poll(() => main.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('button', { name: 'Choose a typical one' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Choose a tariff' }).waitFor();
  });

  test('what is wrong with a tariff is said by line and column, and nothing is saved', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await toSettings(page);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const text = page.getByLabel('Tariff as text (YAML)');
    const right = await text.inputValue();
    await text.fill(right.replace(/price: .*/, 'price: much'));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const problem = page.getByRole('button', { name: /^Line \d+, column \d+/ }).first();
    await problem.click();
    const line = Number(/Line (\d+)/.exec((await problem.textContent()) ?? '')?.[1]);
    const caret = await text.evaluate((area) => (area as HTMLTextAreaElement).selectionStart);
    expect(right.slice(0, caret).split('\n')).toHaveLength(line);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await problem.waitFor();
    await expectAccessible(page);
    await text.fill(right);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.tariff .tag', { hasText: 'Yours' }).waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a contract that nets, limits and follows the market is saved, and the bill says where its prices are from', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await toSettings(page);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const text = page.getByLabel('Tariff as text (YAML)');
    await text.fill(contract);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.tariff .tag', { hasText: 'Yours' }).waitFor();
    await toEnergy(page);
    await toMonth(page);
    const fallback = 'no market price in the series spot: the fallback price of the tariff was used';
    await page.locator('.note', { hasText: fallback }).waitFor();
    await page.getByRole('button', { name: 'Why: Bill' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('to keep the sum within its limit').waitFor();
    await sheet.getByText(/without a market price, at the fallback price of €0\.2000/).waitFor();
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('how it is counted is chosen, holds after a reload, and is put back', async (ctx) => {
    const { page, watch } = await atEnergy(ctx, phone);
    await toSettings(page);
    const card = page.locator('.card', { has: page.getByRole('heading', { name: 'How it is counted' }) });
    const choose = async (label: RegExp): Promise<void> => {
      await card.getByRole('button', { name: 'Change' }).click();
      const sheet = page.getByRole('dialog', { name: 'How it is counted' });
      await sheet.getByRole('radio', { name: label }).check();
      await expectAccessible(page);
      await expectFits(page);
      await sheet.getByRole('button', { name: 'Save and count again' }).click();
      await expect.poll(() => sheet.count()).toBe(0);
    };
    await choose(/^Separately/);
    await card.getByText('Phases of the grid: Separately.').waitFor();
    await page.reload();
    await card.getByText('Phases of the grid: Separately.').waitFor();
    await card.getByText(/^Chosen by/).waitFor();
    await choose(/^Added up first/);
    await card.getByText('Phases of the grid: Added up first.').waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('an energy is put right: seen before, saved, listed, undone', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await page.getByRole('button', { name: 'Previous period' }).click();
    await expect.poll(() => page.locator('.period').getAttribute('aria-busy')).toBe('false');
    const before = await figure(page, 'From the grid').textContent();
    await page.getByRole('button', { name: 'Correct something' }).click();
    await page.getByLabel('Which energy').selectOption('import');
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByText('Please give a number of 0 or more.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Energy (kWh)').fill('40');
    await page.getByLabel('Why?').fill('the meter was off');
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByRole('dialog').getByRole('cell', { name: 'From the grid' }).waitFor();
    await page.getByRole('button', { name: 'Apply the correction' }).click();
    await expect.poll(() => figure(page, 'From the grid').textContent(), { timeout: 20_000 }).toMatch(/^4\d\.\d/);
    await toSettings(page);
    await page.getByText('“the meter was off”').waitFor();
    await page.getByRole('button', { name: 'Undo: the meter was off' }).click();
    await page.getByText('Nothing has been corrected by hand.').waitFor();
    await toEnergy(page);
    await page.getByRole('button', { name: 'Previous period' }).click();
    await expect.poll(() => figure(page, 'From the grid').textContent(), { timeout: 20_000 }).toBe(before);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a budget is set and taken away; an export is a plain link', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await page.getByRole('button', { name: 'Add a budget' }).click();
    await page.getByLabel('Limit (kWh)').fill('0,001');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.budget.over').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: /Remove the budget/ }).click();
    await expect.poll(() => page.locator('.budget').count()).toBe(0);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByLabel('Format').selectOption('csv');
    const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
    const status = await page.evaluate(async (address) => {
      const response = await fetch(address ?? '');
      return [response.status, (await response.text()).split('\n')[0]?.slice(0, 4)];
    }, href);
    expect(status).toEqual([200, 'time']);
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a bill stands beside what was counted, and the plant says how far it is paid back', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await page.getByText('Enter what the supplier billed').waitFor();
    await page.getByRole('button', { name: 'Add a bill' }).click();
    const form = page.locator('form', { has: page.getByLabel('Amount') });
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.getByText('Please give a number.').first().waitFor();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await form.getByLabel('First day').fill(yesterday);
    await form.getByLabel('Last day').fill(yesterday);
    await form.getByLabel('From the grid (kWh)').fill('500');
    // Sent from the keyboard.
    await form.getByLabel('Amount').fill('100');
    await form.getByLabel('Amount').press('Enter');
    const bill = page.locator('.supplier-bill');
    await bill.getByText('the meter of the supplier was read on other days').waitFor();
    expect(await bill.locator('tbody tr').first().locator('td').first().textContent()).toMatch(/^500\skWh$/);
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Enter the price' }).click();
    await page.getByLabel('Price', { exact: false }).fill('14200');
    const plant = page.locator('form', { has: page.getByLabel('Subsidies') });
    await plant.getByLabel('In use since').fill('2020-01-01');
    await plant.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Change the price' }).waitFor();
    await page.getByText('90 are needed to say when it is paid back').waitFor();
    await page.getByText(/ of €?14,200.00.* saved so far/).waitFor();
    await expectAccessible(page);
    await page.reload();
    await bill.waitFor();
    await page.context().setOffline(true);
    await bill.getByText('the meter of the supplier was read on other days').waitFor();
    await page.context().setOffline(false);
    await page.setViewportSize(phone.viewport);
    await expectFits(page);
    await page.getByRole('button', { name: /Remove the bill/ }).click();
    await page.getByText('Enter what the supplier billed').waitFor();
    // What was asked for while the link was lost.
    const errors = watch.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'));
    expect({ ...watch, errors }).toEqual({ errors: [], outside: [] });
  });

  test('a file of prices is looked into first, then imported', async (ctx) => {
    const { page, watch } = await atEnergy(ctx);
    await toSettings(page);
    await page.getByRole('button', { name: 'Market prices' }).click();
    const text = 'start,price\n2026-11-20T00:00:00Z,0.10\n2026-11-20T01:00:00Z,0.20\n';
    const file = { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await page.getByLabel('File', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Check the file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.note', { hasText: '2 slots' }).waitFor();
    await dialog.getByText('No series yet.').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Imported.').waitFor();
    await expect.poll(() => dialog.locator('.versions li').textContent()).toContain('market');
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('fits a phone, light and dark', async (ctx) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, watch } = await atEnergy(ctx, { ...phone, colorScheme });
      await expectFits(page);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Table' }).click();
      await page.locator('.row-table tbody tr').first().waitFor();
      await expectFits(page);
      await toSettings(page);
      await page.getByRole('button', { name: 'Choose a typical one' }).waitFor();
      await expectFits(page);
      await expectAccessible(page);
      expect(watch).toEqual({ errors: [], outside: [] });
    }
  });

  test('a period without history and a failed request are told, and tried again', async (ctx) => {
    const { page, url } = await atEnergy(ctx);
    await page.goto(`${url}/#/sites/demo/energy?by=day&date=2020-02-29`);
    await page.getByText('No energy known for this period').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go to today' }).click();
    await page.locator('.period').waitFor();
    const odd = page.getByText(/names a period that does not exist/);
    for (const search of ['by=banana', 'date=2026-02-31', 'by=day&date=<b>', 'date=']) {
      await page.goto(`${url}/#/sites/demo/energy?${search}`);
      await odd.waitFor();
      await page.locator('.period').waitFor();
      await page.getByRole('button', { name: 'Day', exact: true }).click();
      await odd.waitFor({ state: 'detached' });
    }
    const failing = /\/energy\?/;
    await page.route(failing, (route) => route.fulfill({ status: 500, json: {} }));
    await page.getByRole('button', { name: 'Week', exact: true }).click();
    await page.getByText('The energy of this period could not be read').waitFor();
    await expectAccessible(page);
    await page.unroute(failing);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator('.period').waitFor();
  });
});
