// For tests only: a field whose devices say and do what the test says. As strict as the real one: the status of a device
// that does not run is our own mistake.
import { formatAddress } from '#core/address.ts';
import type { Capability, CommandResult, DeviceCommand, SettingView } from '#core/command.ts';
import type {
  DeviceAnswer,
  CounterWidths,
  DeviceListener,
  DeviceStatus,
  Field,
  PortView,
  ShownField,
} from '#core/field.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceRecord } from '#core/records.ts';

/** The field and what it was asked. */
export interface ScriptedField extends Field {
  /** Speaks as the device it names, to whoever started it. */
  readonly listener: DeviceListener;
  readonly running: ReadonlyMap<string, DeviceRecord>;
  readonly commands: DeviceCommand[];
  readonly portViews: PortView[];
  readonly closed: boolean;
  /** What stopping a device waits for. */
  stopping: Promise<void>;
  onSet: (command: DeviceCommand) => Promise<CommandResult>;
  intervalMs: number;
  /** Where the counters of every device begin again from 0. */
  widths: CounterWidths;
}

const health = { requests: 3, answers: 3, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };

const protocols = [
  { id: 'pi30', title: 'Axpert', maker: 'Voltronic', kind: 'inverter', links: ['serial', 'tcp'], verified: 'capture' },
  {
    id: 'jk',
    aliases: ['jikong'],
    title: 'JK BMS',
    maker: 'Jikong',
    kind: 'battery',
    links: ['tcp'],
    verified: 'document',
  },
  { id: 'em', title: 'Shelly meter', maker: 'Shelly', kind: 'meter', links: ['mqtt'], verified: 'document' },
] as const;

/** What every scripted device can be set to: a harmless percentage, and a dangerous action. */
export const scriptedSettings: readonly SettingView[] = [
  {
    name: 'LIMIT',
    title: 'Largest power',
    value: { kind: 'number', unit: '%', min: 0, max: 100, step: 1 },
    dangerous: false,
    readable: true,
    stored: true,
    current: 80,
    currentAtMs: 5,
  },
  {
    name: 'RESET',
    title: 'Back to the factory',
    value: { kind: 'none' },
    dangerous: true,
    readable: false,
    stored: false,
  },
];

/** What every scripted device can be told in the catalogue's words; the second is dangerous. */
export const scriptedCapabilities: readonly Capability[] = [1, 2].map((index) => ({
  name: `relay.on.${index}`,
  setPoint: `relay.on.${index}`,
  title: `Relay ${index}`,
  value: { kind: 'binary' },
  dangerous: index === 2,
  readable: true,
  stored: false,
  settings: [`switch_${index}`],
}));

function checked({ target, value }: DeviceCommand): SettingView {
  const setting = 'setting' in target ? target.setting : target.setPoint;
  const view = [...scriptedSettings, ...scriptedCapabilities].find(({ name }) => name === setting);
  if (view === undefined) throw new SolsteadError('command.unknown', { at: setting });
  if (view.value.kind === 'number' && !(Number(value) <= 100))
    throw new SolsteadError('command.limits', { at: setting });
  return view;
}

/** What every scripted device shows: one number that is kept, and one of which nothing is made. */
const scriptedShown: readonly ShownField[] = [
  { name: 'pv_power', label: 'PV power', value: 4200, unit: 'W', metric: 'pv.power', atMs: 1_782_074_300_000 },
  { name: 'fan_speed', label: 'Speed of the fan', value: 40, unit: '%', atMs: 1_782_074_300_000 },
];
/** What a device answers to any question but one that would set something. */
async function answered(device: string, query: string): Promise<DeviceAnswer> {
  if (query === 'POP') throw new SolsteadError('command.unknown', { at: query });
  const fields = [{ name: 'power', label: 'Power', value: 40, unit: 'W' }];
  return { query, title: `${device} ${query}`, payload: new Uint8Array(), fields, problems: [] };
}

/** A field without devices. */
export function scriptedField(): ScriptedField {
  const listeners = new Map<string, DeviceListener>();
  const running = new Map<string, DeviceRecord>();
  let isClosed = false;
  const field: ScriptedField = {
    listener: {
      onBatch: (batch) => listeners.get(batch.device)?.onBatch(batch),
      onStatus: (device) => listeners.get(device)?.onStatus(device),
      kept: async () => {
        await Promise.all([...listeners.values()].map(async ({ kept }) => kept?.()));
      },
    },
    running,
    commands: [],
    portViews: [],
    stopping: Promise.resolve(),
    onSet: async ({ value }) => ({ outcome: 'confirmed', before: 80, after: value }),
    intervalMs: 60_000,
    widths: {},
    get closed() {
      return isClosed;
    },
    async start(device, listener) {
      running.set(device.id, device);
      listeners.set(device.id, listener);
    },
    async stop(device) {
      running.delete(device);
      await field.stopping;
    },
    status(device): DeviceStatus {
      if (!running.has(device)) throw new TypeError(`assertion: device ${device} was not started`);
      return { state: 'online', intervalMs: field.intervalMs, identity: { serial: `s-${device}` }, health };
    },
    capabilities: async () => scriptedCapabilities,
    settings: async () => scriptedSettings,
    shown: () => scriptedShown,
    check: checked,
    ask: answered,
    async set({ onSend, ...command }) {
      onSend?.();
      field.commands.push(command);
      return field.onSet(command);
    },
    testDevice: () => Promise.reject(new TypeError('not scripted')),
    refresh: () => true,
    lines: () => [],
    ports: async () => field.portViews,
    protocols: () => protocols,
    counterWidths: async () => field.widths,
    metricsOf: async (id) => (id === 'pi30' ? ['pv.power', 'battery.soc'] : ['grid.power', 'battery.soc']),
    unknownTopics: async () => ({ address: '', topics: [], left: 0 }),
    lastSaid: () => undefined,
    foundPrograms: () => [],
    found: () =>
      ['roof/meter', 'shed/meter'].map((topic) => ({
        protocol: 'em',
        title: 'Shelly meter',
        kind: 'meter' as const,
        address: formatAddress({ scheme: 'mqtt', host: 'broker', port: 1883, tls: false }),
        topic,
        seenMs: 1,
      })),
    async close() {
      running.clear();
      isClosed = true;
    },
  };
  return field;
}
