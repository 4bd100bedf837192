// Microinverters behind OpenDTU (`solar/<serial>/<channel>/…`) and AhoyDTU (`inverter/<name>/ch<n>/…`): channel 0 is the grid side, the
// others the modules. Sources: [opendtu], [ahoydtu].
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState } from '../definition.ts';
import type { MessageContent, MessageDialect } from '../message-dialect.ts';
import { stateTable, textAt, textNumberAt, type TypedStateRow } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

const serial = /^\d{12}$/;

const openDtu = topicDialect({
  id: 'opendtu',
  title: 'OpenDTU',
  places: (prefix) => ({ base: prefix.split('/').slice(0, -1).join('/') }),
  says: [
    { topic: '{base}/dtu/status', as: 'online', online: 'online', offline: 'offline' },
    // At night the inverter has no power to answer: it is away, not broken.
    { topic: '{prefix}/status/reachable', as: 'online', online: '1', offline: '0' },
    { topic: '{prefix}/status/{what}', as: 'text', at: 'status/{what}' },
    { topic: '{prefix}/device/{what}', as: 'text', at: 'device/{what}' },
    { topic: '{prefix}/name', as: 'text', at: 'device/name' },
    { topic: '{prefix}/cmd/{what}', as: 'command' },
    { topic: '{prefix}/{channel}/{what}', as: 'text', at: 'channel_{channel}/{what}' },
  ],
  gatherMs: 200,
  shows: [
    {
      topic: '{base}/{serial}/0/{what}',
      prefix: '{base}/{serial}',
      definition: ({ words }) =>
        serial.test(words['serial'] ?? '') && /^(?:power|yieldtotal)$/.test(words['what'] ?? '')
          ? 'opendtu'
          : undefined,
    },
  ],
});

const available = ({ text }: HeardMessage): MessageContent =>
  text === '0' || text === '1' || text === '2' ? { kind: 'online', online: text !== '0' } : { kind: 'other' };

const ahoyDtu = topicDialect({
  id: 'ahoydtu',
  title: 'AhoyDTU',
  says: [
    { topic: '{prefix}/available', read: available },
    { topic: '{prefix}/ch{channel}/{what}', as: 'text', at: 'channel_{channel}/{what}' },
  ],
  gatherMs: 200,
  shows: [{ topic: '{base}/{name}/ch0/P_AC', prefix: '{base}/{name}', definition: 'ahoydtu' }],
});

/** The keys of one firmware. */
interface Keys {
  readonly acPower: string;
  readonly acVoltage: string;
  readonly acCurrent: string;
  readonly frequency: string;
  readonly temperature: string;
  readonly total: string;
  readonly today: string;
  readonly power: string;
  readonly voltage: string;
  readonly current: string;
}

/** The label of a value, and its metric. */
type Words = readonly [label: string, metric?: TypedStateRow['metric']];

const modules = [1, 2, 3, 4, 5, 6];

function rowsOf(keys: Keys): readonly TypedStateRow[] {
  const at = (channel: number, key: string, [label, metric]: Words) => ({
    path: `channel_${channel}/${key}`,
    name: `channel_${channel}_${key.toLowerCase()}`,
    label: channel === 0 ? label : `${label}, module ${channel}`,
    ...(metric === undefined ? {} : { metric }),
  });
  return [
    textNumberAt(at(0, keys.acPower, ['Power', 'pv.power']), 'W'),
    textNumberAt(at(0, keys.acVoltage, ['Grid voltage', 'grid.voltage']), 'V'),
    textNumberAt(at(0, keys.acCurrent, ['Current']), 'A'),
    textNumberAt(at(0, keys.frequency, ['Frequency', 'grid.frequency']), 'Hz'),
    textNumberAt(at(0, keys.temperature, ['Temperature', 'inverter.temperature']), '°C'),
    textNumberAt(at(0, keys.total, ['Energy', 'pv.energy']), 'Wh', 1000),
    textNumberAt(at(0, keys.today, ['Energy of today']), 'Wh'),
    ...modules.flatMap((n) => [
      textNumberAt(at(n, keys.power, ['Power', `pv.power.s${n}`]), 'W'),
      textNumberAt(at(n, keys.voltage, ['Voltage', `pv.voltage.s${n}`]), 'V'),
      textNumberAt(at(n, keys.current, ['Current', `pv.current.s${n}`]), 'A'),
    ]),
  ];
}

const common = { version: 1, kind: 'inverter', verified: 'document', mode: 'mqtt', links: ['mqtt'] } as const;

const keysOf = {
  opendtu: {
    acPower: 'power',
    acVoltage: 'voltage',
    acCurrent: 'current',
    frequency: 'frequency',
    temperature: 'temperature',
    total: 'yieldtotal',
    today: 'yieldday',
    power: 'power',
    voltage: 'voltage',
    current: 'current',
  },
  ahoydtu: {
    acPower: 'P_AC',
    acVoltage: 'U_AC',
    acCurrent: 'I_AC',
    frequency: 'F_AC',
    temperature: 'Temp',
    total: 'YieldTotal',
    today: 'YieldDay',
    power: 'P_DC',
    voltage: 'U_DC',
    current: 'I_DC',
  },
} as const satisfies Record<string, Keys>;

const openTable = stateTable([
  ...rowsOf(keysOf.opendtu),
  textNumberAt({ path: 'status/limit_absolute', name: 'limit_absolute', label: 'Limit of its power' }, 'W'),
  textNumberAt({ path: 'status/limit_relative', name: 'limit_relative', label: 'Limit of its power, of all' }, '%'),
  textAt({ path: 'device/name', name: 'name', label: 'Name' }),
  textAt({ path: 'device/hwpartnumber', name: 'hwpartnumber', label: 'Part number' }),
  textAt({ path: 'device/fwbuildversion', name: 'fwbuildversion', label: 'Firmware' }),
]);

const dialectOf = (dialect: MessageDialect): Pick<MqttDefinition, 'dialect'> => ({ dialect });

/** Hoymiles, TSUN and Solenso behind OpenDTU. */
export const openDtuInverter: MqttDefinition = freezeDeep({
  ...common,
  id: 'opendtu',
  aliases: ['hoymiles-opendtu'],
  maker: 'OpenDTU',
  title: 'Microinverter behind OpenDTU',
  mdns: [{ type: '_opendtu._tcp' }],
  models: ['Hoymiles HM, HMS, HMT', 'TSUN', 'Solenso'],
  sources: ['OpenDTU documentation: MQTT topics'],
  ...dialectOf(openDtu),
  ...openTable,
  everySeconds: 15,
  identity: [{ key: 'firmware', path: 'device/fwbuildversion' }],
  writes: [
    {
      kind: 'write',
      name: 'limit',
      title: 'Largest power, until it is switched off',
      value: { kind: 'number', unit: 'W', min: 0, max: 2500, step: 1 },
      serves: { setPoint: 'pv.power.limit' },
      request: (value) =>
        typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2500
          ? `cmd/limit_nonpersistent_absolute ${value}`
          : undefined,
      readBack: { command: wholeState, field: 'limit_absolute' },
    },
  ],
} satisfies MqttDefinition);

const ahoyTable = stateTable(rowsOf(keysOf.ahoydtu));

/** Hoymiles behind AhoyDTU. */
export const ahoyDtuInverter: MqttDefinition = freezeDeep({
  ...common,
  id: 'ahoydtu',
  aliases: ['hoymiles-ahoydtu'],
  maker: 'AhoyDTU',
  title: 'Microinverter behind AhoyDTU',
  models: ['Hoymiles HM, HMS, HMT, MI'],
  sources: ['AhoyDTU: user manual, MQTT'],
  ...dialectOf(ahoyDtu),
  ...ahoyTable,
  everySeconds: 30,
  identity: [],
  writes: [],
} satisfies MqttDefinition);
