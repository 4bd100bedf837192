// For tests only: the outputs of a home without devices of its own, over real spools and any broker; what the home knows and gives is
// up to the test.
import { join } from 'node:path';
import { pino } from 'pino';
import type { MetricId } from '#core/catalogue.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import type { Consumer, DeviceFacts, SiteFacts } from '#core/consumer.ts';
import type { OutputChange, OutputRecord, OutputStore } from '#core/output.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import { builtIn } from '#devices/on-demand.ts';
import { memoryVault } from '#hub/credentials/memory-vault.ts';
import type { OpenOutputDesk } from '#outputs/desk.ts';
import type {
  AskedCommand,
  HomeEnergy,
  HomeFlow,
  KnownValue,
  OutputHome,
  OutputSetting,
} from '#outputs/output-kind.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { openHouseOutputs } from '../house-outputs.ts';
import { formerEntities } from '../output-home.ts';
import type { HouseBroker } from '../house-broker.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** Time-out of a request: a busy server keeps its time. */
const requestMs = 30_000;
/** Long pauses are short here: what is tried again after seconds is tried after a part of one. */
const short = (ms: number): number => (ms >= 5000 && ms < 1_000_000 && ms !== requestMs ? ms / 50 : ms);
const quickClock: Clock = {
  ...systemClock,
  // Pauses between attempts are spread, and so no whole seconds; bounds of what is waited for are, and stay.
  sleep: (ms, options) => systemClock.sleep(Number.isInteger(ms / 1000) || ms < 4000 ? ms : ms / 50, options),
  after: (ms, run) => systemClock.after(short(ms), run),
};

/** A device of the home. */
export function deviceFacts(id: string, changes: Partial<DeviceFacts> = {}): DeviceFacts {
  return {
    record: { id, site: 'home', name: id, definition: 'pi30', address: 'tcp://host:1', settings: {} },
    kind: 'inverter',
    title: 'Inverter',
    identity: {},
    isOnline: true,
    intervalMs: 5000,
    counterWidths: {},
    ...changes,
  };
}

/** A batch of a device. */
export function batchOf(device: string, atMs: number, values: Partial<Record<MetricId, MetricValue>>): Batch {
  const metric = Object.keys(values) as MetricId[];
  return {
    site: 'home',
    device,
    atMs,
    metric,
    value: metric.map((id) => values[id] ?? 0),
    quality: metric.map((): Quality => 'good'),
  };
}

/** A home with outputs. */
export interface OutputHouse {
  readonly desk: OpenOutputDesk;
  /** What its site gives batches and events to. */
  readonly consumer: Consumer;
  readonly devices: Map<string, DeviceFacts>;
  /** What the home knows now. */
  readonly known: KnownValue[];
  /** Its powers now. */
  flow: HomeFlow;
  /** What can be set on its devices, and what was asked to be. */
  readonly offered: Map<string, readonly OutputSetting[]>;
  readonly commands: AskedCommand[];
  readonly records: Map<string, OutputRecord>;
  give(...batches: readonly Batch[]): void;
  close(): Promise<void>;
}

/** What its ledger says. */
const energy: HomeEnergy = {
  sinceMs: Date.UTC(2026, 5, 1),
  currency: 'EUR',
  today: { pvWh: 1200, importWh: 300, cost: 0.09 },
  total: { pvWh: 9_000_000, importWh: 4_000_000, cost: 1200.5 },
};

/** The store of some outputs. */
const storeOf = (records: Map<string, OutputRecord>): OutputStore => ({
  ofSite: async () => [...records.values()],
  save: async (record) => void records.set(record.id, record),
  remove: async (id) => void records.delete(id),
});

/** How one is opened. */
interface HouseChoices {
  readonly folder?: string;
  readonly records?: Map<string, OutputRecord>;
  /** Its own broker; absent: none is asked for. */
  readonly broker?: HouseBroker['link'];
  /** Longest wait until what an output left is taken away, s. */
  readonly clearS?: number;
  /** What the home says of its grid connection; absent: nothing. */
  readonly grid?: OutputHome['grid'];
  readonly plugIns?: Parameters<typeof openHouseOutputs>[0]['plugIns'];
  /** Lines of its log; absent: nobody reads them. */
  readonly said?: string[];
}

/** Opens one; with a folder of before it is the same home again. */
export async function openOutputHouse(
  owner: Owner,
  { folder = join(tempDir(owner), 'data'), records = new Map<string, OutputRecord>(), ...wired }: HouseChoices = {},
): Promise<OutputHouse> {
  const devices = new Map<string, DeviceFacts>();
  const known: KnownValue[] = [];
  const offered = new Map<string, readonly OutputSetting[]>();
  const commands: AskedCommand[] = [];
  const facts: SiteFacts = {
    site: { id: 'home', name: 'Home', timeZone: 'Europe/Berlin' },
    devices: () => [...devices.values()],
    device: (id) => devices.get(id),
    metric: () => undefined,
  };
  const house: { flow: HomeFlow } = { flow: {} };
  const none = (): never => {
    throw new TypeError('no broker of its own');
  };
  const desk = openHouseOutputs({
    folder,
    clock: quickClock,
    log: wired.said === undefined ? pino({ level: 'silent' }) : pino({}, { write: (line) => wired.said?.push(line) }),
    records: { outputs: storeOf(records) },
    secrets: memoryVault().secrets,
    broker: { link: wired.broker, port: undefined, counts: none, issue: () => undefined, close: none } as HouseBroker,
    place: { host: '127.0.0.1', port: 0 },
    running: {},
    clearS: wired.clearS,
    plugIns: wired.plugIns,
    homeOf: () => ({
      facts,
      values: () => known,
      grid: wired.grid ?? (() => undefined),
      now: () => ({
        devices: [...devices].map(([id, { kind }]) => ({ id, kind })),
        values: known.map((one) => ({ ...one, quality: 'good' as const })),
        flow: undefined,
      }),
      settings: async (device) => offered.get(device) ?? [],
      command: async (asked) => {
        commands.push(asked);
        return { outcome: 'confirmed', after: asked.value };
      },
      flow: () => house.flow,
      energy: async () => energy,
      formerEntities: (device) => formerEntities(facts, builtIn, device),
    }),
  });
  const lease = await makeMemoryLeases().hold('home');
  const consumer = await desk.consumer(facts, lease);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await consumer.flush();
    await consumer.close();
  };
  owner.onTestFinished(close);
  return Object.assign(house, {
    desk,
    consumer,
    devices,
    known,
    offered,
    commands,
    records,
    give: (...batches: readonly Batch[]) => batches.forEach((batch) => consumer.take(batch)),
    close,
  });
}

/** An MQTT output with the usual settings. */
export const mqttOutput = (
  server: string | undefined,
  settings: Readonly<Record<string, unknown>> = {},
  rest: Partial<OutputChange> = {},
): OutputChange => ({
  name: 'Broker',
  settings: { kind: 'mqtt', ...(server === undefined ? {} : { server }), ...settings },
  isOn: true,
  ...rest,
});
