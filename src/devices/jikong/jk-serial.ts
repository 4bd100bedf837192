// JK (Jikong) battery management systems on their UART/RS485 port (B1A, B2A, BD and alike), 115200 8N1.
// Source: [jk-ttl], [mpp-solar] jkserial; lengths of B8 and BD–BF and the sign
// of 84 (positive is charging) from the same document as kept in syssi/esphome-jk-bms.
import { because } from '#core/reason.ts';
import { jk4e57Wire } from '#codec/jk-4e57.ts';
import { taggedTable, type Tag, type TagAnswer, type TagValue } from '#codec/tagged.ts';
import { amount, bitList, bits, cells, computed, option, text, toggle } from '#codec/tagged-rows.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { Derivation, RequestDefinition } from '../definition.ts';
import { packSwitch } from '../pack-switches.ts';

/** Boards of this family carry up to 24 cells; the block has room for more. */
const maxCells = 32;
const protocolTag = 0xc0;

/** Whole degrees; 101 to 140 mean −1 to −40. */
const temperature = (raw: number): TagValue => {
  if (raw > 140) return { why: because('decode.outside', { raw, min: 0, max: 140 }) };
  return raw > 100 ? 100 - raw : raw;
};

/** Amperes, + charging: protocol 1 has a sign bit (set: charging), the one before counts down from 10000. */
function current(raw: number, answer: TagAnswer): TagValue {
  const protocol = answer.uint(protocolTag);
  if (protocol === undefined && !answer.isComplete) return { why: because('decode.no-protocol', { tag: 'C0' }) };
  if (protocol !== 1) return (10_000 - raw) / 100;
  const size = (raw & 0x7fff) / 100;
  return (raw & 0x8000) === 0 && size > 0 ? -size : size;
}

const warnings = [
  { bit: 0, label: 'Low capacity alarm' },
  { bit: 1, label: 'MOS over temperature alarm' },
  { bit: 2, label: 'Charging over voltage alarm' },
  { bit: 3, label: 'Discharging under voltage alarm' },
  { bit: 4, label: 'Battery over temperature alarm' },
  { bit: 5, label: 'Charging over current alarm' },
  { bit: 6, label: 'Discharging over current alarm' },
  { bit: 7, label: 'Cell difference alarm' },
  { bit: 8, label: 'Battery box over temperature alarm' },
  { bit: 9, label: 'Battery low temperature alarm' },
  { bit: 10, label: 'Cell over voltage alarm' },
  { bit: 11, label: 'Cell under voltage alarm' },
  { bit: 12, label: 'Protection 309_A' },
  { bit: 13, label: 'Protection 309_B' },
] as const;

const pad = (cell: number): string => String(cell).padStart(2, '0');

const live: readonly Tag[] = [
  {
    tag: 0x79,
    bytes: 'counted',
    rows: cells(maxCells, (cell) => ({
      name: `voltage_cell${pad(cell)}`,
      label: `Voltage Cell${pad(cell)}`,
      unit: 'V',
      metric: `battery.cell.voltage.${cell}`,
    })),
  },
  { tag: 0x80, bytes: 2, rows: [computed('MOS Temp', '°C', { metric: 'device.temperature', calc: temperature })] },
  { tag: 0x81, bytes: 2, rows: [computed('Battery T1', '°C', { metric: 'battery.temperature.1', calc: temperature })] },
  { tag: 0x82, bytes: 2, rows: [computed('Battery T2', '°C', { metric: 'battery.temperature', calc: temperature })] },
  { tag: 0x83, bytes: 2, rows: [amount('Battery Voltage', 'V', { divide: 100, metric: 'battery.voltage' })] },
  {
    tag: 0x84,
    bytes: 2,
    rows: [computed('Battery Current', 'A', { metric: 'battery.current', flip: true, calc: current })],
  },
  { tag: 0x85, bytes: 1, rows: [amount('Percent Remain', '%', { metric: 'battery.soc' })] },
  { tag: 0x86, bytes: 1, rows: [amount('Battery temperature sensors', '')] },
  { tag: 0x87, bytes: 2, rows: [amount('Cycle Count', '', { metric: 'battery.cycles' })] },
  { tag: 0x89, bytes: 4, rows: [amount('Total cycle capacity', 'Ah')] },
  { tag: 0x8a, bytes: 2, rows: [amount('Battery strings', '')] },
  {
    tag: 0x8b,
    bytes: 2,
    rows: [...bits(warnings), bitList('Battery Warning Message', warnings, { metric: 'battery.alarm' })],
  },
  {
    tag: 0x8c,
    bytes: 2,
    rows: bits([
      { bit: 0, label: 'Charge MOS on', metric: 'battery.charge.enabled' },
      { bit: 1, label: 'Discharge MOS on', metric: 'battery.discharge.enabled' },
      { bit: 2, label: 'Balancing', metric: 'battery.balancing' },
      { bit: 3, label: 'Battery offline' },
    ]),
  },
];

const volts = (tag: number, label: string, divide: number): Tag => ({
  tag,
  bytes: 2,
  rows: [amount(label, 'V', { divide })],
});
const seconds = (tag: number, label: string): Tag => ({ tag, bytes: 2, rows: [amount(label, 's')] });
const amperes = (tag: number, label: string): Tag => ({ tag, bytes: 2, rows: [amount(label, 'A')] });
const degrees = (tag: number, label: string, signed = false): Tag => ({
  tag,
  bytes: 2,
  rows: [amount(label, '°C', { signed })],
});
/** A tag whose value is not for reading. */
const passOver = (tag: number, bytes: number): Tag => ({ tag, bytes, rows: [] });

const protection: readonly Tag[] = [
  volts(0x8e, 'Pack over voltage protection', 100),
  volts(0x8f, 'Pack under voltage protection', 100),
  volts(0x90, 'Cell over voltage protection', 1000),
  volts(0x91, 'Cell over voltage recovery', 1000),
  seconds(0x92, 'Cell over voltage delay'),
  volts(0x93, 'Cell under voltage protection', 1000),
  volts(0x94, 'Cell under voltage recovery', 1000),
  seconds(0x95, 'Cell under voltage delay'),
  volts(0x96, 'Cell difference protection', 1000),
  amperes(0x97, 'Discharging over current protection'),
  seconds(0x98, 'Discharging over current delay'),
  amperes(0x99, 'Charging over current protection'),
  seconds(0x9a, 'Charging over current delay'),
  volts(0x9b, 'Balance start voltage', 1000),
  volts(0x9c, 'Balance start difference', 1000),
  { tag: 0x9d, bytes: 1, rows: [toggle('Balancer Active')] },
  degrees(0x9e, 'MOS temperature protection'),
  degrees(0x9f, 'MOS temperature recovery'),
  degrees(0xa0, 'Battery box temperature protection'),
  degrees(0xa1, 'Battery box temperature recovery'),
  degrees(0xa2, 'Temperature difference protection'),
  degrees(0xa3, 'Charging high temperature protection'),
  degrees(0xa4, 'Discharging high temperature protection'),
  degrees(0xa5, 'Charging low temperature protection', true),
  degrees(0xa6, 'Charging low temperature recovery', true),
  degrees(0xa7, 'Discharging low temperature protection', true),
  degrees(0xa8, 'Discharging low temperature recovery', true),
];

const setup: readonly Tag[] = [
  { tag: 0xa9, bytes: 1, rows: [amount('Battery string setting', '')] },
  { tag: 0xaa, bytes: 4, rows: [amount('Capacity Setting', 'Ah', { metric: 'battery.capacity' })] },
  { tag: 0xab, bytes: 1, rows: [toggle('Charge Enabled')] },
  { tag: 0xac, bytes: 1, rows: [toggle('Discharge Enabled')] },
  { tag: 0xad, bytes: 2, rows: [amount('Current calibration', 'A', { divide: 1000 })] },
  { tag: 0xae, bytes: 1, rows: [amount('Board address', '')] },
  { tag: 0xaf, bytes: 1, rows: [option('Battery type', { '0': 'LFP', '1': 'Ternary', '2': 'LTO' })] },
  { tag: 0xb0, bytes: 2, rows: [amount('Sleep wait', 's')] },
  { tag: 0xb1, bytes: 1, rows: [amount('Low capacity alarm value', '%')] },
  // The password for changing settings: never decoded, so that it cannot reach a log or a screen.
  passOver(0xb2, 10),
  { tag: 0xb3, bytes: 1, rows: [toggle('Special charger')] },
  { tag: 0xb4, bytes: 8, rows: [text('Device ID')] },
  { tag: 0xb5, bytes: 4, rows: [text('Date of manufacture')] },
  { tag: 0xb6, bytes: 4, rows: [amount('Working time', 's', { multiply: 60 })] },
  { tag: 0xb7, bytes: 15, rows: [text('Software version')] },
  passOver(0xb8, 1),
  { tag: 0xb9, bytes: 4, rows: [amount('Actual capacity', 'Ah')] },
  { tag: 0xba, bytes: 24, rows: [text('Manufacturer ID')] },
  passOver(0xbb, 1),
  passOver(0xbc, 1),
  passOver(0xbd, 1),
  passOver(0xbe, 2),
  passOver(0xbf, 2),
  { tag: protocolTag, bytes: 1, rows: [amount('Protocol version', '')] },
];

const cellNames = Array.from({ length: maxCells }, (_, index) => `voltage_cell${pad(index + 1)}`);

const derived: readonly Derivation[] = [
  packPower('battery_voltage', 'battery_current', { chargeIsPositive: true }),
  {
    metric: 'battery.capacity.remaining',
    name: 'capacity_remaining',
    label: 'Charge left (share × capacity)',
    unit: 'Ah',
    from: ['percent_remain', 'capacity_setting'],
    calc: (percent, capacity) => round((numeric(percent) * numeric(capacity)) / 100, 2),
  },
  ...cellExtremes(cellNames),
];

/** JK boards that speak 4E 57. */
export const jkSerial: RequestDefinition = freezeDeep({
  id: 'jk-serial',
  autodetect: 80,
  aliases: ['jkserial', 'jk-4e57', 'jk-uart'],
  version: 1,
  kind: 'battery',
  maker: 'Jikong',
  title: 'JK battery management systems by UART/RS485 (4E 57)',
  models: ['JK-B1A', 'JK-B2A', 'JK-BD'],
  verified: 'document',
  sources: [
    'Jikong: BMS TTL/RS485 communication protocol (4E 57), document of 2020-12-17',
    'syssi/esphome-jk-bms docs/protocol-design-uart-ttl-gps-port.md: tags B8, BD–BF, sign of 84',
  ],
  mode: 'request',
  wire: jk4e57Wire,
  links: ['serial', 'tcp'],
  serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: 'read_all',
      title: 'Read all',
      answerBytes: 290,
      table: taggedTable([...live, ...protection, ...setup]),
      derive: derived,
    }),
  ],
  // Frames that work without the password: diysolarforum thread 66034, syssi/esphome-jk-bms jk_modbus.
  writes: [
    packSwitch({
      letters: 'AB',
      direction: 'charge',
      shownBy: { command: 'read_all', field: 'charge_enabled' },
    }),
    packSwitch({
      letters: 'AC',
      direction: 'discharge',
      shownBy: { command: 'read_all', field: 'discharge_enabled' },
    }),
  ],
  live: { everySeconds: 5, commands: ['read_all'] },
  settings: { everySeconds: 300, commands: [] },
  identity: [
    { key: 'serial', command: 'read_all', field: 'manufacturer_id' },
    { key: 'firmware', command: 'read_all', field: 'software_version' },
  ],
  probe: { command: 'read_all', matches: (payload) => payload[0] === 0x79 },
} satisfies RequestDefinition);
