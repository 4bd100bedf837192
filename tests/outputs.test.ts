// Outputs in a real browser: a Mosquitto gets the readings of an inverter; tried, added, changed and removed by the owner, by keyboard
// and on a phone.
import { connect } from 'mqtt';
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const;

/** The owner on the settings of a home with an inverter. */
async function atSettings(ctx: TestContext, options = {}) {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { serve } = await simulated(ctx);
  const server = await serve('inverter');
  const { page, watch } = await watchedPage(browser, url, options);
  await claim(page);
  const site = await page.evaluate(async (address) => {
    const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    const body = JSON.stringify({ name: 'Roof', protocol: 'pi30', address });
    const headers = { 'content-type': 'application/json' };
    await fetch(`/api/v1/sites/${sites[0]?.id}/devices`, { method: 'POST', headers, body });
    return sites[0]?.id ?? '';
  }, server.address);
  await page.goto(`${url}/#/sites/${site}/settings`);
  await page.getByText('No server gets the readings of this home yet.').waitFor();
  return { page, watch, site };
}

/** The topics at a broker, with what was said last. */
async function topicsAt(ctx: TestContext, port: number): Promise<ReadonlyMap<string, string>> {
  const heard = new Map<string, string>();
  const client = connect({ host: '127.0.0.1', port });
  ctx.onTestFinished(() => void client.end(true));
  client.on('message', (topic, payload) => void heard.set(topic, payload.toString()));
  await client.subscribeAsync('#');
  return heard;
}

const sheet = (page: Page) => page.getByRole('dialog');

describe('outputs', { timeout: 120_000 }, () => {
  test('the owner tries one, adds it, narrows it, and removes it', async (ctx) => {
    const broker = await mosquitto(ctx);
    const { page, watch, site } = await atSettings(ctx);
    await page.getByRole('button', { name: 'Add output' }).click();
    await sheet(page).getByLabel('Name').fill('Cellar');
    await sheet(page).getByLabel('Address of the broker').fill('mqtt://anna:secret@127.0.0.1');
    await sheet(page).getByRole('button', { name: 'Test' }).click();
    await sheet(page)
      .getByText(/leave the password out of the address/i)
      .waitFor();
    await sheet(page).getByLabel('Address of the broker').fill(broker.url);
    await expectAccessible(page);
    await sheet(page).getByRole('button', { name: 'Test' }).click();
    await sheet(page).getByText('The server takes it.').waitFor();
    await sheet(page).getByText(`solstead/${site}/roof/`).first().waitFor();
    await sheet(page).getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Working').waitFor();
    await page.getByText(/batch(es)? (was|were) sent/).waitFor();
    const topics = await topicsAt(ctx, broker.port);
    await expect
      .poll(() => Number(topics.get(`solstead/${site}/roof/pv/power`)), { timeout: 20_000 })
      .toBeGreaterThanOrEqual(0);
    expect(topics.get(`solstead/${site}/roof/status`)).toBe('online');
    await page.getByRole('button', { name: 'Change Cellar' }).click();
    await sheet(page).getByText('Which values').click();
    await sheet(page).getByLabel('Only what has changed').check();
    await sheet(page).getByLabel('By at least').fill('grid.power much');
    await sheet(page).getByText('Write a metric and a number').waitFor();
    await expect.poll(() => sheet(page).getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await sheet(page).getByLabel('By at least').fill('grid.power 20');
    await sheet(page).getByLabel('First part of the topics').fill('house');
    await sheet(page).getByRole('button', { name: 'Save' }).click();
    await sheet(page).waitFor({ state: 'hidden' });
    await expect.poll(() => topics.get('house/status'), { timeout: 20_000 }).toBe('online');
    expect(topics.get(`solstead/${site}/status`)).toBe('');
    await broker.stop();
    await page.getByText('Not reached; it is tried again').waitFor();
    expect(await page.locator('.problem').first().textContent()).toMatch(/127\.0\.0\.1/);
    await page.getByRole('button', { name: 'Remove Cellar' }).click();
    await sheet(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await sheet(page)
      .getByText(/could not be taken away/)
      .waitFor();
    await sheet(page).getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('No server gets the readings of this home yet.').waitFor();
    expect(watch.outside).toEqual([]);
    // The browser tells of the one request that was refused.
    expect(watch.errors.filter((text) => !text.includes('400'))).toEqual([]);
  });

  test('it fits the narrowest phone, light and dark; visitors of the demo have none', async (ctx) => {
    const { page } = await atSettings(ctx, { ...phone, reducedMotion: 'reduce' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: 'Add output' }).click();
      await sheet(page).getByLabel('Kind').selectOption('Home Assistant');
      await sheet(page).getByLabel('What may be set from there').selectOption('Set-points and switches');
      expect(await sheet(page).getByLabel('Discovery prefix of Home Assistant').inputValue()).toBe('homeassistant');
      await sheet(page).getByText('Which values').click();
      await sheet(page).getByLabel('Only what has changed').check();
      await expectFits(page);
      await expectTouchable(page);
      await expectAccessible(page);
      await page.keyboard.press('Escape');
    }
    const demo = await servedDemo(ctx);
    await page.goto(`${demo.url}/#/sites/demo/settings`);
    await page.getByText('Your corrections').first().waitFor();
    expect(await page.getByRole('button', { name: 'Add output' }).count()).toBe(0);
  });
});
