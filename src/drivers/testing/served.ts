// For tests only: a field over real sockets – emulators behind TCP, Shellies on the built-in broker.
import { vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Field, OneOffs } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';
import { systemRandom } from '#core/random.ts';
import type { Definition } from '#devices/definition.ts';
import { listed } from '#devices/listed.ts';
import { definitions as all } from '#devices/registry.ts';
import { createHome } from '#sim/home.ts';
import type { ReadPlant } from '#sim/emulator.ts';
import { createJkEmulator } from '#sim/jk-emulator.ts';
import { createPi30Emulator } from '#sim/pi30-emulator.ts';
import type { Plant } from '#sim/plant.ts';
import { startWireServer, type WireServer } from '#sim/wire-server.ts';
import { startBroker } from '#transport/broker.ts';
import { makeLink } from '#transport/open-link.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { openField } from '../open-field.ts';
import { type Heard, listening } from './wires.ts';

/** A simulated home that follows the clock. */
export interface LivingHome {
  readonly plant: Plant;
  readonly read: ReadPlant;
}

/** A home that lives now. */
export function livingHome(): LivingHome {
  const plant = createHome({ startMs: clock.nowMs(), sky: 'sine' });
  const read: ReadPlant = () => {
    plant.advance(clock.nowMs());
    return { ...plant.snapshot(), atMs: clock.nowMs() };
  };
  return { plant, read };
}

const emulators = {
  pi30: (read: ReadPlant) => ({ ...createPi30Emulator({ read }), baud: 115_200 }),
  'jk-serial': (read: ReadPlant) => createJkEmulator({ read }),
};

/** An emulated device behind TCP; its line is fast, so that tests are. */
export async function served(owner: Owner, kind: keyof typeof emulators, home = livingHome()): Promise<WireServer> {
  const server = await startWireServer({ emulator: emulators[kind](home.read), clock });
  owner.onTestFinished(() => server.close());
  return server;
}

/** A broker that lets `shelly` with the password `secret` in. */
export async function servedBroker(owner: Owner) {
  const broker = await startBroker({
    host: '127.0.0.1',
    port: 0,
    clock,
    log: { info: () => undefined, warn: () => undefined },
    authenticate: async (username, password) =>
      username === 'shelly' && password === 'secret' ? { username, topics: ['#'] } : undefined,
  });
  owner.onTestFinished(() => broker.close());
  return { broker, account: { host: '127.0.0.1', port: broker.port, username: 'shelly', password: 'secret' } };
}

/** A field whose devices are all heard by one. */
export interface HeardField extends Omit<Field, 'testDevice'>, OneOffs {
  start(device: DeviceRecord): Promise<void>;
}

/** A field over what listens; it is closed with the test. */
export function openedField(
  owner: Owner,
  {
    definitions = all,
    ...options
  }: Omit<Partial<Parameters<typeof openField>[0]>, 'definitions'> & { definitions?: readonly Definition[] } = {},
): { readonly field: HeardField; readonly heard: Heard } {
  const heard = listening(clock);
  const field = openField({
    definitions: definitions.map(listed),
    clock,
    random: systemRandom,
    log: heard.log,
    makeLink: (address) => makeLink(address, { clock }),
    findPorts: async () => [],
    ...options,
  });
  owner.onTestFinished(() => field.close());
  return { field: { ...field, start: (device) => field.start(device, heard) }, heard };
}

/** Waits until something holds, and tells how long it took, ms. */
export async function eventually(check: () => void, withinMs = 8000): Promise<number> {
  const startMs = clock.monotonicMs();
  await vi.waitFor(check, { timeout: withinMs, interval: 20 });
  return clock.monotonicMs() - startMs;
}
