// A Shelly of the first generation is replaced by one with new firmware and new topics, on the page and from the command line: a preview
// says what becomes of its values, and id, name and history stay.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyPlug } from '#sim/shelly-plug.ts';
import { createTopicDevice } from '#sim/topic-device.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const program = join(import.meta.dirname, '../bin/solstead.js');

function solstead(args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const own = { PATH: process.env['PATH'] ?? '', ...env };
    execFile(process.execPath, [program, ...args], { env: own }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

interface Known {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
}

type Ask = <T>(path: string, json?: unknown) => Promise<T>;

/** Back to what it was, from the command line: shown first, then done. */
async function backByCommand(url: string, ask: Ask, prefix: string): Promise<void> {
  const grants = [{ site: '*', may: 'owner' }];
  const { token } = await ask<{ token: string }>('/api/v1/tokens', { name: 'Tool', kind: 'personal', grants });
  const env = { SOLSTEAD_TOKEN: token, SOLSTEAD_URL: url };
  const to = ['--protocol', 'shelly-gen1', '--topic', prefix];
  const shown = await solstead(['device', 'move', 'boiler', ...to], env);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('becomes shelly-gen1') as string });
  expect(shown.stdout).toContain('Nothing is changed yet: add --yes.');
  expect((await ask<readonly Known[]>('/api/v1/devices'))[0]?.definition).not.toBe('shelly-gen1');
  expect((await solstead(['device', 'move', 'boiler', ...to, '--yes'], env)).stdout).toContain('the same');
  expect((await solstead(['device', 'list'], env)).stdout).toMatch(/boiler\s+Boiler\s+shelly-gen1/);
  expect((await solstead(['device', 'move', 'boiler'], env)).stderr).toContain('--protocol');
  expect((await solstead(['device', 'move', 'nobody', ...to], env)).code).toBe(1);
}

test('a device with new firmware and topics stays the same device', { timeout: 400_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url, mqttPort } = await emptyHome(ctx);
  const { home } = await simulated(ctx);
  const { page, watch } = await watchedPage(browser, url);
  page.setDefaultTimeout(60_000);
  await claim(page);
  const ask = <T>(path: string, json?: unknown): Promise<T> =>
    page.evaluate(
      async ([to, body]) => {
        const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        return (await fetch(to, body === null ? {} : sent)).json() as Promise<T>;
      },
      [path, json ?? null] as const,
    );
  const broker = { host: '127.0.0.1', port: mqttPort };
  const account = async (username: string) => ({
    ...broker,
    ...(await ask<{ username: string; password: string }>('/api/v1/setup/broker-accounts', { username })),
    ...broker,
  });
  const old = createTopicDevice('shelly-gen1', { read: home.read, setRelay: () => undefined });
  if (old === undefined) throw new TypeError('nothing emulates a Shelly of the first generation');
  const before = startShelly({ device: old, broker: await account('old'), clock });
  ctx.onTestFinished(() => before.close());

  await page.getByText('By MQTT', { exact: true }).click();
  await page.getByRole('button', { name: /shellies\// }).click();
  await page.getByLabel('Device name').fill('Boiler');
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page
    .getByText(/is (live|saved)/)
    .first()
    .waitFor();
  const [boiler] = await ask<readonly Known[]>('/api/v1/devices');
  expect(boiler).toMatchObject({ id: 'boiler', definition: 'shelly-gen1' });

  // It comes back with the firmware of the second generation.
  await before.close();
  const plug = createShellyPlug({ mac: 'C8F09E83A4A3', name: 'Boiler', read: home.read, setRelay: () => undefined });
  const after = startShelly({ device: plug, broker: await account('new'), clock });
  ctx.onTestFinished(() => after.close());
  await page.goto(`${url}/#/devices/boiler`);
  await page.getByRole('button', { name: 'Other firmware or topics' }).click();
  const sheet = page.getByRole('dialog');
  // What it is now may be said by hand: the list lies above the dialog, where a pointer reaches it.
  const choice = sheet.getByRole('combobox', { name: 'What is it?' });
  await choice.click();
  await choice.fill('shelly-sensor');
  await sheet.getByRole('option', { name: /sensors and inputs/ }).click();
  await sheet.getByText('Ends', { exact: true }).waitFor();
  await sheet.getByRole('button', { name: new RegExp(plug.prefix) }).click();
  await sheet.getByText('Goes on').waitFor();
  await sheet
    .getByText(/Relay power 1/)
    .first()
    .waitFor();
  await expectAccessible(page);
  await expectFits(page);
  await sheet.getByRole('button', { name: 'Change the device' }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByText('Online', { exact: true }).first().waitFor();
  const moved = await ask<readonly Known[]>('/api/v1/devices');
  expect(moved).toMatchObject([{ id: 'boiler', name: 'Boiler' }]);
  expect(moved[0]?.definition).not.toBe('shelly-gen1');

  await backByCommand(url, ask, old.prefix);
  expect(watch).toEqual({ errors: [], outside: [] });
});
