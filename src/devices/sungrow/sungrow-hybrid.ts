// Sungrow hybrid inverters SH-RT, SH-RS and SH-T. Addresses are those on the wire (the document's number less one), values
// of 32 bits have the low word first. Source: Sungrow "Communication Protocol of Residential Hybrid Inverter" V1.1.x as
// kept in mkaiser/Sungrow-SHx-Inverter-Modbus-Home-Assistant (v2, 2026).
import { rowWriter } from '#codec/register-rows.ts';
import { sungrowModes } from './sungrow-modes.ts';
import { freezeDeep, numeric } from '../define.ts';
import type { Derivation, DiscoveryAnswer, DiscoveryStep, RequestDefinition } from '../definition.ts';
import { isBetween, modbusDefinition, type ModbusDevice } from '../modbus-device.ts';

const absentByType = { u16: [0xffff], i16: [0x7fff], i32: [0x7fff_ffff], u32: [0xffff_ffff] } as const;
const live = rowWriter({ kind: 'input', order: 'low', absentByType });
const identity = rowWriter({ kind: 'input', order: 'low', group: 'identity' });
const setting = rowWriter({ kind: 'holding', order: 'low', group: 'settings', absentByType });

const runningStates = {
  0x0000: 'Running',
  0x0001: 'Stop',
  0x0002: 'Key stop',
  0x0004: 'Emergency stop',
  0x0008: 'Standby',
  0x0010: 'Initial standby',
  0x0014: 'Microgrid',
  0x0020: 'Starting',
  0x0040: 'Running',
  0x0041: 'Off-grid charge',
  0x0080: 'Derating',
  0x0100: 'Fault',
  0x0200: 'Update failed',
  0x0400: 'Maintenance',
  0x0800: 'Forced mode',
  0x1000: 'Off-grid',
  0x1111: 'Not initialised',
  0x1200: 'Initial standby',
  0x1300: 'Key stop',
  0x1400: 'Standby',
  0x1500: 'Emergency stop',
  0x1600: 'Starting',
} as const;
const powerFlow = {
  0: 'PV generating',
  1: 'Battery charging',
  2: 'Battery discharging',
  3: 'Load drawing',
  4: 'Feeding in',
  5: 'Importing',
  7: 'Load feeding',
} as const;
const letters = ['A', 'B', 'C'] as const;
const onOff = { 0xaa: 'On', 0x55: 'Off' } as const;

/** More than the battery of any of them takes, SH25T included; a unit refuses what is too much for its own. */
const mostBatteryW = 30_000;

const device: ModbusDevice = {
  id: 'sungrow-hybrid',
  aliases: ['sungrow', 'sungrow-sh'],
  version: 1,
  kind: 'inverter',
  maker: 'Sungrow',
  title: 'Sungrow SH hybrid inverters',
  models: ['SH5.0RT', 'SH6.0RT', 'SH8.0RT', 'SH10RT', 'SH3.0RS', 'SH5.0RS', 'SH6.0RS', 'SH15T', 'SH25T'],
  verified: 'community',
  sources: [
    'Sungrow: communication protocol of residential hybrid inverters, V1.1',
    'mkaiser/Sungrow-SHx-Inverter-Modbus-Home-Assistant v2 modbus_sungrow.yaml',
  ],
  links: ['tcp', 'serial'],
  unit: 1,
  overTcp: 'tcp',
  responseMs: 2000,
  pauseMs: 20,
  liveSeconds: 10,
  // What only some models and firmwares have is asked separately: a refusal takes no other value away.
  plan: { maxRegisters: 100, maxGap: 16, walls: [5114, 5120, 5634, 5722] },
  rows: [
    identity(4953, 'string', { label: 'ARM software', length: 15 }),
    identity(4989, 'string', { label: 'Serial number', length: 10 }),
    identity(4999, 'u16', { label: 'Device type code' }),
    live(5000, 'u16', { label: 'Rated output power', unit: 'W', scale: 100 }),
    live(5002, 'u16', { label: 'Daily PV generation and battery discharge', unit: 'Wh', scale: 100 }),
    live(5003, 'u32', { label: 'Total PV generation and battery discharge', unit: 'Wh', scale: 100 }),
    live(5007, 'i16', { label: 'Inside temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
    live(5010, 'u16', { label: 'MPPT 1 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s1' }),
    live(5011, 'u16', { label: 'MPPT 1 current', unit: 'A', scale: 0.1, metric: 'pv.current.s1' }),
    live(5012, 'u16', { label: 'MPPT 2 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s2' }),
    live(5013, 'u16', { label: 'MPPT 2 current', unit: 'A', scale: 0.1, metric: 'pv.current.s2' }),
    live(5014, 'u16', { label: 'MPPT 3 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s3' }),
    live(5015, 'u16', { label: 'MPPT 3 current', unit: 'A', scale: 0.1, metric: 'pv.current.s3' }),
    live(5016, 'u32', { label: 'Total DC power', unit: 'W', metric: 'pv.power' }),
    live(5018, 'u16', { label: 'Phase A voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l1' }),
    live(5019, 'u16', { label: 'Phase B voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l2' }),
    live(5020, 'u16', { label: 'Phase C voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l3' }),
    live(5032, 'i32', { label: 'Reactive power', unit: 'var' }),
    live(5034, 'i16', { label: 'Power factor', scale: 0.001 }),
    live(5114, 'u16', { label: 'MPPT 4 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s4' }),
    live(5115, 'u16', { label: 'MPPT 4 current', unit: 'A', scale: 0.1, metric: 'pv.current.s4' }),
    // Firmwares of 2023 and later: signed, discharge positive; older ones refuse the register.
    live(5213, 'i32', { label: 'Battery power', unit: 'W', metric: 'battery.power' }),
    live(5241, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    live(5600, 'i32', { label: 'Meter active power', unit: 'W' }),
    live(5602, 'i32', { label: 'Meter phase A active power', unit: 'W', metric: 'grid.power.l1' }),
    live(5604, 'i32', { label: 'Meter phase B active power', unit: 'W', metric: 'grid.power.l2' }),
    live(5606, 'i32', { label: 'Meter phase C active power', unit: 'W', metric: 'grid.power.l3' }),
    live(5630, 'i16', { label: 'Battery current', unit: 'A', scale: 0.1, metric: 'battery.current' }),
    live(5634, 'u16', { label: 'BMS highest charging current', unit: 'A' }),
    live(5635, 'u16', { label: 'BMS highest discharging current', unit: 'A' }),
    live(5638, 'u16', { label: 'Battery capacity', unit: 'Wh', scale: 10 }),
    ...letters.map((letter, index) => live(5722 + index, 'i16', { label: `Backup phase ${letter} power`, unit: 'W' })),
    live(5725, 'i32', { label: 'Backup power', unit: 'W' }),
    ...letters.flatMap((letter, index) => [
      live(5740 + index, 'i16', { label: `Meter phase ${letter} voltage`, unit: 'V', scale: 0.1 }),
      live(5743 + index, 'u16', { label: `Meter phase ${letter} current`, unit: 'A', scale: 0.01 }),
    ]),
    live(12_999, 'u16', { label: 'Running state', options: runningStates, metric: 'inverter.mode' }),
    live(13_000, 'bits', { label: 'Power flow status', bits: powerFlow }),
    live(13_001, 'u16', { label: 'Daily PV generation', unit: 'Wh', scale: 100 }),
    live(13_002, 'u32', { label: 'Total PV generation', unit: 'Wh', scale: 100, metric: 'pv.energy' }),
    live(13_007, 'i32', { label: 'Load power', unit: 'W', metric: 'load.power' }),
    live(13_009, 'i32', { label: 'Export power', unit: 'W', metric: 'grid.power', flip: true }),
    live(13_016, 'u16', { label: 'Daily direct energy consumption', unit: 'Wh', scale: 100 }),
    live(13_017, 'u32', { label: 'Total direct energy consumption', unit: 'Wh', scale: 100 }),
    live(13_019, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(13_020, 'i16', { label: 'Battery current, without direction', unit: 'A', scale: 0.1 }),
    live(13_021, 'i16', { label: 'Battery power, without direction', unit: 'W' }),
    live(13_022, 'u16', { label: 'Battery level', unit: '%', scale: 0.1, metric: 'battery.soc' }),
    live(13_023, 'u16', { label: 'Battery state of health', unit: '%', scale: 0.1, metric: 'battery.soh' }),
    live(13_024, 'i16', { label: 'Battery temperature', unit: '°C', scale: 0.1, metric: 'battery.temperature' }),
    live(13_025, 'u16', { label: 'Daily battery discharge', unit: 'Wh', scale: 100 }),
    live(13_026, 'u32', {
      label: 'Total battery discharge',
      unit: 'Wh',
      scale: 100,
      metric: 'battery.energy.discharge',
    }),
    ...letters.map((letter, index) =>
      live(13_030 + index, 'i16', { label: `Phase ${letter} current`, unit: 'A', scale: 0.1 }),
    ),
    live(13_033, 'i32', { label: 'Total active power', unit: 'W' }),
    live(13_035, 'u16', { label: 'Daily imported energy', unit: 'Wh', scale: 100 }),
    live(13_036, 'u32', { label: 'Total imported energy', unit: 'Wh', scale: 100, metric: 'grid.energy.import' }),
    live(13_039, 'u16', { label: 'Daily battery charge', unit: 'Wh', scale: 100 }),
    live(13_040, 'u32', { label: 'Total battery charge', unit: 'Wh', scale: 100, metric: 'battery.energy.charge' }),
    live(13_044, 'u16', { label: 'Daily exported energy', unit: 'Wh', scale: 100 }),
    live(13_045, 'u32', { label: 'Total exported energy', unit: 'Wh', scale: 100, metric: 'grid.energy.export' }),
    setting(13_049, 'u16', {
      label: 'EMS mode',
      options: { 0: 'Self-consumption', 2: 'Forced', 3: 'External EMS', 4: 'VPP', 8: 'Microgrid' },
    }),
    setting(13_050, 'u16', {
      label: 'Forced charge or discharge',
      options: { 0xaa: 'Charge', 0xbb: 'Discharge', 0xcc: 'Stop' },
    }),
    setting(13_051, 'u16', { label: 'Forced power', unit: 'W' }),
    setting(13_057, 'u16', { label: 'Battery max SoC', unit: '%', scale: 0.1 }),
    setting(13_058, 'u16', { label: 'Battery min SoC', unit: '%', scale: 0.1 }),
    setting(13_073, 'u16', { label: 'Export power limit', unit: 'W' }),
    setting(13_074, 'u16', { label: 'Backup mode', options: onOff }),
    setting(13_086, 'u16', { label: 'Export power limit mode', options: onOff }),
    setting(13_088, 'u16', { label: 'Active power limitation', options: onOff }),
    setting(13_089, 'u16', { label: 'Active power limitation ratio', unit: '%', scale: 0.1 }),
    setting(13_099, 'u16', { label: 'Battery reserved SoC for backup', unit: '%' }),
    setting(33_046, 'u16', { label: 'Battery max charge power', unit: 'W', scale: 10 }),
    setting(33_047, 'u16', { label: 'Battery max discharge power', unit: 'W', scale: 10 }),
  ],
  composed: sungrowModes,
  writes: [
    { field: 'ems_mode', title: 'Energy management mode', words: ['Self-consumption', 'Forced', 'External EMS'] },
    { field: 'forced_charge_or_discharge', title: 'Forced charge or discharge (mode Forced only)' },
    { field: 'forced_power', title: 'Power of the forced mode', limits: { min: 0, max: mostBatteryW, step: 10 } },
    {
      field: 'battery_max_soc',
      title: 'Highest state of charge',
      limits: { min: 50, max: 100, step: 1 },
      serves: { setPoint: 'battery.soc.max' },
    },
    {
      field: 'battery_min_soc',
      title: 'Lowest state of charge',
      limits: { min: 0, max: 50, step: 1 },
      serves: { setPoint: 'battery.soc.min' },
    },
    {
      field: 'export_power_limit',
      title: 'Limit of feed-in',
      limits: { min: 0, max: 25_000, step: 10 },
      serves: { setPoint: 'grid.export.limit', along: [{ write: 'export_power_limit_mode', value: 'On' }] },
    },
    { field: 'export_power_limit_mode', title: 'Whether feed-in is limited' },
    { field: 'active_power_limitation', title: 'Whether the AC power is limited' },
    {
      field: 'active_power_limitation_ratio',
      title: 'Limit of the AC power, share of the rated power',
      limits: { min: 0, max: 100, step: 0.1 },
    },
    {
      field: 'battery_reserved_soc_for_backup',
      title: 'Charge kept for a power cut',
      limits: { min: 0, max: 100, step: 1 },
    },
    {
      field: 'battery_max_charge_power',
      title: 'Highest charging power',
      limits: { min: 10, max: mostBatteryW, step: 10 },
      serves: { setPoint: 'battery.power.limit.charge' },
    },
    {
      field: 'battery_max_discharge_power',
      title: 'Highest discharging power',
      serves: { setPoint: 'battery.power.limit.discharge' },
      limits: { min: 10, max: mostBatteryW, step: 10 },
    },
  ],
  identity: { serial: 'serial_number', firmware: 'arm_software' },
  probe: {
    fields: ['serial_number', 'device_type_code'],
    // Serial numbers begin with a letter and a two-digit year: A2340512345.
    matches: (serial, code) => /^[A-Z]\d{9,11}$/.test(String(serial)) && isBetween(code, [0x0d00, 0x0fff]),
  },
};

/** Battery power with its sign; older firmwares refuse it. */
const signedPower = 'input 5213 2';

/**
 * The sign of the battery's power and current by the flow of energy beside them: charging is its bit 1, discharging bit 2. Firmwares since
 * October 2024 put a sign of their own into the two (mkaiser #304, #406), older ones none: what counts is the flow.
 */
const byFlow = ({
  metric,
  label,
  unit,
  from,
}: Pick<Derivation, 'metric' | 'label' | 'unit'> & { readonly from: string }): Derivation => ({
  metric,
  name: `${metric.replaceAll('.', '_')}_by_flow`,
  label,
  unit,
  from: [from, 'power_flow_status'],
  calc(value, flow) {
    const size = Math.abs(numeric(value));
    const words = String(flow);
    if (words.includes(powerFlow[1])) return 0 - size;
    return words.includes(powerFlow[2]) || size === 0 ? size : undefined;
  },
});
const newer = modbusDefinition(device);
const older = modbusDefinition({
  ...device,
  rows: device.rows.filter(({ register }) => register !== 5213 && register !== 5630),
  derive: [
    byFlow({
      metric: 'battery.power',
      label: 'Battery power (sign by the flow)',
      unit: 'W',
      from: 'battery_power_without_direction',
    }),
    byFlow({
      metric: 'battery.current',
      label: 'Battery current (sign by the flow)',
      unit: 'A',
      from: 'battery_current_without_direction',
    }),
  ],
});

/** Sungrow SH series. */
export const sungrowHybrid: RequestDefinition = freezeDeep({
  ...newer,
  discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
    const answer = answers.find(({ command }) => command === signedPower);
    if (answer === undefined) return { kind: 'ask', command: signedPower, answerBytes: 9 };
    return { kind: 'found', definition: answer.payload === undefined ? older : newer };
  },
});
