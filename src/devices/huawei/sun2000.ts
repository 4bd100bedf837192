// Huawei SUN2000 inverters with LUNA2000 battery and power sensor. High word first; reads must not span a gap.
// Source: Huawei "Solar Inverter Modbus Interface Definitions" V3 as kept in wlcrs/huawei-solar-lib registers.py.
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { freezeDeep, numeric } from '../define.ts';
import type { Derivation, DiscoveryAnswer, DiscoveryStep, RequestDefinition } from '../definition.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import { sun2000Modes } from './sun2000-modes.ts';

const absentByType = { u16: [0xffff], i16: [0x7fff], u32: [0xffff_ffff], i32: [0x7fff_ffff] } as const;
const live = rowWriter({ kind: 'holding', absentByType });
const setting = rowWriter({ kind: 'holding', group: 'settings', absentByType });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

const deviceStates = {
  0: 'Standby: initializing',
  1: 'Standby: insulation check',
  2: 'Standby: irradiation check',
  3: 'Standby: grid check',
  256: 'Starting',
  512: 'On-grid',
  513: 'On-grid: power limited',
  514: 'On-grid: self-derating',
  515: 'Off-grid',
  768: 'Shutdown: fault',
  769: 'Shutdown: command',
  770: 'Shutdown: OVGR',
  771: 'Shutdown: communication lost',
  772: 'Shutdown: power limited',
  773: 'Shutdown: manual start needed',
  774: 'Shutdown: DC switches off',
  1025: 'Grid scheduling: cosφ-P',
  1026: 'Grid scheduling: Q-U',
  1280: 'Spot check ready',
  1281: 'Spot check',
  1536: 'Inspecting',
  1792: 'AFCI self-check',
  2048: 'I-V scanning',
  2304: 'DC input detection',
  40_960: 'Standby: no irradiation',
} as const;
const storageStates = { 0: 'Offline', 1: 'Standby', 2: 'Running', 3: 'Fault', 4: 'Sleeping' } as const;
const onOff = { 0: 'Off', 1: 'On' } as const;

/** Strings of most units, and the most there are. */
const [usualStrings, mostStrings] = [2, 24] as const;

/** Voltage and current of strings, counted from 1. */
function stringRows(from: number, to: number): RegisterRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((string) => {
    const [at, name] = [32_014 + 2 * string, `PV ${String(string).padStart(2, '0')}`];
    return [
      live(at, 'i16', { label: `${name} voltage`, unit: 'V', scale: 0.1, metric: `pv.voltage.s${string}` }),
      live(at + 1, 'i16', { label: `${name} current`, unit: 'A', scale: 0.01, metric: `pv.current.s${string}` }),
    ];
  });
}

/** Number of strings of the unit. */
const stringsCommand = 'holding 30071 1';

/** Rated capacity of the storage, Wh: 0 or refused if there is none. */
const capacityCommand = 'holding 37758 2';

/**
 * What 32106 counts is the AC output: a battery's discharge is in it, and sun that went into the battery is missing
 * (wlcrs/huawei_solar #1, #34, #1014, evcc #30344). It is the sun's where there is no battery; 32108 counts the DC input, on
 * firmwares that have it.
 */
const yieldWithoutBattery: Derivation = {
  metric: 'pv.energy',
  name: 'pv_energy',
  label: 'Solar energy (AC output, without a battery)',
  unit: 'Wh',
  from: ['accumulated_yield_energy'],
  unless: 'total_dc_input_energy',
  calc: (energy) => numeric(energy),
};

const device: ModbusDevice = {
  id: 'huawei-sun2000',
  aliases: ['huawei', 'sun2000', 'luna2000'],
  version: 1,
  kind: 'inverter',
  maker: 'Huawei',
  title: 'Huawei SUN2000 with LUNA2000 (SDongle or inverter Wi-Fi)',
  models: ['SUN2000-2KTL-L1 to 6KTL-L1', 'SUN2000-3KTL-M1 to 20KTL-M2', 'SUN2000 MB0', 'SUN2000 MAP0'],
  verified: 'community',
  sources: ['Huawei: Solar Inverter Modbus Interface Definitions V3', 'wlcrs/huawei-solar-lib registers.py (2026)'],
  links: ['tcp', 'serial'],
  unit: 1,
  overTcp: 'tcp',
  responseMs: 5000,
  pauseMs: 100,
  liveSeconds: 10,
  plan: { maxRegisters: 64, maxGap: 0 },
  rows: [
    identity(30_000, 'string', { label: 'Model name', length: 15 }),
    identity(30_015, 'string', { label: 'Serial number', length: 10 }),
    identity(30_035, 'string', { label: 'Firmware version', length: 15 }),
    ...stringRows(1, usualStrings),
    live(32_064, 'i32', { label: 'Input power', unit: 'W', metric: 'pv.power' }),
    live(32_066, 'u16', { label: 'Line voltage A-B', unit: 'V', scale: 0.1 }),
    live(32_067, 'u16', { label: 'Line voltage B-C', unit: 'V', scale: 0.1 }),
    live(32_068, 'u16', { label: 'Line voltage C-A', unit: 'V', scale: 0.1 }),
    live(32_069, 'u16', { label: 'Phase A voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l1' }),
    live(32_070, 'u16', { label: 'Phase B voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l2' }),
    live(32_071, 'u16', { label: 'Phase C voltage', unit: 'V', scale: 0.1, metric: 'grid.voltage.l3' }),
    live(32_072, 'i32', { label: 'Phase A current', unit: 'A', scale: 0.001 }),
    live(32_074, 'i32', { label: 'Phase B current', unit: 'A', scale: 0.001 }),
    live(32_076, 'i32', { label: 'Phase C current', unit: 'A', scale: 0.001 }),
    live(32_078, 'i32', { label: 'Peak active power of the day', unit: 'W' }),
    live(32_080, 'i32', { label: 'Active power', unit: 'W' }),
    live(32_082, 'i32', { label: 'Reactive power', unit: 'var' }),
    live(32_084, 'i16', { label: 'Power factor', scale: 0.001 }),
    live(32_085, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    live(32_086, 'u16', { label: 'Efficiency', unit: '%', scale: 0.01 }),
    live(32_087, 'i16', { label: 'Internal temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
    live(32_088, 'u16', { label: 'Insulation resistance', unit: 'Ω', scale: 1000 }),
    live(32_089, 'u16', { label: 'Device status', options: deviceStates, metric: 'inverter.mode' }),
    live(32_106, 'u32', { label: 'Accumulated yield energy', unit: 'Wh', scale: 10 }),
    live(32_108, 'u32', {
      label: 'Total DC input energy',
      unit: 'Wh',
      scale: 10,
      absent: [0, 0xffff_ffff],
      metric: 'pv.energy',
    }),
    live(32_114, 'u32', { label: 'Daily yield energy', unit: 'Wh', scale: 10 }),
    live(37_100, 'u16', { label: 'Meter status', options: { 0: 'Offline', 1: 'Normal' } }),
    live(37_101, 'i32', { label: 'Grid A voltage', unit: 'V', scale: 0.1 }),
    live(37_103, 'i32', { label: 'Grid B voltage', unit: 'V', scale: 0.1 }),
    live(37_105, 'i32', { label: 'Grid C voltage', unit: 'V', scale: 0.1 }),
    live(37_107, 'i32', { label: 'Grid A current', unit: 'A', scale: 0.01 }),
    live(37_109, 'i32', { label: 'Grid B current', unit: 'A', scale: 0.01 }),
    live(37_111, 'i32', { label: 'Grid C current', unit: 'A', scale: 0.01 }),
    live(37_113, 'i32', { label: 'Power meter active power', unit: 'W', metric: 'grid.power', flip: true }),
    live(37_115, 'i32', { label: 'Power meter reactive power', unit: 'var' }),
    live(37_117, 'i16', { label: 'Grid power factor', scale: 0.001 }),
    live(37_118, 'i16', { label: 'Meter frequency', unit: 'Hz', scale: 0.01 }),
    live(37_119, 'i32', { label: 'Grid exported energy', unit: 'Wh', scale: 10 }),
    live(37_121, 'i32', { label: 'Grid accumulated energy', unit: 'Wh', scale: 10, metric: 'grid.energy.import' }),
    live(37_123, 'i32', { label: 'Grid accumulated reactive energy', scale: 10 }),
    live(37_125, 'u16', { label: 'Meter type', options: { 0: 'Single phase', 1: 'Three phases' } }),
    live(37_126, 'i32', { label: 'Grid A-B voltage', unit: 'V', scale: 0.1 }),
    live(37_128, 'i32', { label: 'Grid B-C voltage', unit: 'V', scale: 0.1 }),
    live(37_130, 'i32', { label: 'Grid C-A voltage', unit: 'V', scale: 0.1 }),
    live(37_132, 'i32', { label: 'Grid A power', unit: 'W', metric: 'grid.power.l1', flip: true }),
    live(37_134, 'i32', { label: 'Grid B power', unit: 'W', metric: 'grid.power.l2', flip: true }),
    live(37_136, 'i32', { label: 'Grid C power', unit: 'W', metric: 'grid.power.l3', flip: true }),
    live(37_022, 'i16', { label: 'Battery temperature', unit: '°C', scale: 0.1, metric: 'battery.temperature' }),
    live(37_760, 'u16', { label: 'Storage state of capacity', unit: '%', scale: 0.1, metric: 'battery.soc' }),
    live(37_762, 'u16', { label: 'Storage running status', options: storageStates }),
    live(37_763, 'u16', { label: 'Storage bus voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(37_764, 'i16', {
      label: 'Storage bus current',
      unit: 'A',
      scale: 0.1,
      metric: 'battery.current',
      flip: true,
    }),
    live(37_765, 'i32', { label: 'Storage charge discharge power', unit: 'W', metric: 'battery.power', flip: true }),
    live(37_780, 'u32', { label: 'Storage total charge', unit: 'Wh', scale: 10, metric: 'battery.energy.charge' }),
    live(37_782, 'u32', {
      label: 'Storage total discharge',
      unit: 'Wh',
      scale: 10,
      metric: 'battery.energy.discharge',
    }),
    live(37_784, 'u32', { label: 'Storage charge of the day', unit: 'Wh', scale: 10 }),
    live(37_786, 'u32', { label: 'Storage discharge of the day', unit: 'Wh', scale: 10 }),
    setting(37_758, 'u32', { label: 'Storage rated capacity', unit: 'Wh' }),
    setting(47_075, 'u32', { label: 'Storage maximum charging power', unit: 'W' }),
    setting(47_077, 'u32', { label: 'Storage maximum discharging power', unit: 'W' }),
    setting(47_081, 'u16', { label: 'Storage charging cutoff', unit: '%', scale: 0.1 }),
    setting(47_082, 'u16', { label: 'Storage discharging cutoff', unit: '%', scale: 0.1 }),
    setting(47_083, 'u16', { label: 'Forced charge or discharge period', unit: 's', scale: 60 }),
    setting(47_086, 'u16', {
      label: 'Storage working mode',
      options: {
        0: 'Adaptive',
        1: 'Fixed charge and discharge',
        2: 'Maximise self-consumption',
        3: 'Time of use (LG)',
        4: 'Feed in fully',
        5: 'Time of use (LUNA2000)',
      },
    }),
    setting(47_087, 'u16', { label: 'Charge from grid', options: onOff }),
    setting(47_088, 'u16', { label: 'Grid charge cutoff', unit: '%', scale: 0.1 }),
    setting(47_100, 'u16', {
      label: 'Forced charge or discharge',
      options: { 0: 'Stop', 1: 'Charge', 2: 'Discharge' },
    }),
    setting(47_101, 'u16', { label: 'Forced target charge', unit: '%', scale: 0.1 }),
    setting(47_246, 'u16', { label: 'Forced target', options: { 0: 'Time', 1: 'State of charge' } }),
    setting(47_247, 'u32', { label: 'Forced charge power', unit: 'W' }),
    setting(47_249, 'u32', { label: 'Forced discharge power', unit: 'W' }),
    setting(47_415, 'u16', {
      label: 'Active power control',
      options: { 0: 'Unlimited', 1: 'By digital inputs', 5: 'No feed-in', 6: 'Limited power', 7: 'Limited share' },
    }),
    setting(47_416, 'i32', { label: 'Maximum feed-in power', unit: 'W' }),
    setting(47_418, 'i16', { label: 'Maximum feed-in share', unit: '%', scale: 0.1 }),
    setting(40_125, 'i16', { label: 'Active power share', unit: '%', scale: 0.1 }),
    setting(40_126, 'u32', { label: 'Active power limit', unit: 'W' }),
  ],
  derive: [
    {
      // Some firmwares count what was fed in with a minus.
      metric: 'grid.energy.export',
      name: 'exported_energy',
      label: 'Energy to the grid, without its sign',
      unit: 'Wh',
      from: ['grid_exported_energy'],
      calc: (energy) => Math.abs(numeric(energy)),
    },
  ],
  composed: sun2000Modes,
  writes: [
    {
      field: 'storage_maximum_charging_power',
      title: 'Highest charging power',
      serves: { setPoint: 'battery.power.limit.charge' },
      limits: { min: 0, max: 30_000, step: 1 },
    },
    {
      field: 'storage_maximum_discharging_power',
      title: 'Highest discharging power',
      serves: { setPoint: 'battery.power.limit.discharge' },
      limits: { min: 0, max: 30_000, step: 1 },
    },
    {
      field: 'storage_charging_cutoff',
      title: 'Charge at which charging ends',
      serves: { setPoint: 'battery.soc.max' },
      limits: { min: 90, max: 100, step: 0.1 },
    },
    {
      field: 'storage_discharging_cutoff',
      title: 'Charge at which discharging ends',
      serves: { setPoint: 'battery.soc.min' },
      limits: { min: 0, max: 20, step: 0.1 },
    },
    {
      field: 'storage_working_mode',
      title: 'Working mode of the battery',
      words: ['Maximise self-consumption', 'Feed in fully', 'Time of use (LUNA2000)'],
    },
    {
      field: 'charge_from_grid',
      title: 'Whether the grid may charge the battery',
      serves: { setPoint: 'battery.charge.from_grid', words: { on: 'On', off: 'Off' } },
    },
    {
      field: 'grid_charge_cutoff',
      title: 'Charge up to which the grid charges',
      serves: { setPoint: 'battery.soc.target' },
      limits: { min: 20, max: 100, step: 0.1 },
    },
    {
      field: 'forced_charge_or_discharge_period',
      title: 'How long a forced charge or discharge lasts',
      limits: { min: 0, max: 86_400, step: 60 },
    },
    {
      field: 'forced_target_charge',
      title: 'Charge at which a forced one ends',
      limits: { min: 0, max: 100, step: 0.1 },
    },
    { field: 'forced_target', title: 'Whether the forced one ends by time or charge' },
    { field: 'forced_charge_power', title: 'Power of a forced charge', limits: { min: 0, max: 30_000, step: 1 } },
    {
      field: 'forced_discharge_power',
      title: 'Power of a forced discharge',
      limits: { min: 0, max: 30_000, step: 1 },
    },
    { field: 'forced_charge_or_discharge', title: 'Forced charge or discharge' },
    {
      field: 'active_power_control',
      title: 'How feed-in is limited',
      words: ['Unlimited', 'No feed-in', 'Limited power', 'Limited share'],
    },
    {
      field: 'maximum_feed_in_power',
      title: 'Limit of feed-in (with Limited power)',
      serves: { setPoint: 'grid.export.limit', along: [{ write: 'active_power_control', value: 'Limited power' }] },
      limits: { min: 0, max: 100_000, step: 1 },
    },
    {
      field: 'maximum_feed_in_share',
      title: 'Limit of feed-in, share of the rated power (with Limited share)',
      limits: { min: 0, max: 100, step: 0.1 },
    },
    {
      field: 'active_power_share',
      title: 'Limit of the AC power, share of the rated power',
      limits: { min: 0, max: 100, step: 0.1 },
    },
    {
      field: 'active_power_limit',
      title: 'Limit of the AC power',
      limits: { min: 0, max: 100_000, step: 1 },
      serves: { setPoint: 'pv.power.limit' },
    },
  ],
  identity: { model: 'model_name', serial: 'serial_number', firmware: 'firmware_version' },
  probe: { fields: ['model_name'], matches: (model) => typeof model === 'string' && model.startsWith('SUN2000') },
};

/** A unit with so many strings, with or without a battery. */
function sun2000(strings: number, hasBattery: boolean): RequestDefinition {
  const { rows, derive = [] } = device;
  return modbusDefinition({
    ...device,
    rows: [...rows, ...stringRows(usualStrings + 1, strings)],
    derive: hasBattery ? derive : [...derive, yieldWithoutBattery],
  });
}

/** SUN2000 L1, M0, M1, M2, MB0 and MAP0. */
export const huaweiSun2000: RequestDefinition = freezeDeep({
  ...sun2000(usualStrings, true),
  discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
    const answerTo = (asked: string): DiscoveryAnswer | undefined => answers.find(({ command }) => command === asked);
    const [capacity, count] = [answerTo(capacityCommand), answerTo(stringsCommand)];
    if (capacity === undefined) return { kind: 'ask', command: capacityCommand, answerBytes: 9 };
    if (count === undefined) return { kind: 'ask', command: stringsCommand, answerBytes: 7 };
    const words = capacity.payload ?? new Uint8Array();
    const hasBattery = words.some((byte) => byte !== 0) && words.some((byte) => byte !== 0xff);
    const [high = 0, low = 0] = count.payload ?? new Uint8Array();
    const strings = 0x100 * high + low;
    const told = strings > usualStrings && strings <= mostStrings ? strings : usualStrings;
    return { kind: 'found', definition: sun2000(told, hasBattery) };
  },
});
