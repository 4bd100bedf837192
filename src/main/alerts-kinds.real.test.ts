// Alerts that are built in, from end to end: an emulated meter on a real socket, a real broker, a whole house whose hours are minutes, and a web hook
// that hears. Each goes wrong and is well again, and is told once each time.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createSdm630 } from '#sim/modbus-meters.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type AlertedHouse, alertedHouse, type Lines, over, told } from './testing/alerted-house.ts';
import { hastenedClock } from './testing/hastened-clock.ts';
import { mqttOutput } from './testing/output-house.ts';
import { owner } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 500_000 });

const online = async ({ home }: AlertedHouse, count: number): Promise<void> =>
  expect
    .poll(() => home.snapshot().devices.filter(({ state }) => state === 'online').length, { timeout: 60_000 })
    .toBe(count);

async function served(context: TestContext, emulator: Emulator) {
  const server = await startWireServer({ emulator, clock: systemClock });
  context.onTestFinished(() => server.close());
  return server;
}

test('a backup that failed, an output that is behind, a budget that is used up', async (context) => {
  const broker = await mosquitto(context);
  const { plant } = createDemoHome({ startMs: systemClock.nowMs() });
  let boughtWh = 0;
  const read = () => {
    const { grid, ...now } = plant.snapshot();
    boughtWh += 5;
    return { ...now, atMs: systemClock.nowMs(), grid: { ...grid, importWh: grid.importWh + boughtWh } };
  };
  const clock = hastenedClock(60);
  const folder = tempDir(context);
  const opened = await alertedHouse(context, folder, { clock });
  const { home, house } = opened;
  const meter = await served(context, createSdm630(read));
  await home.devices.add({
    name: 'Meter',
    protocol: 'eastron-sdm630',
    address: meter.address,
    settings: { liveSeconds: 10 },
  });
  await online(opened, 1);
  await home.outputs().add(mqttOutput(broker.url));
  await home.energy().saveBudgets([{ id: 'bought', what: 'import', per: 'year', limit: '10' }]);
  const { backups } = house.hub.as(owner);
  const place = join(folder, 'elsewhere');
  writeFileSync(place, 'a file where the folder should be');
  const settings = {
    keep: { days: 7, weeks: 4, months: 6 },
    schedule: { every: 'day', atMinute: 150 },
    places: [{ id: 'elsewhere', kind: 'folder', path: place }],
  } as const;
  await backups.save({ settings, passphrase: 'four words of mine' });
  await backups.make();
  await broker.stop();
  const lines: Lines = { backup: ['raised backup backup.last-failed'], budget: ['raised bought'] };
  await told(opened, lines);
  await vi.waitFor(() => expect(opened.told('output-behind')).toHaveLength(1), { timeout: 200_000, interval: 100 });
  rmSync(place);
  mkdirSync(place);
  // The schedule may be at it already.
  await vi.waitFor(() => backups.make(), { timeout: 60_000 });
  await broker.start();
  await home.energy().saveBudgets([{ id: 'bought', what: 'import', per: 'year', limit: '10000000' }]);
  await told(opened, over({ ...lines, 'output-behind': opened.told('output-behind') }));
});
