// SRNE hybrid and all-in-one inverters (ASF, HF, HESP and those sold by others): holding registers, the low word of 32 bits first.
// Battery current is positive while discharging; the power of a phase is positive while it feeds the grid.
// Source: SRNE "MODBUS Protocol for Energy Storage Inverter" V1.96; davidrapan/ha-solarman srne_asf.yaml.
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { packPower } from '../battery-derivations.ts';
import type { ComposedSetPoint } from '../definition.ts';
import { isBetween, modbusDefinition } from '../modbus-device.ts';

const live = rowWriter({ kind: 'holding', order: 'low' });
const setting = rowWriter({ kind: 'holding', group: 'settings' });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

/** Split-phase and single-phase units of 8 to 12 kW count 0 to 3 otherwise; what is told is the list of all others. */
const machineStates = {
  0: 'Power-on delay',
  1: 'Standby',
  2: 'Initializing',
  3: 'Soft start',
  4: 'AC power operation',
  5: 'Inverter operation',
  6: 'Inverter to AC power',
  7: 'AC power to inverter',
  8: 'Battery activation',
  9: 'Manual shutdown',
  10: 'Fault',
} as const;
const chargeStates = {
  0: 'Charge off',
  1: 'Quick charge',
  2: 'Constant voltage charge',
  4: 'Float charge',
  6: 'Lithium battery activation',
  8: 'Full',
} as const;

type Phase = 1 | 2 | 3;
/** Where the three phases of a value stand; those of a unit with one hold 0. */
function phaseRows(
  [l1, l2, l3]: readonly [number, number, number],
  row: (register: number, phase: Phase) => RegisterRow,
): RegisterRow[] {
  return [row(l1, 1), row(l2, 2), row(l3, 3)];
}

const priorities = (output: string, charge: string) => [
  { write: 'output_priority', value: output },
  { write: 'charging_priority', value: charge },
];

/** Off-grid, so that the mode follows from two priorities, as in the PI30 family; none discharges into the grid. */
const modes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'self-consumption',
        steps: priorities('Solar, battery, grid', 'PV only').toReversed(),
        shownBy: { output_priority: ['Solar, battery, grid'], charging_priority: ['PV only', 'PV first'] },
      },
      {
        value: 'hold',
        steps: priorities('Grid', 'PV only'),
        shownBy: { output_priority: ['Grid'], charging_priority: ['PV only', 'PV first'] },
      },
      { value: 'charge', steps: priorities('Grid', 'PV and grid') },
    ],
  },
];

/** SRNE ASF, HF and relatives. */
export const srneHybrid = modbusDefinition({
  id: 'srne-hybrid',
  aliases: ['srne-asf', 'srne-hf', 'srne-inverter'],
  version: 1,
  kind: 'inverter',
  maker: 'SRNE',
  title: 'SRNE hybrid and all-in-one inverters (ASF, HF, HESP)',
  models: ['ASF48100S200', 'HF2430', 'HF4850', 'HESP 8–12 kW'],
  verified: 'document',
  sources: ['SRNE: MODBUS Protocol for Energy Storage Inverter V1.96', 'davidrapan/ha-solarman srne_asf.yaml (2026)'],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  responseMs: 1000,
  pauseMs: 100,
  liveSeconds: 10,
  // Larger reads are refused by some firmwares.
  plan: { maxRegisters: 30, maxGap: 4 },
  rows: [
    identity(0x0b, 'u16', {
      label: 'Product type',
      options: { 3: 'Grid-connected inverter', 4: 'All-in-one inverter' },
      otherwise: 'Other',
    }),
    identity(0x14, 'u16', { label: 'Firmware version', scale: 0.01 }),
    live(0x100, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
    live(0x101, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(0x102, 'i16', { label: 'Battery current', unit: 'A', scale: 0.1, metric: 'battery.current' }),
    live(0x103, 'i16', { label: 'Battery temperature', unit: '°C', scale: 0.1, metric: 'battery.temperature' }),
    live(0x107, 'u16', { label: 'PV1 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s1' }),
    live(0x108, 'u16', { label: 'PV1 current', unit: 'A', scale: 0.1, metric: 'pv.current.s1' }),
    live(0x109, 'u16', { label: 'PV1 power', unit: 'W', metric: 'pv.power.s1' }),
    live(0x10a, 'u16', { label: 'PV power', unit: 'W', metric: 'pv.power' }),
    live(0x10b, 'u16', { label: 'Charging state', options: chargeStates, otherwise: 'Other' }),
    live(0x10e, 'u16', { label: 'Charging power (sun and grid)', unit: 'W' }),
    live(0x10f, 'u16', { label: 'PV2 voltage', unit: 'V', scale: 0.1, metric: 'pv.voltage.s2' }),
    live(0x110, 'u16', { label: 'PV2 current', unit: 'A', scale: 0.1, metric: 'pv.current.s2' }),
    live(0x111, 'u16', { label: 'PV2 power', unit: 'W', metric: 'pv.power.s2' }),
    live(0x204, 'u16', { label: 'Fault code' }),
    live(0x210, 'u16', { label: 'Machine state', options: machineStates, metric: 'inverter.mode' }),
    live(0x212, 'u16', { label: 'Bus voltage', unit: 'V', scale: 0.1, metric: 'inverter.bus.voltage' }),
    live(0x215, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    ...phaseRows([0x213, 0x22a, 0x22b], (at, phase) =>
      live(at, 'u16', {
        label: `Grid L${phase} voltage`,
        unit: 'V',
        scale: 0.1,
        metric: `grid.voltage.l${phase}`,
        ...(phase === 1 ? {} : { absent: [0] }),
      }),
    ),
    ...phaseRows([0x214, 0x238, 0x239], (at, phase) =>
      live(at, 'u16', { label: `Grid L${phase} current`, unit: 'A', scale: 0.1 }),
    ),
    ...phaseRows([0x216, 0x22c, 0x22d], (at, phase) =>
      live(at, 'u16', {
        label: `Output L${phase} voltage`,
        unit: 'V',
        scale: 0.1,
        ...(phase === 1 ? { metric: 'load.voltage' } : {}),
      }),
    ),
    live(0x218, 'u16', { label: 'Output frequency', unit: 'Hz', scale: 0.01, metric: 'load.frequency' }),
    ...phaseRows([0x21b, 0x232, 0x233], (at, phase) =>
      live(at, 'u16', { label: `Load L${phase} power`, unit: 'W', metric: `load.power.l${phase}` }),
    ),
    ...phaseRows([0x21c, 0x234, 0x235], (at, phase) =>
      live(at, 'u16', { label: `Load L${phase} apparent power`, unit: 'VA' }),
    ),
    live(0x21e, 'u16', { label: 'Charging current from the grid', unit: 'A', scale: 0.1 }),
    live(0x21f, 'u16', { label: 'Load share', unit: '%', metric: 'load.level' }),
    live(0x220, 'i16', { label: 'DC-DC temperature', unit: '°C', scale: 0.1 }),
    live(0x221, 'i16', { label: 'DC-AC temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
    live(0x222, 'i16', { label: 'Transformer temperature', unit: '°C', scale: 0.1 }),
    ...phaseRows([0x23a, 0x23b, 0x23c], (at, phase) =>
      live(at, 'i16', { label: `Power to the grid L${phase}`, unit: 'W', metric: `grid.power.l${phase}`, flip: true }),
    ),
    ...phaseRows([0x240, 0x241, 0x242], (at, phase) =>
      live(at, 'u16', { label: `Home load L${phase} power`, unit: 'W' }),
    ),
    live(0xf02c, 'u16', { label: 'Export today', unit: 'Wh', scale: 100 }),
    live(0xf02f, 'u16', { label: 'Generation today', unit: 'Wh', scale: 100 }),
    live(0xf030, 'u16', { label: 'Load energy today', unit: 'Wh', scale: 100 }),
    live(0xf032, 'u32', { label: 'Export in total', unit: 'Wh', scale: 100, metric: 'grid.energy.export' }),
    live(0xf034, 'u32', { label: 'Charge in total', unit: 'Ah' }),
    live(0xf036, 'u32', { label: 'Discharge in total', unit: 'Ah' }),
    live(0xf038, 'u32', { label: 'Generation in total', unit: 'Wh', scale: 100, metric: 'pv.energy' }),
    live(0xf03a, 'u32', { label: 'Load energy in total', unit: 'Wh', scale: 100, metric: 'load.energy' }),
    live(0xf03d, 'u16', { label: 'Load energy from the grid today', unit: 'Wh', scale: 100 }),
    live(0xf048, 'u32', { label: 'Load energy from the grid in total', unit: 'Wh', scale: 100 }),
    setting(0xe00f, 'u16', { label: 'Discharge cut-off SOC', unit: '%' }),
    setting(0xe01d, 'u16', { label: 'Charge cut-off SOC', unit: '%' }),
    setting(0xe01f, 'u16', { label: 'SOC to the grid', unit: '%' }),
    setting(0xe020, 'u16', { label: 'SOC to the battery', unit: '%' }),
    setting(0xe204, 'u16', { label: 'Output priority', options: { 0: 'Solar', 1: 'Grid', 2: 'Solar, battery, grid' } }),
    setting(0xe205, 'u16', { label: 'Charging current from the grid, limit', unit: 'A', scale: 0.1 }),
    setting(0xe20a, 'u16', { label: 'Charging current, limit', unit: 'A', scale: 0.1 }),
    setting(0xe20f, 'u16', {
      label: 'Charging priority',
      options: { 0: 'PV first', 1: 'Grid first', 2: 'PV and grid', 3: 'PV only' },
    }),
  ],
  derive: [packPower('battery_voltage', 'battery_current', { chargeIsPositive: false })],
  sums: [
    { metric: 'load.power', of: ['load.power.l1', 'load.power.l2', 'load.power.l3'] },
    { metric: 'grid.power', of: ['grid.power.l1', 'grid.power.l2', 'grid.power.l3'] },
  ],
  writes: [
    {
      field: 'output_priority',
      title: 'What feeds the home first',
      serves: {
        setPoint: 'inverter.priority.output',
        words: { 'solar-first': 'Solar', 'grid-first': 'Grid', 'battery-first': 'Solar, battery, grid' },
      },
    },
    {
      field: 'charging_priority',
      title: 'What charges the battery',
      serves: {
        setPoint: 'inverter.priority.charge',
        words: {
          'solar-first': 'PV first',
          'grid-first': 'Grid first',
          'solar-and-grid': 'PV and grid',
          'solar-only': 'PV only',
        },
      },
    },
    {
      field: 'charging_current_limit',
      title: 'Highest charging current',
      limits: { min: 0, max: 200, step: 0.1 },
      serves: { setPoint: 'battery.current.limit.charge' },
    },
    {
      field: 'charging_current_from_the_grid_limit',
      title: 'Highest charging current from the grid',
      limits: { min: 0, max: 200, step: 0.1 },
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
    {
      field: 'discharge_cut_off_soc',
      title: 'Charge at which discharging ends',
      limits: { min: 0, max: 100, step: 1 },
      serves: { setPoint: 'battery.soc.min' },
    },
    {
      field: 'charge_cut_off_soc',
      title: 'Charge at which charging ends (with a BMS)',
      limits: { min: 0, max: 100, step: 1 },
      serves: { setPoint: 'battery.soc.max' },
    },
    {
      field: 'soc_to_the_grid',
      title: 'Charge at which the home goes to the grid (battery before grid)',
      limits: { min: 0, max: 100, step: 1 },
    },
    {
      field: 'soc_to_the_battery',
      title: 'Charge at which the home goes back to the battery',
      limits: { min: 1, max: 100, step: 1 },
    },
  ],
  composed: modes,
  identity: { firmware: 'firmware_version' },
  probe: {
    fields: ['battery_soc', 'battery_voltage', 'battery_current'],
    matches: (soc, volts) => isBetween(soc, [0, 100]) && isBetween(volts, [8, 800]),
  },
});
