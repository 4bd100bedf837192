// The home outside: sun, loads and battery, an inverter, a battery management system and a grid meter on cables, relays on a broker.
import type { Clock } from '#core/clock.ts';
import type { Random } from '#core/random.ts';
import type { NewDevice } from '#hub/types.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createEmulator } from '#sim/emulators.ts';
import { type Cable, type CableFault, makeBroker, makeCable, type SimBroker } from './cables.ts';
import type { Plan } from './plan.ts';

/** Energy that really flowed since the start, Wh. */
export interface Truth {
  readonly pvWh: number;
  readonly importWh: number;
  readonly exportWh: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
  readonly loadWh: number;
}

/** The world of a run. */
export interface World {
  readonly cables: readonly Cable[];
  readonly broker: SimBroker;
  /** What a person sets up. */
  readonly devices: readonly NewDevice[];
  setFault(where: string, fault: CableFault | undefined): void;
  truth(): Truth;
  /** Power of the sun at present, W. */
  sunW(): number;
}

/** Makes it. */
export function makeWorld({
  plan,
  world,
  random,
}: {
  readonly plan: Plan;
  readonly world: Clock;
  readonly random: Random;
}): World {
  const demo = createDemoHome({ startMs: plan.startMs, seed: plan.seed });
  demo.follow(world);
  const meter = createEmulator('eastron-sdm630', demo.read);
  if (meter === undefined) throw new TypeError('assertion: there is no such emulator');
  const relays = demo.messages.find(({ name }) => name === 'relays')?.device;
  if (relays === undefined) throw new TypeError('assertion: the demo has relays');
  const parts = { world, random };
  const cables = [
    makeCable('inverter', demo.inverter, parts),
    makeCable('battery', demo.battery, parts),
    makeCable('meter', meter, parts),
  ];
  const broker = makeBroker([relays], parts);
  const counted = (): Truth => {
    const { pv, grid, battery, load } = demo.read();
    return {
      pvWh: pv.energyWh,
      importWh: grid.importWh,
      exportWh: grid.exportWh,
      chargeWh: battery.chargeWh,
      dischargeWh: battery.dischargeWh,
      loadWh: load.energyWh,
    };
  };
  const first = counted();
  const settings = { liveSeconds: 10 };
  return {
    cables,
    broker,
    devices: [
      { name: 'inverter', protocol: 'pi30', address: 'tcp://127.0.0.1:1', settings },
      { name: 'battery', protocol: 'jk-serial', address: 'tcp://127.0.0.1:2', settings },
      { name: 'meter', protocol: 'eastron-sdm630', address: 'tcp://127.0.0.1:3', settings },
      { name: 'relays', protocol: 'shelly-pro3', address: 'mqtt://127.0.0.1:1883', topic: relays.prefix },
    ],
    setFault(where, fault) {
      if (where === 'broker') broker.fault = fault;
      const cable = cables.find(({ name }) => name === where);
      if (cable !== undefined) cable.fault = fault;
    },
    sunW: () => demo.read().pv.powerW,
    truth() {
      const now = counted();
      return {
        pvWh: now.pvWh - first.pvWh,
        importWh: now.importWh - first.importWh,
        exportWh: now.exportWh - first.exportWh,
        chargeWh: now.chargeWh - first.chargeWh,
        dischargeWh: now.dischargeWh - first.dischargeWh,
        loadWh: now.loadWh - first.loadWh,
      };
    },
  };
}
