// `solstead emulate`: a device of a simulated home to connect to, for trials, demonstrations and tests.
import { parseAddress } from '#core/address.ts';
import { systemClock as clock, systemTimeZone } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { definitionOf } from '#devices/registry.ts';
import { createDemoHome, type DemoHome } from '#sim/demo-home.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createDatagramEmulator, createEmulator } from '#sim/emulators.ts';
import { defaultPlace } from '#sim/place.ts';
import { createFaults, type FaultState } from '#sim/faults.ts';
import { startPty } from '#sim/pty.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { startUdpServer } from '#sim/udp-server.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { environment } from '#main/environment.ts';
import { tell } from '../tell-addresses.ts';
import { untilSignal } from '../until-signal.ts';

/** Flags of `solstead emulate`. */
export interface EmulateFlags {
  readonly tcpPort: number;
  readonly pty?: string;
  readonly broker?: string;
  readonly fault?: string;
  /** Seconds after which it ends by itself. */
  readonly for?: number;
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
  if (fault === undefined) {
    throw new SolsteadError('input.usage', {
      at: `--fault ${name}`,
      why: `the faults are ${Object.keys(faultsByName).join(', ')}`,
    });
  }
  return fault;
}

function brokerOf(text: string | undefined): { host: string; port: number; username?: string; password?: string } {
  if (text === undefined)
    throw new SolsteadError('input.usage', {
      at: '--broker',
      why: 'an MQTT device needs a broker, such as mqtt://name@localhost:1883',
    });
  const address = parseAddress(text);
  if (address.scheme !== 'mqtt' || address.tls)
    throw new SolsteadError('input.usage', { at: '--broker', why: 'the emulator speaks plain mqtt:// only' });
  const password = environment('SOLSTEAD_MQTT_PASSWORD');
  return {
    host: address.host,
    port: address.port,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(password === undefined ? {} : { password }),
  };
}

interface Emulation {
  readonly home: DemoHome;
  /** Id of the definition. */
  readonly id: string;
  readonly flags: EmulateFlags;
  readonly opened: AsyncDisposableStack;
}

/** A device behind a Wi-Fi module, where the definition has one. */
async function emulateDatagrams({ home, id, flags, opened }: Emulation): Promise<void> {
  const emulator = createDatagramEmulator(id, home.read);
  if (emulator === undefined) return;
  const faults = createFaults();
  const server = await startUdpServer({ emulator, clock, faults });
  opened.defer(() => server.close());
  await faults.set(faultOf(flags.fault));
  tell(
    `${emulator.name} answers at ${server.address}`,
    `  solstead read --port ${server.address} --protocol ${id} ${quoted(definitionCommand(id))}`,
  );
}

/** A command as it is typed: Modbus commands hold spaces. */
const quoted = (command: string): string => (command.includes(' ') ? `'${command}'` : command);

async function emulateWire({ home, id, flags, opened }: Emulation): Promise<void> {
  await emulateDatagrams({ home, id, flags, opened });
  const device = home.wires.find(({ definition }) => definition === id) ?? made(id, home);
  if (device === undefined) {
    if (createDatagramEmulator(id, home.read) !== undefined) return;
    throw new SolsteadError('input.usage', { at: `emulate ${id}`, why: 'this protocol has no emulator' });
  }
  const faults = createFaults();
  const server = await startWireServer({ emulator: device.emulator, clock, port: flags.tcpPort, faults });
  opened.defer(() => server.close());
  await faults.set(faultOf(flags.fault));
  tell(
    `${device.emulator.name} answers at ${server.address}`,
    `  solstead read --port ${server.address} --protocol ${id} ${quoted(definitionCommand(id))}`,
  );
  if (flags.pty === undefined) return;
  const outcome = await startPty({ server, path: flags.pty, clock });
  if ('reason' in outcome) tell(`No pty: ${outcome.reason}`);
  else {
    opened.defer(() => outcome.pty.close());
    tell(`and at serial://${outcome.pty.path}?baud=${device.emulator.baud}`);
  }
}

function made(id: string, home: DemoHome): { readonly emulator: Emulator } | undefined {
  const emulator = createEmulator(id, home.read);
  return emulator === undefined ? undefined : { emulator };
}

function definitionCommand(id: string): string {
  const definition = definitionOf(id);
  if (definition.way === 'listening') return definition.reports[0]?.name ?? '';
  return definition.way === 'polled' ? (definition.live.commands[0] ?? '') : '';
}

async function emulateMessages({ home, id, flags, opened }: Emulation): Promise<void> {
  const found = home.messages.find(({ definition }) => definition === id);
  if (found === undefined) throw new TypeError(`assertion: no emulator of ${id}`);
  const shelly = startShelly({
    device: found.device,
    broker: brokerOf(flags.broker),
    clock,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  opened.defer(() => shelly.close());
  await shelly.faults.set(faultOf(flags.fault));
  tell(`${found.device.prefix} connects to ${flags.broker ?? ''}; its topics begin with ${found.device.prefix}/`);
}

/** Emulates a device until it is ended. Errors: `protocol.unknown`, `input.usage`, `port.taken`. */
export async function emulate(protocol: string, flags: EmulateFlags): Promise<void> {
  const ended = untilSignal();
  const { id, way } = definitionOf(protocol);
  faultOf(flags.fault);
  const home = createDemoHome({ startMs: clock.nowMs(), place: { ...defaultPlace, timeZone: systemTimeZone() } });
  await using opened = new AsyncDisposableStack();
  opened.defer(home.follow(clock));
  await (way === 'messages' ? emulateMessages : emulateWire)({ home, id, flags, opened });
  tell('Ctrl-C ends it.');
  await (flags.for === undefined ? ended : Promise.race([ended, clock.sleep(flags.for * 1000)]));
}
