// A number of an ESPHome node whose name does not say what it measures: a person says it while the node is set up, and it is kept.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createEsphomeNode } from '#sim/esphome-node.ts';
import { startNodeServer } from '#sim/esphome-server.ts';
import { createHome } from '#sim/home.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** What was taken back is shown on the page of the device all the same, and said again there. */
async function saidAgain(page: Page, place: string): Promise<void> {
  await page.goto(place);
  await page.getByText(/^As the maker calls it/).click();
  const row = page.getByRole('row', { name: /^current / });
  await expect.poll(async () => row.first().textContent(), { timeout: 20_000 }).toMatch(/A–$/);
  await page.getByRole('button', { name: 'Say what its values measure' }).click();
  const again = page.getByRole('combobox', { name: /^current: /i });
  await again.fill('battery current');
  await page
    .getByRole('option', { name: /battery\.current/ })
    .first()
    .click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => row.first().textContent(), { timeout: 30_000 }).toMatch(/Battery current$/i);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectFits(page);
}

test('what nobody knows is picked while a node is set up, is live then, and stays over other settings', {
  timeout: 180_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const plant = createHome({ startMs: clock.nowMs(), sky: 'sine' });
  const read = () => ({ ...plant.snapshot(), atMs: clock.nowMs() });
  const made = createEsphomeNode('esphome-native-battery', { read, setRelay: () => undefined });
  if (made === undefined) throw new TypeError('assertion: there is a node');
  const node = await startNodeServer({ node: made, clock });
  ctx.onTestFinished(() => node.close());
  const { page, watch } = await watchedPage(browser, url);
  await claim(page);
  await page.getByText('ESPHome (native API)', { exact: true }).click();
  await page.getByLabel('Host name or IP address').fill('127.0.0.1');
  await page.getByLabel('Port', { exact: true }).fill(new URL(node.address).port);
  await page.getByRole('button', { name: 'Test the device' }).click();
  await page.getByText('What it reported').waitFor({ timeout: 40_000 });
  await page.getByText(/^Say what .* measures?$/).click();
  const choice = page.getByRole('combobox', { name: /^current: / });
  await choice.fill('battery current');
  await page
    .getByRole('option', { name: /battery\.current/ })
    .first()
    .click();
  await page.getByLabel(/the other way round/).check();
  await expectFits(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectFits(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'Looks right' }).click();
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page.getByText('Go to my home').click();
  const asked = async () =>
    page.evaluate(async () => {
      const [site] = (await (await fetch('/api/v1/sites')).json()) as { id: string }[];
      const { devices } = (await (await fetch(`/api/v1/sites/${site?.id}/latest`)).json()) as {
        devices: { id: string }[];
      };
      const text = JSON.stringify(devices);
      return { text, site: site?.id, device: devices[0]?.id };
    });
  await expect.poll(async () => (await asked()).text, { timeout: 20_000 }).toContain('battery.current');
  await page.reload();
  const { text, site, device } = await asked();
  expect(text).toContain('battery.current');
  const changed = await page.evaluate(
    async ([at, of]) => {
      const put = async (settings: object): Promise<number> =>
        (
          await fetch(`/api/v1/sites/${at}/devices/${of}`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ settings }),
          })
        ).status;
      return [await put({ picks: [{ field: 'current', metric: 'no.such.metric' }] }), await put({ picks: [] })];
    },
    [site, device],
  );
  expect(changed).toEqual([400, 200]);
  await saidAgain(page, `${url}/devices/${device}`);
  expect(watch.outside).toEqual([]);
});
