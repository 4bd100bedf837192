// A home sends its readings to another house over real sockets: what arrives, in which order, and what is left after losses.
import { expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { addRoof, batchAt, openHome, openHubHouse, owner, pointsOf, uplinkTo, until } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 120_000 });

async function hubWithAccount(context: Owner) {
  const hub = await openHubHouse(tempDir(context));
  context.onTestFinished(() => hub.close());
  const account = await hub.house.farHomes.add({ name: 'Summer house', site: 'far' });
  return { hub, account };
}

test('a reading arrives at the far hub, live and in its history, with its device', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, account) });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  const atMs = clock.nowMs() - 5000;
  for (let index = 0; index < 5; index += 1) home.hub.ingest(batchAt('near', atMs + index * 1000, 100 + index));
  const far = hub.house.hub.as(owner).site('far');
  await until(() => far.seen().values.some(({ metric, value }) => metric === 'pv.power' && value === 104), 'live');
  expect(far.seen().devices).toMatchObject([{ id: 'roof', name: 'Roof', definition: 'pi30', kind: 'inverter' }]);
  await until(async () => (await hub.house.farHomes.homes())[0]?.taken === 5, 'taken');
  expect(await pointsOf(hub.house, 'far')).toEqual(await pointsOf(home, 'near'));
  expect(await hub.house.farHomes.homes()).toMatchObject([
    { id: account.id, taken: 5, repeated: 0, refused: 0, devices: 1 },
  ]);
});
