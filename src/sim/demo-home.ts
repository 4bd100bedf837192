// The demo home: one simulated plant behind four emulated devices. `createDemoHome` makes them without I/O, so that
// `past-frames.ts` can compute days that lie behind; `startDemoHome` puts the same home on sockets and on a broker.
import type { Clock } from '#core/clock.ts';
import type { Emulator, ReadPlant } from './emulator.ts';
import type { Faults } from './faults.ts';
import { createHome, type HomeOptions } from './home.ts';
import { createJkEmulator, type JkEmulator } from './jk-emulator.ts';
import type { Pi30Settings } from './pi30-answers.ts';
import { createPi30Emulator, type Pi30Emulator } from './pi30-emulator.ts';
import type { Dispatch, Plant } from './plant.ts';
import type { ShellyDevice } from './shelly-device.ts';
import { type BrokerAccount, startShelly } from './shelly-emulator.ts';
import { createShellyPro3 } from './shelly-pro3.ts';
import { createShellyPro3em } from './shelly-pro3em.ts';
import { startWireServer } from './wire-server.ts';

/** Names of the demo's devices. */
export type DemoDeviceName = 'inverter' | 'battery' | 'relays' | 'meter';
/** Definitions the demo's devices are read by. */
export type DemoDefinition = 'pi30' | 'jk-serial' | 'shelly-pro3' | 'shelly-pro3em';

/** A device of the demo that answers bytes. */
export interface DemoWireDevice {
  readonly name: DemoDeviceName;
  readonly definition: DemoDefinition;
  readonly emulator: Emulator;
}

/** A device of the demo that sends messages. */
export interface DemoMessageDevice {
  readonly name: DemoDeviceName;
  readonly definition: DemoDefinition;
  readonly device: ShellyDevice;
}

/** The demo home without any I/O. */
export interface DemoHome {
  readonly plant: Plant;
  /** The home as it is now: where its clock stands, or where the plant was run to. */
  readonly read: ReadPlant;
  readonly inverter: Pi30Emulator;
  readonly battery: JkEmulator;
  readonly wires: readonly DemoWireDevice[];
  readonly messages: readonly DemoMessageDevice[];
  /** Lets the plant follow a clock whenever a device is read; the returned function stops that. */
  follow(clock: Clock): () => void;
}

/** How the demo home is made. */
export interface DemoHomeOptions extends HomeOptions {
  /** Topic prefixes; absent: the devices' ids. */
  readonly prefixes?: { readonly relays?: string; readonly meter?: string };
}

// What the counters of a home show after its first two years; they satisfy load = pv + import − export + discharge − charge.
const livedIn = {
  pvWh: 8_400_000,
  loadWh: 6_080_000,
  chargeWh: 2_000_000,
  dischargeWh: 1_880_000,
  importWh: 2_100_000,
  exportWh: 4_300_000,
  importPhasesWh: [1_300_000, 450_000, 350_000],
  exportPhasesWh: [4_300_000, 0, 0],
} as const;

/** Power the inverter charges with from the grid: 30 A at 50 V, W. */
const gridChargeW = 1500;

/** What the inverter does under its priorities (maker's document, POP and PCP): the battery feeds the home in SBU only. */
export function dispatchOf({ outputPriority, chargerPriority }: Pi30Settings): Dispatch {
  return {
    mayDischarge: outputPriority === 2,
    gridChargeW: chargerPriority === 0 || chargerPriority === 2 ? gridChargeW : 0,
  };
}

/** Makes the demo home at a moment; it stands still until it is advanced or follows a clock. */
export function createDemoHome(options: DemoHomeOptions): DemoHome {
  const plant = createHome({ ...options, counters: { ...livedIn, ...options.counters } });
  let followed: Clock | undefined;
  const read: ReadPlant = () => {
    if (followed === undefined) return plant.snapshot();
    const atMs = followed.nowMs();
    plant.advance(atMs);
    // The values of the last step hold until the next; a device stamps them with its own clock.
    return { ...plant.snapshot(), atMs };
  };
  const inverter = createPi30Emulator({ read, onSettings: (settings) => plant.setDispatch(dispatchOf(settings)) });
  const battery = createJkEmulator({ read });
  const named = (prefix: string | undefined): { readonly prefix?: string } => (prefix === undefined ? {} : { prefix });
  const relays = createShellyPro3({
    ...named(options.prefixes?.relays),
    mac: 'C8F09E83A1B4',
    name: 'Relays',
    read,
    setRelay: (index, isOn) => plant.setRelay(index, isOn),
  });
  const meter = createShellyPro3em({
    ...named(options.prefixes?.meter),
    mac: 'C8F09E83A2C7',
    name: 'Grid meter',
    read,
  });
  return {
    plant,
    read,
    inverter,
    battery,
    wires: [
      { name: 'inverter', definition: 'pi30', emulator: inverter },
      { name: 'battery', definition: 'jk-serial', emulator: battery },
    ],
    messages: [
      { name: 'relays', definition: 'shelly-pro3', device: relays },
      { name: 'meter', definition: 'shelly-pro3em', device: meter },
    ],
    follow(clock) {
      followed = clock;
      return () => {
        followed = undefined;
      };
    },
  };
}

/** A device of the running demo. */
export interface RunningDevice {
  readonly name: DemoDeviceName;
  readonly definition: DemoDefinition;
  /** `tcp://127.0.0.1:port` of a serial device. */
  readonly address?: string;
  /** Topic prefix of an MQTT device. */
  readonly topic?: string;
  readonly faults: Faults;
}

/** What the running demo needs. */
export interface StartDemoOptions {
  readonly clock: Clock;
  /** A home whose past was computed already; absent: one that begins now, made from `home`. */
  readonly demo?: DemoHome;
  readonly home?: Omit<DemoHomeOptions, 'startMs'>;
  /** Where the MQTT devices sign in, one account for all or one by device; absent: they stay away. */
  readonly broker?: BrokerAccount | ((name: DemoDeviceName) => BrokerAccount);
  readonly log?: (line: string) => void;
}

/** The demo home on its sockets. */
export interface RunningDemo {
  readonly devices: readonly RunningDevice[];
  readonly plant: Plant;
  /** Ends everything: servers, connections, timers. */
  close(): Promise<void>;
}

/** Starts the demo home; resolves when its serial devices can be reached, the MQTT ones join in the background. */
export async function startDemoHome(options: StartDemoOptions): Promise<RunningDemo> {
  const { clock, broker, log } = options;
  const demo = options.demo ?? createDemoHome({ ...options.home, startMs: clock.nowMs() });
  const unfollow = demo.follow(clock);
  const logged = log === undefined ? {} : { log };
  const devices: RunningDevice[] = [];
  const closers: (() => Promise<void>)[] = [];
  for (const { name, definition, emulator } of demo.wires) {
    const server = await startWireServer({ emulator, clock, ...logged });
    closers.push(() => server.close());
    devices.push({ name, definition, address: server.address, faults: server.faults });
  }
  for (const { name, definition, device } of broker === undefined ? [] : demo.messages) {
    const account = typeof broker === 'function' ? broker(name) : broker;
    if (account === undefined) throw new TypeError('assertion: a broker was given');
    const server = startShelly({ device, broker: account, clock, ...logged });
    closers.push(() => server.close());
    devices.push({ name, definition, topic: device.prefix, faults: server.faults });
  }
  return {
    devices,
    plant: demo.plant,
    async close() {
      unfollow();
      await Promise.all(closers.map((close) => close()));
    },
  };
}
