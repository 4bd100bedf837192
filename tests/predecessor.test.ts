// Moving over from the earlier solar add-on: its InfluxDB, as it lies in the shared folder, is found at the first device, chosen from, shown, and
// taken into the home that runs; its energy is there without a restart.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { claim, servedFrom } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const database = 'home_assistant';
const days = 20;
const everyMs = 30_000;
const startMs = Math.floor(clock.nowMs() / dayMs) * dayMs - 30 * dayMs;

/** The values of a moment, as Solar-Assistant names and signs them: its battery power is positive while charging. */
function valuesAt(atMs: number): Readonly<Record<string, number>> {
  const hour = (atMs % dayMs) / hourMs;
  const pv = Math.round(Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI)) * 4000);
  const load = 600;
  const battery = hour >= 9 && hour < 12 ? 1000 : hour >= 18 && hour < 21 ? -600 : 0;
  return {
    'total/pv_power': pv,
    'total/load_power': load,
    'total/battery_power': battery,
    'total/grid_power': load + battery - pv,
    'total/battery_state_of_charge': 40 + Math.round(hour),
    'inverter_1/temperature': 35,
    'battery_1/temperature': 22.5,
    'total/bus_voltage_raw': 400,
  };
}

/** The shared folder of Home Assistant with what the add-on keeps in it. */
async function sharedFolder(ctx: TestContext): Promise<string> {
  const server = await influxdb(ctx, { isQuick: true });
  const post = async (path: string, body: string | URLSearchParams): Promise<void> => {
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', body });
    expect([answer.ok, await answer.text()]).toEqual([true, expect.any(String)]);
  };
  await post('/query', new URLSearchParams({ q: `CREATE DATABASE ${database}` }));
  let lines: string[] = [];
  for (let atMs = startMs; atMs < startMs + days * dayMs; atMs += everyMs) {
    for (const [topic, value] of Object.entries(valuesAt(atMs)))
      lines.push(`state,topic=solar_assistant/${topic}/state value=${value} ${atMs}000000`);
    if (lines.length < 10_000) continue;
    await post(`/write?db=${database}`, lines.join('\n'));
    lines = [];
  }
  await post(`/write?db=${database}`, lines.join('\n'));
  await server.stop();
  const share = join(tempDir(ctx), 'share');
  const own = join(share, 'carbonoz');
  mkdirSync(own, { recursive: true });
  for (const part of ['data', 'meta', 'wal'])
    cpSync(join(server.folder, part), join(own, 'influxdb', part), { recursive: true });
  const options = {
    mqtt_topic_prefix: 'solar_assistant',
    mqtt_password: 'very-secret',
    inverter_number: 1,
    battery_number: 1,
  };
  writeFileSync(join(own, 'options.json'), JSON.stringify(options));
  return share;
}

const shots = process.env['SHOTS'];

async function shown(page: Page, name: string): Promise<void> {
  const card = page.getByRole('region', { name: 'History of an earlier system' });
  for (const [width, height, size] of [
    [1280, 900, 'desktop'],
    [390, 844, 'phone'],
    [320, 640, 'small'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectFits(page);
    if (shots !== undefined) await card.screenshot({ path: join(shots, `${name}-${size}.png`) });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await expectAccessible(page);
}

test('what the earlier add-on measured is found, chosen, shown and taken in', { timeout: 400_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const share = await sharedFolder(ctx);
  const { url } = await servedFrom(ctx, join(tempDir(ctx), 'data'), ['--move-from', share]);
  const { page, watch } = await watchedPage(browser, url);
  page.setDefaultTimeout(60_000);
  await claim(page);
  const door = page.getByRole('region', { name: 'History of an earlier system' });
  await door.getByRole('button', { name: 'Look for it' }).click();
  await door.getByText(/460,800 values/).waitFor();
  await shown(page, 'door');
  await door.getByRole('link', { name: 'Choose what to bring over' }).click();

  const card = page.getByRole('region', { name: 'History of an earlier system' });
  await card.getByText(/Database · carbonoz\/influxdb/).waitFor();
  expect(await card.textContent()).not.toContain('very-secret');
  await shown(page, 'found');
  await card.getByRole('button', { name: 'Choose what to bring over' }).click();
  await card.getByLabel('Device that gets it').fill('old system');
  await card.getByLabel('solar_assistant/inverter_1/temperature/state').uncheck();
  await shown(page, 'choose');
  await card.getByRole('button', { name: 'Show what would change' }).click();
  await card.getByText('This would change; nothing has been written yet.').waitFor();
  await card.getByText(/345,600 new values on 20 days/).waitFor();
  expect(await card.getByLabel('Device that gets it').inputValue()).toBe('old system');
  await card.getByText(/115,200 values of series that are left out/).waitFor();
  await shown(page, 'preview');
  await card.getByRole('button', { name: 'Bring it over' }).click();
  await card.getByRole('progressbar').waitFor();
  await shown(page, 'progress');
  await card.getByText('It has been brought over: charts and energy show it now.').waitFor({ timeout: 120_000 });
  await shown(page, 'done');

  const site = /sites\/([^/]+)/.exec(page.url())?.[1] ?? '';
  const query = new URLSearchParams({ from: String(startMs), to: String(startMs + days * dayMs), by: 'day' });
  const { total } = await page.evaluate(
    async (path) => (await fetch(path)).json() as Promise<{ total: { pvWh: number; loadWh: number } }>,
    `/api/v1/sites/${site}/energy?${query}`,
  );
  // 4 kW at noon, a half sine of twelve hours: 30.6 kWh a day.
  expect(total.pvWh / days / 1000).toBeCloseTo((4 * 12 * 2) / Math.PI, 0);
  expect(total.loadWh / days / 1000).toBeCloseTo(14.4, 0);
  expect(watch).toEqual({ errors: [], outside: [] });
});
