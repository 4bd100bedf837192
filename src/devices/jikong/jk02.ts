// JK boards by Bluetooth ("JK02", 24 and 32 cells, and the older "JK04"), or through a bridge of bytes; and the PB series on RS485, which sends the same records.
// Source: [jk-ble] and [jk-pb], [mpp-solar] jk02, jk02_32, jkv11, jk04, jkpb.
import { jk55aaWire, jkPbWire } from '#codec/jk-55aa.ts';
import { recordTable, type RecordField } from '#codec/record.ts';
import type { Table } from '#codec/table.ts';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, twoDigits } from '../cell-rows.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { Derivation, DiscoveryAnswer, DiscoveryStep, RequestDefinition, ReadCommand } from '../definition.ts';
import { packSwitch } from '../pack-switches.ts';
import {
  cellInfoTable,
  deviceInfoTable,
  layoutOfSoftware,
  mostCells,
  selfTellingTable,
  settingsTable,
} from './jk02-rows.ts';

const recordBytes = 300;

const deviceInfo: ReadCommand = read({
  name: 'device_info',
  title: 'Device information',
  answerBytes: recordBytes,
  table: deviceInfoTable,
});
const settings: ReadCommand = read({
  name: 'settings',
  title: 'Settings',
  answerBytes: recordBytes,
  table: settingsTable,
});
const cellInfo = (table: Table, derive: readonly Derivation[]): ReadCommand =>
  read({ name: 'cell_info', title: 'Cells and pack', answerBytes: recordBytes, table, derive });

const jk02Derived: readonly Derivation[] = [
  packPower('battery_voltage', 'battery_current', { chargeIsPositive: true, name: 'battery_power_signed' }),
  ...cellExtremes(cellNames(mostCells), ['spread']),
];

/** Software version of a device-info record. */
const softwareOf = (record: Uint8Array): string => (toLatin1(record.subarray(30, 38)).split('\0')[0] ?? '').trim();

const shared = {
  version: 1,
  kind: 'battery',
  maker: 'Jikong',
  mode: 'request',
  responseMs: 2000,
  writes: [],
  live: { everySeconds: 5, commands: ['cell_info'] },
  settings: { everySeconds: 300, commands: ['settings'] },
  identity: [
    { key: 'model', command: 'device_info', field: 'device_model' },
    { key: 'serial', command: 'device_info', field: 'serial_number' },
    { key: 'firmware', command: 'device_info', field: 'software_version' },
  ],
} as const satisfies Partial<RequestDefinition>;

/**
 * One characteristic for both directions; boards that list it twice have one of each. Source: [jk-ble].
 */
const jkBluetooth = {
  profile: { kind: 'gatt', service: 'ffe0', notify: 'ffe1', write: 'ffe1', acknowledged: false },
  signs: { names: ['^JK[-_]'], companies: [0x0b65, 0x4b4a] },
} as const satisfies RequestDefinition['ble'];

/** A JK02 board whose cell records are read with this table. */
function jk02With(table: Table): RequestDefinition {
  return freezeDeep({
    ...shared,
    id: 'jk02',
    autodetect: 'chosen',
    aliases: ['jk02-24', 'jk02_32', 'jkv11', 'jk-ble'],
    title: 'JK battery management systems by Bluetooth (JK02, 24 and 32 cells)',
    models: ['JK-B1A', 'JK-B2A', 'JK-BD'],
    verified: 'capture',
    sources: [
      'syssi/esphome-jk-bms docs/protocol-design-ble.md (community); there is no public document of the maker',
      'Records of 24- and 32-cell boards in mpp-solar (MIT) and syssi/esphome-jk-bms',
    ],
    wire: jk55aaWire,
    links: ['ble', 'tcp'],
    ble: jkBluetooth,
    serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    writes: [
      packSwitch({
        letters: '1D',
        direction: 'charge',
        shownBy: { command: 'settings', field: 'charge_enabled' },
      }),
      packSwitch({
        letters: '1E',
        direction: 'discharge',
        shownBy: { command: 'settings', field: 'discharge_enabled' },
      }),
    ],
    commands: [deviceInfo, cellInfo(table, jk02Derived), settings],
    probe: {
      command: 'device_info',
      matches: (payload) => layoutOfSoftware(softwareOf(payload)) !== undefined && !isJk04(payload),
    },
  } satisfies RequestDefinition);
}

/** The early boards with floating-point records have software up to 4. */
function isJk04(record: Uint8Array): boolean {
  return Number(/^V?(\d+)\./i.exec(softwareOf(record))?.[1] ?? Number.NaN) < 10;
}

const byLayout = { 24: jk02With(cellInfoTable[24]), 32: jk02With(cellInfoTable[32]) } as const;

/** The board's software says how its cell records are laid out; without it each record has to tell by itself. */
function discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
  const [info] = answers;
  if (info === undefined) return { kind: 'ask', command: 'device_info', answerBytes: recordBytes };
  const layout = info.payload === undefined ? undefined : layoutOfSoftware(softwareOf(info.payload));
  return { kind: 'found', definition: layout === undefined ? jk02With(selfTellingTable) : byLayout[layout] };
}

/** JK boards with JK02 records of either layout. */
export const jk02: RequestDefinition = freezeDeep({
  ...jk02With(selfTellingTable),
  discover,
  discoversInSilence: true,
});

const jk04Cells = 24;
const resistances: readonly RecordField[] = Array.from({ length: 25 }, (_, index) => ({
  at: 102 + 4 * index,
  type: 'f32le',
  label: `Resistance Cell${twoDigits(index + 1)}`,
  unit: 'Ω',
  absent: [0],
  calc: (raw) => round(raw, 4),
}));

const jk04Table = recordTable([
  ...cellRows(jk04Cells, { at: 6, step: 4 }, { type: 'f32le', absent: [0], calc: (raw) => round(raw, 4) }),
  ...resistances,
  { at: 202, type: 'f32le', label: 'Average Cell Voltage', unit: 'V', calc: (raw) => round(raw, 4) },
  {
    at: 206,
    type: 'f32le',
    label: 'Delta Cell Voltage',
    unit: 'V',
    metric: 'battery.cell.voltage.spread',
    calc: (raw) => round(raw, 4),
  },
  { at: 218, type: 'u8', label: 'Highest Cell', add: 1 },
  { at: 219, type: 'u8', label: 'Lowest Cell', add: 1 },
  { at: 220, type: 'u8', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
  { at: 222, type: 'f32le', label: 'Balance Current', unit: 'A', calc: (raw) => round(raw, 4) },
  { at: 286, type: 'u24le', label: 'Up Time', unit: 's', metric: 'device.uptime' },
]);

/** These boards measure no pack voltage: it is the sum of the cells. */
const sumOfCells: Derivation = {
  metric: 'battery.voltage',
  name: 'battery_voltage',
  label: 'Pack voltage (sum of the cells)',
  unit: 'V',
  from: cellNames(jk04Cells),
  needs: 'any',
  calc: (...volts) =>
    round(
      volts.reduce<number>((sum, one) => sum + numeric(one), 0),
      3,
    ),
};

/** The early JK balancers and boards with floating-point records; they measure neither current nor state of charge. */
export const jk04: RequestDefinition = freezeDeep({
  ...shared,
  id: 'jk04',
  autodetect: 'chosen',
  aliases: [],
  title: 'JK boards of the first generation by Bluetooth (JK04)',
  models: ['JK-B2A16S', 'JK-B1A20S'],
  verified: 'capture',
  sources: ['Records of a JK-B2A16S, hardware 3.0 (syssi/esphome-jk-bms)', 'mpp-solar protocol JK04'],
  wire: jk55aaWire,
  links: ['ble', 'tcp'],
  ble: jkBluetooth,
  serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  commands: [deviceInfo, cellInfo(jk04Table, [sumOfCells, ...cellExtremes(cellNames(jk04Cells), ['spread'])])],
  settings: { everySeconds: 300, commands: [] },
  probe: { command: 'device_info', matches: isJk04 },
} satisfies RequestDefinition);

/** JK PB units on RS485; DIP address 1 to 15. Unit 0 is a master and must not share its bus with another. */
export const jkPb: RequestDefinition = freezeDeep({
  ...shared,
  id: 'jk-pb',
  autodetect: 90,
  aliases: ['jkpb', 'jk-inverter-bms'],
  title: 'JK PB battery management systems on RS485 (records on request)',
  models: ['JK-PB1A16S10P', 'JK-PB1A16S15P', 'JK-PB2A16S15P', 'JK-PB2A16S20P'],
  verified: 'capture',
  sources: [
    'Jikong: BMS RS485 Modbus V1.1 (registers 0x161C, 0x161E, 0x1620)',
    'Answers of a JK-PB1A16S15P recorded in mpp-solar (MIT)',
  ],
  wire: jkPbWire(1),
  wireAt: (_, { unit = 1 }) => jkPbWire(unit),
  links: ['serial', 'tcp'],
  serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  // Units lose what comes sooner.
  pauseMs: 100,
  // UINT32 BatChargeEN and BatDischargeEN, as syssi/esphome-jk-bms sets them (esp32-jk-pb-modbus-example).
  writes: [
    packSwitch({
      letters: '1070',
      direction: 'charge',
      shownBy: { command: 'settings', field: 'charge_enabled' },
    }),
    packSwitch({
      letters: '1074',
      direction: 'discharge',
      shownBy: { command: 'settings', field: 'discharge_enabled' },
    }),
  ],
  commands: [deviceInfo, cellInfo(cellInfoTable[32], jk02Derived), settings].map((command) => ({
    ...command,
    answerBytes: 310,
  })),
  probe: {
    command: 'device_info',
    matches: (payload) => payload.subarray(6, 8).every((byte, index) => byte === fromLatin1('JK')[index]),
  },
} satisfies RequestDefinition);
