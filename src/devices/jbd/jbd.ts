// JBD (Jiabaida) battery management systems, sold as Xiaoxiang and Overkill Solar, on UART or RS485, 9600 8N1.
// Source: [jbd], general version 4; [mpp-solar] jk232 (the same frame under another name).
import { because } from '#core/reason.ts';
import { jbdWire } from '#codec/jbd.ts';
import { cutCounted, recordTable, type RecordField, type RecordValue } from '#codec/record.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { ComposedSetPoint, Composition, RequestDefinition, WriteCommand } from '../definition.ts';

/** The frame has room for so many. */
const maxCells = 32;
const maxSensors = 8;

/** Year, month and day in 7, 4 and 5 bits, years from 2000. */
function date(raw: number): RecordValue {
  const [year, month, day] = [2000 + (raw >>> 9), (raw >>> 5) & 15, raw & 31];
  if (raw === 0) return undefined;
  if (month < 1 || month > 12 || day < 1) return { why: because('decode.no-date', { raw }) };
  return { value: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, raw };
}

const protections = [
  'Cell over voltage',
  'Cell under voltage',
  'Pack over voltage',
  'Pack under voltage',
  'Charge over temperature',
  'Charge under temperature',
  'Discharge over temperature',
  'Discharge under temperature',
  'Charge over current',
  'Discharge over current',
  'Short circuit',
  'Front end IC error',
  'MOS software lock',
].map((label, bit) => ({ bit, label }));

/** Two words, the lower cells' first: a bit a cell. */
const balancing: RecordField = {
  at: 12,
  type: 'u32be',
  label: 'Balancing',
  metric: 'battery.balancing',
  calc: (raw) => raw !== 0,
};

/** What bits 0 (charging) and 1 (discharging) of the state of the switches say, in the words of {@link switches}. */
const switchesShown = ['both off', 'discharging off', 'charging off', 'both on'] as const;

const basic: readonly RecordField[] = [
  { at: 0, type: 'u16be', label: 'Total Voltage', unit: 'V', divide: 100, metric: 'battery.voltage' },
  { at: 2, type: 'i16be', label: 'Current', unit: 'A', divide: 100, metric: 'battery.current', flip: true },
  { at: 4, type: 'u16be', label: 'Remaining Capacity', unit: 'Ah', divide: 100, metric: 'battery.capacity.remaining' },
  { at: 6, type: 'u16be', label: 'Nominal Capacity', unit: 'Ah', divide: 100, metric: 'battery.capacity' },
  { at: 8, type: 'u16be', label: 'Cycles', metric: 'battery.cycles' },
  { at: 10, type: 'u16be', label: 'Production Date', calc: date },
  balancing,
  { at: 16, type: 'u16be', label: 'Protection State', metric: 'battery.alarm', bits: protections },
  { at: 18, type: 'u8', label: 'Software Version', calc: (raw) => `${raw >>> 4}.${raw & 15}` },
  { at: 19, type: 'u8', label: 'Remaining Share', unit: '%', metric: 'battery.soc' },
  { at: 20, type: 'u8', label: 'Charge MOS on', bit: 0, metric: 'battery.charge.enabled' },
  { at: 20, type: 'u8', label: 'Discharge MOS on', bit: 1, metric: 'battery.discharge.enabled' },
  { at: 20, type: 'u8', label: 'Switches', calc: (raw) => switchesShown[raw & 3] },
  { at: 21, type: 'u8', label: 'Number of Cells' },
  ...sensorRows(
    maxSensors,
    { at: 0, step: 2 },
    { block: 1, type: 'u16be', add: -2731, divide: 10, absent: [0, 0xffff] },
  ),
  { block: 2, at: 0, type: 'u8', label: 'Humidity', unit: '%' },
  { block: 2, at: 1, type: 'u16be', label: 'Alarm State', absent: [0xffff] },
  { block: 2, at: 3, type: 'u16be', label: 'Full Charge Capacity', unit: 'Ah', divide: 100, absent: [0xffff] },
  { block: 2, at: 7, type: 'u16be', label: 'Balance Current', unit: 'A', divide: 1000, absent: [0xffff] },
];

/** What register E1 is written with: a set bit turns a switch off. */
const switchWords: Readonly<Record<string, string>> = {
  'both on': '0000',
  'charging off': '0001',
  'discharging off': '0002',
  'both off': '0003',
};

/** Turns off what feeds the house from this pack: a person has to arm it. */
const switches: WriteCommand = {
  kind: 'write',
  name: 'E1',
  title: 'Switches for charging and discharging',
  value: { kind: 'choice', options: switchWords },
  dangerous: true,
  request: (value) =>
    typeof value === 'string' && Object.hasOwn(switchWords, value) ? `E1=${switchWords[value] ?? ''}` : undefined,
  readBack: { command: '03', field: 'switches' },
};

const e1 = (value: string): Composition['steps'] => [{ write: 'E1', value }];

/** One register holds both switches: turning one leaves the other as it is shown. */
const modes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.charge.enabled',
    ways: [
      { value: 1, steps: e1('both on'), from: { E1: ['both on', 'charging off'] } },
      { value: 1, steps: e1('discharging off'), from: { E1: ['discharging off', 'both off'] } },
      { value: 0, steps: e1('charging off'), from: { E1: ['both on', 'charging off'] } },
      { value: 0, steps: e1('both off'), from: { E1: ['discharging off', 'both off'] } },
    ],
  },
  {
    setPoint: 'battery.discharge.enabled',
    ways: [
      { value: 1, steps: e1('both on'), from: { E1: ['both on', 'discharging off'] } },
      { value: 1, steps: e1('charging off'), from: { E1: ['charging off', 'both off'] } },
      { value: 0, steps: e1('discharging off'), from: { E1: ['both on', 'discharging off'] } },
      { value: 0, steps: e1('both off'), from: { E1: ['charging off', 'both off'] } },
    ],
  },
];

/** JBD boards by UART, RS485 and Bluetooth. */
export const jbd: RequestDefinition = freezeDeep({
  id: 'jbd',
  autodetect: 100,
  aliases: ['xiaoxiang', 'overkill', 'jk232'],
  version: 1,
  kind: 'battery',
  maker: 'JBD',
  title: 'JBD (Xiaoxiang, Overkill Solar) battery management systems',
  models: ['SP04S020', 'SP10S009', 'SP15S020', 'AP21S001', 'Overkill Solar BMS'],
  verified: 'capture',
  sources: [
    'JBD (Jiabaida): RS485/UART/Bluetooth communication protocol, general version 4',
    'A recorded answer of a 4-cell board (aiobmsble tests/bms/test_jbd_bms.py)',
  ],
  mode: 'request',
  wire: jbdWire,
  links: ['serial', 'ble', 'tcp'],
  ble: {
    profile: { kind: 'gatt', service: 'ff00', notify: 'ff01', write: 'ff02', acknowledged: false },
    signs: { names: ['^(?:xiaoxiang|JBD-|SP\\d\\dS|AP\\d\\dS|DP04S|DWF|LSG-|SX1|SX60|SBL-|OGR-|TZ-H)'] },
  },
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 800,
  commands: [
    read({
      name: '03',
      title: 'Basic information and status',
      answerBytes: 40,
      table: recordTable(basic, { cut: cutCounted(22, [{ entryBytes: 2 }]) }),
      derive: [packPower('total_voltage', 'current', { chargeIsPositive: true })],
    }),
    read({
      name: '04',
      title: 'Cell voltages',
      answerBytes: 39,
      table: recordTable(cellRows(maxCells, { at: 0, step: 2 }, { type: 'u16be', divide: 1000, absent: [0, 0xffff] })),
      derive: cellExtremes(cellNames(maxCells)),
    }),
    read({
      name: '05',
      title: 'Hardware version',
      answerBytes: 30,
      table: recordTable([{ at: 0, type: 'text', label: 'Hardware Version' }]),
    }),
  ],
  writes: [switches],
  composed: modes,
  live: { everySeconds: 5, commands: ['03', '04'] },
  settings: { everySeconds: 3600, commands: ['05'] },
  identity: [
    { key: 'model', command: '05', field: 'hardware_version' },
    { key: 'firmware', command: '03', field: 'software_version' },
  ],
  probe: { command: '03', matches: (payload) => payload.length >= 23 && payload.length >= 23 + 2 * (payload[22] ?? 0) },
} satisfies RequestDefinition);
