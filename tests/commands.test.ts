// Commands in a real browser: a relay is switched, and the list of its device says who gave which command and how far it is; a timer that
// the device itself ends; one that cannot be carried out says why.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyPlug } from '#sim/shelly-plug.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('a command shows who gave it, when, and what became of it', { timeout: 300_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, mqttPort } = await emptyHome(ctx);
  const { home } = await simulated(ctx);
  const { page, watch } = await watchedPage(browser, url);
  page.setDefaultTimeout(60_000);
  await claim(page);
  const { username, password } = await page.evaluate(async () => {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const answer = await fetch('/api/v1/setup/broker-accounts', { ...sent, body: '{"username":"plug"}' });
    return (await answer.json()) as { readonly username: string; readonly password: string };
  });
  const setRelay = home.plant.setRelay;
  const plug = createShellyPlug({ mac: 'C8F09E83A4A3', name: 'Boiler', read: home.read, setRelay });
  const broker = { host: '127.0.0.1', port: mqttPort, username, password };
  const shelly = startShelly({ device: plug, broker, clock });
  ctx.onTestFinished(() => shelly.close());
  await page.getByText('By MQTT', { exact: true }).click();
  await page.getByRole('button', { name: new RegExp(plug.prefix) }).click();
  await page.getByLabel('Device name').fill('Boiler');
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page
    .getByText(/is (live|saved)/)
    .first()
    .waitFor();
  await page.goto(`${url}/#/devices/boiler`);
  const relay = page.getByRole('switch').first();
  await relay.waitFor();
  expect(await page.getByRole('heading', { name: 'Commands' }).count()).toBe(0);

  const wasOn = await relay.getAttribute('aria-checked');
  await relay.click();
  const list = page.getByRole('region', { name: 'Commands' });
  await list.getByText('Confirmed by the device').waitFor();
  await list.getByText(wasOn === 'true' ? /: Off/ : /: On/).waitFor();
  await list.getByText(/By Ada · given .* sent .* ended/).waitFor();

  await page.getByText('Relay 1 on for a time').click();
  await page.getByLabel('Minutes').fill('0');
  await page.getByText(/Give whole minutes from 1 to/).waitFor();
  await page.getByLabel('Minutes').fill('2');
  await page.getByRole('button', { name: 'Switch on for so long' }).click();
  await page.getByText('On for 2 minutes.').waitFor();
  await list.getByText(/120\ss/).waitFor();
  await expectAccessible(page);
  await expectFits(page);

  // A device that is gone: the command is sent, and nobody confirms it.
  await shelly.faults.set({ silent: true });
  await relay.click();
  await list.getByText('Sent', { exact: true }).or(list.getByText('Failed')).first().waitFor();
  await list.getByText('Failed').first().waitFor();
  expect(watch.outside).toEqual([]);
});

test('all relays are switched off together, after they were shown', { timeout: 400_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await servedDemo(ctx);
  const { page, watch } = await watchedPage(browser, url, { viewport: { width: 360, height: 740 }, hasTouch: true });
  page.setDefaultTimeout(60_000);
  await page.getByRole('button', { name: 'Switch many at once' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('checkbox').first().waitFor();
  await expectAccessible(page);
  await expectFits(page);
  // By keyboard: left out, and taken in again.
  await sheet.getByRole('checkbox').first().press('Space');
  await sheet.getByRole('checkbox').first().press('Space');
  await sheet.getByRole('button', { name: /Switch off/ }).click();
  await sheet.getByText('Confirmed by the device').first().waitFor();
  expect(await sheet.getByText('Confirmed by the device').count()).toBeGreaterThanOrEqual(3);
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Close', exact: true }).first().click();
  await sheet.waitFor({ state: 'detached' });
  expect(watch).toEqual({ errors: [], outside: [] });
});
