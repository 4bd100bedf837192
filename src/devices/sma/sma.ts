// SMA inverters by their own Modbus map (unit 3): signed and unsigned numbers of 32 and 64 bits, high word first; what flows
// in and out is counted apart. Registers that the document does not list are not read.
// Source: SMA "Modbus parameters and measured values" of the device; evcc templates sma-hybrid and sma-inverter-modbus.
// Registers 30201, 30769, 30771, 30849, 30851 and 30953 are from general knowledge, not from a stored source.
import { rowWriter, usualAbsent } from '#codec/register-rows.ts';
import { numeric } from '../define.ts';
import type { Derivation } from '../definition.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { smaBatteryModes, smaHybridModes } from './sma-modes.ts';

const live = rowWriter({ kind: 'holding', absentByType: usualAbsent });
const setting = rowWriter({ kind: 'holding', group: 'settings', absentByType: usualAbsent });

const conditions = { 35: 'Fault', 303: 'Off', 307: 'Ok', 455: 'Warning' } as const;

type Common = Pick<
  ModbusDevice,
  'version' | 'kind' | 'maker' | 'verified' | 'sources' | 'links' | 'unit' | 'overTcp' | 'responseMs' | 'plan'
>;
const common: Common = {
  version: 1,
  kind: 'inverter',
  maker: 'SMA',
  verified: 'community',
  sources: ['SMA: Modbus parameters and measured values', 'evcc templates sma-hybrid, sma-inverter-modbus'],
  links: ['tcp'],
  unit: 3,
  overTcp: 'tcp',
  responseMs: 2000,
  plan: { maxRegisters: 125, maxGap: 0 },
};

/** What is measured at the connection to the grid. */
const meterSides = [
  live(30_865, 'i32', { label: 'Grid import power', unit: 'W' }),
  live(30_867, 'i32', { label: 'Grid export power', unit: 'W' }),
  live(30_581, 'u32', { label: 'Grid import counter', unit: 'Wh', metric: 'grid.energy.import' }),
  live(30_583, 'u32', { label: 'Grid export counter', unit: 'Wh', metric: 'grid.energy.export' }),
  ...([1, 2, 3] as const).map((phase) =>
    live(30_781 + 2 * phase, 'u32', { label: `Phase ${phase} voltage`, unit: 'V', scale: 0.01 }),
  ),
  live(30_803, 'u32', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
  ...([1, 2, 3] as const).flatMap((phase) => [
    live(31_257 + 2 * phase, 'u32', { label: `Phase ${phase} export power`, unit: 'W' }),
    live(31_263 + 2 * phase, 'u32', { label: `Phase ${phase} import power`, unit: 'W' }),
  ]),
  ...([1, 2, 3] as const).map((phase) =>
    live(31_251 + 2 * phase, 'u32', {
      label: `Phase ${phase} voltage at the grid`,
      unit: 'V',
      scale: 0.01,
      metric: `grid.voltage.l${phase}`,
    }),
  ),
];

const sides = [
  ...meterSides,
  live(30_201, 'u32', { label: 'Condition', options: conditions, metric: 'inverter.mode' }),
  live(30_517, 'u64', { label: 'Day yield', unit: 'Wh' }),
  live(30_769, 'i32', { label: 'DC current', unit: 'A', scale: 0.001, metric: 'pv.current.s1' }),
  live(30_771, 'i32', { label: 'DC voltage', unit: 'V', scale: 0.01, metric: 'pv.voltage.s1' }),
  live(30_953, 'i32', { label: 'Internal temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
  live(30_957, 'i32', { label: 'DC current string B', unit: 'A', scale: 0.001, metric: 'pv.current.s2' }),
  live(30_959, 'i32', { label: 'DC voltage string B', unit: 'V', scale: 0.01, metric: 'pv.voltage.s2' }),
  live(30_963, 'i32', { label: 'DC current string C', unit: 'A', scale: 0.001, metric: 'pv.current.s3' }),
  live(30_965, 'i32', { label: 'DC voltage string C', unit: 'V', scale: 0.01, metric: 'pv.voltage.s3' }),
];

const gridPower = {
  metric: 'grid.power',
  name: 'grid_power',
  label: 'Grid power (import less export)',
  unit: 'W',
  from: ['grid_import_power', 'grid_export_power'],
  calc: (drawn: unknown, fedIn: unknown) => Number(drawn) - Number(fedIn),
} as const;

const phasePowers: readonly Derivation[] = ([1, 2, 3] as const).map((phase) => ({
  metric: `grid.power.l${phase}`,
  name: `grid_power_l${phase}`,
  label: `Grid power of phase ${phase} (import less export)`,
  unit: 'W',
  from: [`phase_${phase}_import_power`, `phase_${phase}_export_power`],
  calc: (drawn, fedIn) => numeric(drawn) - numeric(fedIn),
}));

const inRange = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) < 200_000;

const u32 = (payload: Uint8Array, at: number): number =>
  payload.length < at + 4 ? Number.NaN : new DataView(payload.buffer, payload.byteOffset).getUint32(at);
const isPower = (payload: Uint8Array, at: number): boolean => inRange(u32(payload, at));

/** Sunny Boy and Sunny Tripower without battery. */
export const smaInverter = modbusDefinition({
  ...common,
  id: 'sma-inverter',
  aliases: ['sma', 'sunny-boy', 'sunny-tripower'],
  title: 'SMA Sunny Boy and Sunny Tripower (SMA Modbus)',
  models: ['Sunny Boy', 'Sunny Tripower', 'Sunny Tripower X'],
  rows: [
    ...sides,
    live(30_513, 'u64', { label: 'Total yield', unit: 'Wh', metric: 'pv.energy' }),
    live(30_775, 'i32', { label: 'AC active power', unit: 'W' }),
  ],
  derive: [
    gridPower,
    ...phasePowers,
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'Solar power (AC power, at least 0)',
      unit: 'W',
      from: ['ac_active_power'],
      calc: (power) => Math.max(0, numeric(power)),
    },
  ],
  probe: { fields: ['ac_active_power'], matches: inRange },
  // All ones are no value: what has no battery answers them, or refuses.
  variants: [
    {
      definition: 'sma-hybrid',
      ask: 'holding 31393 12',
      matches: (payload) => isPower(payload, 0) && isPower(payload, 4),
    },
    { definition: 'sma-battery', ask: 'holding 30843 4', matches: (payload) => u32(payload, 4) <= 100 },
  ],
});

const notKept = (writes: readonly RegisterWrite[]): readonly RegisterWrite[] =>
  writes.map((write) => ({ ...write, wear: false }));

/**
 * Sunny Tripower Smart Energy and Sunny Boy Smart Energy: with a battery on the same inverter. The power set point of the battery
 * inverters (40149, 40151) is not offered: here it is the AC power of the whole inverter, sun included – 0 stops the sun too (evcc pull
 * request 11580) –, so that a power of the battery would have to be followed against the sun within seconds. 40185 (apparent power) and
 * 41255 (limit in percent) are kept in memory that wears out and are no control objects either.
 */
export const smaHybrid = modbusDefinition({
  ...common,
  id: 'sma-hybrid',
  aliases: ['sma-smart-energy'],
  title: 'SMA Smart Energy hybrid inverters (SMA Modbus)',
  models: ['Sunny Tripower Smart Energy', 'Sunny Boy Smart Energy'],
  rows: [
    ...sides,
    live(30_513, 'u64', { label: 'Total yield', unit: 'Wh' }),
    live(30_773, 'i32', { label: 'DC power string A', unit: 'W', metric: 'pv.power.s1' }),
    live(30_775, 'i32', { label: 'AC active power', unit: 'W' }),
    live(30_961, 'i32', { label: 'DC power string B', unit: 'W', metric: 'pv.power.s2' }),
    live(30_967, 'i32', { label: 'DC power string C', unit: 'W', metric: 'pv.power.s3' }),
    // Its sign is not verified.
    live(30_843, 'i32', { label: 'Battery current', unit: 'A', scale: 0.001 }),
    live(30_845, 'u32', { label: 'Battery state of charge', unit: '%', metric: 'battery.soc' }),
    live(30_849, 'i32', { label: 'Battery temperature', unit: '°C', scale: 0.1, metric: 'battery.temperature' }),
    live(30_851, 'u32', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(31_393, 'u32', { label: 'Battery charge power', unit: 'W' }),
    live(31_395, 'u32', { label: 'Battery discharge power', unit: 'W' }),
    live(31_397, 'u64', { label: 'Battery charge energy', unit: 'Wh', metric: 'battery.energy.charge' }),
    live(31_401, 'u64', { label: 'Battery discharge energy', unit: 'Wh', metric: 'battery.energy.discharge' }),
    setting(40_236, 'u32', {
      label: 'Battery operating mode',
      options: { 303: 'Off', 2289: 'Charge', 2290: 'Discharge', 2424: 'Default' },
    }),
    setting(40_793, 'u32', { label: 'Least charging power', unit: 'W' }),
    setting(40_795, 'u32', { label: 'Most charging power', unit: 'W' }),
    setting(40_797, 'u32', { label: 'Least discharging power', unit: 'W' }),
    setting(40_799, 'u32', { label: 'Most discharging power', unit: 'W' }),
    setting(40_801, 'u32', { label: 'Grid set point', unit: 'W' }),
  ],
  derive: [
    gridPower,
    ...phasePowers,
    {
      metric: 'battery.power',
      name: 'battery_power',
      label: 'Battery power (discharge less charge)',
      unit: 'W',
      from: ['battery_discharge_power', 'battery_charge_power'],
      calc: (discharge, charge) => numeric(discharge) - numeric(charge),
    },
  ],
  sums: [{ metric: 'pv.power', of: ['pv.power.s1', 'pv.power.s2', 'pv.power.s3'] }],
  // The inverter forgets them, after 300 s at the latest: who sets them repeats them. Firmwares that tell none of them acknowledge only.
  composed: smaHybridModes,
  writes: notKept([
    { field: 'battery_operating_mode', title: 'Operating mode of the battery' },
    { field: 'least_charging_power', title: 'Least charging power', limits: { min: 0, max: 20_000, step: 1 } },
    {
      field: 'most_charging_power',
      title: 'Most charging power',
      limits: { min: 0, max: 20_000, step: 1 },
      serves: { setPoint: 'battery.power.limit.charge' },
    },
    { field: 'least_discharging_power', title: 'Least discharging power', limits: { min: 0, max: 20_000, step: 1 } },
    {
      field: 'most_discharging_power',
      title: 'Most discharging power',
      limits: { min: 0, max: 20_000, step: 1 },
      serves: { setPoint: 'battery.power.limit.discharge' },
    },
  ]),
  probe: {
    fields: ['battery_charge_power', 'battery_discharge_power'],
    matches: (charge, discharge) => inRange(charge) && inRange(discharge),
  },
});

/** Sunny Boy Storage and Sunny Island: a battery at the AC side. AC power is positive while discharging. */
export const smaBattery = modbusDefinition({
  ...common,
  id: 'sma-battery',
  aliases: ['sunny-boy-storage', 'sbs', 'sunny-island'],
  title: 'SMA Sunny Boy Storage and Sunny Island (SMA Modbus)',
  models: ['Sunny Boy Storage 2.5', 'Sunny Boy Storage 3.7 to 6.0', 'Sunny Island 4.4M to 8.0H'],
  // 40149 and 40151 are control objects of the maker: not kept, so that they may be written as often as one likes, and written only – a
  // read of them says nothing. What was set last falls back after the inverter's own time-out for external control (10 minutes as delivered).
  sources: [
    ...common.sources,
    'SMA: SBS3.7-6.0-10, list GG10 V13 (access WO)',
    'evcc templates sma-sbs-modbus, sma-si-modbus; evcc issue 11337',
  ],
  rows: [
    live(30_201, 'u32', { label: 'Condition', options: conditions, metric: 'inverter.mode' }),
    ...meterSides,
    live(30_775, 'i32', { label: 'AC active power', unit: 'W', metric: 'battery.power' }),
    live(30_843, 'i32', { label: 'Battery current', unit: 'A', scale: 0.001 }),
    live(30_845, 'u32', { label: 'Battery state of charge', unit: '%', metric: 'battery.soc' }),
    live(30_849, 'i32', { label: 'Battery temperature', unit: '°C', scale: 0.1, metric: 'battery.temperature' }),
    live(30_851, 'u32', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
  ],
  derive: [gridPower, ...phasePowers],
  composed: smaBatteryModes,
  writes: notKept([
    {
      field: 'power_set_point',
      title:
        'Power of the battery: positive discharges, negative charges (while active; the inverter ends it after the time-out it is set to)',
      limits: { min: -10_000, max: 10_000, step: 1 },
      writtenOnly: setting(40_149, 'i32', { label: 'Power set point', unit: 'W' }),
    },
    {
      field: 'power_set_point_active',
      title: 'Whether that power is what the battery does',
      writtenOnly: setting(40_151, 'u32', {
        label: 'Power set point active',
        options: { 802: 'On', 803: 'Off' },
      }),
    },
  ]),
  probe: {
    fields: ['ac_active_power'],
    matches: inRange,
  },
});
