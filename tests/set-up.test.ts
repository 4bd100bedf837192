// From an empty folder to a live home in a real browser: three doors, account, find, test, save, live.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createEmulator } from '#sim/emulators.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

async function findByNetwork(page: Page, port: number): Promise<void> {
  await page.getByText('Network address', { exact: true }).click();
  await page.getByLabel('Host name or IP address').fill('127.0.0.1');
  await page.getByLabel('Port', { exact: true }).fill(String(port));
  await page.getByRole('button', { name: 'Test the device' }).click();
}

describe('set-up', { timeout: 360_000 }, () => {
  test('from three doors to live values, tested before saved', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { serve } = await simulated(ctx);
    const inverter = await serve('inverter');
    const { page, watch } = await watchedPage(browser, url);
    await page.getByText('Own your sun.').waitFor();
    for (const door of ['Try the demo', 'Set up my home', 'Restore'])
      await page.getByText(door, { exact: true }).first().waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await claim(page);
    await expectAccessible(page);
    await findByNetwork(page, inverter.port);
    await page.getByText('What it reported').waitFor({ timeout: 40_000 });
    expect(await page.getByText(/values read, all within what is plausible/).count()).toBe(1);
    await expectAccessible(page);
    expect(await fetch(`${url}/api/v1/sites`).then((answer) => answer.status)).toBe(401);
    await page.getByRole('button', { name: 'Looks right' }).click();
    await page.getByLabel('Device name').fill('Roof inverter');
    await page.getByRole('button', { name: 'Save and go live' }).click();
    await page.getByText('Roof inverter is live').waitFor();
    await page.getByText('Go to my home').click();
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(1);
    expect(await page.getByText('Roof inverter').count()).toBeGreaterThan(0);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('a device that does not answer is told with what helps, and nothing is saved', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { serve } = await simulated(ctx);
    const inverter = await serve('inverter');
    await inverter.faults.set({ silent: true });
    const { page } = await watchedPage(browser, url);
    await claim(page);
    // Chosen by the brand on its label.
    const choice = page.getByRole('combobox', { name: 'What is it?' });
    // A page that scrolls closes an open list.
    await choice.scrollIntoViewIfNeeded();
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await choice.fill('toaster');
    await page.getByText(/^Nothing is called that/).waitFor();
    await choice.fill('mpp solar');
    await page
      .getByRole('option', { name: /PI30\)/ })
      .first()
      .click();
    await findByNetwork(page, inverter.port);
    await page.getByText('The device could not be read').waitFor({ timeout: 40_000 });
    await expectAccessible(page);
    await inverter.faults.set({ silent: false });
    await page.getByRole('button', { name: /Test again/ }).click();
    await page.getByText('What it reported').waitFor({ timeout: 40_000 });
  });

  test('a Modbus device is found without its unit address, with a picture of how far it is; cancelling ends it', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { home } = await simulated(ctx);
    const emulator = createEmulator('sma-inverter', () => home.plant.snapshot());
    if (emulator === undefined) throw new TypeError('assertion: it is emulated');
    let heard = 0;
    const takeRequest = (bytes: Uint8Array): ReturnType<Emulator['takeRequest']> => {
      heard += 1;
      return emulator.takeRequest(bytes);
    };
    const inverter = await startWireServer({ emulator: { ...emulator, takeRequest }, clock });
    ctx.onTestFinished(() => inverter.close());
    const { page, watch } = await watchedPage(browser, url, { viewport: { width: 390, height: 844 } });
    await claim(page);
    await page.getByText('Network address', { exact: true }).click();
    // As it is copied from somewhere.
    await page.getByLabel('Host name or IP address').fill(`tcp://127.0.0.1:${inverter.port}/`);
    await page.getByText('More settings').click();
    await page.getByLabel('Unit address').fill('300');
    await page.getByRole('button', { name: 'Test the device' }).click();
    await page.getByText('A unit address is a whole number from 0 to 255.').waitFor();
    await page.getByLabel('Unit address').fill('');
    await page.getByRole('button', { name: 'Test the device' }).click();
    await page.getByText(`Opening 127.0.0.1:${inverter.port}`).waitFor();
    await page.getByText(/^\d+ of \d+ protocols tried/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The test was cancelled.').waitFor();
    const before = heard;
    expect(before).toBeGreaterThan(0);
    await clock.sleep(3000);
    expect(heard).toBe(before);
    await page.getByRole('button', { name: 'Test again' }).click();
    await page.getByText('This is SMA Sunny Boy and Sunny Tripower (SMA Modbus)').waitFor({ timeout: 90_000 });
    await expectFits(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Looks right' }).click();
    await page.getByRole('button', { name: 'Save and go live' }).click();
    await page.getByText('Go to my home').click();
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(1);
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('an MQTT device comes in with an account of its own and is found', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, mqttPort } = await emptyHome(ctx);
    const { home } = await simulated(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    await page.getByText('By MQTT', { exact: true }).click();
    await page.getByText('Make an account for an MQTT device').click();
    await page.getByLabel('Account name').fill('meter');
    await page.getByText('Its clients show a certificate', { exact: true }).click();
    await page.getByLabel('Certificate (PEM) or fingerprint').fill('AB:CD');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText(/no certificate and no SHA-256 fingerprint/).waitFor();
    await expectFits(page);
    await expectAccessible(page);
    await page.getByLabel('Certificate (PEM) or fingerprint').fill('');
    await page.getByRole('button', { name: 'Create the account' }).click();
    const secret = page.getByLabel('Password', { exact: true });
    await secret.waitFor();
    const meter = home.messages.find(({ name }) => name === 'meter');
    if (meter === undefined) throw new TypeError('assertion: the home has a meter');
    const broker = { host: '127.0.0.1', port: mqttPort };
    const stranger = startShelly({
      device: meter.device,
      broker: { ...broker, username: 'meter', password: 'guessed' },
      clock,
    });
    ctx.onTestFinished(() => stranger.close());
    await clock.sleep(1500);
    expect(stranger.isConnected).toBe(false);
    await stranger.close();
    const word = await secret.inputValue();
    expect(word.length).toBeGreaterThan(15);
    const shelly = startShelly({
      device: meter.device,
      broker: { ...broker, username: 'meter', password: word },
      clock,
    });
    ctx.onTestFinished(() => shelly.close());
    await page.getByRole('button', { name: /Shelly Pro 3EM/ }).click({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Save and go live' }).click();
    await page
      .getByText(/is (live|saved)/)
      .first()
      .waitFor();
    await page.getByText('Go to my home').click();
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(1);
  });

  test('the demo door opens and closes without a trace; restore asks for a backup', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await page.getByText('Restore', { exact: true }).first().click();
    await page.getByText('Restore from a backup').first().waitFor();
    await expectAccessible(page);
    await page.goto(url);
    await page.getByText('Try the demo', { exact: true }).first().click();
    await page.getByText('Demo – simulated home').waitFor({ timeout: 30_000 });
    await expect.poll(() => page.getByText('Online', { exact: true }).count(), { timeout: 20_000 }).toBe(4);
    await page.getByText('Set up your own home').first().click();
    await page
      .getByText(/Own your sun\.|Your account and home/)
      .first()
      .waitFor();
  });

  test('after signing out nothing is shown, and the owner comes back in', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page } = await watchedPage(browser, url);
    await claim(page);
    await page.goto(url);
    await page.getByText('Connect your first device').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByText('Sign out').click();
    await page.getByText('Welcome back').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(/Check both and try again/).waitFor();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Connect your first device').waitFor();
  });
});
