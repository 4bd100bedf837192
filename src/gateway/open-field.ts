// The field: all links and devices of a home behind the interface the hub knows.
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceStatus, Field, FieldListener, FoundDevice, PortView, ProtocolView } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { Definition, PolledDefinition } from '#devices/definition.ts';
import { makeLinkQueue, type LinkQueue } from './link-queue.ts';
import { startMessageDevice, type RunningMessageDevice } from './message-device.ts';
import { type DeviceContext, type RunningDevice, startPolledDevice } from './polled-device.ts';
import { watchForDevices } from './found-devices.ts';
import { lineAddress } from './line-address.ts';
import { isMine, readOnce } from './trial.ts';

/** Options of {@link openField}. */
export interface FieldOptions extends Pick<DeviceContext, 'clock' | 'random' | 'log'> {
  readonly definitions: readonly Definition[];
  readonly listener: FieldListener;
  /** Connection to the home's broker, where there is one. */
  readonly broker?: MessageLink;
  makeLink(address: LinkAddress): Link;
  findPorts(): Promise<readonly PortView[]>;
}

interface Line {
  readonly queue: LinkQueue;
  users: number;
}

const zeroHealth = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };

/** A device that cannot start: it shows why and disturbs nobody. */
function misconfigured(error: SolsteadError, atMs: number): RunningDevice {
  return {
    status: (): DeviceStatus => ({ state: 'misconfigured', intervalMs: 60_000, identity: {}, health: zeroHealth, failure: { error, atMs } }),
    stop: async () => undefined,
  };
}

function viewOf(definition: Definition): ProtocolView {
  const { id, title, maker, kind, verified } = definition;
  if (definition.way === 'messages') return { id, title, maker, kind, verified, links: ['mqtt'] };
  return { id, title, maker, kind, verified, links: definition.links, baud: definition.serial.baud };
}

/** Opens the field; devices are started one by one. */
export function openField(options: FieldOptions): Field {
  const { clock, listener, broker } = options;
  const lines = new Map<string, Line>();
  const running = new Map<string, RunningDevice & Partial<RunningMessageDevice>>();
  const context: DeviceContext = { ...options, onBatch: listener.onBatch, onStatus: listener.onStatus };
  const discovery = broker === undefined ? undefined : watchForDevices(broker, options.definitions, clock);

  const definitionOf = (id: string): Definition => {
    const found = options.definitions.find((known) => known.id === id || known.aliases.includes(id));
    if (found === undefined) throw new SolsteadError('protocol.unknown', { at: id });
    return found;
  };

  const takeLine = (address: LinkAddress): Line => {
    const name = formatAddress(address);
    const line = lines.get(name) ?? { queue: makeLinkQueue(options.makeLink(address), clock), users: 0 };
    line.users += 1;
    lines.set(name, line);
    return line;
  };

  const leaveLine = async (address: LinkAddress): Promise<void> => {
    const name = formatAddress(address);
    const line = lines.get(name);
    if (line === undefined) return;
    line.users -= 1;
    if (line.users > 0) return;
    lines.delete(name);
    await line.queue.close();
  };

  const startDevice = (record: DeviceRecord): RunningDevice => {
    const definition = definitionOf(record.definition);
    if (definition.way === 'messages') {
      if (broker === undefined) throw new SolsteadError('address.invalid', { at: record.id, why: 'this home has no MQTT broker' });
      return startMessageDevice(record, definition, broker, context);
    }
    const address = lineAddress(parseAddress(record.address), definition);
    const device = startPolledDevice(record, definition, takeLine(address).queue, context);
    return {
      status: device.status,
      async stop() {
        // The line first: a question under way would hold the device for its whole time-out.
        await Promise.all([device.stop(), leaveLine(address)]);
      },
    };
  };

  /** Runs a job on a line, the one in use where a device has it open. */
  const onLine = async <T>(address: LinkAddress, job: (link: Link) => Promise<T>): Promise<T> => {
    const line = takeLine(address);
    try {
      return await line.queue.turn('live', job);
    } finally {
      await leaveLine(address);
    }
  };

  const candidates = (address: LinkAddress): PolledDefinition[] =>
    options.definitions.filter((definition) => definition.way === 'polled').filter(({ links }) => links.some((link) => link === address.scheme));

  const findOut = async (address: LinkAddress): Promise<PolledDefinition> => {
    const tried: string[] = [];
    for (const definition of candidates(address)) {
      if (await onLine(lineAddress(address, definition), (link) => isMine(link, definition))) return definition;
      tried.push(definition.title);
    }
    throw new SolsteadError('link.timeout', {
      at: formatAddress(address),
      why: tried.length === 0 ? 'no protocol uses this kind of link' : `nothing answered to ${tried.join(', ')}`,
    });
  };

  return {
    start(record) {
      try {
        running.set(record.id, startDevice(record));
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
    async order(order) {
      const device = running.get(order.device);
      if (device === undefined) throw new SolsteadError('device.unknown', { at: order.device });
      if (device.order === undefined) throw new SolsteadError('command.unknown', { at: `${order.device} ${order.metric}`, why: 'it cannot be set on this device' });
      await device.order(order);
    },
    async trial(text, protocol) {
      const address = parseAddress(text);
      const definition = protocol === undefined ? await findOut(address) : definitionOf(protocol);
      if (definition.way === 'messages') throw new SolsteadError('address.invalid', { at: text, why: `${definition.title} shows itself over MQTT` });
      if (!definition.links.some((link) => link === address.scheme)) {
        throw new SolsteadError('address.invalid', { at: text, why: `${definition.title} is reached over ${definition.links.join(', ')}` });
      }
      return onLine(lineAddress(address, definition), (link) => readOnce(link, definition, clock));
    },
    ports: () => options.findPorts(),
    protocols: () => options.definitions.map(viewOf),
    found: (): readonly FoundDevice[] => discovery?.found() ?? [],
    async close() {
      discovery?.close();
      await Promise.all([...running.values()].map((device) => device.stop()));
      running.clear();
      await Promise.all([...lines.values()].map((line) => line.queue.close()));
    },
  };
}
