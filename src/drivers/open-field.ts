// The field: all links and devices of a home behind the interface the hub knows.
import { because } from '#core/reason.ts';
import type { LinkAddress } from '#core/address.ts';
import type { ChargePoints } from '#core/charge-points.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type {
  CounterWidths,
  DeviceListener,
  DeviceStatus,
  Field,
  FoundPort,
  OneOffs,
  ProtocolView,
} from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink } from '#core/message-link.ts';
import { counterWidths } from '#devices/counter-widths.ts';
import type { Definition } from '#devices/definition.ts';
import type { ListedDefinition } from '#devices/listed.ts';
import { type BrokenDefinition, registryOf } from '#devices/on-demand.ts';
import { toldMetrics } from '#devices/told-metrics.ts';
import type { DeviceRecord } from '#core/records.ts';
import { type ReceivedField, receivedScheme } from '#core/uplink.ts';
import { notingOwn } from './own-topics.ts';
import type { DriverParts, RunningDevice } from './driver.ts';
import { makeDrivers } from './drivers.ts';
import type { NetworkNames } from '#core/network-names.ts';
import type { WearMemory } from '#core/wear-memory.ts';
import { foundChargePoints } from './charge-point-test.ts';
import { watchForDevices } from './found-devices.ts';
import { watchNearby } from './found-nearby.ts';
import { watchPrograms } from './found-programs.ts';
import { type SpokenPlace, unknownOver } from './unknown-over.ts';
import { withLikelyKinds } from './likely-kind.ts';
import { makeLinkPool } from './link-pool.ts';
import { oneOffs } from './one-off.ts';
import { makeWearBudgets } from './wear-budget.ts';

/** Options of {@link openField}. */
export interface FieldOptions extends Pick<DriverParts, 'clock' | 'random' | 'log' | 'heardTime' | 'notes'> {
  /** Looked at anew at every use: devices of one's own come and go while it is open. */
  readonly definitions: readonly ListedDefinition[];
  /** Files of users' devices that are left out, so that their devices say why. */
  readonly broken?: readonly BrokenDefinition[];
  /** Connection to the home's broker, if there is one. */
  readonly broker?: MessageLink;
  /** Charge points that come by themselves; absent: none may. */
  readonly chargePoints?: ChargePoints | undefined;
  /** What was written to the memory of devices before; absent: it is forgotten with the field. */
  readonly wear?: WearMemory | undefined;
  /** Names in the local network; absent: nothing is looked for there. */
  readonly networkNames?: Pick<NetworkNames, 'browse'> | undefined;
  /** Devices of other homes; absent: there are none. */
  readonly received?: ReceivedField | undefined;
  makeLink(address: LinkAddress): Link;
  findPorts(): Promise<readonly FoundPort[]>;
}

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

function viewOf({ mode: _mode, load: _load, ble: _ble, mdns: _mdns, ...facts }: ListedDefinition): ProtocolView {
  return facts;
}

const widthsOf = (definition: Definition | undefined): CounterWidths =>
  definition === undefined ? {} : counterWidths(definition);

/** Fields that are told of one device; the fullest have some 2000. */
const mostShown = 4000;

/** What running devices can be told, and telling it. */
function commandsOver(
  running: ReadonlyMap<string, RunningDevice>,
): Pick<Field, 'capabilities' | 'settings' | 'shown' | 'ask' | 'check' | 'set'> {
  const deviceOf = (id: string): RunningDevice => {
    const device = running.get(id);
    if (device === undefined) throw new SolsteadError('device.unknown', { at: id });
    return device;
  };
  const commandsOf = (id: string): NonNullable<RunningDevice['commands']> => {
    const { commands } = deviceOf(id);
    if (commands === undefined)
      throw new SolsteadError('command.unknown', { at: id, why: because('device.nothing-to-set') });
    return commands;
  };

  return {
    capabilities: async (device) => (await deviceOf(device).commands?.capabilities()) ?? [],
    settings: async (device) => (await deviceOf(device).commands?.settings()) ?? [],
    shown(id) {
      return (deviceOf(id).shown?.() ?? []).slice(0, mostShown);
    },
    check: (command) => commandsOf(command.device).check(command),
    async ask(id, query) {
      const device = deviceOf(id);
      if (device.query === undefined)
        throw new SolsteadError('command.unknown', { at: query, why: because('device.not-asked') });
      return device.query(query);
    },
    set: async (command) => commandsOf(command.device).set(command),
  };
}

/** What drivers are made from. */
function driverParts(options: FieldOptions, made: Pick<DriverParts, 'registry' | 'pool'>): DriverParts {
  const { clock, random, log, broker, chargePoints, notes } = options;
  const wear = makeWearBudgets(clock, options.wear);
  const heardTime = (source: string, atMs: number): void => options.heardTime?.(source, atMs);
  return { clock, random, log, heardTime, notes, wear, broker, chargePoints, ...made };
}

type Begin = (record: DeviceRecord, listener: DeviceListener) => Promise<RunningDevice>;

/** Starts a device of another home: told by that home, or found among its messages. */
async function beginReceived(
  record: DeviceRecord,
  listener: DeviceListener,
  { received, ...parts }: DriverParts & { readonly received: ReceivedField },
): Promise<RunningDevice> {
  if (record.topic === undefined) return received.start(record, listener);
  const definition = await parts.registry.definitionOf(record.definition);
  if (definition.mode !== 'mqtt') throw new SolsteadError('protocol.unknown', { at: record.definition });
  const { makeMqttDriver } = await import('./mqtt-driver.ts');
  return makeMqttDriver({ ...parts, broker: received.linkTo(record.address) }).start(record, definition, listener);
}

/** Waits for something, but no longer than so long, ms. */
async function within(mostMs: number, done: Promise<void>, clock: FieldOptions['clock']): Promise<void> {
  const enough = new AbortController();
  const late = clock.sleep(mostMs, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([done, late]);
  enough.abort();
}

/** Where devices show themselves: on the broker, and in the network. */
function discoveryOf(
  { broker, chargePoints, networkNames, clock }: FieldOptions,
  definitions: readonly ListedDefinition[],
) {
  const spoken = broker === undefined ? undefined : watchForDevices(broker, definitions, clock);
  const programs = watchPrograms({ broker, networkNames, clock });
  const nearby = networkNames === undefined ? undefined : watchNearby(networkNames, definitions, clock);
  return {
    onBroker: () => spoken?.found() ?? [],
    programs: () => programs.foundPrograms(),
    found: () => [
      ...(spoken?.found() ?? []),
      ...foundChargePoints(chargePoints, definitions),
      ...(nearby?.found() ?? []),
    ],
    close(): void {
      spoken?.close();
      programs.close();
      nearby?.close();
    },
  };
}

/** How a device is. Errors: `TypeError` for one that was never started. */
function knownStatus(device: string, status: DeviceStatus | undefined): DeviceStatus {
  if (status === undefined) throw new TypeError(`assertion: device ${device} was not started`);
  return status;
}

/** Opens the field; devices are started one by one. */
export function openField(options: FieldOptions): Field & OneOffs {
  const { clock } = options;
  const noted = options.broker && notingOwn(options.broker);
  const running = new Map<string, RunningDevice>();
  /** How those were that the field ended with: who delivers what is left asks still. */
  const ended = new Map<string, DeviceStatus>();
  let isClosed = false;
  const pool = makeLinkPool((address) => options.makeLink(address), clock);
  const registry = registryOf(options.definitions, options.broken);
  const parts = driverParts({ ...options, ...(noted === undefined ? {} : { broker: noted.link }) }, { registry, pool });
  const drivenBy = makeDrivers(parts);
  const begin: Begin = async (record, listener) => {
    if (options.received !== undefined && record.address.startsWith(receivedScheme))
      return beginReceived(record, listener, { ...parts, received: options.received });
    const driven = await drivenBy(await registry.definitionOf(record.definition));
    return driven.start(record, listener);
  };
  const discovery = discoveryOf(options, registry.listed);
  const places = new Map<string, SpokenPlace>();
  const spoken = () => [...places.values(), ...discovery.onBroker()];
  const { end, ...unknown } = unknownOver({ broker: noted, clock, registry }, spoken);

  return {
    async start(record, listener) {
      if (running.has(record.id)) throw new TypeError(`assertion: device ${record.id} runs already`);
      if (record.topic !== undefined) places.set(record.id, { protocol: record.definition, topic: record.topic });
      try {
        const device = await begin(record, listener);
        if (isClosed) await device.stop();
        else running.set(record.id, device);
      } catch (error) {
        if (!isSolsteadError(error)) throw error;
        running.set(record.id, misconfigured(error, clock.nowMs()));
      }
    },
    async stop(device) {
      const found = running.get(device);
      running.delete(device);
      places.delete(device);
      await found?.stop();
    },
    factsOf: (record) => options.received?.factsOf(record),
    status: (device) => knownStatus(device, running.get(device)?.status() ?? ended.get(device)),
    refresh: (device) => running.get(device)?.refresh?.() ?? false,
    ...commandsOver(running),
    ...oneOffs({ registry, pool }, drivenBy),
    lines: () => pool.queues(),
    ports: async () => withLikelyKinds(await options.findPorts(), registry.listed),
    protocols: () => registry.listed.map(viewOf),
    counterWidths: async (id) => widthsOf(await registry.find(id)?.load()),
    async metricsOf(id) {
      const definition = await registry.find(id)?.load();
      return definition === undefined ? [] : [...toldMetrics(definition)];
    },
    found: discovery.found,
    foundPrograms: discovery.programs,
    ...unknown,
    async close({ finishMs = 0 } = {}) {
      isClosed = true;
      if (finishMs > 0) await within(finishMs, pool.finish(), clock);
      discovery.close();
      end();
      for (const [id, device] of running) ended.set(id, device.status());
      const stopping = [...running.values()].map((device) => device.stop());
      await Promise.all(stopping);
      running.clear();
      await pool.close();
    },
  };
}
