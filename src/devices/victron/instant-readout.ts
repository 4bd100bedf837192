// Victron devices by what they advertise over Bluetooth ("Instant Readout"), sealed with a key that VictronConnect shows: heard once a
// second, by anybody in reach, without a connection. Values are packed to the bit, lowest bit first, behind product id and type.
// Source: [victron-advert].
import { recordTable, type RecordBit, type RecordField, type RecordView } from '#codec/record.ts';
import { type AdvertRecord, recordTypes, victronAdvertWire } from '#codec/victron-advert.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { freezeDeep, numeric, round } from '../define.ts';
import type { Derivation, PushDefinition, Report } from '../definition.ts';
import { products } from './products.ts';
import { alarms, errors, offReasons, states } from './words.ts';

/** Number under which Victron files what it advertises. */
const company = 0x02e1;
/** Bytes in front of the readings: product id and type of record. */
const aboutBytes = 3;

/** A reading of some bits. */
interface Bits extends Partial<Pick<RecordField, 'unit' | 'metric' | 'flip' | 'options'>> {
  /** First bit of the readings, and how many. */
  readonly bit: number;
  readonly count: number;
  readonly isSigned?: boolean;
  /** What says that there is no value; all ones if absent, or of a signed number the largest. */
  readonly absent?: number;
  readonly divide?: number;
  /** Added after dividing. */
  readonly offset?: number;
  readonly bits?: readonly RecordBit[];
}

/** Some bits of an answer as a whole number; undefined where it ends before them. */
function bitsOf(view: RecordView, from: number, count: number): number | undefined {
  let value = 0;
  let taken = 0;
  while (taken < count) {
    const at = from + taken;
    const byte = view.number(0, Math.floor(at / 8), 'u8');
    if (byte === undefined) return undefined;
    const here = Math.min(8 - (at % 8), count - taken);
    value += (Math.floor(byte / 2 ** (at % 8)) % 2 ** here) * 2 ** taken;
    taken += here;
  }
  return value;
}

/** The row of some bits. */
function field(label: string, how: Bits): RecordField {
  const { bit, count, isSigned = false, divide = 1, offset = 0, options, bits, ...rest } = how;
  const { absent = isSigned ? 2 ** (count - 1) - 1 : 2 ** count - 1, ...row } = rest;
  const from = 8 * aboutBytes + bit;
  return {
    ...row,
    label,
    at: Math.floor(from / 8),
    type: 'u8',
    ...(options === undefined ? {} : { options }),
    calc(_, view) {
      const raw = bitsOf(view, from, count);
      if (raw === undefined || (raw === absent && bits === undefined)) return undefined;
      if (bits !== undefined) {
        const set = bits.filter((one) => Math.floor(raw / 2 ** one.bit) % 2 === 1);
        return { value: set.map((one) => one.label).join(', '), raw };
      }
      if (options !== undefined) return { value: options[String(raw)] ?? `${label} ${raw}`, raw };
      const signed = isSigned && raw >= 2 ** (count - 1) ? raw - 2 ** count : raw;
      return round(signed / divide + offset, 3);
    },
  };
}

const productName: RecordField = {
  at: 0,
  type: 'u16le',
  label: 'Product',
  calc(raw) {
    const id = `0x${raw.toString(16).toUpperCase()}`;
    return { value: products[id] ?? `Victron product ${id}`, raw };
  },
};

const state = field('State of Operation', { bit: 0, count: 8, options: states, metric: 'inverter.mode' });
const error = field('Error', { bit: 8, count: 8, options: errors, metric: 'inverter.warning' });
const volts = { unit: 'V', divide: 100 } as const;
const amperes = { unit: 'A', divide: 10 } as const;
const celsius = { count: 7, unit: '°C', offset: -40 } as const;

const solarCharger = [
  state,
  error,
  field('Battery Voltage', { bit: 16, count: 16, isSigned: true, ...volts, metric: 'battery.voltage' }),
  field('Battery Current', {
    bit: 32,
    count: 16,
    isSigned: true,
    ...amperes,
    metric: 'battery.current',
    flip: true,
  }),
  field('Yield Today', { bit: 48, count: 16, unit: 'Wh', divide: 0.1 }),
  field('Panel Power', { bit: 64, count: 16, unit: 'W', metric: 'pv.power' }),
  field('Load Current', { bit: 80, count: 9, ...amperes }),
];

/** The auxiliary input of a monitor is a starter battery, a midpoint or a sensor in hundredths of a kelvin. */
function auxiliary(label: string, mode: number, how: Partial<RecordField>): RecordField {
  return {
    label,
    at: aboutBytes + 6,
    type: mode === 0 ? 'i16le' : 'u16le',
    ...how,
    calc(raw, view) {
      if (bitsOf(view, 8 * (aboutBytes + 8), 2) !== mode) return undefined;
      return round(mode === 2 ? raw / 100 - 273.15 : raw / 100, 2);
    },
  };
}

const batteryMonitor = [
  field('Time to Go', { bit: 0, count: 16, unit: 's', divide: 1 / 60 }),
  field('Battery Voltage', { bit: 16, count: 16, isSigned: true, ...volts, metric: 'battery.voltage' }),
  field('Alarm Reason', { bit: 32, count: 16, bits: alarms, metric: 'battery.alarm' }),
  auxiliary('Starter Battery Voltage', 0, { unit: 'V' }),
  auxiliary('Midpoint Voltage', 1, { unit: 'V' }),
  auxiliary('Battery Temperature', 2, { unit: '°C', metric: 'battery.temperature', absent: [0xffff] }),
  field('Battery Current', {
    bit: 66,
    count: 22,
    isSigned: true,
    absent: 0x3f_ffff,
    unit: 'A',
    divide: 1000,
    metric: 'battery.current',
    flip: true,
  }),
  field('Consumed Charge', { bit: 88, count: 20, unit: 'Ah', divide: -10 }),
  field('State of Charge', { bit: 108, count: 10, unit: '%', divide: 10, metric: 'battery.soc' }),
];

const inverter = [
  state,
  field('Alarm Reason', { bit: 8, count: 16, bits: alarms, metric: 'inverter.warning' }),
  field('Battery Voltage', { bit: 24, count: 16, isSigned: true, ...volts, metric: 'battery.voltage' }),
  field('AC Output Apparent Power', { bit: 40, count: 16, unit: 'VA', metric: 'load.power_apparent' }),
  field('AC Output Voltage', { bit: 56, count: 15, ...volts, metric: 'load.voltage' }),
  field('AC Output Current', { bit: 71, count: 11, ...amperes }),
];

const converter = [
  state,
  error,
  field('Input Voltage', { bit: 16, count: 16, ...volts }),
  field('Output Voltage', { bit: 32, count: 16, isSigned: true, ...volts }),
  field('Off Reason', { bit: 48, count: 32, bits: offReasons }),
];

const orionXs = [
  state,
  error,
  field('Output Voltage', { bit: 16, count: 16, ...volts }),
  field('Output Current', { bit: 32, count: 16, ...amperes }),
  field('Input Voltage', { bit: 48, count: 16, ...volts }),
  field('Input Current', { bit: 64, count: 16, ...amperes }),
  field('Off Reason', { bit: 80, count: 32, bits: offReasons }),
];

const cells = 8;
const cellLabel = (index: number): string => `Cell ${index + 1} Voltage`;
const lithium = [
  field('BMS Flags', { bit: 0, count: 32 }),
  field('Error Flags', { bit: 32, count: 16 }),
  // 0 is below 2.61 V and 126 above 3.85 V: how much is not told.
  ...Array.from({ length: cells }, (_, index): RecordField => {
    const row = field(cellLabel(index), { bit: 48 + 7 * index, count: 7, unit: 'V', divide: 100, offset: 2.6 });
    return {
      ...row,
      metric: `battery.cell.voltage.${index + 1}`,
      calc(raw, view) {
        const steps = bitsOf(view, 8 * aboutBytes + 48 + 7 * index, 7);
        return steps === 0 || steps === 126 ? undefined : row.calc?.(raw, view);
      },
    };
  }),
  field('Battery Voltage', { bit: 104, count: 12, ...volts, metric: 'battery.voltage' }),
  field('Balancer', {
    bit: 116,
    count: 4,
    options: { '0': 'Unknown', '1': 'Balanced', '2': 'Balancing', '3': 'Imbalance' },
  }),
  field('Battery Temperature', { bit: 120, ...celsius, metric: 'battery.temperature' }),
];

const output = (number: number, bit: number): readonly RecordField[] => [
  field(`Output ${number} Voltage`, { bit, count: 13, ...volts }),
  field(`Output ${number} Current`, { bit: bit + 13, count: 11, ...amperes }),
];
const acCharger = [
  state,
  error,
  ...output(1, 16),
  ...output(2, 40),
  ...output(3, 64),
  field('Charger Temperature', { bit: 88, ...celsius, metric: 'device.temperature' }),
  field('AC Input Current', { bit: 95, count: 9, ...amperes }),
];

const vebus = [
  state,
  field('VE.Bus Error', { bit: 8, count: 8 }),
  field('Battery Current', {
    bit: 16,
    count: 16,
    isSigned: true,
    ...amperes,
    metric: 'battery.current',
    flip: true,
  }),
  field('Battery Voltage', { bit: 32, count: 14, ...volts, metric: 'battery.voltage' }),
  field('AC Input', {
    bit: 46,
    count: 2,
    options: { '0': 'AC in 1', '1': 'AC in 2', '2': 'Not connected' },
  }),
  field('AC Input Power', { bit: 48, count: 19, isSigned: true, unit: 'W', metric: 'grid.power' }),
  field('AC Output Power', { bit: 67, count: 19, isSigned: true, unit: 'W', metric: 'inverter.power' }),
  field('Alarm', {
    bit: 86,
    count: 2,
    options: { '0': '', '1': 'Warning', '2': 'Alarm' },
    metric: 'inverter.warning',
  }),
  field('Battery Temperature', { bit: 88, ...celsius, metric: 'battery.temperature' }),
  field('State of Charge', { bit: 95, count: 7, unit: '%', metric: 'battery.soc' }),
];

interface Readout extends Pick<PushDefinition, 'id' | 'aliases' | 'kind' | 'title' | 'models' | 'verified'> {
  readonly record: AdvertRecord;
  readonly rows: readonly RecordField[];
  readonly derive?: readonly Derivation[];
}

/** One kind of devices. */
function readout({ record, rows, derive, ...facts }: Readout): PushDefinition {
  const told: Report = {
    kind: 'report',
    name: record,
    title: 'Advertised readings',
    table: recordTable([productName, ...rows]),
    ...(derive === undefined ? {} : { derive }),
  };
  return freezeDeep({
    ...facts,
    version: 1,
    maker: 'Victron Energy',
    sources: [
      'Victron Energy: Extra manufacturer data (2022-12-14)',
      'Advertisements and keys recorded in keshavdv/victron-ble',
    ],
    mode: 'push',
    autodetect: 'chosen',
    writes: [],
    wire: victronAdvertWire,
    // By TCP records come unsealed, from a bridge that knows the key.
    links: ['ble', 'tcp'],
    ble: {
      profile: { kind: 'adverts', company },
      signs: { companies: [company], record: { at: 4, byte: recordTypes[record] } },
    },
    everySeconds: 5,
    reports: [told],
    identity: [{ key: 'model', report: record, field: 'product' }],
    matches: ({ report }) => report === record,
  } satisfies PushDefinition);
}

const power = packPower('battery_voltage', 'battery_current', { chargeIsPositive: true });

/** SmartSolar and BlueSolar chargers. */
export const victronBleSolar = readout({
  id: 'victron-ble-mppt',
  aliases: ['victron-ble-solar'],
  kind: 'inverter',
  title: 'Victron solar chargers by Bluetooth (Instant Readout)',
  models: ['SmartSolar MPPT', 'BlueSolar MPPT with Bluetooth dongle'],
  verified: 'capture',
  record: 'solar_charger',
  rows: solarCharger,
  derive: [
    power,
    {
      metric: 'load.power',
      name: 'load_power',
      label: 'Power of the load output (voltage × current)',
      unit: 'W',
      from: ['battery_voltage', 'load_current'],
      calc: (voltage, current) => round(numeric(voltage) * numeric(current), 1),
    },
  ],
});

/** Battery monitors and smart shunts. */
export const victronBleMonitor = readout({
  id: 'victron-ble-bmv',
  aliases: ['victron-ble-shunt'],
  kind: 'battery',
  title: 'Victron battery monitors by Bluetooth (Instant Readout)',
  models: ['BMV-712', 'SmartShunt'],
  verified: 'capture',
  record: 'battery_monitor',
  rows: batteryMonitor,
  derive: [power],
});

/** Phoenix inverters. */
export const victronBleInverter = readout({
  id: 'victron-ble-inverter',
  aliases: [],
  kind: 'inverter',
  title: 'Victron inverters by Bluetooth (Instant Readout)',
  models: ['Phoenix Inverter Smart'],
  verified: 'document',
  record: 'inverter',
  rows: inverter,
});

/** Orion converters. */
export const victronBleConverter = readout({
  id: 'victron-ble-dcdc',
  aliases: ['victron-ble-orion'],
  kind: 'sensor',
  title: 'Victron DC-DC converters by Bluetooth (Instant Readout)',
  models: ['Orion-Tr Smart'],
  verified: 'capture',
  record: 'dcdc_converter',
  rows: converter,
});

/** Orion XS. */
export const victronBleOrionXs = readout({
  id: 'victron-ble-orion-xs',
  aliases: [],
  kind: 'sensor',
  title: 'Victron Orion XS by Bluetooth (Instant Readout)',
  models: ['Orion XS'],
  verified: 'document',
  record: 'orion_xs',
  rows: orionXs,
});

/** Smart lithium batteries. */
export const victronBleLithium = readout({
  id: 'victron-ble-lithium',
  aliases: [],
  kind: 'battery',
  title: 'Victron Lithium Battery Smart by Bluetooth (Instant Readout)',
  models: ['Lithium Battery Smart'],
  verified: 'capture',
  record: 'smart_lithium',
  rows: lithium,
  derive: cellExtremes(Array.from({ length: cells }, (_, index) => `cell_${index + 1}_voltage`)),
});

/** Blue Smart chargers. */
export const victronBleCharger = readout({
  id: 'victron-ble-charger',
  aliases: [],
  kind: 'sensor',
  title: 'Victron AC chargers by Bluetooth (Instant Readout)',
  models: ['Blue Smart IP22 Charger'],
  verified: 'capture',
  record: 'ac_charger',
  rows: acCharger,
});

/** MultiPlus and Quattro. */
export const victronBleVebus = readout({
  id: 'victron-ble-vebus',
  aliases: ['victron-ble-multiplus'],
  kind: 'inverter',
  title: 'Victron MultiPlus and Quattro by Bluetooth (Instant Readout)',
  models: ['MultiPlus', 'MultiPlus-II', 'Quattro'],
  verified: 'capture',
  record: 'vebus',
  rows: vebus,
  derive: [power],
});
