// kill −9 of `solstead serve` while a car charges at a charge point of its own protocol: the charge goes on where it was, its energy is that of
// the meter of the charger, and what went by while nobody looked is told when it is over.
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createCar } from '#sim/car.ts';
import { startChargePoint } from '#sim/ocpp-charge-point.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

const bin = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));
const text = 'chargers:\n  - {name: Garage, device: garage, mode: now}\n';

/** A folder with a charger that charges as fast as it can, and its password. */
async function prepared(context: TestContext) {
  const folder = tempDir(context);
  const house = await openHome(folder, 'home');
  const door = house.hub.as(owner).site('home');
  const { id } = await door.devices.add({ name: 'Garage', protocol: 'ocpp16', address: 'ocpp://CP-1' });
  await door.automation().save(text);
  const { password } = await house.chargers.keys.renew({ address: 'ocpp://CP-1' });
  await house.close();
  return { folder, password, id };
}

async function serving(context: TestContext, data: string, port: number): Promise<Spawned> {
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--mqtt-port',
    '0',
    '--data',
    data,
    '--log-level',
    'silent',
  ];
  const child = await spawned(context, [process.execPath, bin, 'serve', ...flags]);
  await child.waitForOutput(/is at http:\S+/, 90_000);
  return child;
}

async function kill(child: Spawned): Promise<void> {
  child.signal('SIGKILL');
  await child.stop();
}

const charges = async (folder: string) => {
  const house = await openHome(folder, 'home');
  const all = await house.records.charges.list('home', { fromMs: 0, toMs: clock.nowMs() + 1e6, limit: 10 });
  await house.close();
  return all;
};

test('a charge outlives the process, and has all the energy of the meter', async (context) => {
  const { folder, password } = await prepared(context);
  const port = await freePort();
  const server = `ws://127.0.0.1:${port}/ocpp/CP-1`;
  const point = startChargePoint({
    server,
    identity: 'CP-1',
    password,
    clock,
    car: createCar({ reactsMs: 200 }),
    speed: 20,
  });
  context.onTestFinished(() => point.close());
  const child = await serving(context, folder, port);
  await expect.poll(() => point.isConnected, { timeout: 30_000 }).toBe(true);
  const beginsWh = point.meterWh;
  point.plug();
  await expect.poll(() => point.meterWh - beginsWh, { timeout: 60_000 }).toBeGreaterThan(200);
  await kill(child);
  const [kept] = await charges(folder);
  expect(kept).toMatchObject({ device: 'garage' });
  expect(kept?.endMs).toBe(undefined);
  const awayWh = point.meterWh;
  await expect.poll(() => point.meterWh - awayWh, { timeout: 60_000 }).toBeGreaterThan(200);
  // It comes back, is read on, and the car leaves while nobody looks.
  const second = await serving(context, folder, port);
  await expect.poll(() => point.isConnected, { timeout: 30_000 }).toBe(true);
  await clock.sleep(3000);
  point.unplug();
  const tookWh = point.meterWh - beginsWh;
  await clock.sleep(1500);
  await kill(second);
  const all = await charges(folder);
  expect(all.length).toBe(1);
  expect(all[0]?.id).toBe(kept?.id);
  expect(all[0]?.endMs).toBeGreaterThan(all[0]?.startMs ?? Infinity);
  // The meter is told in whole watt-hours, and may run on for a moment.
  expect(Math.abs((all[0]?.energyWh ?? 0) - tookWh)).toBeLessThan(20);
});

test('a charge of a time without this program is told when it is back', async (context) => {
  const { folder, password } = await prepared(context);
  const port = await freePort();
  const server = `ws://127.0.0.1:${port}/ocpp/CP-1`;
  const point = startChargePoint({
    server,
    identity: 'CP-1',
    password,
    clock,
    car: createCar({ reactsMs: 200 }),
    speed: 20,
  });
  context.onTestFinished(() => point.close());
  point.plug();
  await expect.poll(() => point.meterWh, { timeout: 60_000 }).toBeGreaterThan(12_600);
  point.unplug();
  const child = await serving(context, folder, port);
  await expect.poll(() => point.isConnected, { timeout: 30_000 }).toBe(true);
  await clock.sleep(3000);
  await kill(child);
  const all = await charges(folder);
  expect(all.map(({ endMs, reason }) => [endMs === undefined, reason])).toEqual([[false, 'EVDisconnected']]);
  expect(all[0]?.energyWh).toBe(point.meterWh - 12_340);
});
