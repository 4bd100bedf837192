// Solar-Assistant and what speaks its topics (SolarAutopilot): `<prefix>/{total|inverter_N|battery_N}/<metric>/state`, with any number of
// inverters and batteries. Settings go to `…/set`, their outcome comes under `set/response_message`. The maker's sign of the battery is
// + charging; some builds had the opposite. Source: [solar-assistant].
import { because, said } from '#core/reason.ts';
import type { ComposedSetPoint, Derivation, MqttDefinition, Serves, WriteCommand, WriteValue } from '../definition.ts';
import { usualWear, wholeState } from '../definition.ts';
import { composable, type ComposedParts } from '../composed.ts';
import type { MessageContent } from '../message-dialect.ts';
import { stateTable, textAt, textNumberAt, type TypedStateRow } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** `Saved`, or `Set 'Capacity point 1' to '97': Saved.`; anything with an error is none. */
function outcome({ text = '' }: HeardMessage): MessageContent {
  if (/\bsaved\b/i.test(text)) return { kind: 'response' };
  return { kind: 'response', refused: text === '' ? because('device.no-reason') : said(text.slice(0, 200)) };
}

const totals = 'pv_power|load_power|grid_power|battery_power|battery_state_of_charge|battery_voltage';
const shown = new RegExp(`^(?:${totals})$`);

const dialect = topicDialect({
  id: 'solar-assistant',
  title: 'Topics of Solar-Assistant',
  says: [
    { topic: '{prefix}/total/{what}/state', as: 'text', at: 'total/{what}' },
    { topic: '{prefix}/inverter_{n}/{what}/state', as: 'text', at: 'inverter_{n}/{what}' },
    { topic: '{prefix}/battery_{n}/{what}/state', as: 'text', at: 'battery_{n}/{what}' },
    { topic: '{prefix}/set/response_message/state', read: outcome },
  ],
  answers: 'in-order',
  gatherMs: 300,
  // With the cable to the inverter unplugged it sends its last values again and again.
  repeatsAfterSeconds: 900,
  shows: ['total', 'inverter_1'].map((part) => ({
    topic: `{p}/${part}/{what}/state`,
    prefix: '{p}',
    definition: ({ words }) => (shown.test(words['what'] ?? '') ? 'solar-assistant' : undefined),
  })),
});

/** Its signs: what turns those of the battery into the catalogue's. */
interface Sign {
  readonly chargeIsPositive: boolean;
}

type Metric = TypedStateRow['metric'];

function at(part: string, key: string, { metric, flip }: { readonly metric?: Metric; readonly flip?: boolean } = {}) {
  const words = key.replaceAll(/[_-]+/g, ' ').trim();
  const name = `${part}_${key}`.replaceAll(/[^a-z\d]+/g, '_');
  return {
    path: `${part}/${key}`,
    name,
    label: `${words[0]?.toUpperCase() ?? ''}${words.slice(1)} of ${part.replace('_', ' ')}`,
    ...(metric === undefined ? {} : { metric }),
    ...(flip === true ? { flip } : {}),
  };
}

/** Its counters begin again on a day its owner chose: as any counter that falls. */
const kilowattHours = (key: string, metric: Metric): TypedStateRow =>
  textNumberAt(at('total', key, { metric }), 'Wh', 1000);

function totalRows({ chargeIsPositive: flip }: Sign): readonly TypedStateRow[] {
  const value = (key: string, metric: Metric): ReturnType<typeof at> => at('total', key, { metric });
  return [
    textNumberAt(value('pv_power', 'pv.power'), 'W'),
    textNumberAt(value('load_power', 'load.power'), 'W'),
    textNumberAt(value('grid_power', 'grid.power'), 'W'),
    textNumberAt(at('total', 'battery_power', { metric: 'battery.power', flip }), 'W'),
    textNumberAt(value('battery_state_of_charge', 'battery.soc'), '%'),
    textNumberAt(value('battery_voltage', 'battery.voltage'), 'V'),
    textNumberAt(at('total', 'battery_current', { metric: 'battery.current', flip }), 'A'),
    textNumberAt(value('battery_temperature', 'battery.temperature'), '°C'),
    textNumberAt(value('battery_capacity', 'battery.capacity'), 'Ah'),
    textNumberAt(value('grid_voltage', 'grid.voltage'), 'V'),
    textNumberAt(value('grid_frequency', 'grid.frequency'), 'Hz'),
    textNumberAt(value('ac_output_voltage', 'load.voltage'), 'V'),
    textNumberAt(value('ac_output_frequency', 'load.frequency'), 'Hz'),
    textNumberAt(value('load_percentage', 'load.level'), '%'),
    textNumberAt(value('bus_voltage', 'inverter.bus.voltage'), 'V'),
    textAt(value('inverter_mode', 'inverter.mode')),
    kilowattHours('pv_energy', 'pv.energy'),
    kilowattHours('load_energy', 'load.energy'),
    kilowattHours('grid_energy_in', 'grid.energy.import'),
    kilowattHours('grid_energy_out', 'grid.energy.export'),
    kilowattHours('battery_energy_in', 'battery.energy.charge'),
    kilowattHours('battery_energy_out', 'battery.energy.discharge'),
  ];
}

/** What can be set on an inverter; which of it a model has, it shows. */
interface Setting {
  readonly key: string;
  readonly value: WriteValue;
  readonly serves?: Serves;
}

const choice = (...options: readonly string[]): WriteValue => ({
  kind: 'choice',
  options: Object.fromEntries(options.map((option) => [option, option])),
});
const amps: WriteValue = { kind: 'number', unit: 'A', min: 0, max: 100, step: 1 };
const percent: WriteValue = { kind: 'number', unit: '%', min: 0, max: 100, step: 1 };
const points = [1, 2, 3, 4, 5, 6];

const settings: readonly Setting[] = [
  {
    key: 'output_source_priority',
    value: choice('Utility first', 'Solar first', 'Solar/Battery/Utility'),
    serves: {
      setPoint: 'inverter.priority.output',
      words: { 'grid-first': 'Utility first', 'solar-first': 'Solar first', 'battery-first': 'Solar/Battery/Utility' },
    },
  },
  {
    key: 'charger_source_priority',
    value: choice('Utility first', 'Solar first', 'Solar and utility simultaneously', 'Solar only'),
    serves: {
      setPoint: 'inverter.priority.charge',
      words: {
        'grid-first': 'Utility first',
        'solar-first': 'Solar first',
        'solar-and-grid': 'Solar and utility simultaneously',
        'solar-only': 'Solar only',
      },
    },
  },
  {
    key: 'energy_pattern',
    value: choice('Battery first', 'Load first'),
    serves: {
      setPoint: 'inverter.priority.solar',
      words: { 'battery-load-grid': 'Battery first', 'load-battery-grid': 'Load first' },
    },
  },
  {
    key: 'grid_charge',
    value: choice('Enabled', 'Disabled'),
    serves: { setPoint: 'battery.charge.from_grid', words: { on: 'Enabled', off: 'Disabled' } },
  },
  {
    key: 'work_mode',
    value: choice(
      'Battery first',
      'Grid first',
      'Solar first',
      'Zero export to load',
      'Zero export to CT',
      'Selling first',
    ),
  },
  { key: 'max_charge_current', value: amps, serves: { setPoint: 'battery.current.limit.charge' } },
  { key: 'max_grid_charge_current', value: amps, serves: { setPoint: 'battery.current.limit.charge.from_grid' } },
  { key: 'max_discharge_current', value: amps, serves: { setPoint: 'battery.current.limit.discharge' } },
  { key: 'stop_battery_discharge_capacity', value: percent, serves: { setPoint: 'battery.soc.min' } },
  ...points.map((n) => ({ key: `capacity_point_${n}`, value: percent })),
  ...points.map((n) => ({ key: `grid_charge_point_${n}`, value: choice('True', 'False') })),
];

function requestOf(part: string, { key, value }: Setting): WriteCommand['request'] {
  return (given) => {
    const isTaken =
      value.kind === 'choice'
        ? typeof given === 'string' && Object.hasOwn(value.options, given)
        : value.kind === 'number' &&
          typeof given === 'number' &&
          Number.isInteger(given) &&
          given >= value.min &&
          given <= value.max;
    return isTaken ? `${part}/${key}/set ${given}` : undefined;
  };
}

const writesOf = (part: string, isOnly: boolean): readonly WriteCommand[] =>
  settings.map((setting) => ({
    kind: 'write',
    name: `${part}_${setting.key}`,
    title: at(part, setting.key).label,
    value: setting.value,
    wear: usualWear,
    ...(isOnly && setting.serves !== undefined ? { serves: setting.serves } : {}),
    request: requestOf(part, setting),
    readBack: { command: wholeState, field: at(part, setting.key).name },
  }));

/** Of several inverters all are set, one after the other; what they show counts if all show it. */
const composedOf = (inverters: readonly string[]): readonly ComposedSetPoint[] =>
  inverters.length < 2
    ? []
    : settings.flatMap(({ key, serves }) =>
        serves?.words === undefined
          ? []
          : [
              {
                setPoint: serves.setPoint,
                ways: Object.entries(serves.words).map(([word, value]) => ({
                  value: word === 'on' ? 1 : word === 'off' ? 0 : word,
                  steps: inverters.map((part) => ({ write: `${part}_${key}`, value })),
                })),
              },
            ],
      );

const settingRow = (part: string, { key, value }: Setting): TypedStateRow =>
  value.kind === 'number' ? textNumberAt(at(part, key), value.unit) : textAt(at(part, key));

/** Two strings of modules an inverter; those of the second are counted on. */
function inverterRows(part: string, n: number): readonly TypedStateRow[] {
  const strings = [1, 2].flatMap((string): TypedStateRow[] => {
    const index = (n - 1) * 2 + string;
    const own = index <= 64;
    return [
      textNumberAt(at(part, `pv_power_${string}`, own ? { metric: `pv.power.s${index}` } : {}), 'W'),
      textNumberAt(at(part, `pv_voltage_${string}`, own ? { metric: `pv.voltage.s${index}` } : {}), 'V'),
      textNumberAt(at(part, `pv_current_${string}`, own ? { metric: `pv.current.s${index}` } : {}), 'A'),
    ];
  });
  return [
    ...strings,
    textNumberAt(at(part, 'pv_power'), 'W'),
    textNumberAt(at(part, 'load_power'), 'W'),
    textNumberAt(at(part, 'grid_power'), 'W'),
    textNumberAt(at(part, 'grid_voltage'), 'V'),
    textNumberAt(at(part, 'grid_frequency'), 'Hz'),
    textNumberAt(at(part, 'ac_output_voltage'), 'V'),
    textNumberAt(at(part, 'battery_voltage'), 'V'),
    textNumberAt(at(part, 'battery_current'), 'A'),
    textNumberAt(at(part, 'temperature', n === 1 ? { metric: 'inverter.temperature' } : {}), '°C'),
    textAt(at(part, 'device_mode')),
    textAt(at(part, 'inverter_state')),
    textAt(at(part, 'serial_number')),
    ...settings.map((setting) => settingRow(part, setting)),
  ];
}

function batteryRows(part: string, n: number, { chargeIsPositive: flip }: Sign): readonly TypedStateRow[] {
  return [
    textNumberAt(at(part, 'power', n <= 64 ? { metric: `battery.power.${n}`, flip } : {}), 'W'),
    textNumberAt(at(part, 'temperature', n <= 64 ? { metric: `battery.temperature.${n}` } : {}), '°C'),
    textNumberAt(at(part, 'voltage'), 'V'),
    textNumberAt(at(part, 'current'), 'A'),
    textNumberAt(at(part, 'state_of_charge'), '%'),
    textNumberAt(at(part, 'state_of_health'), '%'),
    textNumberAt(at(part, 'capacity'), 'Ah'),
    textNumberAt(at(part, 'cycles'), ''),
    textNumberAt(at(part, 'temperature_env'), '°C'),
    textNumberAt(at(part, 'cell_voltage_-_highest'), 'V'),
    textNumberAt(at(part, 'cell_voltage_-_lowest'), 'V'),
  ];
}

/** What all together do, where no total is sent. */
function sumsOf(inverters: readonly string[], batteries: readonly string[], { chargeIsPositive }: Sign): Derivation[] {
  const sum = (metric: 'pv.power' | 'load.power' | 'grid.power', key: string): Derivation[] =>
    inverters.length === 0
      ? []
      : [
          {
            metric,
            name: `${key}_of_inverters`,
            label: `${metric.split('.')[0] ?? ''} power of all inverters`,
            unit: 'W',
            from: inverters.map((part) => `${part}_${key}`),
            unless: `total_${key}`,
            calc: (...values) => values.reduce<number>((total, value) => total + Number(value), 0),
          },
        ];
  const battery: Derivation[] =
    batteries.length === 0
      ? []
      : [
          {
            metric: 'battery.power',
            name: 'battery_power_of_batteries',
            label: 'Battery power of all batteries',
            unit: 'W',
            from: batteries.map((part) => `${part}_power`),
            unless: 'total_battery_power',
            calc: (...values) =>
              values.reduce<number>((total, value) => total + Number(value), 0) * (chargeIsPositive ? -1 : 1),
          },
        ];
  const [only, second] = batteries;
  const soc: Derivation[] =
    only === undefined || second !== undefined
      ? []
      : [
          {
            metric: 'battery.soc',
            name: 'soc_of_battery',
            label: 'State of charge of the battery',
            unit: '%',
            from: [`${only}_state_of_charge`],
            unless: 'total_battery_state_of_charge',
            calc: (value) => (typeof value === 'number' ? value : undefined),
          },
        ];
  return [
    ...sum('pv.power', 'pv_power'),
    ...sum('load.power', 'load_power'),
    ...sum('grid.power', 'grid_power'),
    ...battery,
    ...soc,
  ];
}

/** Most inverters and batteries that are shown. */
const mostOfAKind = 16;

function numbered(parts: Iterable<string>, kind: 'inverter' | 'battery'): readonly string[] {
  return [...parts]
    .filter((part) => new RegExp(`^${kind}_[1-9]\\d?$`).test(part))
    .toSorted((one, other) => Number(one.split('_')[1]) - Number(other.split('_')[1]))
    .slice(0, mostOfAKind);
}

const known = (parts: Iterable<string>): readonly string[] => {
  const all = [...parts];
  return [...numbered(all, 'inverter'), ...numbered(all, 'battery')];
};

function madeOf(parts: readonly string[], sign: Sign): ComposedParts {
  const inverters = numbered(parts, 'inverter');
  const batteries = numbered(parts, 'battery');
  const numberOf = (part: string): number => Number(part.split('_')[1]);
  return {
    ...stateTable([
      ...totalRows(sign),
      ...inverters.flatMap((part) => inverterRows(part, numberOf(part))),
      ...batteries.flatMap((part) => batteryRows(part, numberOf(part), sign)),
    ]),
    derive: sumsOf(inverters, batteries, sign),
    writes: inverters.flatMap((part) => writesOf(part, inverters.length === 1)),
    composed: composedOf(inverters),
  };
}

function solarAssistantWith(sign: Sign, facts: Pick<MqttDefinition, 'id' | 'aliases' | 'title'>): MqttDefinition {
  const make = (parts: readonly string[]): ComposedParts => madeOf(parts, sign);
  return composable({ known, make }, (composeOf) => ({
    ...facts,
    version: 1,
    kind: 'inverter',
    maker: 'Solar-Assistant',
    models: ['Solar-Assistant', 'SolarAutopilot', 'inverters and batteries behind them'],
    verified: 'document',
    sources: ['Solar-Assistant: MQTT integration and entity contract (2026); topics of SolarAutopilot'],
    mode: 'mqtt',
    links: ['mqtt'],
    dialect,
    ...make(['inverter_1', 'battery_1']),
    composedOf: composeOf,
    everySeconds: 15,
    identity: [{ key: 'serial', path: 'inverter_1/serial_number' }],
  }));
}

/** By the maker's contract: + charging. */
export const solarAssistant: MqttDefinition = solarAssistantWith(
  { chargeIsPositive: true },
  { id: 'solar-assistant', aliases: ['solar-autopilot', 'solarassistant'], title: 'Solar-Assistant, SolarAutopilot' },
);

/** Builds that say + discharging. */
export const solarAssistantInverted: MqttDefinition = solarAssistantWith(
  { chargeIsPositive: false },
  {
    id: 'solar-assistant-inverted',
    aliases: [],
    title: 'Solar-Assistant, SolarAutopilot (battery + discharging)',
  },
);
