// A device nobody knows, in a real browser at the built-in broker: its topics are found, its values picked and told what they are, and
// saved as a device that goes live, is changed and is removed again.
import { setTimeout as sleep } from 'node:timers/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'mqtt';
import type { Browser, Locator, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

/** A pump of one's own make: power in kW inside an object, its switch and a temperature on topics of their own. */
function pump(ctx: TestContext, { port, password }: { readonly port: number; readonly password: string }) {
  const client = connect({ host: '127.0.0.1', port, username: 'pump', password, reconnectPeriod: 0 });
  const state = { kw: 0.4215 };
  client.on('error', () => undefined);
  const say = (): void => {
    client.publish('garage/pump/state', JSON.stringify({ el: { kw: state.kw }, firmware: 'v2' }));
    client.publish('garage/pump/run', 'ON');
    client.publish('garage/pump/temp', '31.5');
  };
  const timer = setInterval(say, 1000);
  ctx.onTestFinished(async () => {
    clearInterval(timer);
    await client.endAsync(true);
  });
  return { state, client };
}

/** Chooses what a value measures, as a person types it. */
async function choose(row: Locator, typed: string, option: RegExp): Promise<void> {
  const box = row.getByRole('combobox', { name: 'What it measures' });
  await box.scrollIntoViewIfNeeded();
  await box.focus();
  await box.pressSequentially(typed, { delay: 20 });
  await row.page().getByRole('option', { name: option }).first().click();
}

/** An account for the pump, made on the page of set-up; its password. */
async function account(page: Page): Promise<string> {
  await page.getByText('By MQTT', { exact: true }).click();
  await page.getByText('Make an account for an MQTT device').click();
  await page.getByLabel('Account name').fill('pump');
  await page.getByRole('button', { name: 'Create the account' }).click();
  const secret = page.getByLabel('Password', { exact: true });
  await secret.waitFor();
  return secret.inputValue();
}

const rowOf = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });

/** Picks the values of the pump and says what they are, the first by keyboard alone. */
async function pick(page: Page): Promise<void> {
  const take = (place: string) => page.getByRole('button', { name: `Take ${place}`, exact: true });
  await take('garage/pump/state el/kw').waitFor();
  await page
    .getByText(/a minute/)
    .first()
    .waitFor();
  // By keyboard alone.
  await take('garage/pump/state el/kw').focus();
  await page.keyboard.press('Enter');
  await take('garage/pump/run').click();
  await take('garage/pump/temp').click();
  const row = (name: string) => rowOf(page, name);
  const power = row('El kw');
  await power.getByText('0.4215').or(power.getByText('0.42')).first().waitFor();
  await choose(power, 'relay power 1', /relay\.power\.1/);
  await power.getByLabel('Its unit').selectOption('kW');
  await power.getByText(/42[12]\sW/).waitFor();
  await choose(row('Run'), 'relay.on', /relay\.on\.1/);
  await row('Run').getByText('On', { exact: true }).waitFor();
  await choose(row('Temp'), 'device temp', /device\.temperature/);
  await row('Temp')
    .getByText(/31\.5\s°C/)
    .waitFor();
  await page.getByText('The file it is saved as').click();
  await page.getByText(/topic: "?\{prefix\}\/state/).waitFor();
  await expectAccessible(page);
  await expectFits(page);
}

/** On a phone in the dark: what the pump says besides is offered, what its device understands is not. */
async function onPhone(browser: Browser, page: Page, url: string): Promise<void> {
  const phone = await watchedPage(browser, url, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
    hasTouch: true,
  });
  await phone.page.goto(url);
  await phone.page.getByRole('heading', { name: 'Put together here' }).waitFor();
  await phone.page.getByRole('button', { name: 'Take garage/pump/temp' }).waitFor({ timeout: 60_000 });
  expect(await phone.page.getByRole('button', { name: 'Take garage/pump/run' }).count()).toBe(0);
  await phone.page.getByRole('button', { name: 'Take garage/pump/temp' }).click();
  await expectAccessible(phone.page);
  await expectFits(phone.page);
  await expectTouchable(phone.page);
  expect(phone.watch).toEqual({ errors: [], outside: [] });
}

/** The device first, then its file. Who goes elsewhere while it is removed is not fetched back. */
async function removeBoth(page: Page, topics: string): Promise<void> {
  await page.route('**/api/v1/sites/*/devices/*', async (route) => {
    if (route.request().method() === 'DELETE') await sleep(2000);
    await route.continue();
  });
  await page.getByRole('button', { name: 'Remove this device' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Remove/ })
    .click();
  await page.goto(topics);
  await page.getByText('No device uses it').waitFor();
  await page.getByRole('button', { name: 'Remove Pool pump' }).click();
  await page.getByRole('button', { name: 'Yes, remove the file' }).click();
  await page.getByRole('heading', { name: 'Put together here' }).waitFor({ state: 'detached' });
}

test('topics nobody understands become a device, which is changed and removed again', {
  timeout: 400_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, mqttPort, data } = await emptyHome(ctx);
  const { page, watch } = await watchedPage(browser, url);
  page.setDefaultTimeout(60_000);
  await claim(page);
  const password = await account(page);

  await page.getByRole('link', { name: 'Put a device together from its topics' }).click();
  await page.getByText(/Nothing yet/).waitFor();
  await expectAccessible(page);
  const { state, client } = pump(ctx, { port: mqttPort, password });
  await pick(page);

  await page.getByRole('button', { name: 'Save the device' }).click();
  await page.getByText('Please give a name.').waitFor();
  await page.getByLabel('Name of the device').fill('Pool pump');
  await page.getByLabel('What it is', { exact: true }).selectOption('Relay');
  await page.getByRole('button', { name: 'Save the device' }).click();
  await page.getByRole('heading', { name: 'Pool pump', level: 1 }).waitFor();
  await page
    .getByText(/42[12]\sW/)
    .first()
    .waitFor();
  expect(readdirSync(join(data, 'devices'))).toEqual(['own-pool-pump.yaml']);
  expect(readFileSync(join(data, 'devices', 'own-pool-pump.yaml'), 'utf8')).toContain('scale: 1000');

  // Another value, and another name of one: the id, the name and the past stay.
  await page.getByRole('link', { name: 'Change its topics' }).click();
  await page.getByRole('heading', { name: 'The values of Pool pump' }).waitFor();
  await page.getByRole('button', { name: 'Leave out Temp' }).click();
  await rowOf(page, 'El kw').getByLabel('Name of the value').fill('Motor');
  state.kw = 1.25;
  await rowOf(page, 'Motor')
    .getByText(/1\.25\skW/)
    .waitFor();
  await page.getByRole('button', { name: 'Save the device' }).click();
  await page.getByRole('heading', { name: 'Pool pump', level: 1 }).waitFor();
  await page
    .getByText(/1\.25\skW/)
    .first()
    .waitFor();
  const file = readFileSync(join(data, 'devices', 'own-pool-pump.yaml'), 'utf8');
  expect(file).toContain('label: Motor');
  expect(file).not.toContain('temp');
  expect(file).toContain('{prefix}/state');

  client.publish('garage/other', '{"a":1}');
  const site = await page.evaluate(async () => {
    const [one] = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    return one?.id;
  });
  const topics = `${url}/#/sites/${site}/topics`;
  await onPhone(browser, page, topics);

  await removeBoth(page, topics);
  expect(readdirSync(join(data, 'devices'))).toEqual([]);
  expect(watch).toEqual({ errors: [], outside: [] });
});
