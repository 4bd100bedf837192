// Shellies of the first generation: a topic for each value under `shellies/<id>`, which a person may have named. Source: [shelly-gen1].
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import { readJsonObject } from '#codec/shelly-rpc.ts';
import { gen1Fallback, relayTimer } from './gen1-fallback.ts';
import { numberAt, stateTable, textAt, textNumberAt, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** The definition for a model, such as `SHEM-3`, or for the beginning of an id, such as `shellyem3-244CAB4354E2`. */
function byName(name: string): string | undefined {
  if (/^(?:SHEM-3$|shellyem3-)/.test(name)) return 'shelly-gen1-3em';
  if (/^(?:SHEM$|shellyem-)/.test(name)) return 'shelly-gen1-em';
  return /^(?:SH(?:SW|PLG|PLG2)-|shelly(?:1|1l|1pm|2|4pro|switch25?|plug|plug-s|plug-u1|uni)-)/.test(name)
    ? 'shelly-gen1'
    : undefined;
}

/** What an announcement says it is; one of a later generation has no `model` of these. */
function announced({ payload }: HeardMessage): string | undefined {
  const json = readJsonObject(payload);
  const model = 'object' in json ? json.object['model'] : undefined;
  return typeof model === 'string' ? byName(model) : undefined;
}

const dialect = topicDialect({
  id: 'shelly-gen1',
  title: 'Shelly of the first generation over MQTT',
  says: [
    { topic: '{prefix}/online', as: 'online', online: 'true', offline: 'false' },
    { topic: '{prefix}/relay/{n}', as: 'text', at: 'relay:{n}/output' },
    { topic: '{prefix}/relay/{n}/command', as: 'command' },
    { topic: '{prefix}/relay/{n}/{what}', as: 'text', at: 'relay:{n}/{what}' },
    { topic: '{prefix}/emeter/{n}/{what}', as: 'text', at: 'emeter:{n}/{what}' },
    { topic: '{prefix}/input/{n}', as: 'text', at: 'input:{n}/state' },
    { topic: '{prefix}/temperature', as: 'text', at: 'temperature' },
    { topic: '{prefix}/announce', as: 'json', at: 'announce' },
  ],
  asks: [
    { topic: '{prefix}/command', payload: 'announce' },
    { topic: '{prefix}/command', payload: 'update' },
  ],
  fallback: gen1Fallback,
  shows: [
    { topic: 'shellies/{id}/announce', prefix: 'shellies/{id}', definition: announced },
    { topic: 'shellies/{id}/online', prefix: 'shellies/{id}', definition: ({ words }) => byName(words['id'] ?? '') },
    // Of a device with a name of its own, what it measures says what it is.
    {
      topic: 'shellies/{id}/relay/{n}',
      prefix: 'shellies/{id}',
      definition: ({ words, text = '' }) =>
        byName(words['id'] ?? '') ?? (/^(?:on|off|overpower)$/.test(text) ? 'shelly-gen1' : undefined),
    },
    { topic: 'shellies/{id}/emeter/2/power', prefix: 'shellies/{id}', definition: 'shelly-gen1-3em' },
  ],
});

const words = { on: ['on'], off: ['off', 'overpower'] };

/** A relay; its energy is in watt-minutes. */
const relayRows = (n: number): readonly TypedStateRow[] => [
  wordSwitchAt(
    { path: `relay:${n}/output`, name: `relay_${n}`, label: `Relay ${n}`, metric: `relay.on.${n + 1}` },
    words.on,
    words.off,
  ),
  textNumberAt(
    { path: `relay:${n}/power`, name: `relay_${n}_power`, label: `Power ${n}`, metric: `relay.power.${n + 1}` },
    'W',
  ),
  textNumberAt({ path: `relay:${n}/energy`, name: `relay_${n}_energy`, label: `Energy ${n}` }, 'Wh', 1 / 60),
  numberAt({ path: `relay:${n}/timer`, name: `relay_${n}_timer`, label: `Timer of relay ${n}` }, 's'),
  textNumberAt({ path: `input:${n}/state`, name: `input_${n}`, label: `Input ${n}` }, ''),
];

const commonRows: readonly TypedStateRow[] = [
  textNumberAt({ path: 'temperature', name: 'temperature', label: 'Temperature', metric: 'device.temperature' }, '°C'),
  textAt({ path: 'announce/mac', name: 'mac', label: 'MAC address' }),
  textAt({ path: 'announce/model', name: 'model', label: 'Model' }),
  textAt({ path: 'announce/fw_ver', name: 'firmware', label: 'Firmware' }),
];

/** Longest timer a relay is given: a day, s. */
const longestTimer = 86_400;

/** On or off for a time: the device itself ends it, so that it holds without us. */
const timedWrite = (n: number, turn: 'on' | 'off'): WriteCommand => ({
  kind: 'write',
  name: `relay_${n}_${turn}_for`,
  title: `Switch relay ${n} ${turn} for a time`,
  value: { kind: 'number', unit: 's', min: 1, max: longestTimer, step: 1 },
  request: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestTimer
      ? relayTimer(n, turn, value)
      : undefined,
  readBack: { command: wholeState, field: `relay_${n}_timer` },
});

const relayWrites = (n: number): readonly WriteCommand[] => [
  {
    kind: 'write',
    name: `relay_${n}`,
    title: `Switch relay ${n}`,
    value: { kind: 'choice', options: { on: 'on', off: 'off' } },
    serves: {
      setPoint: `relay.on.${n + 1}`,
      words: { on: 'on', off: 'off' },
      timed: { on: `relay_${n}_on_for`, off: `relay_${n}_off_for` },
    },
    request: (value) => (value === 'on' || value === 'off' ? `relay/${n}/command ${value}` : undefined),
    readBack: { command: wholeState, field: `relay_${n}` },
  },
  {
    kind: 'write',
    name: `relay_${n}_toggle`,
    title: `Relay ${n} to the other state`,
    value: { kind: 'none' },
    request: (value) => (value === '' ? `relay/${n}/command toggle` : undefined),
  },
  timedWrite(n, 'on'),
  timedWrite(n, 'off'),
];

/** A meter of one channel or phase; `metrics` where it stands for the home. */
function emeterRows(n: number, metrics: Readonly<Record<string, TypedStateRow['metric']>>): readonly TypedStateRow[] {
  const at = (key: string, label: string) => {
    const metric = metrics[key];
    return {
      path: `emeter:${n}/${key}`,
      name: `channel_${n}_${key}`,
      label: `${label}, channel ${n}`,
      ...(metric === undefined ? {} : { metric }),
    };
  };
  return [
    textNumberAt(at('power', 'Active power'), 'W'),
    textNumberAt(at('voltage', 'Voltage'), 'V'),
    textNumberAt(at('current', 'Current'), 'A'),
    textNumberAt(at('pf', 'Power factor'), ''),
    textNumberAt(at('total', 'Active energy'), 'Wh'),
    textNumberAt(at('total_returned', 'Returned active energy'), 'Wh'),
  ];
}

const common = {
  version: 1,
  maker: 'Shelly',
  verified: 'document',
  sources: ['Shelly API documentation, Gen1: MQTT; recorded topics of a 3EM'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  // Everything is sent again at least every 30 s as delivered.
  everySeconds: 60,
  identity: [
    { key: 'serial', path: 'announce/mac' },
    { key: 'model', path: 'announce/model' },
    { key: 'firmware', path: 'announce/fw_ver' },
  ],
} as const;

const relays = [0, 1, 2, 3];
const relayTable = stateTable([...relays.flatMap(relayRows), ...commonRows]);

/** Relays and plugs. */
export const shellyGen1: MqttDefinition = freezeDeep({
  ...common,
  id: 'shelly-gen1',
  aliases: ['shelly1', 'shelly1pm', 'shelly25', 'shellyplug-s', 'shelly4pro'],
  kind: 'relay',
  title: 'Shelly of the first generation with relays or a plug',
  mdns: [{ type: '_http._tcp', named: '^shelly(?:1|1l|1pm|switch|switch25|plug|plug-s|plug-u1|4pro)-' }],
  models: ['SHSW-1', 'SHSW-PM', 'SHSW-L', 'SHSW-21', 'SHSW-25', 'SHSW-44', 'SHPLG-S', 'SHPLG-1'],
  ...relayTable,
  derive: [
    {
      metric: 'load.energy',
      name: 'energy',
      label: 'Energy through it',
      unit: 'Wh',
      from: [],
      sumOf: relays.map((n) => `relay_${n}_energy`),
      calc: (sum) => (typeof sum === 'number' ? sum : undefined),
    },
  ],
  writes: relays.flatMap(relayWrites),
} satisfies MqttDefinition);

const emTable = stateTable([
  ...emeterRows(0, {
    power: 'grid.power',
    voltage: 'grid.voltage',
    total: 'grid.energy.import',
    total_returned: 'grid.energy.export',
  }),
  ...emeterRows(1, {
    power: 'meter.power.2',
    total: 'meter.energy.forward.2',
    total_returned: 'meter.energy.backward.2',
  }),
  ...relayRows(0).filter(({ name }) => /^relay_0(?:_timer)?$/.test(name)),
  ...commonRows,
]);

/** Shelly EM: two channels, each a meter of its own, and a relay for a contactor. */
export const shellyGen1Em: MqttDefinition = freezeDeep({
  ...common,
  id: 'shelly-gen1-em',
  aliases: ['shellyem'],
  kind: 'meter',
  title: 'Shelly EM (first generation)',
  mdns: [{ type: '_http._tcp', named: '^shellyem-' }],
  models: ['SHEM'],
  ...emTable,
  writes: relayWrites(0),
} satisfies MqttDefinition);

const phases = ['l1', 'l2', 'l3'] as const;
const em3Table = stateTable([
  ...phases.flatMap((phase, n) =>
    emeterRows(n, {
      power: `grid.power.${phase}`,
      voltage: `grid.voltage.${phase}`,
      current: `grid.current.${phase}`,
      pf: `grid.power_factor.${phase}`,
      total: `grid.energy.import.${phase}`,
      total_returned: `grid.energy.export.${phase}`,
    }),
  ),
  ...relayRows(0).filter(({ name }) => /^relay_0(?:_timer)?$/.test(name)),
  ...commonRows,
]);

/** Shelly 3EM: three phases at the grid. */
export const shellyGen1Em3: MqttDefinition = freezeDeep({
  ...common,
  id: 'shelly-gen1-3em',
  aliases: ['shellyem3'],
  kind: 'meter',
  title: 'Shelly 3EM (first generation)',
  mdns: [{ type: '_http._tcp', named: '^shellyem3-' }],
  models: ['SHEM-3'],
  ...em3Table,
  derive: [
    {
      metric: 'grid.power',
      name: 'power',
      label: 'Active power, sum of the phases',
      unit: 'W',
      from: ['channel_0_power', 'channel_1_power', 'channel_2_power'],
      calc: (...values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
    },
  ],
  writes: relayWrites(0),
} satisfies MqttDefinition);
