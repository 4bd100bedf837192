// Seplos battery management systems of the second generation (EMU10xx, 11xx) on RS485 and RS232.
// Source: [seplos], tables 7 to 13.
import { type PylonDialect, pylonWire } from '#codec/pylontech.ts';
import { cutCounted, cutNamed, recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { bitRows, packAlarms } from '../pack-alarms.ts';

const maxCells = 16;
/** Cells' sensors; two more measure the environment and the power switch. */
const cellSensors = 4;

const dialect: PylonDialect = {
  id: 'seplos-v2',
  title: 'Seplos ~…CR (version 2.0)',
  version: '20',
  commands: { '42': 'address', '44': 'address', '51': 'nothing' },
};

const kelvin = { block: 2, type: 'u16be', unit: '°C', add: -2731, divide: 10, absent: [0, 0xffff] } as const;
const hundredths = { block: 3, type: 'u16be', divide: 100 } as const;

const telemetry: readonly RecordField[] = [
  ...cellRows(maxCells, { at: 0, step: 2 }, { block: 1, type: 'u16be', divide: 1000, absent: [0, 0xffff] }),
  ...sensorRows(cellSensors, { at: 0, step: 2 }, kelvin),
  { at: 8, ...kelvin, label: 'Environment Temperature' },
  { at: 10, ...kelvin, label: 'Power Temperature', metric: 'device.temperature' },
  { block: 3, at: 0, type: 'i16be', label: 'Current', unit: 'A', divide: 100, metric: 'battery.current', flip: true },
  { at: 2, ...hundredths, label: 'Total Voltage', unit: 'V', metric: 'battery.voltage' },
  { at: 4, ...hundredths, label: 'Residual Capacity', unit: 'Ah', metric: 'battery.capacity.remaining' },
  { at: 7, ...hundredths, label: 'Battery Capacity', unit: 'Ah', metric: 'battery.capacity' },
  { block: 3, at: 9, type: 'u16be', label: 'SOC', unit: '%', divide: 10, metric: 'battery.soc' },
  { at: 11, ...hundredths, label: 'Rated Capacity', unit: 'Ah' },
  { block: 3, at: 13, type: 'u16be', label: 'Cycles', metric: 'battery.cycles' },
  { block: 3, at: 15, type: 'u16be', label: 'SOH', unit: '%', divide: 10, metric: 'battery.soh' },
  { at: 17, ...hundredths, label: 'Port Voltage', unit: 'V' },
];

const alarms: readonly RecordField[] = [
  packAlarms(
    [
      { at: 0, label: 'Current' },
      { at: 1, label: 'Total voltage' },
    ],
    [
      {
        at: 3,
        labels: [
          'Voltage sensor fault',
          'Temperature sensor fault',
          'Current sensor fault',
          'Key switch fault',
          'Cell voltage dropout fault',
          'Charge switch fault',
          'Discharge switch fault',
          'Current limit switch fault',
        ],
      },
      {
        at: 4,
        labels: [
          'Cell high voltage alarm',
          'Cell over voltage protection',
          'Cell low voltage alarm',
          'Cell under voltage protection',
          'Total high voltage alarm',
          'Total over voltage protection',
          'Total low voltage alarm',
          'Total under voltage protection',
        ],
      },
      {
        at: 5,
        labels: [
          'Charge high temperature alarm',
          'Charge over temperature protection',
          'Charge low temperature alarm',
          'Charge under temperature protection',
          'Discharge high temperature alarm',
          'Discharge over temperature protection',
          'Discharge low temperature alarm',
          'Discharge under temperature protection',
        ],
      },
      {
        at: 6,
        labels: [
          'Environment high temperature alarm',
          'Environment over temperature protection',
          'Environment low temperature alarm',
          'Environment under temperature protection',
          'Power over temperature protection',
          'Power high temperature alarm',
        ],
      },
      {
        at: 7,
        labels: [
          'Charge over current alarm',
          'Charge over current protection',
          'Discharge over current alarm',
          'Discharge over current protection',
          'Transient over current protection',
          'Output short circuit protection',
          'Transient over current lockout',
          'Output short circuit lockout',
        ],
      },
      {
        at: 8,
        labels: [
          'Charge high voltage protection',
          undefined,
          'Residual capacity alarm',
          'Residual capacity protection',
          'Cell low voltage charging prohibition',
          'Output reverse polarity protection',
          'Output connection fault',
        ],
      },
      {
        at: 16,
        labels: [
          'EEPROM storage fault',
          'RTC error',
          'Voltage not calibrated',
          'Current not calibrated',
          'Zero not calibrated',
        ],
      },
    ],
  ),
  ...bitRows(9, [
    { bit: 0, label: 'Discharge Switch on', metric: 'battery.discharge.enabled' },
    { bit: 1, label: 'Charge Switch on', metric: 'battery.charge.enabled' },
    { bit: 2, label: 'Current Limit Switch on' },
    { bit: 3, label: 'Heating Switch on' },
  ]),
  { block: 3, at: 10, type: 'u16be', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
  ...bitRows(12, [
    { bit: 0, label: 'Discharging' },
    { bit: 1, label: 'Charging' },
    { bit: 2, label: 'Floating Charge' },
    { bit: 4, label: 'Standby' },
    { bit: 5, label: 'Shutdown' },
  ]),
];

/** What follows the sensors of `44`: current, voltage, and ten to twenty bytes behind their count. Telemetry has more. */
const alarmBytes = { least: 13, most: 23 } as const;

/** Seplos V2 boards; address 0 is the one that stands alone. */
export const seplosV2: RequestDefinition = freezeDeep({
  id: 'seplos-v2',
  autodetect: 'addressed',
  aliases: ['seplos'],
  version: 1,
  kind: 'battery',
  maker: 'Seplos',
  title: 'Seplos battery management systems, second generation',
  models: ['EMU1101', '1101-SP15', '1101-SP16', '1101-SP76', '1101-10E-SP76-16S'],
  verified: 'document',
  sources: [
    'Seplos: BMS communication protocol V2.0 (2019-10-15)',
    'Data of a 16-cell board in syssi/esphome-seplos-bms',
  ],
  mode: 'request',
  wire: pylonWire(dialect, 0),
  wireAt: (_, { unit = 0 }) => pylonWire(dialect, unit),
  links: ['serial', 'tcp'],
  serial: { baud: 19_200, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: '42',
      title: 'Telemetry',
      answerBytes: 168,
      table: recordTable(telemetry, { cut: cutCounted(2, [{ entryBytes: 2 }, { entryBytes: 2 }], { least: 19 }) }),
      derive: [packPower('total_voltage', 'current', { chargeIsPositive: true }), ...cellExtremes(cellNames(maxCells))],
    }),
    read({
      name: '44',
      title: 'Alarms and switches',
      answerBytes: 116,
      table: recordTable(alarms, { cut: cutCounted(2, [{ entryBytes: 1 }, { entryBytes: 1 }], alarmBytes) }),
    }),
    read({
      name: '51',
      title: 'Vendor',
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
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['42', '44'] },
  settings: { everySeconds: 300, commands: [] },
  identity: [
    { key: 'model', command: '51', field: 'device_name' },
    { key: 'firmware', command: '51', field: 'software_version' },
  ],
  // Ten user-defined values follow the residual capacity, in a PACE or Pylontech answer there are two to four.
  probe: { command: '42', matches: (payload) => countAfterSensors(payload) === 10 },
} satisfies RequestDefinition);

/** The count of user-defined values of a telemetry answer. */
function countAfterSensors(payload: Uint8Array): number | undefined {
  const sensorsAt = 3 + 2 * (payload[2] ?? 0);
  return payload[sensorsAt + 1 + 2 * (payload[sensorsAt] ?? 0) + 6];
}
