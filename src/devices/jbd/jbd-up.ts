// JBD UP boards (UP16S) of rack batteries: one area with all values, cells and sensors behind counts of two bytes. Current counts from
// 3000 A below zero and is positive while charging, temperatures from −50 °C. Source: [jbd-up].
import { because } from '#core/reason.ts';
import { jbdUpWire } from '#codec/jbd-up.ts';
import { type Blocks, recordTable, type RecordField } from '#codec/record.ts';
import { packPower } from '../battery-derivations.ts';
import { cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';

const [maxCells, maxSensors] = [16, 8] as const;
/** Bytes before the count of cells, and the least behind the sensors: up to the serial number. */
const [headBytes, tailBytes] = [66, 36] as const;

/** Head, cells, sensors, rest. */
function cut(payload: Uint8Array): Blocks {
  const countAt = (at: number): number => ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
  const sensorsAt = headBytes + 2 + 2 * countAt(headBytes);
  const restAt = sensorsAt + 2 + 2 * countAt(sensorsAt);
  if (payload.length < restAt + tailBytes) return { why: because('decode.counts') };
  return {
    blocks: [
      payload.subarray(0, headBytes),
      payload.subarray(headBytes + 2, sensorsAt),
      payload.subarray(sensorsAt + 2, restAt),
      payload.subarray(restAt),
    ],
  };
}

const celsius = { type: 'u16be', unit: '°C', add: -500, divide: 10 } as const;

const status: readonly RecordField[] = [
  { block: 0, at: 0, type: 'u16be', label: 'Pack Voltage', unit: 'V', divide: 100, metric: 'battery.voltage' },
  {
    block: 0,
    at: 4,
    type: 'u32be',
    label: 'Current',
    unit: 'A',
    add: -300_000,
    divide: 100,
    metric: 'battery.current',
    flip: true,
  },
  { block: 0, at: 8, type: 'u16be', label: 'State of Charge', unit: '%', divide: 100, metric: 'battery.soc' },
  {
    block: 0,
    at: 10,
    type: 'u16be',
    label: 'Remaining Capacity',
    unit: 'Ah',
    divide: 100,
    metric: 'battery.capacity.remaining',
  },
  { block: 0, at: 12, type: 'u16be', label: 'Full Capacity', unit: 'Ah', divide: 100, metric: 'battery.capacity' },
  { block: 0, at: 14, type: 'u16be', label: 'Rated Capacity', unit: 'Ah', divide: 100 },
  { block: 0, at: 16, ...celsius, label: 'MOS Temperature', metric: 'device.temperature' },
  { block: 0, at: 18, ...celsius, label: 'Ambient Temperature' },
  { block: 0, at: 22, type: 'u16be', label: 'State of Health', unit: '%', metric: 'battery.soh' },
  { block: 0, at: 24, type: 'u32be', label: 'Fault Bits' },
  { block: 0, at: 28, type: 'u32be', label: 'Alarm Bits' },
  { block: 0, at: 32, type: 'u16be', bit: 0, label: 'Discharge MOS On', metric: 'battery.discharge.enabled' },
  { block: 0, at: 32, type: 'u16be', bit: 1, label: 'Charge MOS On', metric: 'battery.charge.enabled' },
  { block: 0, at: 36, type: 'u16be', label: 'Charge Cycles', metric: 'battery.cycles' },
  {
    block: 0,
    at: 40,
    type: 'u16be',
    label: 'Highest Cell Voltage',
    unit: 'V',
    divide: 1000,
    metric: 'battery.cell.voltage.max',
  },
  {
    block: 0,
    at: 44,
    type: 'u16be',
    label: 'Lowest Cell Voltage',
    unit: 'V',
    divide: 1000,
    metric: 'battery.cell.voltage.min',
  },
  { block: 0, at: 46, type: 'u16be', label: 'Average Cell Voltage', unit: 'V', divide: 1000 },
  { block: 0, at: 50, ...celsius, label: 'Highest Cell Temperature' },
  { block: 0, at: 54, ...celsius, label: 'Lowest Cell Temperature' },
  { block: 0, at: 56, ...celsius, label: 'Average Cell Temperature', metric: 'battery.temperature' },
  { block: 0, at: 58, type: 'u16be', label: 'Charge Voltage Limit', unit: 'V', divide: 10 },
  { block: 0, at: 60, type: 'u16be', label: 'Charge Current Limit', unit: 'A', divide: 10 },
  { block: 0, at: 62, type: 'u16be', label: 'Discharge Voltage Limit', unit: 'V', divide: 10 },
  { block: 0, at: 64, type: 'u16be', label: 'Discharge Current Limit', unit: 'A', divide: 10 },
  ...cellRows(maxCells, { at: 0, step: 2 }, { block: 1, type: 'u16be', divide: 1000, absent: [0, 0xffff] }),
  ...sensorRows(maxSensors, { at: 0, step: 2 }, { block: 2, type: 'u16be', add: -500, divide: 10 }),
  { block: 3, at: 2, type: 'u16be', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
  { block: 3, at: 6, type: 'text', bytes: 30, label: 'Serial Number' },
];

/** JBD UP boards; packs count from 1, which is the master. */
export const jbdUp: RequestDefinition = freezeDeep({
  id: 'jbd-up',
  autodetect: 'addressed',
  aliases: ['jbd-up16s', 'up16s'],
  version: 1,
  kind: 'battery',
  maker: 'JBD',
  title: 'JBD UP boards of rack batteries (UP16S)',
  models: ['UP16S010', 'UP16S015', 'UP16S020'],
  verified: 'community',
  sources: ['mr-manuel/venus-os_dbus-serialbattery lltjbd_up16s.py and the frames of its tests'],
  mode: 'request',
  wire: jbdUpWire(1),
  wireAt: (_, { unit = 1 }) => jbdUpWire(unit),
  links: ['serial', 'tcp'],
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: 'status',
      title: 'Status of the pack',
      answerBytes: 166,
      table: recordTable(status, { cut }),
      derive: [
        packPower('pack_voltage', 'current', { chargeIsPositive: true }),
        {
          metric: 'battery.cell.voltage.spread',
          name: 'cell_voltage_spread',
          label: 'Cell voltage spread',
          unit: 'V',
          from: ['highest_cell_voltage', 'lowest_cell_voltage'],
          calc: (highest, lowest) => Math.round((Number(highest) - Number(lowest)) * 1000) / 1000,
        },
      ],
    }),
    read({
      name: 'product',
      title: 'Product',
      answerBytes: 54,
      table: recordTable([
        {
          at: 4,
          type: 'u16be',
          label: 'Firmware Version',
          calc: (raw, view) => `${raw}.${view.number(0, 6, 'u16be') ?? 0}.${view.number(0, 8, 'u16be') ?? 0}`,
        },
        { at: 12, type: 'text', bytes: 16, label: 'Model' },
      ]),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['status'] },
  settings: { everySeconds: 3600, commands: [] },
  identity: [
    { key: 'model', command: 'product', field: 'model' },
    { key: 'serial', command: 'status', field: 'serial_number' },
    { key: 'firmware', command: 'product', field: 'firmware_version' },
  ],
  probe: { command: 'status', matches: (payload) => payload.length >= headBytes + tailBytes },
} satisfies RequestDefinition);
