// Further MQTT devices of the demo home, on wish: a Shelly of the first generation, a node of one's own, and a Solar-Assistant feed of the
// same inverter.
import { createFaults, type Faults } from './faults.ts';
import type { ReadPlant } from './emulator.ts';
import { type BrokerAccount, type ShellyServer, startShelly } from './shelly-emulator.ts';
import type { Clock } from '#core/clock.ts';
import { createTopicDevice } from './topic-device.ts';
import type { TopicHome } from './topic-script.ts';

/** What may be added, by its definition. */
export type DemoGuest = 'shelly-gen1' | 'homesync-node' | 'solar-assistant';

/** What the plugs of the guests feed: a part of the home's base load, W at a moment. */
const plugged: Readonly<Record<string, (atMs: number) => number>> = {
  // A freezer's compressor runs a third of the time.
  'shelly-gen1': (atMs) => (atMs % 2_700_000 < 900_000 ? 78 : 2),
  'homesync-node': () => 34,
};

/** The home as a guest's plug sees it: its own relay and load in the first place. */
function homeOf(read: ReadPlant, powerAt: (atMs: number) => number): TopicHome {
  let isOn = true;
  return {
    read: () => {
      const plant = read();
      const [, second, third] = plant.relays;
      return { ...plant, relays: [{ isOn, powerW: isOn ? powerAt(plant.atMs) : 0 }, second, third] };
    },
    setRelay: (_, on) => {
      isOn = on;
    },
  };
}

/** Puts guests on a broker; they join in the background. */
export function startGuests(
  guests: readonly DemoGuest[],
  { read, broker, clock }: { readonly read: ReadPlant; readonly broker: BrokerAccount; readonly clock: Clock },
): readonly ShellyServer[] {
  return guests.map((guest) => {
    const device = createTopicDevice(guest, homeOf(read, plugged[guest] ?? (() => 0)));
    if (device === undefined) throw new TypeError(`assertion: nothing emulates ${guest}`);
    return startShelly({ device, broker, clock, faults: createFaults() });
  });
}

/** Without the broker for so long, once in so long, ms. */
const lostMs = 20_000;
const lostEveryMs = 90_000;

/** Takes devices off their broker again and again, as when it is lost; the returned function ends that. */
export function loseBroker(devices: readonly Faults[], clock: Clock): () => void {
  const setAll = (vanished: boolean): void => {
    for (const faults of devices) void faults.set({ vanished });
  };
  let comeBack: (() => void) | undefined;
  const stop = clock.every(lostEveryMs, () => {
    setAll(true);
    comeBack = clock.after(lostMs, () => setAll(false));
  });
  return () => {
    stop();
    comeBack?.();
  };
}
