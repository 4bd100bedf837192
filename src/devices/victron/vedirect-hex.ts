// Victron devices on their VE.Direct port, asked in HEX: registers of solar chargers and of battery monitors. Devices that
// are asked stop their text for some seconds.
// Source: [vedirect-hex].
import { recordTable, type NumberType, type RecordField } from '#codec/record.ts';
import type { Table } from '#codec/table.ts';
import { vedirectHexWire } from '#codec/vedirect-hex.ts';
import { freezeDeep, read } from '../define.ts';
import { type RequestDefinition, type ReadCommand, type Report, usualWear, type WriteCommand } from '../definition.ts';
import { products } from './products.ts';
import { errors, states } from './words.ts';

/** The numbers that say a register has no value. */
const nothing: Readonly<Partial<Record<NumberType, number>>> = {
  u8: 0xff,
  u16le: 0xffff,
  i16le: 0x7fff,
  u32le: 0xffff_ffff,
  i32le: 0x7fff_ffff,
};

type RegisterWords = Omit<RecordField, 'at' | 'absent' | 'type'> & { readonly type: NumberType | 'text' };

/** A register and how it is read. */
type Register = readonly [id: string, words: RegisterWords];

/** A register as a query. */
function register([id, words]: Register): ReadCommand {
  const absent = words.type === 'text' ? undefined : nothing[words.type];
  const field: RecordField = { at: 0, ...words, ...(absent === undefined ? {} : { absent: [absent] }) };
  return read({
    name: id,
    title: words.label,
    answerBytes: words.type === 'text' ? 80 : 20,
    table: recordTable([field]),
  });
}

const productNames = new Map(Object.entries(products).map(([id, name]) => [Number(id), name]));

const identityCommands: readonly ReadCommand[] = [
  read({
    name: 'product',
    title: 'Product id',
    answerBytes: 10,
    table: recordTable([
      {
        at: 0,
        type: 'u16le',
        label: 'Product',
        calc: (raw) => ({ value: productNames.get(raw) ?? `Victron product 0x${raw.toString(16).toUpperCase()}`, raw }),
      },
    ]),
  }),
  read({
    name: 'version',
    title: 'Application version',
    answerBytes: 10,
    table: recordTable([
      {
        at: 0,
        type: 'u16le',
        label: 'Firmware',
        calc: (raw) => `${((raw >>> 8) & 0x3f).toString(16)}.${(raw & 0xff).toString(16).padStart(2, '0')}`,
      },
    ]),
  }),
  register(['010A', { type: 'text', label: 'Serial Number' }]),
];

const volts = { type: 'u16le', unit: 'V', divide: 100 } as const;
const amps = { type: 'u16le', unit: 'A', divide: 10 } as const;

const chargerLive: readonly Register[] = [
  ['0201', { type: 'u8', label: 'Device State', options: states, metric: 'inverter.mode' }],
  ['EDD5', { ...volts, label: 'Charger Voltage', metric: 'battery.voltage' }],
  ['EDD7', { ...amps, label: 'Charger Current', metric: 'battery.current', flip: true }],
  ['EDBB', { ...volts, label: 'Panel Voltage', metric: 'pv.voltage.s1' }],
  ['EDBC', { type: 'u32le', unit: 'W', divide: 100, label: 'Panel Power', metric: 'pv.power' }],
  ['EDBD', { ...amps, label: 'Panel Current', metric: 'pv.current.s1' }],
  ['EDDA', { type: 'u8', label: 'Charger Error', options: errors }],
];

const chargerSettings: readonly Register[] = [
  [
    'EDDB',
    {
      type: 'i16le',
      unit: '°C',
      divide: 100,
      label: 'Charger Temperature',
      metric: 'device.temperature',
    },
  ],
  ['EDDC', { type: 'u32le', unit: 'Wh', multiply: 10, label: 'User Yield', metric: 'pv.energy' }],
  ['EDD3', { type: 'u16le', unit: 'Wh', multiply: 10, label: 'Yield Today' }],
  ['EDD2', { type: 'u16le', unit: 'W', label: 'Maximum Power Today' }],
  ['0200', { type: 'u8', label: 'Device Mode', options: { '0': 'Off', '1': 'On', '4': 'Off' } }],
  ['EDF0', { ...amps, label: 'Battery Maximum Current' }],
  ['EDF1', { type: 'u8', label: 'Battery Type' }],
  ['EDF7', { ...volts, label: 'Absorption Voltage' }],
  ['EDF6', { ...volts, label: 'Float Voltage' }],
  ['EDF4', { ...volts, label: 'Equalisation Voltage' }],
  ['2015', { ...amps, label: 'Charge Current Limit' }],
];

const names = (registers: readonly Register[]): readonly string[] => registers.map(([id]) => id);

/** Low byte first, as letters. */
function littleEndian(value: number, bytes: number): string {
  return Array.from({ length: bytes }, (_, index) =>
    (Math.floor(value / 256 ** index) & 0xff).toString(16).toUpperCase().padStart(2, '0'),
  ).join('');
}

/** A current limit in tenths of an ampere. */
function currentLimit(
  name: string,
  { title, field, max, ...rest }: { title: string; field: string; max: number } & Pick<WriteCommand, 'serves' | 'wear'>,
): WriteCommand {
  return {
    kind: 'write',
    name,
    title,
    value: { kind: 'number', unit: 'A', min: 0, max, step: 0.1 },
    request(value) {
      if (typeof value !== 'number' || !(value >= 0 && value <= max)) return undefined;
      return `${name}=${littleEndian(Math.round(value * 10), 2)}`;
    },
    readBack: { command: name, field },
    ...rest,
  };
}

const modeWords: Readonly<Record<string, string>> = { on: '01', off: '04' };

const chargerWrites: readonly WriteCommand[] = [
  currentLimit('EDF0', {
    title: 'Largest charging current',
    field: 'battery_maximum_current',
    max: 100,
    wear: usualWear,
  }),
  currentLimit('2015', {
    title: 'Charging current limit, until restart',
    field: 'charge_current_limit',
    max: 100,
    serves: { setPoint: 'battery.current.limit.charge' },
  }),
  {
    kind: 'write',
    name: '0200',
    title: 'Switch the charger',
    value: { kind: 'choice', options: modeWords },
    serves: { setPoint: 'battery.charge.enabled', words: { on: 'on', off: 'off' } },
    dangerous: true,
    wear: usualWear,
    request(value) {
      const word = typeof value === 'string' && Object.hasOwn(modeWords, value) ? modeWords[value] : undefined;
      return word === undefined ? undefined : `0200=${word}`;
    },
    readBack: { command: '0200', field: 'device_mode' },
  },
];

const shared = {
  version: 1,
  maker: 'Victron Energy',
  verified: 'document',
  mode: 'request',
  wire: vedirectHexWire,
  links: ['serial', 'tcp'],
  serial: { baud: 19_200, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 800,
  identity: [
    { key: 'model', command: 'product', field: 'product' },
    { key: 'serial', command: '010A', field: 'serial_number' },
    { key: 'firmware', command: 'version', field: 'firmware' },
  ],
} as const satisfies Partial<RequestDefinition>;

/** Solar chargers of Victron, asked for their registers. */
export const vedirectHex: RequestDefinition = freezeDeep({
  ...shared,
  id: 'vedirect-hex',
  autodetect: 'chosen',
  aliases: ['vedirect-hex-mppt'],
  kind: 'inverter',
  title: 'Victron solar chargers by VE.Direct, asked in HEX',
  models: ['SmartSolar MPPT', 'BlueSolar MPPT'],
  sources: ['Victron Energy: BlueSolar HEX protocol MPPT'],
  commands: [...identityCommands, ...[...chargerLive, ...chargerSettings].map(register)],
  writes: chargerWrites,
  live: { everySeconds: 10, commands: names(chargerLive) },
  settings: { everySeconds: 60, commands: names(chargerSettings) },
  probe: { command: 'EDBB', matches: (payload) => payload.length === 2 },
} satisfies RequestDefinition);

const monitorLive: readonly Register[] = [
  ['ED8D', { type: 'i16le', unit: 'V', divide: 100, label: 'Main Voltage', metric: 'battery.voltage' }],
  ['ED8C', { type: 'i32le', unit: 'A', divide: 1000, label: 'Current', metric: 'battery.current', flip: true }],
  ['ED8E', { type: 'i16le', unit: 'W', label: 'Power', metric: 'battery.power', flip: true }],
  ['0FFF', { type: 'u16le', unit: '%', divide: 100, label: 'State of Charge', metric: 'battery.soc' }],
];

const monitorSettings: readonly Register[] = [
  ['EEFF', { type: 'i32le', unit: 'Ah', divide: 10, label: 'Consumed Charge' }],
  ['0FFE', { type: 'u16le', unit: 's', multiply: 60, label: 'Time to Go' }],
  ['1000', { type: 'u16le', unit: 'Ah', label: 'Battery Capacity', metric: 'battery.capacity' }],
];

/** Battery monitors of Victron, asked for their registers. */
export const vedirectHexMonitor: RequestDefinition = freezeDeep({
  ...shared,
  id: 'vedirect-hex-bmv',
  autodetect: 'chosen',
  aliases: ['vedirect-hex-shunt'],
  kind: 'battery',
  title: 'Victron battery monitors by VE.Direct, asked in HEX',
  models: ['BMV-700', 'BMV-712 Smart', 'SmartShunt'],
  sources: ['Victron Energy: BMV-7xx HEX protocol', 'An answer of a SmartShunt recorded in mpp-solar (MIT)'],
  commands: [...identityCommands, ...[...monitorLive, ...monitorSettings].map(register)],
  writes: [],
  live: { everySeconds: 5, commands: names(monitorLive) },
  settings: { everySeconds: 60, commands: names(monitorSettings) },
  probe: { command: '0FFF', matches: (payload) => payload.length === 2 },
} satisfies RequestDefinition);

/** Registers as a device tells them between its blocks of text; metrics the text has already are left to it. */
function reportsOf(registers: readonly Register[], text: Table): readonly Report[] {
  const told = new Set(text.rows.map(({ metric }) => metric));
  return registers.map(([id, { metric, flip, ...words }]) => {
    const own = metric === undefined || told.has(metric) ? {} : { metric, ...(flip === undefined ? {} : { flip }) };
    const { name, title, table } = register([id, { ...words, ...own }]);
    return { kind: 'report', name, title, table };
  });
}

/** What a solar charger tells of its registers without being asked, beside this text. */
export const chargerReports = (text: Table): readonly Report[] => reportsOf([...chargerLive, ...chargerSettings], text);

/** What a battery monitor tells of its registers without being asked, beside this text. */
export const monitorReports = (text: Table): readonly Report[] => reportsOf([...monitorLive, ...monitorSettings], text);
