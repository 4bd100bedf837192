// SunSpec models of inverters: 101–103 (scaled), 111–113 (single precision), 160 (trackers), 701 and 714 (IEEE 1547).
// Offsets count from the register of the model's id. Source: sunspec/models json (2026-04), model_<id>.json.
import type { MetricId } from '#core/catalogue.ts';
import type { RegisterRow } from '#codec/register-rows.ts';
import { type PointType, type PointWords, pointWriter, type PointWriter } from '#codec/sunspec.ts';
import { numeric } from '../define.ts';
import type { Derivation, MetricSum } from '../definition.ts';
import { mostTrackers, type TrackerRoles } from './tracker-roles.ts';

/** Phases of a model: 1 single, 2 split, 3 three-phase. */
type Phases = 1 | 2 | 3;

const states = {
  1: 'Off',
  2: 'Sleeping',
  3: 'Starting',
  4: 'Producing',
  5: 'Throttled',
  6: 'Shutting down',
  7: 'Fault',
  8: 'Standby',
} as const;
const events = {
  0: 'Ground fault',
  1: 'DC over voltage',
  2: 'AC disconnect open',
  3: 'DC disconnect open',
  4: 'Grid disconnect',
  5: 'Cabinet open',
  6: 'Manual shutdown',
  7: 'Over temperature',
  8: 'Frequency above limit',
  9: 'Frequency under limit',
  10: 'AC voltage above limit',
  11: 'AC voltage under limit',
  12: 'Blown string fuse',
  13: 'Under temperature',
  14: 'Memory or communication error',
  15: 'Hardware test failure',
} as const;

const letters = ['A', 'B', 'C'] as const;

/** Places of an inverter model's points: scaled and float models hold the same in another layout. */
interface Layout {
  readonly type: PointType;
  readonly words: 1 | 2;
  readonly current: number;
  readonly lineVoltage: number;
  readonly voltage: number;
  readonly power: number;
  readonly frequency: number;
  readonly apparent: number;
  readonly reactive: number;
  readonly factor: number;
  readonly energy: number;
  readonly dcCurrent: number;
  readonly dcVoltage: number;
  readonly dcPower: number;
  readonly cabinet: number;
  readonly sink: number;
  readonly state: number;
}

const scaled: Layout = {
  type: 'i16',
  words: 1,
  current: 2,
  lineVoltage: 7,
  voltage: 10,
  power: 14,
  frequency: 16,
  apparent: 18,
  reactive: 20,
  factor: 22,
  energy: 24,
  dcCurrent: 27,
  dcVoltage: 29,
  dcPower: 31,
  cabinet: 33,
  sink: 34,
  state: 38,
};
const floating: Layout = {
  type: 'f32',
  words: 2,
  current: 2,
  lineVoltage: 10,
  voltage: 16,
  power: 22,
  frequency: 24,
  apparent: 26,
  reactive: 28,
  factor: 30,
  energy: 32,
  dcCurrent: 34,
  dcVoltage: 36,
  dcPower: 38,
  cabinet: 40,
  sink: 42,
  state: 48,
};

/** Rows of models 101–103 and 111–113. */
export function inverterRows(address: number, phases: Phases, isFloat: boolean): RegisterRow[] {
  const at = pointWriter(address);
  const layout = isFloat ? floating : scaled;
  const value = (offset: number, words: Omit<PointWords, 'sf'>, sf: number): RegisterRow =>
    at(offset, layout.type, isFloat ? words : { ...words, sf });
  const unsigned = (offset: number, words: Omit<PointWords, 'sf'>, sf: number): RegisterRow =>
    isFloat ? at(offset, 'f32', words) : at(offset, 'u16', { ...words, sf });
  return [
    at(0, 'u16', { label: 'Inverter model' }),
    unsigned(layout.current, { label: 'AC current', unit: 'A' }, 6),
    ...letters
      .slice(0, phases)
      .map((letter, index) =>
        unsigned(layout.current + layout.words * (index + 1), { label: `AC current phase ${letter}`, unit: 'A' }, 6),
      ),
    ...letters
      .slice(0, phases)
      .map((letter, index) =>
        unsigned(
          layout.voltage + layout.words * index,
          { label: `AC voltage phase ${letter}`, unit: 'V', metric: voltageOf(phases, index) },
          13,
        ),
      ),
    value(layout.power, { label: 'AC power', unit: 'W' }, 15),
    unsigned(layout.frequency, { label: 'Frequency', unit: 'Hz', metric: 'grid.frequency' }, 17),
    value(layout.apparent, { label: 'Apparent power', unit: 'VA' }, 19),
    value(layout.reactive, { label: 'Reactive power', unit: 'var' }, 21),
    value(layout.factor, { label: 'Power factor', unit: '%' }, 23),
    isFloat
      ? at(layout.energy, 'f32', { label: 'AC lifetime energy', unit: 'Wh' })
      : at(layout.energy, 'acc32', { label: 'AC lifetime energy', unit: 'Wh', sf: 26 }),
    unsigned(layout.dcCurrent, { label: 'DC current', unit: 'A' }, 28),
    unsigned(layout.dcVoltage, { label: 'DC voltage', unit: 'V' }, 30),
    value(layout.dcPower, { label: 'DC power', unit: 'W' }, 32),
    value(layout.cabinet, { label: 'Cabinet temperature', unit: '°C', metric: 'inverter.temperature' }, 37),
    value(layout.sink, { label: 'Heat sink temperature', unit: '°C' }, 37),
    at(layout.state, 'u16', { label: 'Operating state', options: states, metric: 'inverter.mode' }),
    at(layout.state + 1, 'u16', { label: 'Vendor operating state' }),
    at(layout.state + 2, 'bits', { label: 'Events', length: 2, bits: events, metric: 'inverter.warning' }),
  ];
}

const voltageOf = (phases: Phases, index: number): MetricId =>
  phases === 1 ? 'grid.voltage' : `grid.voltage.l${index + 1}`;

const trackerStates = {
  1: 'Off',
  2: 'Sleeping',
  3: 'Starting',
  4: 'Producing',
  5: 'Throttled',
  6: 'Shutting down',
  7: 'Fault',
  8: 'Standby',
  9: 'Test',
} as const;

/** Rows of model 160 with so many trackers: strings, the battery's charge and discharge, others without a metric. */
export function trackerRows(address: number, trackers: number, roles: TrackerRoles): RegisterRow[] {
  const at = pointWriter(address);
  const rows: RegisterRow[] = [at(8, 'u16', { label: 'Number of trackers' })];
  for (let tracker = 1; tracker <= trackers; tracker += 1) {
    const base = 10 + 20 * (tracker - 1);
    const isString = roles.strings.includes(tracker);
    const metric = (quantity: 'current' | 'voltage' | 'power'): { metric?: MetricId } =>
      isString ? { metric: `pv.${quantity}.s${tracker}` } : {};
    const direction = tracker === roles.charge ? 'charge' : tracker === roles.discharge ? 'discharge' : undefined;
    const energy: { metric?: MetricId } = direction === undefined ? {} : { metric: `battery.energy.${direction}` };
    rows.push(
      at(base + 1, 'string', { label: `Tracker ${tracker} name`, length: 8 }),
      at(base + 9, 'u16', { label: `Tracker ${tracker} current`, unit: 'A', sf: 2, ...metric('current') }),
      at(base + 10, 'u16', { label: `Tracker ${tracker} voltage`, unit: 'V', sf: 3, ...metric('voltage') }),
      at(base + 11, 'u16', { label: `Tracker ${tracker} power`, unit: 'W', sf: 4, ...metric('power') }),
      at(base + 12, 'acc32', { label: `Tracker ${tracker} energy`, unit: 'Wh', sf: 5, ...energy }),
    );
    // Of the last one only what fits.
    if (tracker === mostTrackers) break;
    rows.push(
      at(base + 16, 'i16', { label: `Tracker ${tracker} temperature`, unit: '°C' }),
      at(base + 17, 'u16', { label: `Tracker ${tracker} state`, options: trackerStates }),
    );
  }
  return rows;
}

const derStates = {
  0: 'Off',
  1: 'Sleeping',
  2: 'Starting',
  3: 'Running',
  4: 'Throttled',
  5: 'Shutting down',
  6: 'Fault',
  7: 'Standby',
} as const;

/** The points of one phase of model 701. */
function derPhase(at: PointWriter, phase: 1 | 2 | 3): RegisterRow[] {
  const base = 41 + 23 * (phase - 1);
  return [
    at(base, 'i16', { label: `Active power L${phase}`, unit: 'W', sf: 116 }),
    at(base + 4, 'i16', { label: `Current L${phase}`, unit: 'A', sf: 113 }),
    at(base + 6, 'u16', { label: `Voltage L${phase}`, unit: 'V', sf: 114, metric: `grid.voltage.l${phase}` }),
    at(base + 7, 'acc64', { label: `Energy injected L${phase}`, unit: 'Wh', sf: 120 }),
  ];
}

/** Rows of model 701, the AC measurements of IEEE 1547 devices. */
export function derRows(address: number): RegisterRow[] {
  const at = pointWriter(address);
  return [
    at(0, 'u16', { label: 'AC measurement model' }),
    at(3, 'u16', { label: 'Operating state', options: { 0: 'Off', 1: 'On' } }),
    at(4, 'u16', { label: 'Inverter state', options: derStates, metric: 'inverter.mode' }),
    at(5, 'u16', { label: 'Grid connection', options: { 0: 'Disconnected', 1: 'Connected' } }),
    at(10, 'i16', { label: 'AC power', unit: 'W', sf: 116 }),
    at(11, 'i16', { label: 'Apparent power', unit: 'VA', sf: 118 }),
    at(12, 'i16', { label: 'Reactive power', unit: 'var', sf: 119 }),
    at(13, 'i16', { label: 'Power factor', sf: 117 }),
    at(14, 'i16', { label: 'AC current', unit: 'A', sf: 113 }),
    at(17, 'u32', { label: 'Frequency', unit: 'Hz', sf: 115, metric: 'grid.frequency' }),
    at(19, 'acc64', { label: 'Energy injected', unit: 'Wh', sf: 120 }),
    at(23, 'acc64', { label: 'Energy absorbed', unit: 'Wh', sf: 120 }),
    at(36, 'i16', { label: 'Cabinet temperature', unit: '°C', sf: 122, metric: 'inverter.temperature' }),
    at(37, 'i16', { label: 'Heat sink temperature', unit: '°C', sf: 122 }),
    ...derPhase(at, 1),
    ...derPhase(at, 2),
    ...derPhase(at, 3),
  ];
}

const portTypes = {
  0: 'PV',
  1: 'Storage',
  2: 'EV',
  3: 'Injecting',
  4: 'Absorbing',
  5: 'Bidirectional',
  6: 'DC/DC',
} as const;
/** What fits into one read. */
const mostPorts = 4;
const ports = (count: number): readonly number[] =>
  Array.from({ length: Math.min(count, mostPorts) }, (_, at) => at + 1);

/** The power of each port by what hangs on it: a string, or a storage, which injects while it is discharged. */
export const portDerivations = (count: number): readonly Derivation[] =>
  ports(count).flatMap((port) => {
    const powerOf = (kind: string): Pick<Derivation, 'unit' | 'from' | 'calc'> => ({
      unit: 'W',
      from: [`port_${port}_type`, `port_${port}_power`],
      calc: (type, power) => (type === kind ? numeric(power) : undefined),
    });
    return [
      {
        metric: `pv.power.s${port}`,
        name: `port_${port}_pv_power`,
        label: `Solar power of port ${port}`,
        ...powerOf('PV'),
      },
      {
        metric: `battery.power.${port}`,
        name: `port_${port}_battery_power`,
        label: `Battery power of port ${port}`,
        ...powerOf('Storage'),
      },
    ] satisfies readonly Derivation[];
  });

/** Sun and storage of all ports; `without` is what another model says itself. */
export const portSums = (count: number, without: ReadonlySet<MetricId>): readonly MetricSum[] =>
  (
    [
      { metric: 'pv.power', of: ports(count).map((port) => `pv.power.s${port}` as const) },
      { metric: 'battery.power', of: ports(count).map((port) => `battery.power.${port}` as const) },
    ] satisfies readonly MetricSum[]
  ).filter(({ metric }) => !without.has(metric));

/** Rows of model 714 with so many ports. */
export function portRows(address: number, count: number): RegisterRow[] {
  const at = pointWriter(address);
  const rows: RegisterRow[] = [
    at(5, 'i16', { label: 'DC current', unit: 'A', sf: 15 }),
    at(6, 'i16', { label: 'DC power', unit: 'W', sf: 17 }),
    at(7, 'acc64', { label: 'DC energy injected', unit: 'Wh', sf: 18 }),
    at(11, 'acc64', { label: 'DC energy absorbed', unit: 'Wh', sf: 18 }),
  ];
  for (const port of ports(count)) {
    const base = 20 + 25 * (port - 1);
    rows.push(
      at(base, 'u16', { label: `Port ${port} type`, options: portTypes }),
      at(base + 10, 'i16', { label: `Port ${port} current`, unit: 'A', sf: 15 }),
      at(base + 11, 'u16', { label: `Port ${port} voltage`, unit: 'V', sf: 16 }),
      at(base + 12, 'i16', { label: `Port ${port} power`, unit: 'W', sf: 17 }),
    );
  }
  return rows;
}
