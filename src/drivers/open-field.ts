// The field: all links and devices of a home behind the interface the hub knows.
import { type LinkAddress, parseAddress } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceListener, DeviceStatus, Field, OneOffs, PortView, ProtocolView } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { Definition } from '#devices/definition.ts';
import { type BrokenDefinition, type Registry, registryOf } from '#devices/registry.ts';
import { watchForDevices } from './found-devices.ts';
import { definitionAt, lineAddress } from './line-address.ts';
import { startListeningDevice } from './listening-device.ts';
import { type Lines, makeLines } from './lines.ts';
import { oneOffs } from './one-off.ts';
import { startMessageDevice } from './message-device.ts';
import { type CommandedDevice, type DeviceContext, type RunningDevice, startPolledDevice } from './polled-device.ts';

/** Options of {@link openField}. */
export interface FieldOptions extends Pick<DeviceContext, 'clock' | 'random' | 'log'> {
  readonly definitions: readonly Definition[];
  /** Files of users' devices that are left out, so that their devices say why. */
  readonly broken?: readonly BrokenDefinition[];
  /** Connection to the home's broker, where there is one. */
  readonly broker?: MessageLink;
  makeLink(address: LinkAddress): Link;
  findPorts(): Promise<readonly PortView[]>;
}

type AnyDevice = RunningDevice & Partial<CommandedDevice>;

const zeroHealth = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };

/** A device that cannot start: it shows why and disturbs nobody. */
function misconfigured(error: SolsteadError, atMs: number): RunningDevice {
  const status: DeviceStatus = {
    state: 'misconfigured',
    intervalMs: 60_000,
    identity: {},
    health: zeroHealth,
    failure: { error, atMs },
  };
  return { status: () => status, stop: async () => undefined };
}

function viewOf(definition: Definition): ProtocolView {
  const { id, title, maker, kind, verified } = definition;
  if (definition.way === 'messages') return { id, title, maker, kind, verified, links: ['mqtt'] };
  return { id, title, maker, kind, verified, links: definition.links, baud: definition.serial.baud };
}

/** Starts a device for who hears it. */
type Starter = (record: DeviceRecord, listener: DeviceListener) => AnyDevice;

function starter(options: FieldOptions, { definitionOf }: Registry, lines: Lines): Starter {
  const { broker, clock, random, log } = options;
  return (record, { onBatch, onStatus }) => {
    const context: DeviceContext = { clock, random, log, onBatch, onStatus };
    const definition = definitionOf(record.definition);
    if (definition.way === 'messages') {
      if (broker === undefined)
        throw new SolsteadError('address.invalid', { at: record.id, why: 'this home has no MQTT broker' });
      if (record.topic === undefined || record.topic === '')
        throw new SolsteadError('address.invalid', { at: record.id, why: 'the topic prefix of the device is missing' });
      return startMessageDevice(record, definition, { ...context, link: broker });
    }
    const parsed = parseAddress(record.address);
    const meant = definitionAt(parsed, definition);
    const address = lineAddress(parsed, definition);
    const lineContext = { ...context, queue: lines.take(address) };
    const device =
      meant.way === 'polled'
        ? startPolledDevice(record, meant, lineContext)
        : startListeningDevice(record, meant, lineContext);
    return {
      ...device,
      async stop() {
        await device.stop();
        await lines.leave(address);
      },
    };
  };
}

/** Opens the field; devices are started one by one. */
export function openField(options: FieldOptions): Field & OneOffs {
  const { clock, broker } = options;
  const running = new Map<string, AnyDevice>();
  const lines = makeLines((address) => options.makeLink(address), clock);
  const registry = registryOf(options.definitions, options.broken);
  const startDevice = starter(options, registry, lines);
  const discovery = broker === undefined ? undefined : watchForDevices(broker, registry.definitions, clock);

  const deviceOf = (id: string): AnyDevice => {
    const device = running.get(id);
    if (device === undefined) throw new SolsteadError('device.unknown', { at: id });
    return device;
  };
  const commandsOf = (id: string): CommandedDevice['commands'] => {
    const { commands } = deviceOf(id);
    if (commands === undefined)
      throw new SolsteadError('command.unknown', { at: id, why: 'this device cannot be told anything' });
    return commands;
  };

  return {
    start(record, listener) {
      if (running.has(record.id)) throw new TypeError(`assertion: device ${record.id} runs already`);
      try {
        running.set(record.id, startDevice(record, listener));
      } catch (error) {
        if (!isSolsteadError(error)) throw error;
        running.set(record.id, misconfigured(error, clock.nowMs()));
      }
    },
    async stop(device) {
      const found = running.get(device);
      running.delete(device);
      await found?.stop();
    },
    status(device) {
      const found = running.get(device);
      if (found === undefined) throw new TypeError(`assertion: device ${device} was not started`);
      return found.status();
    },
    capabilities: async (device) => (await deviceOf(device).commands?.capabilities()) ?? [],
    settings: async (device) => (await deviceOf(device).commands?.settings()) ?? [],
    check: (command) => commandsOf(command.device).check(command),
    set: async (command) => commandsOf(command.device).set(command),
    ...oneOffs(options, registry, lines),
    ports: () => options.findPorts(),
    protocols: () => registry.definitions.map(viewOf),
    found: () => discovery?.found() ?? [],
    async close() {
      discovery?.close();
      const stopping = [...running.values()].map((device) => device.stop());
      await Promise.all(stopping);
      running.clear();
      await lines.close();
    },
  };
}
