// The newcomer's first minutes: the demo in a real browser.
import { describe, expect, test } from 'vitest';
import { giveRules } from '#main/demo-automation.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

describe('the demo', { timeout: 180_000 }, () => {
  test('shows the power flow moving, the energy of today, the chart and the devices, and opens nothing outside', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, house } = await servedDemo(ctx);
    await giveRules(house);
    const { page, watch } = await watchedPage(browser, url);
    await page.getByText('Demo – simulated home').waitFor();
    const now = page.getByRole('list', { name: 'Power now as a list' });
    await now.waitFor({ state: 'attached' });
    const before = await now.textContent();
    expect(before).toMatch(/Home.*\d/);
    await expect.poll(() => now.textContent(), { timeout: 20_000 }).not.toBe(before);
    await page.getByText('Self-sufficiency', { exact: true }).waitFor();
    await page.getByText(/^Yesterday Solar .*kWh/).waitFor();
    expect(await page.getByText('Solar inverter').count()).toBeGreaterThan(0);
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
    const hours = page.locator('.chart-table tbody tr');
    await expect.poll(() => hours.count()).toBeGreaterThan(22);
    const solar = (await hours.locator('td:first-of-type').allTextContents()).filter((text) => /[1-9]/.test(text));
    expect(solar.length).toBeGreaterThan(4);
    await page.getByText('Yesterday and today').click();
    // A whole yesterday at the least, an hour more or less where clocks change.
    await expect.poll(() => hours.count()).toBeGreaterThanOrEqual(new Date().getHours() + 23);
    await expectAccessible(page);
    await expectFits(page);
    // The text of the automation is for who may change it: no empty editor is shown to a guest.
    await page.goto(`${url}/#/sites/demo/automation`);
    await page.getByRole('heading', { name: 'Diary' }).waitFor();
    expect(await page.getByRole('heading', { name: 'The text', exact: true }).count()).toBe(0);
    await page.getByText('Water the garden at noon').first().waitFor();
    await page.getByText('Boiler', { exact: true }).first().waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('fits a phone, light and dark', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, watch } = await watchedPage(browser, url, { ...phone, colorScheme });
      await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
      await expectFits(page);
      await expectAccessible(page);
      // All pages of the home in one line.
      const lines = await page
        .locator('.pages a')
        .evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().top)));
      expect([lines.length, new Set(lines).size]).toEqual([6, 1]);
      expect(watch).toEqual({ errors: [], outside: [] });
    }
  });

  test('in another country and zone it is the same, with its numbers', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    for (const { locale, timezoneId, links, level } of [
      {
        locale: 'de-DE',
        timezoneId: 'America/St_Johns',
        links: ['Energie', 'Einstellungen', 'Live'],
        level: 'Batteriestand',
      },
      // Its language is none of the app's.
      {
        locale: 'ar-EG',
        timezoneId: 'Pacific/Kiritimati',
        links: ['Energy', 'Settings', 'Live'],
        level: 'Battery level',
      },
    ]) {
      const { page, watch } = await watchedPage(browser, url, { ...phone, locale, timezoneId });
      await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
      for (const name of links) {
        await page.getByRole('link', { name, exact: true }).click();
        await expectFits(page);
      }
      await page.getByRole('button', { name: level }).waitFor();
      expect(watch).toEqual({ errors: [], outside: [] });
    }
  });

  test('a relay is switched, confirmed by the device, and the home uses more', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, house } = await servedDemo(ctx);
    const { page } = await watchedPage(browser, url);
    await page.getByText('Relays', { exact: true }).first().click();
    const relay = page.getByRole('switch', { name: /Relay 3/ });
    await relay.waitFor();
    const before = house.demo.plant.snapshot().load.powerW;
    await relay.click();
    await expect.poll(() => relay.getAttribute('aria-checked'), { timeout: 20_000 }).toBe('true');
    await expect.poll(() => page.getByText('switching …').count()).toBe(0);
    expect(house.demo.plant.snapshot().relays[2]?.isOn).toBe(true);
    await expect.poll(() => house.demo.plant.snapshot().load.powerW).toBeGreaterThan(before + 1000);
    await expectAccessible(page);
  });

  test('a pulled link turns its device late with its age, the rest goes on, and it comes back by itself', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, house } = await servedDemo(ctx);
    const { page } = await watchedPage(browser, url);
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
    const battery = house.demo.devices.find(({ name }) => name === 'battery');
    await battery?.faults.set({ vanished: true });
    const pulledMs = performance.now();
    // Two intervals of 3 s, and a moment for the picture.
    await expect
      .poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000, interval: 100 })
      .toBe(3);
    expect(performance.now() - pulledMs).toBeLessThan(6500);
    const card = page.locator('li.device', { has: page.getByRole('link', { name: 'Battery' }) });
    await expect.poll(() => card.textContent(), { timeout: 20_000 }).toMatch(/(Late|Offline).*(\d+ s ago|\d+ s)/s);
    const now = page.getByRole('list', { name: 'Power now as a list' });
    const grid = await now.textContent();
    await expect.poll(() => now.textContent(), { timeout: 20_000 }).not.toBe(grid);
    await battery?.faults.set({ vanished: false });
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 30_000 }).toBe(4);
  });

  test('a server that goes away is told with the age of the values, and found again', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, stopServer, startServerAgain } = await servedDemo(ctx);
    const { page } = await watchedPage(browser, url);
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
    await stopServer();
    await page.getByText(/Connection lost – values are .* old/).waitFor();
    // Nothing is claimed that nobody knows.
    expect(await page.getByText('Online', { exact: true }).count()).toBe(0);
    await page.getByText('Not known at present. These are the last values.').waitFor();
    await expectAccessible(page);
    await startServerAgain();
    await expect.poll(() => page.getByText(/Connection lost/).count(), { timeout: 20_000 }).toBe(0);
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
  });
});
