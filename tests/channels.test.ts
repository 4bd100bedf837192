// A meter of two channels in a real browser: set-up asks what the second one measures, the page of the meters changes it, and circuits
// are added to hours that were settled without.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyEm } from '#sim/shelly-em.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('the second channel of a meter is asked for, changed, and added to the past', {
  timeout: 400_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, mqttPort } = await emptyHome(ctx);
  const { home } = await simulated(ctx);
  const { page, watch } = await watchedPage(browser, url);
  page.setDefaultTimeout(60_000);
  await claim(page);
  await page.getByText('By MQTT', { exact: true }).click();
  await page.getByText('Make an account for an MQTT device').click();
  await page.getByLabel('Account name').fill('meter');
  await page.getByRole('button', { name: 'Create the account' }).click();
  const secret = page.getByLabel('Password', { exact: true });
  await secret.waitFor();
  const shelly = startShelly({
    device: createShellyEm({ mac: 'C8F09E83A4A3', name: 'Two channels', read: home.read }),
    broker: { host: '127.0.0.1', port: mqttPort, username: 'meter', password: await secret.inputValue() },
    clock,
  });
  ctx.onTestFinished(() => shelly.close());
  await page.getByRole('button', { name: /Shelly EM/ }).click({ timeout: 60_000 });

  await page.getByLabel('Device name').fill('Cellar');
  const second = page.getByRole('group', { name: /What does channel 2 measure/ });
  await second.getByLabel('It measures').selectOption('Solar');
  await second.getByText('Its sign is the other way round').click();
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page
    .getByText(/is (live|saved)/)
    .first()
    .waitFor();

  const site = await page.evaluate(async () => {
    const [one] = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    return one?.id;
  });
  await page.goto(`${url}/#/sites/${site}/meters`);
  const whole = page.locator('li.meter', { has: page.getByRole('heading', { name: 'Cellar', exact: true }) });
  const channel = page.locator('li.meter', { has: page.getByRole('heading', { name: 'Cellar: Channel 2' }) });
  await whole.waitFor({ timeout: 60_000 });
  await channel.getByText('Solar', { exact: true }).waitFor();
  const side = (name: string) => page.locator('dl.facts > div', { has: page.getByText(name, { exact: true }) });
  await side('Solar').getByText('Cellar · 2', { exact: true }).waitFor();
  await side('Grid').getByText('Cellar', { exact: true }).waitFor();
  const past = page.getByRole('heading', { name: 'Circuits in the past' });
  expect(await past.count()).toBe(0);

  await channel.getByRole('button', { name: 'Change what Cellar · 2 measures' }).click();
  await page.getByLabel('It measures').selectOption('One circuit or appliance');
  await page.getByLabel('Name of the circuit').fill('Heat pump');
  await page.getByRole('button', { name: 'Save' }).click();
  await channel.getByText('One circuit or appliance: Heat pump').waitFor();
  await expect.poll(() => side('Solar').count()).toBe(0);
  await side('Grid').getByText('Cellar', { exact: true }).waitFor();
  await past.waitFor();
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole('button', { name: 'Add circuits to the past' }).click();
  await page.getByText(/No hour lacked any|got circuits/).waitFor({ timeout: 60_000 });

  await page.reload();
  await channel.getByText('One circuit or appliance: Heat pump').waitFor();
  expect(watch).toEqual({ errors: [], outside: [] });
});
