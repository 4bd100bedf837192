// GoodWe hybrid inverters of the older ES, EM and BP families: frames of their own over UDP 8899 (AA55).
// Sources: marcelblijleven/goodwe es.py and its recorded frames (tests/sample/es); the same layout again in open-watt/openwatt aa55.d.
// Offsets count in the payload.
import { aa55Wire } from '#codec/aa55.ts';
import { recordTable, type RecordField, type RecordView } from '#codec/record.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { serial9600 } from '../modbus-device.ts';

const pvModes = { 0: 'Not connected', 1: 'No power', 2: 'Producing' } as const;
const batteryModes = {
  0: 'No battery',
  1: 'Standby',
  2: 'Discharge',
  3: 'Charge',
  4: 'To be charged',
  5: 'To be discharged',
} as const;
const energyModes = {
  0: 'Check',
  1: 'Standby',
  2: 'Normal (on-grid)',
  4: 'Normal (off-grid)',
  8: 'Flash',
  16: 'Fault',
  32: 'Battery standby',
  64: 'Battery charging',
  128: 'Battery discharging',
} as const;
const charging = 3;
const importing = 2;
/** Where the modes stand that say which way a current or power flows. */
const places = { batteryMode: 30, gridInOut: 80 } as const;

/** Tenths of what the battery says, or its whole number; where there is none all its numbers are 0. */
const ofBattery =
  (divide: 1 | 10) =>
  (raw: number, view: RecordView): number | undefined =>
    view.number(0, places.batteryMode, 'u8') === 0 ? undefined : raw / divide;

const info: readonly RecordField[] = [
  { label: 'Firmware', at: 0, type: 'text', bytes: 5 },
  { label: 'Model name', at: 5, type: 'text', bytes: 10 },
  { label: 'Serial number', at: 31, type: 'text', bytes: 16 },
];

const running: readonly RecordField[] = [
  { label: 'PV1 voltage', at: 0, type: 'u16be', unit: 'V', divide: 10, metric: 'pv.voltage.s1' },
  { label: 'PV1 current', at: 2, type: 'u16be', unit: 'A', divide: 10, metric: 'pv.current.s1' },
  { label: 'PV1 mode', at: 4, type: 'u8', options: pvModes },
  { label: 'PV2 voltage', at: 5, type: 'u16be', unit: 'V', divide: 10, metric: 'pv.voltage.s2' },
  { label: 'PV2 current', at: 7, type: 'u16be', unit: 'A', divide: 10, metric: 'pv.current.s2' },
  { label: 'PV2 mode', at: 9, type: 'u8', options: pvModes },
  { label: 'Battery voltage', at: 10, type: 'u16be', unit: 'V', calc: ofBattery(10), metric: 'battery.voltage' },
  {
    label: 'Battery temperature',
    at: 16,
    type: 'i16be',
    unit: '°C',
    calc: ofBattery(10),
    metric: 'battery.temperature',
  },
  {
    // Unsigned on the wire: the battery's mode says which way it flows.
    label: 'Battery current',
    at: 18,
    type: 'i16be',
    unit: 'A',
    metric: 'battery.current',
    calc: (raw, view) => (Math.abs(raw) / 10) * (view.number(0, places.batteryMode, 'u8') === charging ? -1 : 1),
  },
  { label: 'Battery charge limit', at: 20, type: 'u16be', unit: 'A' },
  { label: 'Battery discharge limit', at: 22, type: 'u16be', unit: 'A' },
  { label: 'Battery SOC', at: 26, type: 'u8', unit: '%', calc: ofBattery(1), metric: 'battery.soc' },
  { label: 'Battery SOH', at: 29, type: 'u8', unit: '%', absent: [0], metric: 'battery.soh' },
  { label: 'Battery mode', at: places.batteryMode, type: 'u8', options: batteryModes },
  { label: 'Grid voltage', at: 34, type: 'u16be', unit: 'V', divide: 10, metric: 'grid.voltage' },
  { label: 'Grid current', at: 36, type: 'u16be', unit: 'A', divide: 10 },
  {
    label: 'Export power',
    at: 38,
    type: 'i16be',
    unit: 'W',
    metric: 'grid.power',
    flip: true,
    calc: (raw, view) => Math.abs(raw) * (view.number(0, places.gridInOut, 'u8') === importing ? -1 : 1),
  },
  { label: 'Grid frequency', at: 40, type: 'u16be', unit: 'Hz', divide: 100, metric: 'grid.frequency' },
  { label: 'Backup voltage', at: 43, type: 'u16be', unit: 'V', divide: 10, metric: 'load.voltage' },
  { label: 'Backup current', at: 45, type: 'u16be', unit: 'A', divide: 10 },
  { label: 'On-grid load power', at: 47, type: 'i16be', unit: 'W' },
  { label: 'Energy mode', at: 52, type: 'u8', options: energyModes, metric: 'inverter.mode' },
  { label: 'Temperature', at: 53, type: 'i16be', unit: '°C', divide: 10, metric: 'inverter.temperature' },
  { label: 'Error codes', at: 55, type: 'u32be' },
  { label: 'Total PV generation', at: 59, type: 'u32be', unit: 'Wh', multiply: 100, metric: 'pv.energy' },
  { label: 'PV generation today', at: 67, type: 'u16be', unit: 'Wh', multiply: 100 },
  { label: 'Load today', at: 69, type: 'u16be', unit: 'Wh', multiply: 100 },
  { label: 'Total load', at: 71, type: 'u32be', unit: 'Wh', multiply: 100, metric: 'load.energy' },
  { label: 'Total power', at: 75, type: 'i16be', unit: 'W' },
  { label: 'Grid direction', at: places.gridInOut, type: 'u8', options: { 0: 'Idle', 1: 'Exporting', 2: 'Importing' } },
  { label: 'Backup power', at: 81, type: 'i16be', unit: 'W' },
];

const settings: readonly RecordField[] = [
  { label: 'Export limit enabled', at: 18, type: 'u16be' },
  { label: 'Battery capacity', at: 22, type: 'u16be', unit: 'Ah' },
  { label: 'Charge voltage', at: 24, type: 'u16be', unit: 'V', divide: 10 },
  { label: 'Charge current', at: 26, type: 'u16be', unit: 'A' },
  { label: 'Discharge current', at: 28, type: 'u16be', unit: 'A' },
  { label: 'Discharge voltage', at: 30, type: 'u16be', unit: 'V', divide: 10 },
  { label: 'Minimum charge', at: 32, type: 'u16be', unit: '%' },
  { label: 'Grid export limit', at: 52, type: 'u16be', unit: 'W' },
  { label: 'Work mode', at: 66, type: 'u16be' },
];

const product = (name: string, label: string, [volts, amperes]: readonly [string, string]) => ({
  name,
  label,
  unit: 'W' as const,
  from: [volts, amperes],
  calc: (voltage: unknown, current: unknown) => round(Number(voltage) * Number(current), 0),
});

/** GW5048D-ES, GW5048-EM, GW5000S-BP. */
export const goodweEs: RequestDefinition = freezeDeep({
  id: 'goodwe-es',
  autodetect: 'addressed',
  aliases: ['goodwe-em', 'goodwe-bp'],
  version: 1,
  kind: 'inverter',
  maker: 'GoodWe',
  title: 'GoodWe ES, EM and BP hybrid inverters (AA55)',
  models: ['GW5048D-ES', 'GW5048-EM', 'GW5000S-BP'],
  verified: 'capture',
  sources: [
    'marcelblijleven/goodwe es.py; tests/sample/es: recorded answers of GW5048-EM and GW5048D-ES',
    'open-watt/openwatt aa55.d (RunningData, IDInfo)',
  ],
  mode: 'request',
  wire: aa55Wire,
  links: ['udp'],
  serial: serial9600,
  responseMs: 1500,
  commands: [
    read({
      name: 'running',
      title: 'Running data',
      answerBytes: 150,
      table: recordTable(running),
      derive: [
        {
          metric: 'pv.power.s1',
          ...product('pv1_power', 'PV1 power (voltage × current)', ['pv1_voltage', 'pv1_current']),
        },
        {
          metric: 'pv.power.s2',
          ...product('pv2_power', 'PV2 power (voltage × current)', ['pv2_voltage', 'pv2_current']),
        },
        {
          metric: 'battery.power',
          ...product('battery_power', 'Battery power (voltage × current)', ['battery_voltage', 'battery_current']),
        },
        {
          metric: 'pv.power',
          name: 'pv_power',
          label: 'PV power (both strings)',
          unit: 'W',
          from: ['pv1_voltage', 'pv1_current', 'pv2_voltage', 'pv2_current'],
          calc(...values) {
            const [v1 = 0, i1 = 0, v2 = 0, i2 = 0] = values.map(numeric);
            return round(v1 * i1, 0) + round(v2 * i2, 0);
          },
        },
      ],
    }),
    read({ name: 'info', title: 'Model and serial number', answerBytes: 90, table: recordTable(info) }),
    read({ name: 'settings', title: 'Settings', answerBytes: 110, table: recordTable(settings) }),
  ],
  writes: [],
  live: { everySeconds: 10, commands: ['running'] },
  settings: { everySeconds: 300, commands: ['settings'] },
  identity: [
    { key: 'model', command: 'info', field: 'model_name' },
    { key: 'serial', command: 'info', field: 'serial_number' },
    { key: 'firmware', command: 'info', field: 'firmware' },
  ],
  probe: { command: 'info', matches: (payload) => payload.length >= 47 },
} satisfies RequestDefinition);
