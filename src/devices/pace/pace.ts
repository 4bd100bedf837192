// PACE battery management systems ("P16S100A" and the many rack batteries built on them) on RS232 and RS485, version 2.5.
// Source: PACE BMS RS232 communication protocol (2018-07-05) and PBmsTools as kept in nkinnan/esphome-pace-bms, with recorded
// answers; [pace].
import { type PylonDialect, pylonWire } from '#codec/pylontech.ts';
import { cutCounted, recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes, chargeShare, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { bitRows, packAlarms } from '../pack-alarms.ts';

const maxCells = 16;
const cellSensors = 4;

const dialect: PylonDialect = {
  id: 'pace',
  title: 'PACE ~…CR (version 2.5)',
  version: '25',
  commands: { '42': 'address', '44': 'address', C1: 'nothing', C2: 'nothing' },
};

const kelvin = { block: 2, type: 'u16be', unit: '°C', add: -2731, divide: 10, absent: [0, 0xffff] } as const;

const analog: readonly RecordField[] = [
  ...cellRows(maxCells, { at: 0, step: 2 }, { block: 1, type: 'u16be', divide: 1000, absent: [0, 0xffff] }),
  ...sensorRows(cellSensors, { at: 0, step: 2 }, kelvin),
  { at: 8, ...kelvin, label: 'MOS Temperature', metric: 'device.temperature' },
  { at: 10, ...kelvin, label: 'Environment Temperature' },
  { block: 3, at: 0, type: 'i16be', label: 'Current', unit: 'A', divide: 100, metric: 'battery.current', flip: true },
  { block: 3, at: 2, type: 'u16be', label: 'Total Voltage', unit: 'V', divide: 1000, metric: 'battery.voltage' },
  {
    block: 3,
    at: 4,
    type: 'u16be',
    label: 'Remaining Capacity',
    unit: 'Ah',
    divide: 100,
    metric: 'battery.capacity.remaining',
  },
  { block: 3, at: 7, type: 'u16be', label: 'Full Capacity', unit: 'Ah', divide: 100, metric: 'battery.capacity' },
  { block: 3, at: 9, type: 'u16be', label: 'Cycle Count', metric: 'battery.cycles' },
  { block: 3, at: 11, type: 'u16be', label: 'Design Capacity', unit: 'Ah', divide: 100 },
];

const alarms: readonly RecordField[] = [
  packAlarms(
    [
      { at: 0, label: 'Charge current' },
      { at: 1, label: 'Total voltage' },
      { at: 2, label: 'Discharge current' },
    ],
    [
      {
        at: 3,
        labels: [
          'Cell over voltage protection',
          'Cell under voltage protection',
          'Total over voltage protection',
          'Total under voltage protection',
          'Charge current protection',
          'Discharge current protection',
          'Short circuit protection',
        ],
      },
      {
        at: 4,
        labels: [
          'Charge over temperature protection',
          'Discharge over temperature protection',
          'Charge under temperature protection',
          'Discharge under temperature protection',
          'MOS over temperature protection',
          'Environment over temperature protection',
          'Environment under temperature protection',
        ],
      },
      {
        at: 7,
        labels: [
          'Charge MOS fault',
          'Discharge MOS fault',
          'Temperature sensor fault',
          undefined,
          'Cell fault',
          'Sampling fault',
        ],
      },
      {
        at: 10,
        labels: [
          'Cell high voltage warning',
          'Cell low voltage warning',
          'Total high voltage warning',
          'Total low voltage warning',
          'Charge current warning',
          'Discharge current warning',
        ],
      },
      {
        at: 11,
        labels: [
          'Charge high temperature warning',
          'Discharge high temperature warning',
          'Charge low temperature warning',
          'Discharge low temperature warning',
          'Environment high temperature warning',
          'Environment low temperature warning',
          'MOS high temperature warning',
          'Low power warning',
        ],
      },
    ],
  ),
  ...bitRows(4, [{ bit: 7, label: 'Fully Charged' }]),
  ...bitRows(5, [
    { bit: 1, label: 'Charge MOS on', metric: 'battery.charge.enabled' },
    { bit: 2, label: 'Discharge MOS on', metric: 'battery.discharge.enabled' },
    { bit: 3, label: 'Discharging' },
    { bit: 4, label: 'Terminals Reversed' },
    { bit: 5, label: 'Charging' },
  ]),
  { block: 3, at: 8, type: 'u16be', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
];

/** PACE boards; packs count from 1. */
export const pace: RequestDefinition = freezeDeep({
  id: 'pace',
  autodetect: 'addressed',
  aliases: ['pace-v25', 'paceic'],
  version: 1,
  kind: 'battery',
  maker: 'PACE',
  title: 'PACE battery management systems of rack batteries (version 2.5)',
  models: ['P16S100A', 'P16S200A'],
  verified: 'capture',
  sources: ['PACE: BMS RS232 communication protocol (2018-07-05)', 'Answers recorded in nkinnan/esphome-pace-bms'],
  mode: 'request',
  wire: pylonWire(dialect, 1),
  wireAt: (_, { unit = 1 }) => pylonWire(dialect, unit),
  links: ['serial', 'tcp'],
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: '42',
      title: 'Measured values',
      answerBytes: 140,
      table: recordTable(analog, { cut: cutCounted(2, [{ entryBytes: 2 }, { entryBytes: 2 }], { least: 13 }) }),
      derive: [
        packPower('total_voltage', 'current', { chargeIsPositive: true }),
        chargeShare('remaining_capacity', 'full_capacity'),
        ...cellExtremes(cellNames(maxCells)),
      ],
    }),
    read({
      name: '44',
      title: 'Alarms and switches',
      answerBytes: 94,
      table: recordTable(alarms, {
        cut: cutCounted(2, [{ entryBytes: 1 }, { entryBytes: 1 }], { least: 6, most: 16 }),
      }),
    }),
    read({
      name: 'C1',
      title: 'Hardware version',
      answerBytes: 58,
      table: recordTable([{ at: 0, type: 'text', label: 'Hardware Version' }]),
    }),
    read({
      name: 'C2',
      title: 'Serial number',
      answerBytes: 98,
      table: recordTable([{ at: 0, type: 'text', label: 'Serial Number' }]),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['42', '44'] },
  settings: { everySeconds: 300, commands: [] },
  identity: [
    { key: 'model', command: 'C1', field: 'hardware_version' },
    { key: 'serial', command: 'C2', field: 'serial_number' },
  ],
  probe: { command: '42', matches: (payload) => payload.length > 40 },
} satisfies RequestDefinition);
