// A charge point and a whole house, over the interface alone: it knocks and is offered, is tried, set up, gets its password, comes in, charges,
// and is out again when it is removed.
import { expect, test } from 'vitest';
import type { Charges, ChargerKey } from '#api/charging.ts';
import { systemClock as clock } from '#core/clock.ts';
import { ask } from '#server/testing/test-server.ts';
import { createCar } from '#sim/car.ts';
import { startChargePoint } from '#sim/ocpp-charge-point.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

test('a charge point is found, tried, set up and charges a car', { timeout: 360_000 }, async (context) => {
  const { house, port, token, close } = await openOwnedHouse({
    chargerDoor: () => (visit) => running.house?.chargers.central.upgrade(visit),
  });
  const running = { house };
  context.onTestFinished(close);
  const at = (password?: string) => {
    const server = `ws://127.0.0.1:${port}/ocpp/CP-1`;
    const point = startChargePoint({ server, identity: 'CP-1', password, clock, car: createCar(), speed: 20 });
    context.onTestFinished(() => point.close());
    return point;
  };
  const stranger = at();
  const found = async () => (await ask(port, '/api/v1/setup/found', { token })).body;
  await expect
    .poll(found, { timeout: 30_000 })
    .toContainEqual(expect.objectContaining({ protocol: 'ocpp16', address: 'ocpp://CP-1', name: 'Emulated One' }));
  const json = { address: 'ocpp://CP-1', protocol: 'ocpp16' };
  const tried = await ask(port, '/api/v1/setup/test', { method: 'POST', token, json });
  expect(tried).toMatchObject({ status: 200, body: { kind: 'charger', proposedName: 'Emulated One' } });
  stranger.close();

  const device = { name: 'Garage', protocol: 'ocpp16', address: 'ocpp://CP-1' };
  const added = await ask(port, '/api/v1/sites/demo/devices', { method: 'POST', token, json: device });
  expect(added).toMatchObject({ status: 201, body: { id: 'garage' } });
  const made = await ask(port, '/api/v1/sites/demo/devices/garage/charger-key', { method: 'POST', token, json: {} });
  const { password, path } = made.body as ChargerKey;
  expect([made.status, path]).toEqual([200, '/ocpp/CP-1']);
  const point = at(password);
  await expect.poll(() => point.isConnected, { timeout: 30_000 }).toBe(true);
  point.plug();
  const charges = async () => (await ask(port, '/api/v1/sites/demo/charges', { token })).body as Charges;
  await expect.poll(async () => (await charges()).charges[0]?.energyWh, { timeout: 60_000 }).toBeGreaterThan(100);
  point.unplug();
  await expect.poll(async () => (await charges()).charges[0]?.endMs, { timeout: 30_000 }).toBeGreaterThan(0);
  // A new password ends the one before.
  await ask(port, '/api/v1/sites/demo/devices/garage/charger-key', { method: 'POST', token, json: {} });
  await expect.poll(() => point.isConnected, { timeout: 30_000 }).toBe(false);
  const removed = await ask(port, '/api/v1/sites/demo/devices/garage', { method: 'DELETE', token });
  expect(removed.status).toBe(204);
  // Its charges stay.
  expect((await charges()).charges.length).toBe(1);
});
