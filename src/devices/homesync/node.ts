// Nodes of one's own make (ESP8266, ESP32) with a relay, a PZEM-004T or a clamp: `homesync/{home}/nodes/{node}/…`. A value is a plain number
// or an object with its quality and time. Source: [homesync-nodes].
import { because, said } from '#core/reason.ts';
import { readJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import type { MessageContent } from '../message-dialect.ts';
import { stateTable, textAt, textNumberAt, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** Other words for a metric, and the first of several that bears no number. */
const sameAs: Readonly<Record<string, string>> = {
  relay: 'relay_1',
  power: 'power_1',
  pf: 'power_factor',
  temp: 'temperature',
  energy_import: 'energy',
};

const metricOf = (word: string): string => (Object.hasOwn(sameAs, word) ? (sameAs[word] ?? word) : word);

/** How much of the base unit one of a named unit is. */
const unitFactors: Readonly<Record<string, number>> = {
  kWh: 1000,
  kW: 1000,
  mA: 0.001,
  mV: 0.001,
  Wh: 1,
  W: 1,
  V: 1,
  A: 1,
};

/** Stamps are in seconds or milliseconds since 1970, or in words; anything else is none. */
function stampOf(time: unknown): number | undefined {
  if (typeof time === 'string') {
    const atMs = Date.parse(time);
    return Number.isFinite(atMs) ? atMs : undefined;
  }
  if (typeof time !== 'number' || !(time >= 1e9) || time >= 1e14) return undefined;
  return Math.round(time < 1e11 ? time * 1000 : time);
}

/** Below this a node does not trust its own value, of 100. */
const leastQuality = 50;

function measured(metric: string, { value, quality, unit, time, timestamp, ts }: JsonObject): MessageContent {
  const factor = typeof unit === 'string' && Object.hasOwn(unitFactors, unit) ? (unitFactors[unit] ?? 1) : 1;
  const isBad = quality === 0 || quality === 'bad';
  const atMs = stampOf(time ?? timestamp ?? ts);
  const isPoor = (typeof quality === 'number' && quality < leastQuality) || quality === 'poor';
  return {
    kind: 'state',
    // A value the node itself calls bad is absent.
    state: { telemetry: { [metric]: isBad ? null : typeof value === 'number' ? value * factor : value } },
    ...(atMs === undefined ? {} : { atMs }),
    ...(isPoor && !isBad ? { quality: 'estimated' as const } : {}),
  };
}

function telemetry({ words, text, payload }: HeardMessage): MessageContent {
  const metric = metricOf(words['metric'] ?? '');
  if (text?.startsWith('{') !== true)
    return text === undefined
      ? { kind: 'malformed', why: because('decode.unprintable') }
      : { kind: 'state', state: { telemetry: { [metric]: text } } };
  const json = readJsonObject(payload);
  return 'why' in json ? { kind: 'malformed', why: json.why } : measured(metric, json.object);
}

/** `online`, or an object with the firmware and the strength of the radio; the last will is `offline`. */
function status({ text = '', payload }: HeardMessage): MessageContent {
  const json = text.startsWith('{') ? readJsonObject(payload) : undefined;
  const object = json !== undefined && 'object' in json ? json.object : {};
  const word = json === undefined ? text : (object['status'] ?? object['state'] ?? object['online']);
  const online = word === true || word === 'online' || word === 'true';
  if (!online && word !== false && word !== 'offline' && word !== 'false')
    return { kind: 'malformed', why: because('frame.no-presence', { online: 'online', offline: 'offline' }) };
  const firmware = object['firmware'] ?? object['fw'] ?? object['firmware_version'];
  return { kind: 'online', online, state: { status: { firmware, rssi: object['rssi'] } } };
}

const switched = (relay: number, word: unknown): MessageContent => ({
  kind: 'response',
  ...(word === 'on' || word === 'off' ? { state: { telemetry: { [`relay_${relay}`]: word } } } : {}),
});

/** The answer to a command: the new state alone, or an object that says whether it was done. */
function answered({ text = '', payload }: HeardMessage): MessageContent {
  const plain = text.toLowerCase();
  if (plain === 'on' || plain === 'off') return switched(1, plain);
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { success, status: word, error, message, relay, newState, state } = json.object;
  if (success === false || word === 'error' || word === 'refused') {
    const told = typeof error === 'string' ? error : typeof message === 'string' ? message : '';
    return { kind: 'response', refused: told === '' ? because('device.no-reason') : said(told.slice(0, 200)) };
  }
  return switched(typeof relay === 'number' ? relay : 1, newState ?? state);
}

const dialect = topicDialect({
  id: 'homesync',
  title: 'Nodes under homesync/',
  says: [
    { topic: '{prefix}/status', read: status },
    { topic: '{prefix}/telemetry/{metric}', read: telemetry },
    { topic: '{prefix}/response/command', read: answered },
  ],
  answers: 'in-order',
  shows: [
    {
      topic: 'homesync/{home}/nodes/{node}/status',
      prefix: 'homesync/{home}/nodes/{node}',
      definition: 'homesync-node',
    },
    {
      topic: 'homesync/{home}/nodes/{node}/telemetry/{metric}',
      prefix: 'homesync/{home}/nodes/{node}',
      definition: 'homesync-node',
    },
  ],
});

const at = (name: string, label: string, metric?: TypedStateRow['metric']) => ({
  path: `telemetry/${name}`,
  name,
  label,
  ...(metric === undefined ? {} : { metric }),
});

const relays = [1, 2, 3, 4];
const relayRows = relays.map((n) =>
  wordSwitchAt(at(`relay_${n}`, `Relay ${n}`, `relay.on.${n}`), ['on', '1', 'true'], ['off', '0', 'false']),
);

const healthRows: readonly TypedStateRow[] = [
  textNumberAt(at('temperature', 'Temperature', 'device.temperature'), '°C'),
  textNumberAt(at('rssi', 'Wi-Fi signal', 'device.signal'), 'dBm'),
  textNumberAt(at('uptime', 'Time since start', 'device.uptime'), 's'),
  textNumberAt({ path: 'status/rssi', name: 'status_rssi', label: 'Wi-Fi signal when it came' }, 'dBm'),
  textAt({ path: 'status/firmware', name: 'firmware', label: 'Firmware' }),
];

const writes: readonly WriteCommand[] = relays.flatMap((n): WriteCommand[] => [
  {
    kind: 'write',
    name: `relay_${n}`,
    title: `Switch relay ${n}`,
    value: { kind: 'choice', options: { on: 'on', off: 'off' } },
    serves: { setPoint: `relay.on.${n}`, words: { on: 'on', off: 'off' } },
    request: (value) =>
      value === 'on' || value === 'off' ? `command/relay ${JSON.stringify({ command: value, relay: n })}` : undefined,
    readBack: { command: wholeState, field: `relay_${n}` },
  },
  {
    kind: 'write',
    name: `relay_${n}_toggle`,
    title: `Relay ${n} to the other state`,
    value: { kind: 'none' },
    request: (value) => (value === '' ? `command/relay ${JSON.stringify({ command: 'toggle', relay: n })}` : undefined),
  },
]);

const common = {
  version: 1,
  maker: 'Own make',
  verified: 'document',
  sources: ['PowerTrack technical design: MQTT topics of nodes'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  everySeconds: 30,
  identity: [{ key: 'firmware', path: 'status/firmware' }],
  writes,
} as const;

const nodeTable = stateTable([
  ...relayRows,
  ...relays.map((n) => textNumberAt(at(`power_${n}`, `Power ${n}`, `relay.power.${n}`), 'W')),
  textNumberAt(at('energy', 'Energy', 'load.energy'), 'Wh'),
  textNumberAt(at('voltage', 'Voltage', 'load.voltage'), 'V'),
  textNumberAt(at('current', 'Current'), 'A'),
  textNumberAt(at('frequency', 'Frequency', 'load.frequency'), 'Hz'),
  textNumberAt(at('power_factor', 'Power factor'), ''),
  ...healthRows,
]);

/** A node at a load or a circuit. */
export const homesyncNode: MqttDefinition = freezeDeep({
  ...common,
  id: 'homesync-node',
  aliases: ['homesync'],
  kind: 'relay',
  title: 'Node of one’s own make at a load: relay, PZEM-004T, clamp',
  models: ['NodeMCU-ESP8266', 'NodeMCU-ESP32'],
  ...nodeTable,
} satisfies MqttDefinition);

const phases = ['l1', 'l2', 'l3'] as const;
const meterTable = stateTable([
  textNumberAt(at('power_1', 'Power', 'grid.power'), 'W'),
  ...phases.flatMap((phase) => [
    textNumberAt(at(`power_${phase}`, `Power, phase ${phase}`, `grid.power.${phase}`), 'W'),
    textNumberAt(at(`voltage_${phase}`, `Voltage, phase ${phase}`, `grid.voltage.${phase}`), 'V'),
    textNumberAt(at(`current_${phase}`, `Current, phase ${phase}`, `grid.current.${phase}`), 'A'),
  ]),
  textNumberAt(at('energy', 'Energy drawn', 'grid.energy.import'), 'Wh'),
  textNumberAt(at('energy_export', 'Energy fed in', 'grid.energy.export'), 'Wh'),
  textNumberAt(at('voltage', 'Voltage', 'grid.voltage'), 'V'),
  textNumberAt(at('current', 'Current', 'grid.current'), 'A'),
  textNumberAt(at('frequency', 'Frequency', 'grid.frequency'), 'Hz'),
  textNumberAt(at('power_factor', 'Power factor'), ''),
  ...relayRows,
  ...healthRows,
]);

/** A node at the grid connection. */
export const homesyncMeter: MqttDefinition = freezeDeep({
  ...common,
  id: 'homesync-meter',
  aliases: [],
  kind: 'meter',
  title: 'Node of one’s own make as meter: PZEM-004T or clamps',
  models: ['NodeMCU-ESP8266', 'NodeMCU-ESP32'],
  ...meterTable,
  derive: [
    {
      metric: 'grid.power',
      name: 'power_of_phases',
      label: 'Power, sum of the phases',
      unit: 'W',
      from: ['power_l1', 'power_l2', 'power_l3'],
      unless: 'power_1',
      calc: (...values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
    },
  ],
} satisfies MqttDefinition);
