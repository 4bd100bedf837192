// The other looks at a period, in a real browser: the flow picture, the calendar, best and worst days, what each source cost. Each by
// its own address, after a reload, back, by keys, on a phone, while a request fails; and every figure is what its Why says.
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const dayMs = 86_400_000;

/** The energy page of the demo at an address of its own. */
async function energyAt(ctx: TestContext, search: string, options: Parameters<typeof watchedPage>[2] = {}) {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const at = `${url}/#/sites/demo/energy`;
  const opened = await watchedPage(browser, `${at}${search}`, options);
  await opened.page.locator('.period').waitFor();
  return { ...opened, at };
}

/** A date some days before today, as the demo's clock (UTC) has it. */
const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

const look = (page: Page, name: string) => page.locator('.energy-chart').getByRole('button', { name, exact: true });

/** A value without its spaces: in the picture, in a list and in a sheet they are set apart differently. */
const bare = (text: string | null): string => (text ?? '').replaceAll(/\s/g, '');

/** A day of the demo whose energies are this many times those of a day that is known. */
function grown(row: EnergyRow, known: EnergyRow, times: number): EnergyRow {
  const { label, startMs, endMs } = row;
  const more = (energyWh = 0): number => Math.round(energyWh * times);
  return {
    ...known,
    label,
    startMs,
    endMs,
    complete: true,
    measured: 1,
    estimated: 0,
    missing: 0,
    pvWh: more(known.pvWh),
    importWh: more(known.importWh),
    cost: (0.1 * times).toFixed(4),
    earned: '0.0500',
    selfSufficiency: 90 - 10 * times,
  };
}

/** A demo that is older than it is: every day of a year before today is known, and each has a little more than the one before. */
async function withPast(page: Page): Promise<void> {
  await page.route(/\/energy\?/, async (route) => {
    const response = await route.fetch();
    const report = (await response.json()) as EnergyReport;
    const known = report.rows.find(({ pvWh }) => pvWh !== undefined);
    const isDays = report.by === 'day' && known !== undefined;
    const rows = report.rows.map((row, index) =>
      isDays && row.endMs < Date.now() ? grown(row, known, (index + 1) / 100) : row,
    );
    await route.fulfill({ response, json: { ...report, rows } });
  });
}

describe('views of energy', { timeout: 240_000 }, () => {
  test('the flow picture has the figures of the page and of their Why, and its bands as a table', async (ctx) => {
    const { page, watch } = await energyAt(ctx, `?date=${daysAgo(1)}`);
    await look(page, 'Flow').click();
    await expect.poll(() => page.url()).toContain('look=flow');
    const bars = [
      ['From the sun', 'Solar'],
      ['From the battery', 'Out of the battery'],
      ['From the grid', 'From the grid'],
      ['Home', 'Home'],
      ['Into the battery', 'Into the battery'],
      ['To the grid', 'To the grid'],
    ] as const;
    for (const [bar, figure] of bars) {
      const label = page.locator('button.sankey-label', { has: page.getByText(bar, { exact: true }) });
      const told = bare(await label.locator('.value').textContent());
      const own = page.locator('.figure', { has: page.getByText(figure, { exact: true }) }).locator('dd .value');
      expect([bar, bare(await own.textContent())]).toEqual([bar, told]);
      await label.click();
      const sheet = page.getByRole('dialog', { name: `Why: ${figure}` });
      await sheet.locator('.sheet-figure').waitFor();
      expect([bar, bare(await sheet.locator('.sheet-figure').textContent())]).toEqual([bar, told]);
      await page.keyboard.press('Escape');
      await expect.poll(() => sheet.count()).toBe(0);
    }
    await page.locator('.sankey-table summary').click();
    const rows = await page.locator('.sankey-table tbody tr').allTextContents();
    expect(rows.length).toBe(await page.locator('.sankey-link').count());
    expect(rows[0]).toMatch(/^From the sunHome[\d.]+/);
    await page.locator('.sankey-link').first().hover();
    await page
      .locator('.sankey-told', { hasText: /^From the sun → Home: .* of “From the sun” · .* of “Home”$/ })
      .waitFor();
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a look has an address: it is reloaded, stays with the next period, and is gone back from', async (ctx) => {
    const { page, watch } = await energyAt(ctx, '?look=flow');
    await page.locator('.sankey').waitFor();
    await page.reload();
    await page.locator('.sankey').waitFor();
    await page.getByRole('button', { name: 'Previous period' }).click();
    await expect.poll(() => page.url()).toMatch(/date=.*look=flow/);
    await page.locator('.sankey').waitFor();
    await look(page, 'Calendar').click();
    await page.locator('.calendar.strip').waitFor();
    await page.getByLabel('Figure').selectOption('From the grid');
    await expect.poll(() => page.url()).toContain('figure=import');
    await page.reload();
    await expect.poll(() => page.getByLabel('Figure').inputValue()).toBe('import');
    await page.goBack();
    await page.goBack();
    await page.locator('.sankey').waitFor();
    await look(page, 'Chart').click();
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.url()).not.toContain('look=');
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('days of the calendar are told apart, walked by keys and opened; the keys step no period', async (ctx) => {
    const { page, watch } = await energyAt(ctx, `?by=custom&date=${daysAgo(20)}&to=${daysAgo(0)}&look=days`);
    const cell = (days: number) => page.locator(`a.heat[data-date="${daysAgo(days)}"]`);
    await cell(1).waitFor();
    expect(await cell(10).getAttribute('class')).toContain('unknown');
    await page
      .getByRole('link', { name: /: not known$/ })
      .first()
      .waitFor();
    expect(await cell(1).getAttribute('class')).toMatch(/level-[1-5]/);
    await page.getByLabel('Figure').press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-date'))).toBe(daysAgo(0));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-date'))).toBe(daysAgo(1));
    const told = await page.locator('.calendar-part > .hint').textContent();
    expect(told).toBe(await cell(1).locator('.hidden').textContent());
    await expectAccessible(page);
    const made = /: (.*)$/.exec(told ?? '')?.[1] ?? '';
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(new RegExp(`by=day&date=${daysAgo(1)}$`));
    const solar = page.locator('.figure', { has: page.getByText('Solar', { exact: true }) }).locator('dd .value');
    await expect.poll(async () => bare(await solar.textContent())).toBe(bare(made));
    await page.goBack();
    await cell(1).waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a year has its months, its best and worst days lead to them, and a failed request is told and tried again', async (ctx) => {
    const { page, at, watch } = await energyAt(ctx, '');
    await withPast(page);
    await page.goto(`${at}?by=year&look=days`);
    await page.reload();
    await expect.poll(() => page.locator('.calendar thead th').count()).toBe(12);
    const card = page.locator('.card.top-days');
    await page.goto(`${at}?by=custom&date=${daysAgo(20)}&to=${daysAgo(0)}`);
    await card.waitFor();
    const [best, worst] = await card.locator('.tops > li').first().locator('ol').all();
    // Each day has a little more than the one before: the best are the last ones, the worst the first.
    expect(await best?.getByRole('link').count()).toBe(3);
    await worst?.getByRole('link').first().click();
    await expect.poll(() => page.url()).toMatch(new RegExp(`by=day&date=${daysAgo(20)}$`));
    await page.goBack();
    await card.waitFor();
    await page.unroute(/\/energy\?/);
    expect(watch).toEqual({ errors: [], outside: [] });
    await page.route(/\/energy\?.*by=day/, (route) => route.abort());
    await page.goto(`${at}?look=days&date=${daysAgo(1)}`);
    await page.reload();
    await page.locator('.energy-chart').getByText('The energy of this period could not be read').waitFor();
    await page.unroute(/\/energy\?.*by=day/);
    await page.locator('.energy-chart').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.calendar.strip').waitFor();
  });

  test('what each source cost adds up to the bill of the page', async (ctx) => {
    const { page } = await energyAt(ctx, `?date=${daysAgo(1)}`);
    const rows = page.locator('.source-costs tbody tr');
    const cells = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td')].map((one) => one.textContent ?? '')),
    );
    const amount = (name: string): number =>
      Number((cells.find(([first]) => first === name)?.[3] ?? '0').replace('−', '-').replace('€', ''));
    const bill = bare(await page.locator('.bill-amount .value').textContent());
    expect(bare(cells.at(-1)?.[3] ?? '')).toBe(bill);
    const parts = ['From the grid', 'Standing charges', 'To the grid'].reduce((sum, name) => sum + amount(name), 0);
    expect(Math.abs(parts - amount('Bill'))).toBeLessThan(0.016);
    expect(cells.find(([first]) => first === 'From the grid')?.[2]).toMatch(/^€\d\.\d{4}$/);
  });

  test('on a phone, light and dark, all of it fits and is as large as a finger', async (ctx) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, at, watch } = await energyAt(ctx, `?date=${daysAgo(1)}&look=flow`, { ...phone, colorScheme });
      await page.locator('.sankey').waitFor();
      await expectFits(page);
      await expectTouchable(page);
      await expectAccessible(page);
      await withPast(page);
      for (const figure of ['import', 'bill']) {
        await page.goto(`${at}?by=month&date=${daysAgo(1)}&look=days&figure=${figure}`);
        await page.reload();
        await page.locator('.calendar.page').waitFor();
        await expectFits(page);
        await expectAccessible(page);
      }
      await page.goto(`${at}?by=year&look=days`);
      const frame = page.locator('.calendar.strip');
      await frame.waitFor();
      await expectFits(page);
      // The strip is wider than the phone, and begins where the present is.
      const today = frame.locator('a[tabindex="0"]');
      const [place, outer] = await Promise.all([today.boundingBox(), frame.boundingBox()]);
      expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0));
      expect(place?.x).toBeGreaterThanOrEqual(outer?.x ?? 0);
      expect(watch).toEqual({ errors: [], outside: [] });
    }
  });
});
