// A node of one's own make, in a real browser: registered by its name on the page of set-up, its password shown this once, and seen by
// its name when it speaks.
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('a node is registered, signs in with what was shown, and is shown with its power', {
  timeout: 240_000,
}, async (ctx) => {
  const served = await emptyHome(ctx);
  const { page, watch } = await watchedPage(await openBrowser(ctx), served.url);
  await claim(page);
  await page.getByText('By MQTT', { exact: true }).click();
  await page.getByText('Register a node of your own make').click();
  await page.getByRole('button', { name: 'Register it' }).click();
  await page.getByText('Use at least one letter').waitFor();
  await page.getByLabel('What you call it').fill('Waschküche 2');
  await page.getByText('homesync/home/nodes/waschkuche-2').waitFor();
  await page.getByLabel('What you call it').press('Enter');
  await page.getByRole('button', { name: 'Register it' }).click();
  const field = (name: string) => page.getByLabel(name, { exact: true });
  await field('Password').waitFor();
  expect(await field('Topic').inputValue()).toBe('homesync/home/nodes/waschkuche-2');
  await page.getByRole('img', { name: 'All of this as a QR code' }).waitFor();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 720 });
  await expectFits(page);
  const node = await connectAsync(`mqtt://127.0.0.1:${served.mqttPort}`, {
    username: await field('User').inputValue(),
    password: await field('Password').inputValue(),
    reconnectPeriod: 0,
  });
  ctx.onTestFinished(() => node.endAsync(true));
  await node.publishAsync('homesync/home/nodes/waschkuche-2/status', 'online', { qos: 1 });
  await node.publishAsync('homesync/home/nodes/waschkuche-2/telemetry/power', '125.5', { qos: 1 });
  await page.getByRole('link', { name: 'Open its page' }).click();
  await page.getByRole('heading', { name: 'Waschküche 2' }).first().waitFor();
  await page
    .getByText(/12[56]\sW/)
    .first()
    .waitFor();
  // The password is gone for good.
  await page.goBack();
  expect(await page.getByText('The password is shown only once.').count()).toBe(0);
  expect(watch.outside).toEqual([]);
});
