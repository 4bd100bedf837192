// The uplink between two processes that are killed with −9 again and again, at whatever they do just then: the hub's history holds every
// point that the home's history holds, once.
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, openHubHouse, pointsOf, uplinkTo, until } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 300_000 });

const child = fileURLToPath(new URL('./testing/uplink-child.ts', import.meta.url));
const started = (context: Owner, ...args: readonly string[]): Promise<Spawned> =>
  spawned(context, [process.execPath, child, ...args]);

async function kill(process: Spawned): Promise<void> {
  process.signal('SIGKILL');
  await process.stop();
}

const lastOf = (home: Spawned): number =>
  Math.max(0, ...[...home.output().matchAll(/kept (\d+)/g)].map(([, number]) => Number(number)));

test('kills of either side at any step lose nothing and double nothing', async (context) => {
  const [hubFolder, homeFolder] = [tempDir(context), tempDir(context)];
  const port = await freePort();
  let hub = await started(context, 'hub', hubFolder, String(port));
  const [, id = '', secret = ''] = /account (\S+) (\S+)/.exec(await hub.waitForOutput(/account \S+ \S+/, 60_000)) ?? [];
  await hub.waitForOutput(/port/, 60_000);
  let first = 1;
  for (const [round, who] of ['home', 'hub', 'home', 'both'].entries()) {
    const home = await started(context, 'home', homeFolder, String(port), id, secret, String(first));
    await home.waitForOutput(/kept/, 60_000);
    // Other moments each time.
    await until(() => lastOf(home) >= first + 100 + round * 37, 'the home reads', 60_000);
    if (who !== 'home') {
      await kill(hub);
      await until(() => lastOf(home) >= first + 300, 'the home goes on', 60_000);
      hub = await started(context, 'hub', hubFolder, String(port));
      await hub.waitForOutput(/port/, 60_000);
      if (who === 'hub') await until(() => lastOf(home) >= first + 400, 'and on', 60_000);
    }
    await kill(home);
    // What it read and did not keep, it reads again.
    first = lastOf(home) + 1;
  }
  await kill(hub);
  const far = await openHubHouse(hubFolder, port);
  context.onTestFinished(() => far.close());
  const near = await openHome(homeFolder, 'near', { uplink: uplinkTo(port, { id, secret }) });
  context.onTestFinished(() => near.close());
  const all = await pointsOf(near, 'near');
  expect(all.length).toBeGreaterThan(500);
  const missing = async (): Promise<readonly string[]> => {
    const there = new Set(await pointsOf(far.house, 'far'));
    return all.filter((point) => !there.has(point));
  };
  await until(async () => (await missing()).length === 0, 'all has arrived', 60_000).catch(() => undefined);
  expect(await missing()).toEqual([]);
  // What the home read in its last half second before a kill and did not keep, the hub may have: nothing else.
  const more = (await pointsOf(far.house, 'far')).length - all.length;
  expect(more).toBeLessThan(4 * 400);
});
