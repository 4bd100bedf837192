// The one catalogue of metrics: id, unit, sign, plausible range and Home Assistant class.
// Everything below and above it (devices, ingest, store, outputs, web) takes these facts from here.
// An id is place.quantity.direction.phase; a trailing `#` stands for an index counted from 1.
import type { Unit } from './unit.ts';

/** What a metric's values mean over time. */
export type MetricKind = 'gauge' | 'counter' | 'binary' | 'text';

/** One row of the catalogue. */
export interface Metric {
  /** Plain-language name for people. */
  readonly label: string;
  readonly unit: Unit;
  readonly kind: MetricKind;
  /** What a positive value means, if the value is signed; sources are positive. */
  readonly sign?: string;
  /** Smallest and largest plausible value, in `unit`; ingest rejects what is outside. */
  readonly min: number;
  readonly max: number;
  /** Home Assistant `device_class`, if one fits. */
  readonly deviceClass?: string;
  /** Home Assistant `state_class`. */
  readonly stateClass?: 'measurement' | 'total_increasing';
}

type Shape = Pick<Metric, 'unit' | 'kind' | 'min' | 'max' | 'deviceClass' | 'stateClass'>;

const gauge = (unit: Unit, [min, max]: readonly [number, number], deviceClass?: string): Shape => ({
  unit,
  kind: 'gauge',
  min,
  max,
  stateClass: 'measurement',
  ...(deviceClass === undefined ? {} : { deviceClass }),
});

const power = gauge('W', [0, 1e6], 'power');
const powerSigned = gauge('W', [-1e6, 1e6], 'power');
const apparent = gauge('VA', [0, 1e6], 'apparent_power');
const reactive = gauge('var', [-1e6, 1e6], 'reactive_power');
const acVoltage = gauge('V', [0, 600], 'voltage');
const acCurrent = gauge('A', [0, 5000], 'current');
const frequency = gauge('Hz', [0, 100], 'frequency');
const factor = gauge('', [-1, 1], 'power_factor');
const pvVoltage = gauge('V', [0, 1500], 'voltage');
const dcCurrent = gauge('A', [0, 5000], 'current');
const packVoltage = gauge('V', [0, 1000], 'voltage');
const cellVoltage = gauge('V', [0, 5], 'voltage');
const signedCurrent = gauge('A', [-5000, 5000], 'current');
const charge = gauge('Ah', [0, 100_000]);
const percent = gauge('%', [0, 100]);
const temperature = gauge('°C', [-60, 200], 'temperature');
const energy: Shape = {
  unit: 'Wh',
  kind: 'counter',
  min: 0,
  max: 1e12,
  deviceClass: 'energy',
  stateClass: 'total_increasing',
};
/** What a service expects: a figure of its own that no counter counts up. */
const expectedEnergy: Shape = { unit: 'Wh', kind: 'gauge', min: 0, max: 1e9, deviceClass: 'energy' };
const count: Shape = { unit: '', kind: 'counter', min: 0, max: 1e9, stateClass: 'total_increasing' };
const binary: Shape = { unit: '', kind: 'binary', min: 0, max: 1 };
const text: Shape = { unit: '', kind: 'text', min: 0, max: 0 };

const importPositive = '+ import, − export';
const dischargePositive = '+ discharge, − charge';

const table = {
  'grid.power': { label: 'Grid power', ...powerSigned, sign: importPositive },
  'grid.power.l#': { label: 'Grid power, phase', ...powerSigned, sign: importPositive },
  'grid.power_apparent': { label: 'Grid apparent power', ...apparent },
  'grid.power_apparent.l#': { label: 'Grid apparent power, phase', ...apparent },
  'grid.power_reactive': { label: 'Grid reactive power', ...reactive },
  'grid.power_factor.l#': { label: 'Grid power factor, phase', ...factor },
  'grid.voltage': { label: 'Grid voltage', ...acVoltage },
  'grid.voltage.l#': { label: 'Grid voltage, phase', ...acVoltage },
  'grid.current': { label: 'Grid current', ...acCurrent },
  'grid.current.l#': { label: 'Grid current, phase', ...acCurrent },
  'grid.current.n': { label: 'Grid current, neutral', ...acCurrent },
  'grid.connected': { label: 'Grid connected', ...binary },
  'grid.frequency': { label: 'Grid frequency', ...frequency },
  'grid.energy.import': { label: 'Energy from the grid', ...energy },
  'grid.energy.export': { label: 'Energy to the grid', ...energy },
  'grid.energy.import.l#': { label: 'Energy from the grid, phase', ...energy },
  'grid.energy.export.l#': { label: 'Energy to the grid, phase', ...energy },

  'pv.power': { label: 'Solar power', ...power },
  'pv.power.s#': { label: 'Solar power, string', ...power },
  'pv.voltage.s#': { label: 'Solar voltage, string', ...pvVoltage },
  'pv.current.s#': { label: 'Solar current, string', ...dcCurrent },
  'pv.energy': { label: 'Solar energy', ...energy },

  'battery.power': { label: 'Battery power', ...powerSigned, sign: dischargePositive },
  'battery.power.#': { label: 'Battery power, one of several', ...powerSigned, sign: dischargePositive },
  'battery.voltage': { label: 'Battery voltage', ...packVoltage },
  'battery.current': { label: 'Battery current', ...signedCurrent, sign: dischargePositive },
  'battery.soc': { label: 'Battery state of charge', ...percent, deviceClass: 'battery' },
  'battery.soh': { label: 'Battery state of health', ...percent },
  'battery.temperature': { label: 'Battery temperature', ...temperature },
  'battery.temperature.#': { label: 'Battery temperature, sensor', ...temperature },
  'battery.capacity': { label: 'Battery capacity', ...charge },
  'battery.capacity.remaining': { label: 'Battery charge left', ...charge },
  'battery.cycles': { label: 'Battery cycles', ...count },
  'battery.cell.voltage.#': { label: 'Cell voltage', ...cellVoltage },
  'battery.cell.voltage.min': { label: 'Lowest cell voltage', ...cellVoltage },
  'battery.cell.voltage.max': { label: 'Highest cell voltage', ...cellVoltage },
  'battery.cell.voltage.spread': { label: 'Cell voltage spread', ...cellVoltage },
  'battery.energy.charge': { label: 'Energy into the battery', ...energy },
  'battery.energy.discharge': { label: 'Energy out of the battery', ...energy },
  'battery.charge.enabled': { label: 'Charging allowed', ...binary },
  'battery.discharge.enabled': { label: 'Discharging allowed', ...binary },
  'battery.balancing': { label: 'Balancing', ...binary },
  'battery.alarm': { label: 'Battery alarms', ...text },

  'load.power': { label: 'Home power', ...power },
  'load.power.l#': { label: 'Home power, phase', ...power },
  'load.power_apparent': { label: 'Home apparent power', ...apparent },
  'load.voltage': { label: 'Home voltage', ...acVoltage },
  'load.frequency': { label: 'Home frequency', ...frequency },
  'load.level': { label: 'Inverter load', ...gauge('%', [0, 300]) },
  'load.energy': { label: 'Home energy', ...energy },

  'meter.power.#': { label: 'Meter power, channel', ...powerSigned, sign: '+ along the arrow, − against it' },
  'meter.energy.forward.#': { label: 'Energy along the arrow, channel', ...energy },
  'meter.energy.backward.#': { label: 'Energy against the arrow, channel', ...energy },

  'inverter.mode': { label: 'Inverter mode', ...text },
  'inverter.warning': { label: 'Inverter warnings', ...text },
  'inverter.power': { label: 'AC power of the inverter', ...powerSigned, sign: '+ output, − input' },
  'inverter.temperature': { label: 'Inverter temperature', ...temperature },
  'inverter.bus.voltage': { label: 'Inverter bus voltage', ...gauge('V', [0, 1200], 'voltage') },

  'relay.on.#': { label: 'Relay', ...binary },
  'relay.power.#': { label: 'Relay power', ...power },

  'charger.power': { label: 'Car charging power', ...power },
  'charger.current.l#': { label: 'Car charging current, phase', ...acCurrent },
  'charger.voltage.l#': { label: 'Charger voltage, phase', ...acVoltage },
  'charger.energy': { label: 'Energy into cars', ...energy },
  'charger.state': { label: 'Charger state', ...text },
  'charger.plugged': { label: 'Car connected', ...binary },
  'charger.enabled': { label: 'Car charging allowed', ...binary },
  'charger.current.limit': { label: 'Largest charging current of the car', ...gauge('A', [0, 125], 'current') },
  'charger.phases': { label: 'Phases of the charger', ...gauge('', [1, 3]) },
  'charger.fault': { label: 'Charger fault', ...text },
  'car.soc': { label: 'State of charge of the car', ...percent, deviceClass: 'battery' },

  'forecast.pv.energy.today': { label: 'Solar energy expected today', ...expectedEnergy },
  'forecast.pv.energy.rest': { label: 'Solar energy expected in the rest of today', ...expectedEnergy },
  'forecast.pv.energy.tomorrow': { label: 'Solar energy expected tomorrow', ...expectedEnergy },
  'forecast.pv.power.next_hour': { label: 'Solar power expected in the next hour', ...power },

  'device.temperature': { label: 'Device temperature', ...temperature },
  'device.signal': { label: 'Wi-Fi signal', ...gauge('dBm', [-130, 0], 'signal_strength') },
  'device.uptime': { label: 'Time since start', ...gauge('s', [0, 1e10], 'duration') },
} as const satisfies Record<string, Metric>;

/** Key of a row; indexed ones end in `#`. */
export type MetricKey = keyof typeof table;
type Key = MetricKey;
type Indexed<K extends string> = K extends `${infer Stem}#` ? `${Stem}${number}` : K;

/** The id of a metric in the catalogue, index filled in: `grid.power.l2`, `battery.cell.voltage.7`. */
export type MetricId = Indexed<Key>;

/** Every row by its key; indexed keys end in `#`. */
export const catalogue: Readonly<Record<Key, Metric>> = Object.freeze(table);

const rows: ReadonlyMap<string, Metric> = new Map(Object.entries(table));
/** Largest index an id may carry: 64 cells, strings, sensors; a phase is 1 to 3. */
const maxIndex = 64;
const phases = 3;

function indexedRow(id: string): Metric | undefined {
  const match = /^(.*?)([1-9]\d?)$/.exec(id);
  if (match === null) return undefined;
  const stem = match[1] ?? '';
  const index = Number(match[2]);
  if (index > (stem.endsWith('.l') ? phases : maxIndex)) return undefined;
  return rows.get(`${stem}#`);
}

/** The catalogue row of an id, or undefined if the catalogue does not know it. */
export function findMetric(id: string): Metric | undefined {
  return id.endsWith('#') ? undefined : (rows.get(id) ?? indexedRow(id));
}

/** Whether a text names a metric of the catalogue. */
export function isMetricId(id: string): id is MetricId {
  return findMetric(id) !== undefined;
}

/** The catalogue row of a known id. */
export function metricOf(id: MetricId): Metric {
  const found = findMetric(id);
  if (found === undefined) throw new TypeError(`assertion: metric ${id} is not in the catalogue`);
  return found;
}

const isMetricKey = (text: string): text is MetricKey => rows.has(text);

/** The row's key of a known id, and its index. */
export function metricKey(id: MetricId): { readonly key: MetricKey; readonly index?: number } {
  if (isMetricKey(id)) return { key: id };
  const index = /\d+$/.exec(id)?.[0] ?? '';
  const key = `${id.slice(0, id.length - index.length)}#`;
  if (!isMetricKey(key)) throw new TypeError(`assertion: metric ${id} is not in the catalogue`);
  return { key, index: Number(index) };
}

/** The English name of a metric, with its index: `Cell voltage 7`, `Grid power, phase 2`. */
export function metricLabel(id: MetricId): string {
  const { label } = metricOf(id);
  const { index } = metricKey(id);
  return index === undefined ? label : `${label} ${index}`;
}
