// Outputs in a real browser: a Mosquitto gets the readings of an inverter; tried, added, changed and removed by the owner, by keyboard
// and on a phone.
import { connect } from 'mqtt';
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
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

/** A condition: what is wrong is told at its place, names are completed, and whether it holds. */
async function conditionByKeyboard(page: Page): Promise<void> {
  const field = sheet(page).getByLabel('Only while');
  await field.fill('battery.sok > 5 %');
  await sheet(page)
    .getByText('Line 1, column 1: battery.sok is no value of a home; did you mean battery.soc?')
    .waitFor();
  await expect.poll(() => sheet(page).getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await field.fill('');
  await field.pressSequentially('pv.po');
  await expect(sheet(page).getByRole('option').count()).resolves.toBeGreaterThan(1);
  await expectAccessible(page);
  await field.press('ArrowDown');
  await field.press('ArrowUp');
  await field.press('Enter');
  await field.pressSequentially(' of r');
  await field.press('Tab');
  expect(await field.inputValue()).toBe('pv.power of roof');
  await field.pressSequentially(' > 1 MW');
  await sheet(page)
    .getByText(/It does not hold now: the solar power of “roof” is .*W/)
    .waitFor();
  await field.fill('pv.power of roof >= 0 or true');
  await sheet(page).getByText('It holds now.').waitFor();
}

describe('outputs', { timeout: 240_000 }, () => {
  test('the owner tries one, adds it, narrows it, and removes it', async (ctx) => {
    const broker = await mosquitto(ctx);
    const { page, watch, site } = await atSettings(ctx);
    await page.getByRole('button', { name: 'Add output' }).click();
    const headings = await sheet(page)
      .getByLabel('Kind')
      .locator('optgroup')
      .evaluateAll((all) => all.map((one) => one.getAttribute('label')));
    expect(headings).toEqual(
      expect.arrayContaining([
        'Brokers',
        'Time series',
        'Web services',
        'Databases',
        'Meters for batteries and wallboxes',
      ]),
    );
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
    await conditionByKeyboard(page);
    await sheet(page).getByLabel('Devices are called').fill('roof');
    await sheet(page).getByText('Write both names with = between them').waitFor();
    await sheet(page).getByLabel('Devices are called').fill('roof = Dach');
    await sheet(page).getByLabel('First part of the topics').fill('house');
    await sheet(page).getByRole('button', { name: 'Save' }).click();
    await sheet(page).waitFor({ state: 'hidden' });
    await expect.poll(() => topics.get('house/status'), { timeout: 20_000 }).toBe('online');
    await expect.poll(() => topics.get('house/Dach/status'), { timeout: 20_000 }).toBe('online');
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
      // The kind with the most fields.
      await sheet(page).getByLabel('Kind').selectOption('Web service (JSON)');
      await sheet(page).getByLabel('What is sent').selectOption('A request for each device, in a form of your own');
      await sheet(page).getByLabel('Form of your own').fill('{"sun": {{pv.power}}}');
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

  test('a time-series server asks for what its version needs; what it refuses is told with the value', async (ctx) => {
    const server = await influxdb(ctx);
    const ask = (path: string, body: string | URLSearchParams) =>
      fetch(`${server.url}${path}`, { method: 'POST', body });
    const { page, watch } = await atSettings(ctx);
    await page.getByRole('button', { name: 'Add output' }).click();
    await sheet(page).getByLabel('Name').fill('Graphs');
    await sheet(page).getByLabel('Kind').selectOption('influxdb');
    await sheet(page).getByLabel('Bucket').waitFor();
    await sheet(page).getByLabel('Token').waitFor();
    await sheet(page).getByRole('button', { name: 'Test' }).click();
    await sheet(page)
      .getByText(/Please fill in: Address of the server/)
      .waitFor();
    await sheet(page).getByLabel('Version').selectOption('1');
    await sheet(page).getByLabel('Bucket').waitFor({ state: 'hidden' });
    await sheet(page).getByLabel('Address of the server').fill('https://host');
    await sheet(page).getByLabel('Your own certificate').fill('-----BEGIN CERTIFICATE-----');
    await sheet(page).getByLabel('Key of your certificate').waitFor();
    await sheet(page).getByLabel('Your own certificate').fill('');
    await sheet(page).getByLabel('Address of the server').fill(server.url);
    await sheet(page).getByLabel('Database').fill('home');
    await expectAccessible(page);
    await sheet(page).getByRole('button', { name: 'Test' }).click();
    await sheet(page)
      .getByText(/404.*database not found/)
      .waitFor();
    await ask('/query', new URLSearchParams({ q: 'CREATE DATABASE home' }));
    await ask('/write?db=home', 'battery.soc value="full"');
    await sheet(page).getByRole('button', { name: 'Save' }).click();
    await sheet(page).waitFor({ state: 'hidden' });
    await page.getByText('Working').waitFor();
    await page.getByText(/refused by the server for ever/).waitFor();
    await page.getByText(/battery\.soc of roof.*field type conflict/).waitFor();
    await page.getByRole('button', { name: 'Change Graphs' }).click();
    await page.setViewportSize(phone.viewport);
    await expectFits(page);
    await sheet(page).getByRole('button', { name: 'Test' }).click();
    await sheet(page)
      .getByText(/field type conflict/)
      .waitFor();
    await sheet(page).getByRole('button', { name: 'Close' }).first().click();
    await expectFits(page);
    expect(watch.outside).toEqual([]);
  });
});
