// The page of chargers, in a real browser over the demo home: empty, a charger that is steered, its modes and a goal; reload, a server that is
// away, phone and dark.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ChargeSession } from '#core/charging.ts';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const text = 'chargers:\n  - {name: Garage, device: relays, point: relay.on.3, power: 2300, car: 60}\n';

const charge = (startMs: number): ChargeSession => ({
  id: 'relays-1',
  site: 'demo',
  device: 'relays',
  startMs,
  endMs: startMs + 7_200_000,
  energyWh: 4321,
  hours: [[Math.floor(startMs / 3_600_000) * 3_600_000, 4321]],
  seenMs: startMs + 7_200_000,
  tag: 'card-of-anna',
});

/** A goal, and back to what is written. */
async function goal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'By a time' }).click();
  await page.getByLabel('What it is to have').selectOption('Energy');
  await page.getByLabel('Energy since the car came, kWh').fill('0');
  await page.getByRole('button', { name: 'Charge for that' }).click();
  await page.getByText('Please give an amount above 0.').waitFor();
  await page.getByLabel('Energy since the car came, kWh').fill('3');
  await page.getByRole('button', { name: 'Charge for that' }).click();
  await page.getByText(/to go until/).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to what is written' }).click();
}

test('a charger is steered from its page, and its charges are listed', { timeout: 400_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const house = await openOwnedHouse();
  ctx.onTestFinished(() => house.close());
  const { url, token } = house;
  const owner = { id: 'x', name: 'x', kind: 'home', grants: [{ site: '*', may: 'owner' }] } as const;
  const site = house.house.hub.as(owner).site('demo');
  const { page, watch } = await watchedPage(browser, url);
  await page.context().addCookies([{ name: 'solstead', value: token, url }]);
  page.setDefaultTimeout(40_000);
  await page.goto(`${url}/sites/demo/charging`);
  await page.getByText('No charger is steered yet.').waitFor();
  await page.getByText('No car was charged in the last 31 days.').waitFor();
  await expectAccessible(page);

  await site.automation().save(text);
  await house.house.records.charges.save(charge(Date.now() - 86_400_000));
  await page.reload();
  const modes = page.getByRole('group', { name: 'How Garage charges' });
  await modes.getByRole('button', { name: 'Sun only', pressed: true }).waitFor();
  await page.getByRole('cell', { name: 'card-of-anna' }).waitFor();
  await page.getByRole('cell', { name: '4.32 kWh' }).first().waitFor();

  await modes.getByRole('button', { name: 'Now' }).focus();
  await page.keyboard.press('Enter');
  await modes.getByRole('button', { name: 'Now', pressed: true }).waitFor();
  await page.getByText('it charges as fast as it can').waitFor();
  await page.reload();
  await modes.getByRole('button', { name: 'Now', pressed: true }).waitFor();

  await goal(page);
  await modes.getByRole('button', { name: 'Sun only', pressed: true }).waitFor();

  await site.devices.add({ name: 'Wallbox', protocol: 'ocpp16', address: 'ocpp://CP-1' });
  await page.getByRole('button', { name: 'Make a new password' }).click();
  await page.getByText('The password is shown this once.').waitFor();
  await page.getByText(/^ws:\/\/.*\/ocpp\/CP-1$/).waitFor();
  await expectAccessible(page);

  const phone = await watchedPage(browser, `${url}/sites/demo/charging`, {
    viewport: { width: 320, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
    hasTouch: true,
  });
  await phone.page.getByRole('group', { name: 'How Garage charges' }).waitFor();
  await phone.page.getByRole('cell', { name: 'card-of-anna' }).waitFor();
  await expectAccessible(phone.page);
  await expectFits(phone.page);
  await expectTouchable(phone.page);
  if (process.env['SCREENSHOTS'] !== undefined) {
    await phone.page.screenshot({ path: `${process.env['SCREENSHOTS']}/charging-phone.png`, fullPage: true });
    await page.screenshot({ path: `${process.env['SCREENSHOTS']}/charging.png`, fullPage: true });
  }
  await phone.page.context().close();

  await page.context().setOffline(true);
  await modes.getByRole('button', { name: 'Off' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.context().setOffline(false);
  await modes.getByRole('button', { name: 'Off' }).click();
  await modes.getByRole('button', { name: 'Off', pressed: true }).waitFor({ timeout: 90_000 });
  await page.goBack();
  expect(watch.outside).toEqual([]);
});
