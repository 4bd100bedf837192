// What is worth a look at a home, in a real browser: a value that stands in its history is told, put away, and stays so.
import { person } from '#core/testing/principals.ts';
import { pino } from 'pino';
import { describe, expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { openHouse } from '#main/house.ts';
import { webRoot } from '#main/serve-home.ts';
import { startServer } from '#server/server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

const phone = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true } as const;
const host = '127.0.0.1';
const log = pino({ level: 'silent' });
const minuteMs = 60_000;
const ada = person('Ada');
const site = { id: 'home', name: 'Home', timeZone: 'Europe/Berlin' } as const;
/** Nobody answers there. */
const roof = { name: 'Roof', protocol: 'pi30', address: 'tcp://127.0.0.1:9', settings: {} } as const;

const open = (folder: string) => openHouse({ folder, clock, log, broker: { host, port: 0 } });

/** Twelve days of a home's use that moves, then three days that stand. */
async function lived(folder: string): Promise<void> {
  const house = await open(folder);
  await house.hub.addSite(site);
  const { id } = await house.hub.as(ada).site(site.id).devices.add(roof);
  const nowMs = clock.nowMs();
  for (let ageMin = 15 * 24 * 60; ageMin > 0; ageMin -= 5) {
    const isStanding = ageMin < 3 * 24 * 60;
    house.hub.ingest({
      site: site.id,
      device: id,
      atMs: nowMs - ageMin * minuteMs,
      metric: ['load.power'],
      value: [isStanding ? 250 : 200 + ((ageMin * 7) % 977)],
      quality: ['good'],
    });
    if (ageMin % 2500 === 0) await house.hub.flush();
  }
  await house.hub.flush();
  await house.close();
}

/** The home after a restart, when its history is searched anew. */
async function served(ctx: TestContext): Promise<string> {
  const folder = tempDir(ctx);
  await lived(folder);
  const house = await open(folder);
  const server = await startServer({
    host,
    port: 0,
    clock,
    log,
    version: 'test',
    webRoot,
    current: () => ({ hub: house.hub, demo: true }),
  });
  ctx.onTestFinished(async () => {
    await server.close();
    await house.close();
  });
  await expect
    .poll(() => house.hub.as(ada).site(site.id).anomalies({ isOpen: true }), { timeout: 30_000 })
    .toHaveLength(1);
  return `http://${host}:${server.port}`;
}

describe('what is worth a look', { timeout: 180_000 }, () => {
  test('a value that stands is told with its device, put away, and stays so; on a phone, light and dark', async (ctx) => {
    const url = await served(ctx);
    const browser = await openBrowser(ctx);
    const { page, watch } = await watchedPage(browser, url, phone);
    const card = page.locator('.card.anomalies');
    await card.getByRole('heading', { name: 'Worth a look' }).waitFor();
    const line = card.getByRole('listitem');
    expect(await line.count()).toBe(1);
    // Its words come after the page.
    await expect.poll(() => line.textContent()).toMatch(/exactly.*250.*hours.*Roof, since/s);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectFits(page);
    }
    await line.getByRole('button', { name: /^Dismiss: / }).click();
    await expect.poll(() => card.count()).toBe(0);
    await page.reload();
    await page.getByText('Roof').first().waitFor();
    // Asked by the page itself, since an answer to the page before cannot be told from one to this.
    const ask = async (): Promise<unknown> => (await fetch('/api/v1/sites/home/anomalies?open=true')).json();
    expect(await page.evaluate(ask)).toEqual([]);
    expect(await card.count()).toBe(0);
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
