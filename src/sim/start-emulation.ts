// One device of a simulated home by the id of its definition, reachable as the real one is: over TCP, UDP or HTTP, a pty, or at
// an MQTT broker.
import { resolve } from 'node:path';
import { withNearest } from '#core/near-word.ts';
import { because } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { createDemoHome, type DemoHome } from './demo-home.ts';
import { createDatagramEmulator, createEmulator, createHttpEmulator, createMessageDevice } from './emulators.ts';
import { createEsphomeNode } from './esphome-node.ts';
import { startNodeServer } from './esphome-server.ts';
import { createFaults, type FaultState } from './faults.ts';
import { startHttpServer } from './http-server.ts';
import { defaultPlace } from './place.ts';
import { startPty } from './pty.ts';
import { type BrokerAccount, startShelly } from './shelly-emulator.ts';
import { startSolarAssistantUnit } from './solar-assistant-socket.ts';
import { startUdpServer } from './udp-server.ts';
import { startWireServer } from './wire-server.ts';

/** Where an emulated device can be reached. */
export interface EmulationPlace {
  readonly clock: Clock;
  readonly timeZone: string;
  /** 0 takes a free one. */
  readonly tcpPort: number;
  /** Where a pty appears. */
  readonly pty?: string | undefined;
  /** Broker of an MQTT device. Errors: `input.usage` where there is none. */
  broker(): BrokerAccount;
  /** One of silence, garbage, checksum, split, merged, slow. */
  readonly fault?: string | undefined;
  log(line: string): void;
}

/** A running emulated device. */
export interface Emulation {
  readonly name: string;
  readonly addresses: readonly string[];
  /** Address of its pty, or why there is none. */
  readonly pty?: { readonly address: string } | { readonly reason: string };
  /** Prefix of its topics. */
  readonly topic?: string;
  /** Rejects when it cannot go on. Errors: `broker.refused`. */
  readonly failed?: Promise<never>;
  close(): Promise<void>;
}

const faultsByName: Readonly<Record<string, Partial<FaultState>>> = {
  silence: { silent: true },
  garbage: { garbage: 'before' },
  checksum: { wrongChecksum: true },
  split: { splitMs: 80 },
  merged: { merged: true },
  slow: { slowStartMs: 800 },
};

function faultOf(name: string | undefined): Partial<FaultState> {
  if (name === undefined) return {};
  const fault = faultsByName[name];
  if (fault !== undefined) return fault;
  const known = Object.keys(faultsByName);
  const why = withNearest(because('emulate.faults', { known }), name, known);
  throw new SolsteadError('input.usage', { at: `--fault ${name}`, why });
}

interface Opening {
  readonly id: string;
  readonly home: DemoHome;
  readonly fault: Partial<FaultState>;
  readonly opened: AsyncDisposableStack;
}

type Reached = Omit<Emulation, 'close'>;

async function overDatagrams(
  { id, home, fault, opened }: Opening,
  { clock }: EmulationPlace,
): Promise<Reached | undefined> {
  const emulator = createDatagramEmulator(id, home.read);
  if (emulator === undefined) return undefined;
  const faults = createFaults();
  const server = await startUdpServer({ emulator, clock, faults });
  opened.defer(() => server.close());
  await faults.set(fault);
  return { name: emulator.name, addresses: [server.address] };
}

async function overWires({ id, home, fault, opened }: Opening, place: EmulationPlace): Promise<Reached | undefined> {
  const emulator = home.wires.find(({ definition }) => definition === id)?.emulator ?? createEmulator(id, home.read);
  if (emulator === undefined) return undefined;
  const { clock, tcpPort: port, pty } = place;
  const path = pty === undefined ? undefined : resolve(pty);
  const faults = createFaults();
  const server = await startWireServer({ emulator, clock, port, faults });
  opened.defer(() => server.close());
  await faults.set(fault);
  const reached = { name: emulator.name, addresses: [server.address] };
  if (path === undefined) return reached;
  const outcome = await startPty({ server, path, clock });
  if ('reason' in outcome) return { ...reached, pty: outcome };
  opened.defer(() => outcome.pty.close());
  return { ...reached, pty: { address: `serial://${outcome.pty.path}?baud=${emulator.baud}` } };
}

async function overHttp({ id, home, fault, opened }: Opening, place: EmulationPlace): Promise<Reached | undefined> {
  const emulator = createHttpEmulator(id, home);
  if (emulator === undefined) return undefined;
  const { clock, tcpPort: port } = place;
  const server = await startHttpServer({ emulator, clock, port });
  opened.defer(() => server.close());
  await server.faults.set(fault);
  return { name: emulator.name, addresses: [server.address] };
}

async function overNativeApi(
  { id, home, fault, opened }: Opening,
  { clock, tcpPort: port }: EmulationPlace,
): Promise<Reached | undefined> {
  const setRelay: DemoHome['plant']['setRelay'] = (index, isOn) => home.plant.setRelay(index, isOn);
  const node = createEsphomeNode(id, { read: home.read, setRelay });
  if (node === undefined) return undefined;
  const server = await startNodeServer({ node, clock, port });
  opened.defer(() => server.close());
  await server.faults.set(fault);
  return { name: node.friendlyName, addresses: [server.address] };
}

async function overItsSocket(
  { id, home, fault, opened }: Opening,
  { clock, tcpPort: port }: EmulationPlace,
): Promise<Reached | undefined> {
  if (id !== 'solar-assistant-live') return undefined;
  const password = 'solar';
  const server = await startSolarAssistantUnit({ read: home.read, clock, port, password });
  opened.defer(() => server.close());
  await server.faults.set(fault);
  return { name: `Solar-Assistant (password: ${password})`, addresses: [server.address] };
}

async function overMessages({ id, home, fault, opened }: Opening, place: EmulationPlace): Promise<Reached | undefined> {
  const setRelay: DemoHome['plant']['setRelay'] = (index, isOn) => home.plant.setRelay(index, isOn);
  const device =
    home.messages.find(({ definition }) => definition === id)?.device ??
    createMessageDevice(id, { read: home.read, setRelay });
  if (device === undefined) return undefined;
  const { clock, log } = place;
  const shelly = startShelly({ device, broker: place.broker(), clock, log });
  opened.defer(() => shelly.close());
  await shelly.faults.set(fault);
  const failed = shelly.connected.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return { name: device.prefix, addresses: [], topic: device.prefix, failed };
}

/** Starts an emulated device. Errors: `input.usage`, `port.taken`. */
export async function startEmulation(id: string, place: EmulationPlace): Promise<Emulation> {
  const fault = faultOf(place.fault);
  const { clock, timeZone } = place;
  const home = createDemoHome({ startMs: clock.nowMs(), place: { ...defaultPlace, timeZone } });
  const opened = new AsyncDisposableStack();
  opened.defer(home.follow(clock));
  const opening = { id, home, fault, opened };
  try {
    const reached = [
      await overDatagrams(opening, place),
      await overWires(opening, place),
      await overHttp(opening, place),
      await overNativeApi(opening, place),
      await overItsSocket(opening, place),
      await overMessages(opening, place),
    ].filter((one) => one !== undefined);
    const [first, last] = [reached[0], reached.at(-1)];
    if (first === undefined)
      throw new SolsteadError('input.usage', { at: `emulate ${id}`, why: because('emulate.none') });
    const addresses = reached.flatMap((one) => one.addresses);
    return { ...last, name: first.name, addresses, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
