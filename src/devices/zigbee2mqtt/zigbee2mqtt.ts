// Plugs and meters behind zigbee2mqtt: one object with the whole state of a device under `zigbee2mqtt/<name>`, a name may hold slashes.
// Source: [zigbee2mqtt].
import { readJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import type { MessageContent } from '../message-dialect.ts';
import { numberAt, stateTable, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** Meters with clamps give the amount of a power and its direction apart. */
function signed(state: JsonObject, suffix: string): JsonObject {
  const power = state[`power${suffix}`];
  const flow = state[`energy_flow${suffix}`];
  return flow === 'producing' && typeof power === 'number' ? { [`power${suffix}`]: -Math.abs(power) } : {};
}

/** Relays by their numbers; the only one has none. */
function relaysIn(state: JsonObject): JsonObject {
  const found = Object.entries(state).flatMap(([key, value]) => {
    const [, number] = /^state(?:_(?:l|left|right)?([1-8]))?$/.exec(key) ?? [];
    return key === 'state' || number !== undefined ? [[number ?? '1', value] as const] : [];
  });
  return Object.fromEntries(found);
}

function whole({ payload }: HeardMessage): MessageContent {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { object } = json;
  const directions = ['', '_a', '_b'].map((suffix) => signed(object, suffix));
  return {
    kind: 'state',
    state: { device: Object.assign({}, object, ...directions) as JsonObject, relays: relaysIn(object) },
  };
}

/** A device with a power is a plug if it can be switched, else a meter. */
function kindOf({ words, payload }: HeardMessage): string | undefined {
  if (/^bridge(?:\/|$)|\/(?:set|get|availability)$/.test(words['name'] ?? '')) return undefined;
  const json = readJsonObject(payload);
  if ('why' in json || !('linkquality' in json.object)) return undefined;
  const { object } = json;
  const states = Object.values(relaysIn(object));
  if (states.some((state) => state === 'ON' || state === 'OFF')) return 'zigbee2mqtt-plug';
  return ['power', 'power_a'].some((key) => typeof object[key] === 'number') ? 'zigbee2mqtt-meter' : undefined;
}

const dialect = topicDialect({
  id: 'zigbee2mqtt',
  title: 'zigbee2mqtt',
  places: (prefix) => ({ base: prefix.split('/')[0] ?? prefix }),
  says: [
    { topic: '{prefix}', read: whole },
    { topic: '{prefix}/availability', as: 'online', online: 'online', offline: 'offline' },
    { topic: '{base}/bridge/state', as: 'online', online: 'online', offline: 'offline' },
  ],
  asks: [{ topic: '{prefix}/get', payload: '{"state":"","power":""}' }],
  shows: [{ topic: 'zigbee2mqtt/{name+}', prefix: 'zigbee2mqtt/{name}', definition: kindOf }],
});

const at = (key: string, label: string, metric?: TypedStateRow['metric']) => ({
  path: `device/${key}`,
  name: key,
  label,
  ...(metric === undefined ? {} : { metric }),
});

const common = {
  version: 1,
  maker: 'zigbee2mqtt',
  verified: 'document',
  sources: ['zigbee2mqtt documentation: MQTT topics and messages'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  // Many plugs measure once a minute.
  everySeconds: 60,
  identity: [],
} as const;

const relays = [1, 2, 3, 4];

const key = (n: number): string => (n === 1 ? 'state' : `state_l${n}`);

const relayWrites: readonly WriteCommand[] = relays.map((n) => ({
  kind: 'write',
  name: `relay_${n}`,
  title: n === 1 ? 'Switch it' : `Switch relay ${n}`,
  value: { kind: 'choice', options: { on: 'ON', off: 'OFF' } },
  serves: { setPoint: `relay.on.${n}`, words: { on: 'on', off: 'off' } },
  request: (value) =>
    value === 'on' || value === 'off' ? `set ${JSON.stringify({ [key(n)]: value.toUpperCase() })}` : undefined,
  readBack: { command: wholeState, field: `relay_${n}` },
}));

const plugTable = stateTable([
  ...relays.map((n) =>
    wordSwitchAt(
      { path: `relays/${n}`, name: `relay_${n}`, label: `Relay ${n}`, metric: `relay.on.${n}` },
      ['on'],
      ['off'],
    ),
  ),
  numberAt(at('power', 'Power', 'relay.power.1'), 'W'),
  numberAt(at('energy', 'Energy', 'load.energy'), 'Wh', { scale: 1000 }),
  numberAt(at('voltage', 'Voltage', 'load.voltage'), 'V'),
  numberAt(at('current', 'Current'), 'A'),
  numberAt(at('ac_frequency', 'Frequency', 'load.frequency'), 'Hz'),
  numberAt(at('power_factor', 'Power factor'), ''),
  numberAt(at('device_temperature', 'Temperature', 'device.temperature'), '°C'),
  numberAt(at('linkquality', 'Quality of the radio link, of 255'), ''),
]);

/** Plugs and relays. */
export const zigbee2mqttPlug: MqttDefinition = freezeDeep({
  ...common,
  id: 'zigbee2mqtt-plug',
  aliases: ['zigbee2mqtt', 'z2m-plug'],
  kind: 'relay',
  title: 'Zigbee plug or relay behind zigbee2mqtt',
  models: ['any with `state`, and `power` and `energy` where it measures'],
  ...plugTable,
  writes: relayWrites,
} satisfies MqttDefinition);

const phases = [
  ['', 'l1'],
  ['_phase_b', 'l2'],
  ['_phase_c', 'l3'],
] as const;

const meterTable = stateTable([
  numberAt(at('power', 'Power', 'grid.power'), 'W'),
  numberAt(at('energy', 'Energy drawn', 'grid.energy.import'), 'Wh', { scale: 1000 }),
  numberAt(at('produced_energy', 'Energy fed in', 'grid.energy.export'), 'Wh', { scale: 1000 }),
  numberAt(at('ac_frequency', 'Frequency', 'grid.frequency'), 'Hz'),
  ...phases.flatMap(([suffix, phase]) => [
    numberAt(at(`voltage${suffix}`, `Voltage, phase ${phase}`, `grid.voltage.${phase}`), 'V'),
    numberAt(at(`current${suffix}`, `Current, phase ${phase}`, `grid.current.${phase}`), 'A'),
  ]),
  // The first clamp is taken for the connection to the grid; what the second measures only its owner knows.
  numberAt(at('power_a', 'Power, clamp a'), 'W'),
  numberAt(at('power_b', 'Power, clamp b', 'meter.power.2'), 'W'),
  numberAt(at('energy_a', 'Energy, clamp a'), 'Wh', { scale: 1000 }),
  numberAt(at('energy_b', 'Energy, clamp b', 'meter.energy.forward.2'), 'Wh', { scale: 1000 }),
  numberAt(at('energy_produced_a', 'Energy fed in, clamp a'), 'Wh', { scale: 1000 }),
  numberAt(at('energy_produced_b', 'Energy fed in, clamp b', 'meter.energy.backward.2'), 'Wh', { scale: 1000 }),
  numberAt(at('linkquality', 'Quality of the radio link, of 255'), ''),
]);

/** Meters. */
export const zigbee2mqttMeter: MqttDefinition = freezeDeep({
  ...common,
  id: 'zigbee2mqtt-meter',
  aliases: ['z2m-meter'],
  kind: 'meter',
  title: 'Zigbee meter behind zigbee2mqtt',
  models: ['any with `power` and no `state`', 'PJ-1203A with clamps'],
  ...meterTable,
  derive: [
    {
      metric: 'grid.power',
      name: 'power_of_clamp',
      label: 'Power of the first clamp',
      unit: 'W',
      from: ['power_a'],
      unless: 'power',
      calc: (value) => (typeof value === 'number' ? value : undefined),
    },
  ],
  writes: [],
} satisfies MqttDefinition);
