// Pylontech US and UP batteries on RS485 (and what speaks the same), 115200 or 9600 8N1 by DIP switch, one pack by address.
// Source: [pylontech] (PYLON RS485 protocol V3.3 of 2018-08-21; answers recorded in python-pylontech).
import { type PylonDialect, pylonWire } from '#codec/pylontech.ts';
import { cutCounted, cutNamed, recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes, chargeShare, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { bitRows, packAlarms } from '../pack-alarms.ts';

const maxCells = 16;
const maxSensors = 6;
/** Where packs begin to count. */
const firstAddress = 2;

const dialect: PylonDialect = {
  id: 'pylontech',
  title: 'Pylontech ~…CR (version 2.0)',
  version: '20',
  commands: { '42': 'address', '44': 'address', '51': 'nothing', '92': 'address', '93': 'address' },
};

/** Flag and pack number, then cells and sensors, each after its count; then current to cycles, and the states of an alarm. */
const cut = cutCounted(2, [{ entryBytes: 2 }, { entryBytes: 2 }], { least: 11 });
const cutAlarms = cutCounted(2, [{ entryBytes: 1 }, { entryBytes: 1 }], { least: 8, most: 8 });

/** 0xFFFF says that the number did not fit and is in three bytes further on. */
const wide = (at: number) => ({
  divide: 1000,
  calc: (raw: number, view: { number(block: number, at: number, type: 'u24be'): number | undefined }) => {
    if (raw !== 0xffff) return raw / 1000;
    const milli = view.number(3, at, 'u24be');
    return milli === undefined ? undefined : milli / 1000;
  },
});

const analog: readonly RecordField[] = [
  ...cellRows(maxCells, { at: 0, step: 2 }, { block: 1, type: 'u16be', divide: 1000, absent: [0, 0xffff] }),
  ...sensorRows(
    maxSensors,
    { at: 0, step: 2 },
    { block: 2, type: 'u16be', add: -2731, divide: 10, absent: [0, 0xffff] },
  ),
  { block: 3, at: 0, type: 'i16be', label: 'Current', unit: 'A', divide: 10, metric: 'battery.current', flip: true },
  { block: 3, at: 2, type: 'u16be', label: 'Voltage', unit: 'V', divide: 1000, metric: 'battery.voltage' },
  {
    block: 3,
    at: 4,
    type: 'u16be',
    label: 'Remaining Capacity',
    unit: 'Ah',
    metric: 'battery.capacity.remaining',
    ...wide(11),
  },
  { block: 3, at: 7, type: 'u16be', label: 'Total Capacity', unit: 'Ah', metric: 'battery.capacity', ...wide(14) },
  { block: 3, at: 9, type: 'u16be', label: 'Cycles', metric: 'battery.cycles' },
];

const alarms: readonly RecordField[] = [
  packAlarms(
    [
      { at: 0, label: 'Charge current' },
      { at: 1, label: 'Module voltage' },
      { at: 2, label: 'Discharge current' },
    ],
    [
      {
        at: 3,
        labels: [
          'Module over voltage',
          'Cell under voltage',
          'Charge over current',
          undefined,
          'Discharge over current',
          'Discharge over temperature',
          'Charge over temperature',
          'Module under voltage',
        ],
      },
    ],
  ),
  ...bitRows(4, [
    { bit: 1, label: 'Charge MOS on', metric: 'battery.charge.enabled' },
    { bit: 2, label: 'Discharge MOS on', metric: 'battery.discharge.enabled' },
    { bit: 3, label: 'Uses the pack power' },
  ]),
];

const limits: readonly RecordField[] = [
  { at: 1, type: 'u16be', label: 'Charge Voltage Limit', unit: 'V', divide: 1000 },
  { at: 3, type: 'u16be', label: 'Discharge Voltage Limit', unit: 'V', divide: 1000 },
  { at: 5, type: 'i16be', label: 'Charge Current Limit', unit: 'A', divide: 10 },
  { at: 7, type: 'i16be', label: 'Discharge Current Limit', unit: 'A', divide: 10 },
  { at: 9, type: 'u8', bit: 7, label: 'Charge Enable' },
  { at: 9, type: 'u8', bit: 6, label: 'Discharge Enable' },
  { at: 9, type: 'u8', bit: 5, label: 'Charge Immediately' },
  { at: 9, type: 'u8', bit: 4, label: 'Charge Immediately 2' },
  { at: 9, type: 'u8', bit: 3, label: 'Full Charge Request' },
];

/** Pylontech packs on RS485. */
export const pylontech: RequestDefinition = freezeDeep({
  id: 'pylontech',
  autodetect: 'addressed',
  aliases: ['pylontech-rs485', 'pylon'],
  version: 1,
  kind: 'battery',
  maker: 'Pylontech',
  title: 'Pylontech US and UP batteries on RS485',
  models: ['US2000', 'US3000', 'US5000', 'UP2500', 'Phantom-S'],
  verified: 'capture',
  sources: ['Pylontech: RS485 protocol V3.3 (2018-08-21)', 'Answers of a UP2500 recorded in python-pylontech (MIT)'],
  mode: 'request',
  wire: pylonWire(dialect, firstAddress),
  wireAt: (_, { unit = firstAddress }) => pylonWire(dialect, unit),
  links: ['serial', 'tcp'],
  serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: '42',
      title: 'Measured values',
      answerBytes: 130,
      table: recordTable(analog, { cut }),
      derive: [
        packPower('voltage', 'current', { chargeIsPositive: true }),
        chargeShare('remaining_capacity', 'total_capacity'),
        ...cellExtremes(cellNames(maxCells)),
      ],
    }),
    read({ name: '44', title: 'Alarms', answerBytes: 100, table: recordTable(alarms, { cut: cutAlarms }) }),
    read({
      name: '92',
      title: 'Charge and discharge limits',
      answerBytes: 38,
      table: recordTable(limits, { bytes: 10 }),
    }),
    read({
      name: '51',
      title: 'Manufacturer',
      answerBytes: 82,
      table: recordTable(
        [
          { at: 0, type: 'text', bytes: 10, label: 'Device Name' },
          {
            at: 10,
            type: 'u8',
            label: 'Software Version',
            calc: (raw, view) => `${raw}.${view.number(0, 11, 'u8') ?? 0}`,
          },
          { at: 12, type: 'text', label: 'Manufacturer Name' },
        ],
        { cut: cutNamed(12) },
      ),
    }),
    read({
      name: '93',
      title: 'Serial number',
      answerBytes: 52,
      table: recordTable([{ at: 1, type: 'text', bytes: 16, label: 'Serial Number' }]),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['42', '44'] },
  settings: { everySeconds: 60, commands: ['92'] },
  identity: [
    { key: 'model', command: '51', field: 'device_name' },
    { key: 'serial', command: '93', field: 'serial_number' },
    { key: 'firmware', command: '51', field: 'software_version' },
  ],
  probe: { command: '93', matches: (payload) => payload.length >= 17 },
} satisfies RequestDefinition);
