// Daly battery management systems on UART and RS485 with the "A5" frames, 9600 8N1; asked as a computer (0x80) or as the
// Bluetooth module (0x40) – older boards answer to one of both only.
// Source: [daly-uart]; frames recorded in [mpp-solar].
import { dalyWire } from '#codec/daly.ts';
import { recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { Autodetect, RequestDefinition, ReadCommand, WriteCommand } from '../definition.ts';
import { packSwitch } from '../pack-switches.ts';

const maxCells = 48;
const maxSensors = 16;

const state: Readonly<Record<string, string>> = { '0': 'stationary', '1': 'charging', '2': 'discharging' };
const plug: Readonly<Record<string, string>> = { '0': 'disconnected', '1': 'connected' };

/** Fault bits in the order of the document, byte by byte. */
const faults: readonly (readonly (string | undefined)[])[] = [
  [
    'Cell voltage high, level 1',
    'Cell voltage high, level 2',
    'Cell voltage low, level 1',
    'Cell voltage low, level 2',
    'Pack voltage high, level 1',
    'Pack voltage high, level 2',
    'Pack voltage low, level 1',
    'Pack voltage low, level 2',
  ],
  [
    'Charge temperature high, level 1',
    'Charge temperature high, level 2',
    'Charge temperature low, level 1',
    'Charge temperature low, level 2',
    'Discharge temperature high, level 1',
    'Discharge temperature high, level 2',
    'Discharge temperature low, level 1',
    'Discharge temperature low, level 2',
  ],
  [
    'Charge over current, level 1',
    'Charge over current, level 2',
    'Discharge over current, level 1',
    'Discharge over current, level 2',
    'SOC high, level 1',
    'SOC high, level 2',
    'SOC low, level 1',
    'SOC low, level 2',
  ],
  [
    'Cell difference, level 1',
    'Cell difference, level 2',
    'Temperature difference, level 1',
    'Temperature difference, level 2',
  ],
  [
    'Charge MOS over temperature',
    'Discharge MOS over temperature',
    'Charge MOS temperature sensor',
    'Discharge MOS temperature sensor',
    'Charge MOS stuck',
    'Discharge MOS stuck',
    'Charge MOS open',
    'Discharge MOS open',
  ],
  [
    'AFE chip',
    'Cell voltage lost',
    'Cell temperature sensor',
    'EEPROM',
    'RTC',
    'Precharge failed',
    'Vehicle communication',
    'Internal communication',
  ],
  ['Current sensor', 'Pack voltage sensor', 'Short circuit', 'Charging prohibited by low voltage'],
];

const faultList: RecordField = {
  at: 0,
  type: 'u8',
  label: 'Faults',
  metric: 'battery.alarm',
  calc(_, view) {
    const set = faults.flatMap((labels, at) => {
      const byte = view.number(0, at, 'u8') ?? 0;
      return labels.filter((label, bit) => label !== undefined && ((byte >>> bit) & 1) === 1);
    });
    return set.join(', ');
  },
};

/** Whole degrees, 40 too much; a sensor that is not there sends 0, which would be −40 °C. */
const degrees = { type: 'u8', add: -40, absent: [0] } as const;

/** The pack as a whole; boards differ in what a current above 30000 says. */
const pack = (chargeIsPositive: boolean): ReadCommand =>
  read({
    name: '90',
    title: 'Voltage, current and state of charge',
    answerBytes: 13,
    table: recordTable([
      { at: 0, type: 'u16be', label: 'Battery Bank Voltage', unit: 'V', divide: 10, metric: 'battery.voltage' },
      { at: 2, type: 'u16be', label: 'Gather Voltage', unit: 'V', divide: 10, absent: [0] },
      // Counted from 30000, unsigned; above it most boards discharge.
      {
        at: 4,
        type: 'u16be',
        label: 'Current',
        unit: 'A',
        add: -30_000,
        divide: 10,
        metric: 'battery.current',
        ...(chargeIsPositive ? { flip: true } : {}),
      },
      { at: 6, type: 'u16be', label: 'SOC', unit: '%', divide: 10, metric: 'battery.soc' },
    ]),
    derive: [packPower('battery_bank_voltage', 'current', { chargeIsPositive })],
  });

const commands: readonly ReadCommand[] = [
  read({
    name: '91',
    title: 'Highest and lowest cell',
    answerBytes: 13,
    table: recordTable([
      {
        at: 0,
        type: 'u16be',
        label: 'Maximum Cell Voltage',
        unit: 'V',
        divide: 1000,
        metric: 'battery.cell.voltage.max',
      },
      { at: 2, type: 'u8', label: 'Maximum Cell Number' },
      {
        at: 3,
        type: 'u16be',
        label: 'Minimum Cell Voltage',
        unit: 'V',
        divide: 1000,
        metric: 'battery.cell.voltage.min',
      },
      { at: 5, type: 'u8', label: 'Minimum Cell Number' },
    ]),
  }),
  read({
    name: '92',
    title: 'Highest and lowest temperature',
    answerBytes: 13,
    table: recordTable([
      { at: 0, ...degrees, label: 'Maximum Cell Temperature', unit: '°C', metric: 'battery.temperature' },
      { at: 1, type: 'u8', label: 'Maximum Cell Number' },
      { at: 2, ...degrees, label: 'Minimum Cell Temperature', unit: '°C' },
      { at: 3, type: 'u8', label: 'Minimum Cell Number' },
    ]),
  }),
  read({
    name: '93',
    title: 'Switches and remaining capacity',
    answerBytes: 13,
    table: recordTable([
      { at: 0, type: 'u8', label: 'Charge Status', options: state },
      { at: 1, type: 'u8', label: 'Charging MOS Tube Status', toggle: true, metric: 'battery.charge.enabled' },
      { at: 2, type: 'u8', label: 'Discharging MOS Tube Status', toggle: true, metric: 'battery.discharge.enabled' },
      { at: 3, type: 'u8', label: 'BMS Life' },
      {
        at: 4,
        type: 'u32be',
        label: 'Residual Capacity',
        unit: 'Ah',
        divide: 1000,
        metric: 'battery.capacity.remaining',
      },
    ]),
  }),
  read({
    name: '94',
    title: 'Status',
    answerBytes: 13,
    table: recordTable([
      { at: 0, type: 'u8', label: 'Number of Cells' },
      { at: 1, type: 'u8', label: 'Number of Temperature Sensors' },
      { at: 2, type: 'u8', label: 'Charger Status', options: plug },
      { at: 3, type: 'u8', label: 'Load Status', options: plug },
      { at: 4, type: 'u8', label: 'DI and DO states' },
      { at: 5, type: 'u16be', label: 'Charge Discharge Cycles', metric: 'battery.cycles' },
    ]),
  }),
  read({
    name: '95',
    title: 'Cell voltages',
    answerBytes: 208,
    table: recordTable(cells(maxCells)),
    derive: cellExtremes(cellNames(maxCells), ['min', 'max']),
  }),
  read({
    name: '96',
    title: 'Temperatures',
    answerBytes: 39,
    table: recordTable(sensorRows(maxSensors, { at: 0, step: 1 }, degrees)),
  }),
  read({
    name: '97',
    title: 'Balancing',
    answerBytes: 13,
    table: recordTable([
      {
        at: 0,
        type: 'u32be',
        label: 'Balancing',
        metric: 'battery.balancing',
        calc: (raw, view) => raw !== 0 || (view.number(0, 4, 'u16be') ?? 0) !== 0,
      },
    ]),
  }),
  read({
    name: '98',
    title: 'Faults',
    answerBytes: 13,
    table: recordTable([faultList, { at: 7, type: 'u8', label: 'Fault Code' }]),
  }),
];

/** Three cells in the seven data bytes of a frame. */
function cells(count: number): readonly RecordField[] {
  const rows = cellRows(count, { at: 0, step: 2 }, { type: 'u16be', divide: 1000, absent: [0, 0xffff] });
  return rows.map((row, index) => ({ ...row, at: 7 * Math.floor(index / 3) + 2 * (index % 3) }));
}

/** Ids D9 and DA, set as nsalois/dailybms_gateway and python-daly-bms do. */
const switches: readonly WriteCommand[] = [
  packSwitch({
    letters: 'DA',
    direction: 'charge',
    shownBy: { command: '93', field: 'charging_mos_tube_status' },
  }),
  packSwitch({
    letters: 'D9',
    direction: 'discharge',
    shownBy: { command: '93', field: 'discharging_mos_tube_status' },
  }),
];

function dalyDefinition({
  id,
  aliases,
  host,
  autodetect,
  chargeIsPositive = false,
}: {
  id: string;
  aliases: readonly string[];
  host: 0x80 | 0x40;
  autodetect: Autodetect;
  chargeIsPositive?: boolean;
}): RequestDefinition {
  const sign = chargeIsPositive ? ', current the other way round' : '';
  return freezeDeep({
    id,
    aliases,
    version: 1,
    kind: 'battery',
    maker: 'Daly',
    title: `Daly battery management systems (A5 frames, host address ${host.toString(16)}${sign})`,
    models: ['Smart BMS 3S–48S with UART, RS485 or Bluetooth'],
    verified: chargeIsPositive ? 'community' : 'capture',
    sources: [
      'Daly: UART/485 communication protocol V1.2',
      'Answers recorded in mpp-solar (MIT); sign of the current as mr-manuel/venus-os_dbus-serialbattery has it',
    ],
    mode: 'request',
    // No answer tells which way its current runs: the usual one is taken until a person says otherwise.
    autodetect,
    wire: dalyWire(host),
    links: ['serial', 'tcp'],
    serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
    responseMs: 800,
    commands: [pack(chargeIsPositive), ...commands],
    writes: switches,
    live: { everySeconds: 5, commands: ['90', '91', '92', '93', '95', '96', '98'] },
    settings: { everySeconds: 60, commands: ['94', '97'] },
    identity: [],
    probe: {
      command: '90',
      matches: (payload) => payload.length === 8,
    },
  } satisfies RequestDefinition);
}

/** Daly boards that answer a computer. */
export const daly: RequestDefinition = dalyDefinition({ id: 'daly', aliases: ['daly80'], host: 0x80, autodetect: 110 });

/** Daly boards that answer the Bluetooth module's address only. */
export const daly40: RequestDefinition = dalyDefinition({
  id: 'daly40',
  aliases: ['daly-bt'],
  host: 0x40,
  autodetect: 120,
});

/** Daly boards that count charging as positive. */
export const dalyInverted: RequestDefinition = dalyDefinition({
  id: 'daly-inverted',
  aliases: ['daly80-inverted'],
  host: 0x80,
  autodetect: 'chosen',
  chargeIsPositive: true,
});

/** The same with the Bluetooth module's address. */
export const daly40Inverted: RequestDefinition = dalyDefinition({
  id: 'daly40-inverted',
  aliases: ['daly-bt-inverted'],
  host: 0x40,
  autodetect: 'chosen',
  chargeIsPositive: true,
});
