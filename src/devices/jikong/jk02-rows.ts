// The records of JK boards with the "55 AA EB 90" frames: cell info in the 24- and the 32-cell layout, settings, device info.
// Source: [jk-ble], checked against recorded frames (syssi/esphome-jk-bms, mpp-solar).
import { because } from '#core/reason.ts';
import { recordTable, type NumberType, type RecordField } from '#codec/record.ts';
import { type Table, wholeAnswer } from '#codec/table.ts';
import { twoDigits } from '../cell-rows.ts';

/** How many cells a board's cell record has room for; it moves what follows. */
export type Layout = 24 | 32;

/** Most cells of both layouts. */
export const mostCells = 32;

/** A field that this layout does not have stands here, past every record. */
const nowhere = 300;

const alarms = [
  'Wire resistance',
  'MOS over temperature',
  'Cell count differs from settings',
  'Current sensor',
  'Cell over voltage',
  'Pack over voltage',
  'Charge over current',
  'Charge short circuit',
  'Charge over temperature',
  'Charge under temperature',
  'Coprocessor communication',
  'Cell under voltage',
  'Pack under voltage',
  'Discharge over current',
  'Discharge short circuit',
  'Discharge over temperature',
  'Charge MOS',
  'Discharge MOS',
  'GPS disconnected',
  'Password to be modified',
  'Discharge could not be switched on',
  'Battery over temperature',
  'Temperature sensor',
  'PLC module',
  'Short circuit not released',
  'Discharge over current, stage 2',
  'Discharge over current, stage 3',
  'Discharge under temperature',
  'GPS locked',
].map((label, bit) => ({ bit, label }));

/** −200 °C stands for a sensor that is not there. */
const noSensor = -2000;

/** The cells of a layout, there where the mask of the board's cells says so. */
function cells(layout: Layout): readonly RecordField[] {
  const mask = layout === 24 ? 54 : 70;
  const resistances = layout === 24 ? 64 : 80;
  const voltage = Array.from(
    { length: mostCells },
    (_, index): RecordField => ({
      at: index < layout ? 6 + 2 * index : nowhere,
      type: 'u16le',
      label: `Voltage Cell${twoDigits(index + 1)}`,
      unit: 'V',
      divide: 1000,
      metric: `battery.cell.voltage.${index + 1}`,
      onlyIf: { at: mask, type: 'u32le', bit: index },
    }),
  );
  const resistance = Array.from(
    { length: mostCells },
    (_, index): RecordField => ({
      at: index < layout ? resistances + 2 * index : nowhere,
      type: 'u16le',
      label: `Resistance Cell${twoDigits(index + 1)}`,
      unit: 'Ω',
      divide: 1000,
      onlyIf: { at: mask, type: 'u32le', bit: index },
    }),
  );
  return [...voltage, ...resistance];
}

/** Sensors that newer boards of 32 cells have; the mask of those that are there stands at 214. */
const moreSensors: readonly RecordField[] = ([5, 4, 3] as const).map((sensor, index) => ({
  at: 254 + 2 * index,
  type: 'i16le',
  unit: '°C',
  divide: 10,
  absent: [noSensor],
  label: `Battery T${sensor}`,
  metric: `battery.temperature.${sensor}`,
  onlyIf: { at: 214, type: 'u8', bit: sensor },
}));

/** The place of a row, of those in the 24- and in the 32-cell record. */
type At = (in24: number, in32: number) => number;

/** Charge, age and switches of the pack. */
const stateRows = (at: At): readonly RecordField[] => [
  { at: at(140, 172), type: 'u8', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
  { at: at(141, 173), type: 'u8', label: 'Percent Remain', unit: '%', metric: 'battery.soc' },
  {
    at: at(142, 174),
    type: 'u32le',
    label: 'Capacity Remain',
    unit: 'Ah',
    divide: 1000,
    metric: 'battery.capacity.remaining',
  },
  {
    at: at(146, 178),
    type: 'u32le',
    label: 'Nominal Capacity',
    unit: 'Ah',
    divide: 1000,
    metric: 'battery.capacity',
  },
  { at: at(150, 182), type: 'u32le', label: 'Cycle Count', metric: 'battery.cycles' },
  { at: at(154, 186), type: 'u32le', label: 'Cycle Capacity', unit: 'Ah', divide: 1000 },
  { at: at(158, 190), type: 'u8', label: 'State of Health', unit: '%', metric: 'battery.soh' },
  { at: at(162, 194), type: 'u32le', label: 'Time', unit: 's', metric: 'device.uptime' },
  { at: at(166, 198), type: 'u8', label: 'Charge MOS on', toggle: true, metric: 'battery.charge.enabled' },
  { at: at(167, 199), type: 'u8', label: 'Discharge MOS on', toggle: true, metric: 'battery.discharge.enabled' },
];

/** Cell info, by layout; rows are the same in both. */
function cellInfo(layout: Layout): readonly RecordField[] {
  const at: At = (in24, in32) => (layout === 24 ? in24 : in32);
  const alarmType: NumberType = layout === 24 ? 'u16le' : 'u32le';
  const degrees = { type: 'i16le', unit: '°C', divide: 10, absent: [noSensor] } as const;
  return [
    ...cells(layout),
    { at: at(58, 74), type: 'u16le', label: 'Average Cell Voltage', unit: 'V', divide: 1000 },
    {
      at: at(60, 76),
      type: 'u16le',
      label: 'Delta Cell Voltage',
      unit: 'V',
      divide: 1000,
      metric: 'battery.cell.voltage.spread',
    },
    { at: at(62, 78), type: 'u8', label: 'Highest Cell', add: 1 },
    { at: at(63, 79), type: 'u8', label: 'Lowest Cell', add: 1 },
    { at: at(134, 144), ...degrees, label: 'MOS Temp', metric: 'device.temperature' },
    { at: at(nowhere, 146), type: 'u32le', label: 'Wire Resistance Warnings', calc: (raw) => raw !== 0 },
    { at: at(118, 150), type: 'u32le', label: 'Battery Voltage', unit: 'V', divide: 1000, metric: 'battery.voltage' },
    // Without a sign, whether charging or not: what has one is computed.
    { at: at(122, 154), type: 'u32le', label: 'Battery Power', unit: 'W', divide: 1000 },
    {
      at: at(126, 158),
      type: 'i32le',
      label: 'Battery Current',
      unit: 'A',
      divide: 1000,
      metric: 'battery.current',
      flip: true,
    },
    { at: at(130, 162), ...degrees, label: 'Battery T1', metric: 'battery.temperature' },
    { at: at(132, 164), ...degrees, label: 'Battery T2', metric: 'battery.temperature.2' },
    { at: at(136, 166), type: alarmType, label: 'Alarms', metric: 'battery.alarm', bits: alarms },
    { at: at(138, 170), type: 'i16le', label: 'Balance Current', unit: 'A', divide: 1000 },
    ...stateRows(at),
    ...(layout === 32 ? moreSensors : []),
    { at: at(nowhere, 215), type: 'u8', label: 'Heater on', calc: (raw) => raw !== 0 },
  ];
}

const table24 = recordTable(cellInfo(24));
const table32 = recordTable(cellInfo(32));

/** The cell-info table of a layout. */
export const cellInfoTable: Readonly<Record<Layout, Table>> = Object.freeze({ 24: table24, 32: table32 });

/** The layout of boards with this software: from version 11 on there is room for 32 cells. */
export function layoutOfSoftware(version: string): Layout | undefined {
  const major = /^V?(\d+)\./i.exec(version)?.[1];
  if (major === undefined) return undefined;
  return Number(major) >= 11 ? 32 : 24;
}

/** How far the cells' sum may be from the pack's voltage: it is measured elsewhere and at another moment. */
const tolerance = 0.05;

/** Whether the record makes sense in a layout: the cells it says to have add up to its pack voltage. */
function fits(view: DataView, layout: Layout): boolean {
  const mask = view.getUint32(layout === 24 ? 54 : 70, true);
  const pack = view.getUint32(layout === 24 ? 118 : 150, true);
  let sum = 0;
  for (let index = 0; index < layout; index += 1)
    if (((mask >>> index) & 1) === 1) sum += view.getUint16(6 + 2 * index, true);
  return sum > 0 && Math.abs(sum - pack) <= tolerance * sum;
}

/** The layout in which a cell record makes sense; undefined if none or both do. */
export function layoutOfRecord(record: Uint8Array): Layout | undefined {
  if (record.length < nowhere) return undefined;
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  const is24 = fits(view, 24);
  if (is24 === fits(view, 32)) return undefined;
  return is24 ? 24 : 32;
}

/** Cell info whose layout is told from the record itself. */
export const selfTellingTable: Table = Object.freeze({
  rows: table32.rows,
  decode(payload: Uint8Array) {
    const layout = layoutOfRecord(payload);
    if (layout !== undefined) return cellInfoTable[layout].decode(payload);
    const { values, raws } = table32.decode(new Uint8Array());
    const why = because('decode.no-layout');
    return { values, raws, problems: [{ row: wholeAnswer, why }] };
  },
});

const volts = (at: number, label: string): RecordField => ({ at, type: 'u32le', label, unit: 'V', divide: 1000 });
const amperes = (at: number, label: string): RecordField => ({ at, type: 'u32le', label, unit: 'A', divide: 1000 });
const seconds = (at: number, label: string): RecordField => ({ at, type: 'u32le', label, unit: 's' });
const celsius = (at: number, label: string): RecordField => ({ at, type: 'i32le', label, unit: '°C', divide: 10 });
const toggle = (at: number, label: string): RecordField => ({ at, type: 'u32le', label, toggle: true });

/** The settings record. */
export const settingsTable: Table = recordTable([
  volts(6, 'Smart Sleep Voltage'),
  volts(10, 'Cell Under Voltage Protection'),
  volts(14, 'Cell Under Voltage Recovery'),
  volts(18, 'Cell Over Voltage Protection'),
  volts(22, 'Cell Over Voltage Recovery'),
  volts(26, 'Balance Trigger Voltage'),
  volts(30, 'SOC 100% Voltage'),
  volts(34, 'SOC 0% Voltage'),
  volts(38, 'Cell Request Charge Voltage'),
  volts(42, 'Cell Request Float Voltage'),
  volts(46, 'Power Off Voltage'),
  amperes(50, 'Maximum Charge Current'),
  seconds(54, 'Charge Over Current Delay'),
  seconds(58, 'Charge Over Current Recovery'),
  amperes(62, 'Maximum Discharge Current'),
  seconds(66, 'Discharge Over Current Delay'),
  seconds(70, 'Discharge Over Current Recovery'),
  seconds(74, 'Short Circuit Recovery'),
  amperes(78, 'Maximum Balance Current'),
  celsius(82, 'Charge Over Temperature Protection'),
  celsius(86, 'Charge Over Temperature Recovery'),
  celsius(90, 'Discharge Over Temperature Protection'),
  celsius(94, 'Discharge Over Temperature Recovery'),
  celsius(98, 'Charge Under Temperature Protection'),
  celsius(102, 'Charge Under Temperature Recovery'),
  celsius(106, 'MOS Over Temperature Protection'),
  celsius(110, 'MOS Over Temperature Recovery'),
  { at: 114, type: 'u32le', label: 'Cell Count' },
  toggle(118, 'Charge Enabled'),
  toggle(122, 'Discharge Enabled'),
  toggle(126, 'Balancer Enabled'),
  { at: 130, type: 'u32le', label: 'Capacity Setting', unit: 'Ah', divide: 1000 },
  volts(138, 'Start Balance Voltage'),
]);

/** The device-info record; its passcodes are in no row, and blanked by the wire format. */
export const deviceInfoTable: Table = recordTable([
  { at: 6, type: 'text', bytes: 16, label: 'Device Model' },
  { at: 22, type: 'text', bytes: 8, label: 'Hardware Version' },
  { at: 30, type: 'text', bytes: 8, label: 'Software Version' },
  { at: 38, type: 'u32le', label: 'Up Time', unit: 's' },
  { at: 42, type: 'u32le', label: 'Power on Times' },
  { at: 46, type: 'text', bytes: 16, label: 'Device Name' },
  { at: 78, type: 'text', bytes: 8, label: 'Manufacturing Date' },
  // 11 letters as a rule, 15 on boards with firmware 19 (recorded in syssi/esphome-jk-bms); a NUL ends it.
  { at: 86, type: 'text', bytes: 16, label: 'Serial Number' },
]);
