// The charger of the demo home: an emulated charge point with a car that comes in over OCPP as a real one does, and is steered by the
// automation.
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { createCar } from '#sim/car.ts';
import { startChargePoint } from '#sim/ocpp-charge-point.ts';
import { addChargers } from './demo-automation.ts';
import type { DemoHouse } from './demo-house.ts';

const site = 'demo';
const identity = 'demo-garage';
const person: Principal = { id: 'demo', name: 'demo', kind: 'home', grants: [{ site, may: 'owner' }] };

/** Brings it in, at the port of the web server; the returned function ends it. */
export async function bringCharger(house: DemoHouse, port: number, clock: Clock): Promise<() => void> {
  const door = house.hub.as(person).site(site);
  const address = `ocpp://${identity}`;
  const device = await door.devices.add({ name: 'Garage', protocol: 'ocpp16', address });
  const { password } = await house.chargers.keys.renew({ address });
  const chargers = `chargers:\n  - {name: Garage, device: ${device.id}, mode: sun, phases: auto, car: 58}\n`;
  await addChargers(house, { device: device.id, chargers });
  const point = startChargePoint({
    server: `ws://127.0.0.1:${port}/ocpp/${identity}`,
    identity,
    password,
    clock,
    car: createCar({ batteryWh: 58_000, soc: 42, mostA: 16 }),
    maker: 'Solstead demo',
    onPower: (phasesW) => house.demo.plant.setCar(phasesW),
  });
  point.plug();
  return () => point.close();
}
