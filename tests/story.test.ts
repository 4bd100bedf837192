// The first run as a story in a real browser, and several homes side by side: each step at its own address, reloaded, gone back to, skipped; a meter
// that is the wrong way round is found by switching a kettle on; Home Assistant is found at the broker and given the values with one press.
import { connectAsync } from 'mqtt';
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { emptyHome, password, type Served, servedFrom, simulated } from './own-home.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;

/** The first visitor's account, typed in the browser. */
async function begin(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Set up my home/ }).click();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create my home' }).click();
  await page.getByText('Where is your home?').waitFor();
}

/** Asks the server as the person of the page. */
async function ask<T>(page: Page, [method, path, body]: readonly [string, string, unknown?]): Promise<T> {
  const { status, answer } = await page.evaluate(
    async ([how, where, what]) => {
      const sent = await fetch(`/api/v1${where}`, {
        method: how,
        headers: { 'content-type': 'application/json' },
        ...(what === undefined ? {} : { body: what }),
      });
      return { status: sent.status, answer: (await sent.json()) as unknown };
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  expect([path, status < 300]).toEqual([path, true]);
  return answer as T;
}

const account = (page: Page, username: string, access: 'device' | 'program') =>
  ask<{ readonly password: string }>(page, ['POST', '/setup/broker-accounts', { username, access }]);

/** A meter of the grid that was put in the wrong way round, and a kettle. */
async function wrongMeter(ctx: TestContext, page: Page, mqttPort: number) {
  const { home } = await simulated(ctx);
  let kettleW = 0;
  const read = (): ReturnType<typeof home.plant.snapshot> => {
    const now = home.plant.snapshot();
    const [a, b, c] = now.grid.phases;
    const powerW = -200 - kettleW;
    const phases = [
      { ...a, powerW },
      { ...b, powerW: 0 },
      { ...c, powerW: 0 },
    ] as const;
    return { ...now, grid: { ...now.grid, powerW, phases } };
  };
  const device = createShellyPro3em({ mac: '02A1B2C3D4E5', name: 'Grid meter', read, paceMs: 1000 });
  const word = await account(page, 'meter', 'device');
  const broker = { host: '127.0.0.1', port: mqttPort, username: 'meter', password: word.password };
  const shelly = startShelly({ device, broker, clock });
  ctx.onTestFinished(() => shelly.close());
  return { boil: (isOn: boolean) => void (kettleW = isOn ? 2000 : 0) };
}

/** Saves the meter that was found. */
async function keepMeter(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Shelly Pro 3EM/ }).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Save and go live' }).click();
  await page
    .getByText(/is (live|saved)/)
    .first()
    .waitFor();
}

/** Switches the kettle on when the page says so, and waits for what it says then. */
async function checkSign(page: Page, boil: (isOn: boolean) => void, says: RegExp): Promise<void> {
  await clock.sleep(6500);
  await page.getByRole('button', { name: 'I switch it on now' }).click();
  await page.getByText('Watching: switch it on').waitFor();
  boil(true);
  await page.getByText(says).waitFor({ timeout: 30_000 });
  boil(false);
}

describe('the first run', { timeout: 360_000 }, () => {
  test('from the account to the last step: a place, a meter, its sign, a price, an output', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url, mqttPort } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url);
    await begin(page);
    await expectAccessible(page);
    await page.getByLabel('Latitude').fill('948,1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A number from −90 to 90').waitFor();
    await page.getByLabel('Latitude').fill('48,1');
    await page.getByLabel('Longitude').fill('11.6');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Continue' }).click();

    await page.getByText('Found by itself').waitFor();
    await expectAccessible(page);
    const { boil } = await wrongMeter(ctx, page, mqttPort);
    await keepMeter(page);
    await page.getByRole('link', { name: 'Continue' }).click();

    await page.getByText('Does buying count as buying?').waitFor();
    await page.getByText('Below zero is sold.').waitFor({ timeout: 30_000 });
    await expectAccessible(page);
    await checkSign(page, boil, /It fell by .*buying is counted as selling/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Turn the sign round' }).click();
    await page.getByText('The sign was turned round').waitFor();
    await checkSign(page, boil, /It rose by .*the sign is right/);
    await page.getByRole('link', { name: 'Continue' }).click();

    await page.getByText('What does a kilowatt-hour cost?').waitFor();
    await page.getByLabel('Country or name').selectOption({ label: 'Germany, one price · Germany · EUR' });
    const price = page.getByLabel('energy, each kWh');
    await expect.poll(() => price.inputValue()).toBe('0.35');
    await expectAccessible(page);
    await price.fill('dear');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Please give a number').waitFor();
    await price.fill('0,2871');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Priced with your tariff').waitFor();
    const tariff = await ask<{ readonly text: string }>(page, ['GET', '/sites/home/tariff']);
    expect(tariff.text).toContain('price: 0.2871');
    await page.getByRole('link', { name: 'Continue' }).click();

    await page.getByText('No Home Assistant has shown itself yet').waitFor();
    const word = await account(page, 'assistant', 'program');
    const assistant = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
      username: 'assistant',
      password: word.password,
    });
    ctx.onTestFinished(() => assistant.endAsync());
    const topics: string[] = [];
    assistant.on('message', (topic) => topics.push(topic));
    await assistant.subscribeAsync('homeassistant/#');
    await assistant.publishAsync('homeassistant/status', 'online');
    await page.getByText('Home Assistant found').waitFor({ timeout: 20_000 });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Give it my values' }).click();
    await page.getByText('Home Assistant gets every value from now on.').waitFor();
    await expect.poll(() => topics.some((topic) => topic.endsWith('/config')), { timeout: 20_000 }).toBe(true);
    await page.getByRole('link', { name: 'Continue' }).click();

    await page.getByText('Your home is ready').waitFor();
    await expectAccessible(page);
    expect(await page.getByText('still open', { exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Go to my home' }).click();
    await page.getByText('Online', { exact: true }).waitFor({ timeout: 20_000 });
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('on a phone every step is skipped, reloaded at its address, and gone back to', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url, phone);
    await page.getByRole('link', { name: /Set up my home/ }).click();
    await page.getByLabel('Your name').waitFor();
    await expectFits(page);
    await page.goBack();
    await page.getByText('Own your sun.').waitFor();
    await begin(page);
    const headings = [
      'Where is your home?',
      'Found by itself',
      'Does buying count as buying?',
      'What does a kilowatt-hour cost?',
      'Who else may have the values?',
    ];
    for (const heading of headings) {
      await page.getByRole('heading', { name: heading }).waitFor();
      const address = page.url();
      await page.reload();
      await page.getByRole('heading', { name: heading }).waitFor();
      expect(page.url()).toBe(address);
      await expectFits(page);
      await expectTouchable(page);
      await expectAccessible(page);
      await page.getByRole('link', { name: 'Later' }).click();
    }
    await page.getByText('Your home is ready').waitFor();
    expect(await page.getByText('still open', { exact: true }).count()).toBe(5);
    await expectFits(page);
    await page.goBack();
    await page.getByRole('heading', { name: 'Who else may have the values?' }).waitFor();
    await page.goto(`${url}/#/start/nonsense`);
    await page.getByText('Where is your home?').waitFor();
    // The dots lead anywhere.
    await page.getByRole('link', { name: 'Prices' }).click();
    await page.getByText('What does a kilowatt-hour cost?').waitFor();
    expect(watch).toEqual({ errors: [], outside: [] });
  });

  test('with the connection lost a step says so and keeps what was typed; it goes on when the server is back', async (ctx) => {
    const browser = await openBrowser(ctx);
    const home: Served = await emptyHome(ctx);
    const { page } = await watchedPage(browser, home.url);
    await begin(page);
    await page.getByLabel('Latitude').fill('48,1');
    await page.getByLabel('Longitude').fill('11,6');
    await home.stop();
    await page.getByText(/Connection lost/).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Solstead does not answer.').waitFor({ timeout: 30_000 });
    expect(await page.getByLabel('Latitude').inputValue()).toBe('48,1');
    await servedFrom(ctx, home.data, ['--port', new URL(home.url).port]);
    await page.getByText(/Connection lost/).waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Continue' }).waitFor({ timeout: 20_000 });
  });
});

test('several homes are listed worst first, searched, shown on a map, and gone into with one press', {
  timeout: 240_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { page, watch } = await watchedPage(browser, url);
  await begin(page);
  expect(await page.getByRole('link', { name: 'Homes', exact: true }).count()).toBe(0);
  const place = { timeZone: 'Europe/Berlin' } as const;
  await ask(page, ['POST', '/sites', { name: 'Lake house', ...place, latitude: 47.6, longitude: 13.1 }]);
  await ask(page, ['POST', '/sites', { name: 'Berlin flat', ...place, latitude: 52.5, longitude: 13.4 }]);
  const gone = { name: 'Gone', protocol: 'pi30', address: 'tcp://127.0.0.1:9' };
  await ask(page, ['POST', '/sites/lake-house/devices', gone]);
  await page.goto(`${url}/#/fleet`);
  await page.reload();
  const rows = page.locator('.fleet-home');
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(3);
  await rows.getByText('Silent', { exact: true }).waitFor({ timeout: 60_000 });
  await expect.poll(() => rows.first().innerText()).toContain('Lake house');
  await page.getByRole('img', { name: /Map of the homes/ }).waitFor();
  await page.getByText('3 homes, 1 needs a look').waitFor();
  await expectAccessible(page);
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await expectFits(page);
  }
  await page.getByLabel('Find a home').fill('berlin');
  await expect.poll(() => rows.count()).toBe(1);
  expect(page.url()).toContain('search=berlin');
  await page.reload();
  await expect.poll(() => page.getByLabel('Find a home').inputValue()).toBe('berlin');
  await page.getByRole('link', { name: 'Berlin flat' }).click();
  await expect.poll(() => page.url()).toBe(`${url}/#/sites/berlin-flat`);
  await page.locator('.brand', { hasText: 'Berlin flat' }).waitFor();
  await page.getByRole('link', { name: 'Energy' }).click();
  await page.getByRole('link', { name: 'Live' }).click();
  await page.locator('.brand', { hasText: 'Berlin flat' }).waitFor();
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByLabel('Find a home').fill('no such');
  await page.getByText('No home is called that.').waitFor();
  expect(watch).toEqual({ errors: [], outside: [] });
});
