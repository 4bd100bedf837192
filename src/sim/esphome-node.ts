// Emulated ESPHome nodes: what they have and what it shows, from the simulated home. The names are those that ESPHome's own examples and
// its community components for batteries give. Written from [esphome-api]; they share nothing with the tables that read them.
import { type MetricId, metricOf } from '#core/catalogue.ts';
import type { ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';
import type { TopicHome } from './topic-script.ts';

/** What a thing is, as it is listed. */
export interface EmulatedThing {
  readonly kind: 'sensor' | 'binary_sensor' | 'switch' | 'text_sensor' | 'number' | 'select';
  readonly name: string;
  readonly unit?: string;
  readonly deviceClass?: string;
  /** 1: of its set-up, 2: about the node. */
  readonly category?: 0 | 1 | 2;
  readonly options?: readonly string[];
  /** Undefined: it has no value yet. */
  show(home: PlantSnapshot): number | boolean | string | undefined;
  set?(value: number | boolean | string): void;
}

/** A node. */
export interface EmulatedNode {
  readonly name: string;
  readonly friendlyName: string;
  readonly mac: string;
  readonly read: ReadPlant;
  readonly things: readonly EmulatedThing[];
}

const sensor = (name: string, like: MetricId, show: EmulatedThing['show']): EmulatedThing => ({
  kind: 'sensor',
  name,
  unit: metricOf(like).unit,
  show,
});

const kwh = (name: string, show: (home: PlantSnapshot) => number): EmulatedThing => ({
  ...sensor(name, 'load.energy', (home) => show(home) / 1000),
  unit: `k${metricOf('load.energy').unit}`,
});

const aside: readonly EmulatedThing[] = [
  { ...sensor('WiFi Signal', 'device.signal', () => -61), category: 2 },
  { ...sensor('Uptime', 'device.uptime', ({ atMs }) => (Math.floor(atMs / 1000) % 86_400) + 1), category: 2 },
  { ...sensor('Internal Temperature', 'battery.temperature', () => 47.8), category: 2 },
  { kind: 'binary_sensor', name: 'Status', category: 2, show: () => true },
  { kind: 'text_sensor', name: 'IP Address', category: 2, show: () => '192.168.1.77' },
];

function plug({ read, setRelay }: TopicHome): EmulatedNode {
  let brightness = 0.4;
  let mode = 'Auto';
  return {
    name: 'washing-machine',
    friendlyName: 'Washing machine',
    mac: 'AC:BC:32:89:0E:A9',
    read,
    things: [
      {
        kind: 'switch',
        name: 'Relay',
        show: ({ relays }) => relays[0].isOn,
        set: (isOn) => setRelay(0, isOn === true),
      },
      sensor('Power', 'grid.power', ({ relays }) => relays[0].powerW),
      kwh('Energy', () => 1234.5),
      sensor('Voltage', 'grid.voltage', ({ grid }) => grid.phases[0].voltageV),
      sensor('Current', 'grid.current', ({ relays, grid }) => relays[0].powerW / grid.phases[0].voltageV),
      sensor('Frequency', 'grid.frequency', ({ grid }) => grid.frequencyHz),
      sensor('Humidity', 'battery.soc', () => undefined),
      {
        kind: 'number',
        name: 'Brightness',
        category: 1,
        show: () => brightness,
        set: (value) => (brightness = Number(value)),
      },
      {
        kind: 'select',
        name: 'Mode',
        category: 1,
        options: ['Auto', 'Night only', 'Off'],
        show: () => mode,
        set: (value) => (mode = String(value)),
      },
      ...aside,
    ],
  };
}

function meter({ read }: TopicHome): EmulatedNode {
  const phase = (n: 0 | 1 | 2) => ({
    power: sensor(`Power L${n + 1}`, 'grid.power', ({ grid }) => grid.phases[n].powerW),
    voltage: sensor(`Voltage L${n + 1}`, 'grid.voltage', ({ grid }) => grid.phases[n].voltageV),
    current: sensor(`Current L${n + 1}`, 'grid.current', ({ grid }) => grid.phases[n].currentA),
  });
  return {
    name: 'house-meter',
    friendlyName: 'House meter',
    mac: 'AC:BC:32:89:0E:B1',
    read,
    things: [
      ...([0, 1, 2] as const).flatMap((n) => Object.values(phase(n))),
      kwh('Energy Import', ({ grid }) => grid.importWh),
      kwh('Energy Export', ({ grid }) => grid.exportWh),
      kwh('Energy Import Today', ({ today }) => today.importWh),
      sensor('Frequency', 'grid.frequency', ({ grid }) => grid.frequencyHz),
      ...aside,
    ],
  };
}

function battery({ read }: TopicHome): EmulatedNode {
  const allowed = { charging: true, discharging: true };
  const allows = (name: 'charging' | 'discharging'): EmulatedThing => ({
    kind: 'switch',
    name,
    show: () => allowed[name],
    set: (isOn) => (allowed[name] = isOn === true),
  });
  return {
    name: 'jk-bms',
    friendlyName: 'JK-BMS',
    mac: 'AC:BC:32:89:0E:C3',
    read,
    things: [
      sensor('total voltage', 'grid.voltage', ({ battery: { voltageV } }) => voltageV),
      // Its sign is the maker's.
      sensor('current', 'grid.current', ({ battery: { currentA } }) => -currentA),
      sensor('charging power', 'grid.power', ({ battery: { powerW } }) => Math.max(0, -powerW)),
      sensor('discharging power', 'grid.power', ({ battery: { powerW } }) => Math.max(0, powerW)),
      sensor('state of charge', 'battery.soc', ({ battery: { soc } }) => soc),
      sensor('temperature sensor 1', 'battery.temperature', ({ battery: { cellC } }) => cellC),
      ...[0, 1, 2, 3].map((n) =>
        sensor(`cell voltage ${n + 1}`, 'grid.voltage', ({ battery: { cellsV } }) => cellsV[n] ?? 3.3),
      ),
      allows('charging'),
      allows('discharging'),
      ...aside,
    ],
  };
}

function inverter({ read }: TopicHome): EmulatedNode {
  return {
    name: 'inverter-gateway',
    friendlyName: 'Inverter',
    mac: 'AC:BC:32:89:0E:D4',
    read,
    things: [
      sensor('PV Power', 'grid.power', ({ pv }) => pv.powerW),
      sensor('PV1 Voltage', 'grid.voltage', ({ pv }) => pv.voltageV),
      sensor('Grid Power', 'grid.power', ({ grid }) => grid.powerW),
      sensor('Load Power', 'grid.power', ({ load }) => load.powerW),
      sensor('Battery Charging Power', 'grid.power', (home) => Math.max(0, -home.battery.powerW)),
      sensor('Battery Discharging Power', 'grid.power', (home) => Math.max(0, home.battery.powerW)),
      sensor('Battery Voltage', 'grid.voltage', (home) => home.battery.voltageV),
      { ...sensor('Battery SOC', 'battery.soc', (home) => home.battery.soc), deviceClass: 'battery' },
      kwh('PV Energy', ({ pv }) => pv.energyWh),
      kwh('Load Energy', ({ load }) => load.energyWh),
      sensor('Grid Voltage', 'grid.voltage', ({ grid }) => grid.phases[0].voltageV),
      sensor('Inverter Temperature', 'battery.temperature', (home) => home.inverter.temperatureC),
      ...aside,
    ],
  };
}

const nodes: Readonly<Record<string, (home: TopicHome) => EmulatedNode>> = {
  'esphome-native-plug': plug,
  'esphome-native-meter': meter,
  'esphome-native-battery': battery,
  'esphome-native-inverter': inverter,
};

/** Ids of the definitions that have an emulated node. */
export const emulatedNodes: readonly string[] = Object.keys(nodes);

/** An emulated node for a definition; undefined where there is none. */
export function createEsphomeNode(definition: string, home: TopicHome): EmulatedNode | undefined {
  return Object.hasOwn(nodes, definition) ? nodes[definition]?.(home) : undefined;
}
