// ESPHome over MQTT: a topic for each of its parts, `<node>/<component>/<object>/state`. Names of parts are their owner's; those that are usual
// are known, for others there are devices of one's own. Source: [esphome-mqtt].
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import { stateTable, textNumberAt, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/**
 * What Home Assistant says of its entities has the same form, `homeassistant/sensor/power/state`: those are of any device, and a person picks
 * them on the page of topics. Source: Home Assistant, MQTT Statestream.
 */
const otherNames: ReadonlySet<string> = new Set(['homeassistant', 'home-assistant', 'hass', 'statestream']);
const isNode = ({ words }: HeardMessage): boolean => !otherNames.has(words['node'] ?? '');

const powerWords = /^(?:power|active_power|house_power|grid_power)$/;

const dialect = topicDialect({
  id: 'esphome',
  title: 'ESPHome over MQTT',
  says: [
    { topic: '{prefix}/status', as: 'online', online: 'online', offline: 'offline' },
    { topic: '{prefix}/switch/{object}/state', as: 'text', at: 'switch/{object}', holds: true },
    { topic: '{prefix}/sensor/{object}/state', as: 'text', at: 'sensor/{object}' },
  ],
  shows: [
    {
      topic: '{node}/sensor/{object}/state',
      prefix: '{node}',
      definition: (heard: HeardMessage) =>
        isNode(heard) && powerWords.test(heard.words['object'] ?? '') ? 'esphome-plug' : undefined,
    },
    {
      topic: '{node}/switch/{object}/state',
      prefix: '{node}',
      definition: (heard: HeardMessage) =>
        isNode(heard) && (heard.text === 'ON' || heard.text === 'OFF') ? 'esphome-plug' : undefined,
    },
  ],
});

const sensor = (object: string, label: string, metric?: TypedStateRow['metric']) => ({
  path: `sensor/${object}`,
  name: object,
  label,
  ...(metric === undefined ? {} : { metric }),
});

/** Names of the only relay, and of several. */
const relays = ['relay', 'relay_2', 'relay_3', 'relay_4'];

const healthRows: readonly TypedStateRow[] = [
  textNumberAt(sensor('wifi_signal', 'Wi-Fi signal', 'device.signal'), 'dBm'),
  textNumberAt(sensor('uptime', 'Time since start', 'device.uptime'), 's'),
  textNumberAt(sensor('internal_temperature', 'Temperature', 'device.temperature'), '°C'),
];

const common = {
  version: 1,
  maker: 'ESPHome',
  verified: 'document',
  sources: ['ESPHome documentation: MQTT client, sensor, switch'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  // As usual for its sensors; switches speak on change.
  everySeconds: 60,
  identity: [],
} as const;

const plugTable = stateTable([
  ...relays.map((object, index) =>
    wordSwitchAt(
      { path: `switch/${object}`, name: object, label: `Relay ${index + 1}`, metric: `relay.on.${index + 1}` },
      ['on'],
      ['off'],
    ),
  ),
  textNumberAt(sensor('power', 'Power', 'relay.power.1'), 'W'),
  textNumberAt(sensor('energy', 'Energy', 'load.energy'), 'Wh'),
  textNumberAt(sensor('voltage', 'Voltage', 'load.voltage'), 'V'),
  textNumberAt(sensor('current', 'Current'), 'A'),
  textNumberAt(sensor('frequency', 'Frequency', 'load.frequency'), 'Hz'),
  textNumberAt(sensor('power_factor', 'Power factor'), ''),
  ...healthRows,
]);

/** Plugs and relays. */
export const esphomePlug: MqttDefinition = freezeDeep({
  ...common,
  id: 'esphome-plug',
  aliases: ['esphome'],
  kind: 'relay',
  title: 'ESPHome plug, relay or circuit meter over MQTT',
  models: ['nodes with `switch: relay` and `sensor: power, energy, voltage, current`'],
  ...plugTable,
  writes: relays.map(
    (object, index): WriteCommand => ({
      kind: 'write',
      name: object,
      title: `Switch relay ${index + 1}`,
      value: { kind: 'choice', options: { on: 'ON', off: 'OFF' } },
      serves: { setPoint: `relay.on.${index + 1}`, words: { on: 'on', off: 'off' } },
      request: (value) =>
        value === 'on' || value === 'off' ? `switch/${object}/command ${value.toUpperCase()}` : undefined,
      readBack: { command: wholeState, field: object },
    }),
  ),
} satisfies MqttDefinition);

const meterTable = stateTable([
  textNumberAt(sensor('power', 'Power', 'grid.power'), 'W'),
  ...([1, 2, 3] as const).flatMap((n) => [
    textNumberAt(sensor(`power_l${n}`, `Power, phase ${n}`, `grid.power.l${n}`), 'W'),
    textNumberAt(sensor(`voltage_l${n}`, `Voltage, phase ${n}`, `grid.voltage.l${n}`), 'V'),
    textNumberAt(sensor(`current_l${n}`, `Current, phase ${n}`, `grid.current.l${n}`), 'A'),
  ]),
  textNumberAt(sensor('energy_import', 'Energy drawn', 'grid.energy.import'), 'Wh'),
  textNumberAt(sensor('energy_export', 'Energy fed in', 'grid.energy.export'), 'Wh'),
  textNumberAt(sensor('voltage', 'Voltage', 'grid.voltage'), 'V'),
  textNumberAt(sensor('frequency', 'Frequency', 'grid.frequency'), 'Hz'),
  ...healthRows,
]);

/** A meter at the grid connection. */
export const esphomeMeter: MqttDefinition = freezeDeep({
  ...common,
  id: 'esphome-meter',
  aliases: [],
  kind: 'meter',
  title: 'ESPHome meter at the grid over MQTT',
  models: ['nodes with `sensor: power` or `power_l1` to `power_l3`'],
  ...meterTable,
  derive: [
    {
      metric: 'grid.power',
      name: 'power_of_phases',
      label: 'Power, sum of the phases',
      unit: 'W',
      from: ['power_l1', 'power_l2', 'power_l3'],
      unless: 'power',
      calc: (...values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
    },
  ],
  writes: [],
} satisfies MqttDefinition);
