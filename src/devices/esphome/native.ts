// ESPHome nodes over their native API. The node lists its things with unit and class, and tells each value when it changes; the link keeps
// them (`transport/esphome-link.ts`). What kind of device a node is, is chosen or told by its things. Source: [esphome-api].
import type { HttpRequest } from '#core/http-exchange.ts';
import { because } from '#core/reason.ts';
import { readBody } from '#codec/http-json.ts';
import { isJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { DiscoveryAnswer, DiscoveryStep, HttpDefinition, WhichStep } from '../definition.ts';
import { httpDefinition, readPage } from '../http-device.ts';
import { textAt, type TypedStateRow } from '../state-rows.ts';
import type { Side } from './entity-metrics.ts';
import { type NodeThing, nodeTable, statesPage } from './native-entities.ts';

const get = (path: string): HttpRequest => ({ method: 'GET', path });
const entitiesPage = 'entities';
/** Things of a node that are read, and what a page of them has at the most, bytes. */
const mostThings = 256;
const [mostBody, entityBytes] = [262_144, 131_072];

const components: ReadonlySet<unknown> = new Set([
  'sensor',
  'binary_sensor',
  'switch',
  'text_sensor',
  'number',
  'select',
] satisfies NodeThing['component'][]);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = (entity: JsonObject, key: 'min' | 'max' | 'step') => {
  const value = entity[key];
  return typeof value === 'number' ? { [key]: value } : {};
};

/** A thing of the list; nothing where it is none. */
function thingOf(entity: unknown): readonly NodeThing[] {
  if (!isJsonObject(entity)) return [];
  const { component, object, options } = entity;
  const isKnown = (value: unknown): value is NodeThing['component'] => components.has(value);
  if (!isKnown(component) || typeof object !== 'string' || !/^[a-z\d_-]{1,130}$/.test(object)) return [];
  const words = Array.isArray(options) ? { options: options.filter((one) => typeof one === 'string') } : {};
  return [
    {
      component,
      object,
      name: text(entity['name']),
      unit: text(entity['unit']),
      deviceClass: text(entity['deviceClass']),
      isAside: entity['isAside'] === true,
      ...optional(entity, 'min'),
      ...optional(entity, 'max'),
      ...optional(entity, 'step'),
      ...words,
    },
  ];
}

/** The things of a list; undefined if it is none. */
function thingsIn(answers: readonly DiscoveryAnswer[]): readonly NodeThing[] | undefined {
  const [{ payload } = {}] = answers;
  const entities = payload === undefined ? undefined : readBody(payload)?.['entities'];
  return Array.isArray(entities) ? entities.slice(0, mostThings).flatMap(thingOf) : undefined;
}

const ask = { kind: 'ask', command: entitiesPage, answerBytes: entityBytes } as const;

/** What kind a node is, by what it has. */
function whichNode(answers: readonly DiscoveryAnswer[]): WhichStep {
  if (answers.length === 0) return ask;
  const all = (thingsIn(answers) ?? []).map(({ object }) => `_${object}_`).join(' ');
  const has = (pattern: RegExp): boolean => pattern.test(all);
  const hasBattery = has(/_(?:soc|state_of_charge|cell_voltage_1|bms)_/);
  if (has(/_(?:pv|solar)\d*_/) && (hasBattery || has(/_grid_/))) return is('inverter', 'inverter');
  if (hasBattery) return is('battery', 'battery');
  if (has(/_(?:energy_)?(?:import|export)(?:ed)?_/) || has(/_power_(?:l|phase_?)[1a]_/)) return is('meter', 'meter');
  return is('plug', 'relay');
}

const is = (name: string, of: HttpDefinition['kind']): WhichStep => ({ kind: 'is', id: `esphome-native-${name}`, of });

const deviceRows: readonly TypedStateRow[] = [
  textAt({ path: 'name', name: 'name', label: 'Name of the node' }),
  textAt({ path: 'friendlyName', name: 'friendly_name', label: 'Name for people' }),
  textAt({ path: 'mac', name: 'mac', label: 'MAC address' }),
  textAt({ path: 'version', name: 'version', label: 'ESPHome' }),
  textAt({ path: 'model', name: 'model', label: 'Board' }),
  textAt({ path: 'maker', name: 'maker', label: 'Maker' }),
  textAt({ path: 'project', name: 'project', label: 'Project' }),
];

/** What a setting sends: `switch/relay/command ON`. */
function sent(command: string): HttpRequest {
  const end = command.indexOf(' ');
  return { method: 'POST', path: `/${command.slice(0, end)}`, body: command.slice(end + 1) };
}

interface Kind extends Pick<HttpDefinition, 'id' | 'aliases' | 'kind' | 'title' | 'models'> {
  readonly autodetect: number;
  /** The side of what names none. */
  readonly side: Side | undefined;
  /** What a usual node has: what is listed, and decoded, without a node at hand. */
  readonly usual: readonly NodeThing[];
}

function statesOf({ side }: Pick<Kind, 'side'>, things: readonly NodeThing[]) {
  const { rows, derive, writes } = nodeTable(things, side);
  return { page: { name: statesPage, title: 'What all shows', answerBytes: entityBytes, rows, derive }, writes };
}

function native({ side, usual, ...facts }: Kind): HttpDefinition {
  const { page, writes } = statesOf({ side }, usual);
  const definition = httpDefinition({
    ...facts,
    version: 1,
    maker: 'ESPHome',
    verified: 'document',
    sources: ['ESPHome documentation: native API, protocol details; api.proto'],
    // The native API announces itself; what a node is, it tells when it is asked.
    mdns: [{ type: '_esphomelib._tcp' }],
    wireId: 'esphome-native',
    links: ['esphome'],
    mostBody,
    pages: [
      { ...page, request: get('/states') },
      { name: 'device', title: 'What it is', request: get('/device'), answerBytes: 1000, rows: deviceRows },
      { name: entitiesPage, title: 'What it has', request: get('/entities'), answerBytes: entityBytes, rows: [] },
    ],
    writes,
    write: sent,
    responseMs: 6000,
    live: { everySeconds: 5, commands: [statesPage] },
    settings: { everySeconds: 86_400, commands: [] },
    identity: [
      { key: 'model', command: 'device', field: 'friendly_name' },
      { key: 'serial', command: 'device', field: 'mac' },
      { key: 'firmware', command: 'device', field: 'version' },
    ],
    probe: { command: 'device', matches: ({ name, mac }) => typeof name === 'string' && typeof mac === 'string' },
    whichOf: whichNode,
    discover: (answers) => discovered(definition, side, answers),
  });
  return freezeDeep(definition);
}

/** The definition of a node with these things. */
function discovered(
  definition: HttpDefinition,
  side: Side | undefined,
  answers: readonly DiscoveryAnswer[],
): DiscoveryStep {
  if (answers.length === 0) return ask;
  const things = thingsIn(answers);
  if (things === undefined) return { kind: 'none', why: because('decode.no-object') };
  const { page, writes } = statesOf({ side }, things);
  const [, ...others] = definition.commands;
  return { kind: 'found', definition: { ...definition, commands: [readPage(page), ...others], writes } };
}

const thing = (
  component: NodeThing['component'],
  object: string,
  { unit = '', deviceClass = '', isAside = false }: Partial<NodeThing> = {},
): NodeThing => ({
  component,
  object,
  name: `${object.charAt(0).toUpperCase()}${object.slice(1).replaceAll('_', ' ')}`,
  unit,
  deviceClass,
  isAside,
});
const sensors = (unit: string, ...objects: readonly string[]): readonly NodeThing[] =>
  objects.map((object) => thing('sensor', object, { unit }));
const switches = (...objects: readonly string[]): readonly NodeThing[] =>
  objects.map((object) => thing('switch', object));
const ofNode: readonly NodeThing[] = [
  ...sensors('dBm', 'wifi_signal'),
  ...sensors('s', 'uptime'),
  ...sensors('°C', 'internal_temperature'),
];

/** Plugs, relays, circuits. */
export const esphomeNativePlug: HttpDefinition = native({
  id: 'esphome-native-plug',
  aliases: ['esphome-native', 'esphome-api'],
  autodetect: 250,
  kind: 'relay',
  title: 'ESPHome plug, relay or circuit meter (native API)',
  models: ['nodes with a switch, and sensors of power, energy, voltage, frequency'],
  side: 'relay',
  usual: [
    ...switches('relay', 'relay_2', 'relay_3', 'relay_4'),
    ...sensors('W', 'power', 'power_2', 'power_3', 'power_4'),
    ...sensors('kWh', 'energy'),
    ...sensors('V', 'voltage'),
    ...sensors('A', 'current'),
    ...sensors('Hz', 'frequency'),
    ...ofNode,
  ],
});

/** A meter at the grid connection. */
export const esphomeNativeMeter: HttpDefinition = native({
  id: 'esphome-native-meter',
  aliases: [],
  autodetect: 251,
  kind: 'meter',
  title: 'ESPHome meter at the grid (native API)',
  models: ['nodes with power, or power of phases, and energy of import and export'],
  side: 'grid',
  usual: [
    ...sensors('W', 'power', 'power_l1', 'power_l2', 'power_l3'),
    ...sensors('V', 'voltage', 'voltage_l1', 'voltage_l2', 'voltage_l3'),
    ...sensors('A', 'current', 'current_l1', 'current_l2', 'current_l3'),
    ...sensors('kWh', 'energy_import', 'energy_export'),
    ...sensors('Hz', 'frequency'),
    ...ofNode,
  ],
});

/** The board of a battery, as community components read it. */
export const esphomeNativeBattery: HttpDefinition = native({
  id: 'esphome-native-battery',
  aliases: [],
  autodetect: 252,
  kind: 'battery',
  title: 'ESPHome node at a battery (native API)',
  models: ['nodes with voltage, state of charge, charging and discharging power, cells'],
  side: 'battery',
  usual: [
    ...sensors('V', 'total_voltage', 'cell_voltage_1', 'cell_voltage_2', 'cell_voltage_3', 'cell_voltage_4'),
    ...sensors('V', 'min_cell_voltage', 'max_cell_voltage', 'delta_cell_voltage'),
    ...sensors('A', 'current'),
    ...sensors('W', 'charging_power', 'discharging_power'),
    ...sensors('%', 'state_of_charge'),
    ...sensors('Ah', 'capacity_remaining'),
    ...sensors('°C', 'temperature_sensor_1', 'temperature_sensor_2'),
    ...sensors('', 'charging_cycles'),
    ...switches('charging', 'discharging'),
    ...ofNode,
  ],
});

/** An inverter behind a node: each value names its side. */
export const esphomeNativeInverter: HttpDefinition = native({
  id: 'esphome-native-inverter',
  aliases: [],
  autodetect: 253,
  kind: 'inverter',
  title: 'ESPHome node at an inverter (native API)',
  models: ['nodes whose sensors name pv, grid, battery or load'],
  side: undefined,
  usual: [
    ...sensors('W', 'pv_power', 'grid_power', 'load_power', 'battery_charging_power', 'battery_discharging_power'),
    ...sensors('V', 'pv1_voltage', 'pv2_voltage', 'grid_voltage', 'battery_voltage'),
    ...sensors('A', 'pv1_current', 'pv2_current'),
    ...sensors('%', 'battery_state_of_charge'),
    ...sensors('kWh', 'pv_energy', 'grid_energy_import', 'grid_energy_export', 'load_energy'),
    ...sensors('kWh', 'battery_charging_energy', 'battery_discharging_energy'),
    ...sensors('Hz', 'grid_frequency'),
    ...sensors('°C', 'inverter_temperature'),
    ...ofNode,
  ],
});
