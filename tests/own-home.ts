// For the journeys: `solstead serve` in an empty folder, a simulated home on sockets, and the first visitor.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { startWireServer, type WireServer } from '#sim/wire-server.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const bin = join(import.meta.dirname, '../bin/solstead.js');
/** The owner's. */
export const password = 'a short sentence of mine';

/** Where the home is reached. */
export interface Served {
  readonly url: string;
  readonly mqttPort: number;
  /** Its data folder. */
  readonly data: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** `solstead serve` in an empty folder, or in one that was prepared. */
export async function emptyHome(ctx: TestContext, prepare?: (data: string) => void): Promise<Served> {
  const data = join(tempDir(ctx), 'data');
  prepare?.(data);
  return servedFrom(ctx, data);
}

/** `solstead serve` in a folder, with further flags. */
export async function servedFrom(ctx: TestContext, data: string, further: readonly string[] = []): Promise<Served> {
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--data', data, ...further];
  const child = await spawned(ctx, [process.execPath, bin, 'serve', ...flags, '--log-level', 'silent']);
  const url = (await child.waitForOutput(/is at http:\S+/, 90_000)).replace('is at ', '');
  const port = (await child.waitForOutput(/broker on port \d+/)).replace('broker on port ', '');
  return { url, mqttPort: Number(port), data, stop: () => child.stop() };
}

/** Devices of a simulated home on sockets, as behind an Ethernet-serial bridge. */
export async function simulated(ctx: TestContext) {
  const home = createDemoHome({ startMs: clock.nowMs() });
  const unfollow = home.follow(clock);
  ctx.onTestFinished(unfollow);
  const serve = async (name: 'inverter' | 'battery'): Promise<WireServer> => {
    const server = await startWireServer({ emulator: home[name], clock });
    ctx.onTestFinished(() => server.close());
    return server;
  };
  return { home, serve };
}

/** Makes the owner's account in the browser. */
export async function claim(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Set up my home/ })
    .or(page.getByRole('link', { name: /Set up my home/ }))
    .first()
    .click();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create my home' }).click();
  await page.getByText('Where is your home?').waitFor();
  await page.evaluate(() => {
    location.hash = '#/setup';
  });
  await page.getByText('Find your device').waitFor();
}
