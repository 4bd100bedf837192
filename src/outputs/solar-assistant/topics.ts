// Readings under the topics of Solar-Assistant: `<prefix>/{total|inverter_N|battery_N}/<name>/state`, one plain value each. Powers and
// currents of a battery are + charging there. Source: [solar-assistant].
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricValue } from '#core/reading.ts';
import type { HomeEnergy, HomeFlow } from '../output-kind.ts';

/** A value there: its name, the metric it is, and what turns the catalogue's sign into the maker's. */
type Row = readonly [name: string, metric: MetricId, factor?: -1];

const inverterRows: readonly Row[] = [
  ['pv_power', 'pv.power'],
  ...[1, 2].flatMap((string): readonly Row[] => [
    [`pv_power_${string}`, `pv.power.s${string}`],
    [`pv_voltage_${string}`, `pv.voltage.s${string}`],
    [`pv_current_${string}`, `pv.current.s${string}`],
  ]),
  ['load_power', 'load.power'],
  ['load_percentage', 'load.level'],
  ['grid_power', 'grid.power'],
  ['grid_voltage', 'grid.voltage'],
  ['grid_frequency', 'grid.frequency'],
  ['ac_output_voltage', 'load.voltage'],
  ['ac_output_frequency', 'load.frequency'],
  ['battery_voltage', 'battery.voltage'],
  ['battery_current', 'battery.current', -1],
  ['temperature', 'inverter.temperature'],
  ['device_mode', 'inverter.mode'],
];

const batteryRows: readonly Row[] = [
  ['state_of_charge', 'battery.soc'],
  ['state_of_health', 'battery.soh'],
  ['voltage', 'battery.voltage'],
  ['current', 'battery.current', -1],
  ['power', 'battery.power', -1],
  ['temperature', 'battery.temperature'],
  ['cycles', 'battery.cycles'],
  ['capacity', 'battery.capacity'],
  ['cell_voltage_-_highest', 'battery.cell.voltage.max'],
  ['cell_voltage_-_lowest', 'battery.cell.voltage.min'],
];

/** How values of several devices become one of the home. */
type Join = 'first' | 'sum';
type TotalRow = readonly [name: string, metric: MetricId, kinds: readonly DeviceKind[], join: Join, factor?: -1];

/** Of the kinds in their order: those of the first that has any. */
const totalRows: readonly TotalRow[] = [
  ['battery_voltage', 'battery.voltage', ['battery', 'inverter'], 'first'],
  ['battery_current', 'battery.current', ['battery', 'inverter'], 'sum', -1],
  ['battery_temperature', 'battery.temperature', ['battery', 'inverter'], 'first'],
  ['battery_capacity', 'battery.capacity', ['battery', 'inverter'], 'sum'],
  ['grid_voltage', 'grid.voltage', ['inverter', 'meter'], 'first'],
  ['grid_frequency', 'grid.frequency', ['inverter', 'meter'], 'first'],
  ['ac_output_voltage', 'load.voltage', ['inverter'], 'first'],
  ['ac_output_frequency', 'load.frequency', ['inverter'], 'first'],
  ['load_percentage', 'load.level', ['inverter'], 'first'],
  ['bus_voltage', 'inverter.bus.voltage', ['inverter'], 'first'],
  ['inverter_mode', 'inverter.mode', ['inverter'], 'first'],
];

const flowRows = [
  ['pv_power', 'pvW', 1],
  ['load_power', 'loadW', 1],
  ['grid_power', 'gridW', 1],
  ['battery_power', 'batteryW', -1],
  ['battery_state_of_charge', 'soc', 1],
] as const satisfies readonly (readonly [string, keyof HomeFlow, number])[];

const energyRows = [
  ['pv_energy', 'pvWh'],
  ['load_energy', 'loadWh'],
  ['grid_energy_in', 'importWh'],
  ['grid_energy_out', 'exportWh'],
  ['battery_energy_in', 'chargeWh'],
  ['battery_energy_out', 'dischargeWh'],
] as const satisfies readonly (readonly [string, keyof HomeEnergy['today']])[];

/** A device as it is numbered there. */
export interface NumberedDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  /** `inverter_1`, `battery_2`; absent: it has no topics of its own. */
  readonly part?: string;
}

/** Devices in their order, inverters and batteries with their numbers. */
export function numbered(devices: readonly Pick<NumberedDevice, 'id' | 'kind'>[]): readonly NumberedDevice[] {
  const counts = { inverter: 0, battery: 0 };
  return devices.map(({ id, kind }) => {
    if (kind !== 'inverter' && kind !== 'battery') return { id, kind };
    counts[kind] += 1;
    return { id, kind, part: `${kind}_${counts[kind]}` };
  });
}

/** A value as it is said there. */
const textOf = (value: MetricValue, factor: number): string =>
  typeof value === 'string' ? value : String(Number((value * factor).toFixed(3)) + 0);

/** Values of a device. */
export type Values = ReadonlyMap<MetricId, MetricValue>;
/** What is said: topics behind the prefix with their payloads. */
export type Said = readonly (readonly [topic: string, payload: string])[];

const stateOf = (part: string, name: string): string => `${part}/${name}/state`;

/** What is said of a device. */
export function deviceTopics({ kind, part }: NumberedDevice, values: Values): Said {
  if (part === undefined) return [];
  const rows = kind === 'inverter' ? inverterRows : batteryRows;
  return rows.flatMap(([name, metric, factor = 1]) => {
    const value = values.get(metric);
    return value === undefined ? [] : [[stateOf(part, name), textOf(value, factor)] as const];
  });
}

function joined(found: readonly MetricValue[], join: Join): MetricValue | undefined {
  if (join === 'first') return found[0];
  const numbers = found.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? undefined : numbers.reduce((sum, value) => sum + value, 0);
}

/** What is said of the home: its flow, and what its devices say one for all. */
export function totalTopics(
  flow: HomeFlow,
  devices: readonly NumberedDevice[],
  valuesOf: (device: string) => Values,
): Said {
  const powers = flowRows.flatMap(([name, key, factor]) => {
    const value = flow[key];
    return value === undefined ? [] : [[stateOf('total', name), textOf(value, factor)] as const];
  });
  const others = totalRows.flatMap(([name, metric, kinds, join, factor = 1]) => {
    for (const kind of kinds) {
      const some = devices.filter((device) => device.kind === kind);
      const value = joined(
        some.flatMap(({ id }) => valuesOf(id).get(metric) ?? []),
        join,
      );
      if (value !== undefined) return [[stateOf('total', name), textOf(value, factor)] as const];
    }
    return [];
  });
  return [...powers, ...others];
}

/** Energy of today, kWh. */
export function energyTopics({ today }: HomeEnergy): Said {
  return energyRows.flatMap(([name, key]) => {
    const value = today[key];
    return value === undefined ? [] : [[stateOf('total', name), textOf(value / 1000, 1)] as const];
  });
}

const names: ReadonlySet<string> = new Set(
  [...inverterRows, ...batteryRows, ...totalRows, ...flowRows, ...energyRows].map(([name]) => name),
);

/** Whether a topic behind the prefix is one of these. */
export function isSaid(topic: string): boolean {
  const found = /^(?:total|(?:inverter|battery)_[1-9]\d{0,2})\/([^/]+)\/state$/.exec(topic);
  return names.has(found?.[1] ?? '');
}
