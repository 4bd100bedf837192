// Growatt inverters of the newer map: MIN TL-X and TL-XH, MOD and MID TL3-XH; registers from 3000.
import type { RegisterRow } from '#codec/register-rows.ts';
import { modbusDefinition } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import {
  common,
  exportLimitRows,
  exportLimitWrites,
  oldAc,
  onOff,
  powerRate,
  powerRateWrite,
  switchWords,
  threeAc,
  threePhased,
  trackerEnergies,
  wholeDay,
} from './growatt-shared-rows.ts';
import { minModes, modModes } from './growatt-modes.ts';
import {
  amperes,
  degrees,
  difference,
  energy,
  firmwareRow,
  gridPower,
  live,
  newStatusRows,
  pvRows,
  serialRow,
  setting,
  signedWatts,
  statusRow,
  volts,
  watts,
} from './growatt-rows.ts';

/** Battery of TL-XH and MOD-XH: the group of registers from 3125. */
const xhStorage: readonly RegisterRow[] = [
  energy(3125, 'Discharge energy today'),
  energy(3127, 'Discharge energy total', 'battery.energy.discharge'),
  energy(3129, 'Charge energy today'),
  energy(3131, 'Charge energy total', 'battery.energy.charge'),
  live(3144, 'u16', { label: 'Priority', options: { 0: 'Load', 1: 'Battery', 2: 'Grid' } }),
  live(3169, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
  live(3170, 'i16', { label: 'Battery current', unit: 'A', scale: 0.1 }),
  live(3171, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
  watts(3178, 'Discharge power'),
  watts(3180, 'Charge power'),
];
const xhFlow: readonly RegisterRow[] = [
  watts(3041, 'Power to user'),
  signedWatts(3043, 'Power to grid'),
  watts(3045, 'Power to load', { metric: 'load.power' }),
  energy(3067, 'Energy to user today'),
  energy(3069, 'Energy to user total', 'grid.energy.import'),
  energy(3071, 'Energy to grid today'),
  energy(3073, 'Energy to grid total', 'grid.energy.export'),
  energy(3075, 'Load energy today'),
  energy(3077, 'Load energy total', 'load.energy'),
];
const xhDerivations = [
  gridPower(['power_to_user', 'power_to_grid']),
  difference('battery.power', 'Battery power (discharge less charge)', ['discharge_power', 'charge_power']),
] as const;

/** Nine time slots: bit 15 of the begin switches one on, bits 13 and 14 say who comes first. */
const xhSlots = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((slot) => ({
  slot,
  at: slot <= 4 ? 3036 + 2 * slot : 3040 + 2 * slot,
}));
const timeBits = 0x1fff;
const xhSlotRows: readonly RegisterRow[] = xhSlots.flatMap(({ slot, at }) => [
  setting(at, 'u16', { label: `Slot ${slot} begin`, clock: 'bytes', mask: timeBits }),
  setting(at, 'u16', {
    label: `Slot ${slot} priority`,
    options: { 0: 'Load first', 0x2000: 'Battery first', 0x4000: 'Grid first' },
    mask: 0x6000,
  }),
  setting(at, 'u16', { label: `Slot ${slot}`, options: { 0: 'Off', 0x8000: 'On' }, mask: 0x8000 }),
  // The end alone is refused: it is written together with the begin, which stays as it is (evcc growatt-hybrid-tlxh).
  setting(at, 'u32', { label: `Slot ${slot} end`, clock: 'bytes', mask: timeBits }),
]);
const xhSlotWrites: readonly RegisterWrite[] = xhSlots.flatMap(({ slot }) => [
  { field: `slot_${slot}_begin`, title: `Begin of time slot ${slot}` },
  { field: `slot_${slot}_end`, title: `End of time slot ${slot}` },
  { field: `slot_${slot}_priority`, title: `Who comes first in time slot ${slot}` },
  { field: `slot_${slot}`, title: `Whether time slot ${slot} holds` },
]);

/** The first time slot: bit 15 switches it on, bits 13 and 14 say who comes first; then hour and minute of begin and end. */
const xhSettings: readonly RegisterRow[] = [
  setting(3036, 'u16', { label: 'Grid first discharge power', unit: '%' }),
  setting(3037, 'u16', { label: 'Grid first stop SOC', unit: '%' }),
  setting(3038, 'u32', {
    label: 'Time slot 1',
    options: { 0: 'Off', [wholeDay]: 'Off', 0xa000_173b: 'Battery first all day', 0xc000_173b: 'Grid first all day' },
    otherwise: 'Own hours',
  }),
  setting(3047, 'u16', { label: 'Battery first charge power', unit: '%' }),
  setting(3048, 'u16', { label: 'Battery first stop SOC', unit: '%' }),
  setting(3049, 'u16', { label: 'Charging from the grid', options: onOff }),
  ...xhSlotRows,
];
const rate = { min: 1, max: 100, step: 1 } as const;
const xhWrites: readonly RegisterWrite[] = [
  { field: 'grid_first_discharge_power', title: 'Discharging power while the grid comes first', limits: rate },
  {
    field: 'grid_first_stop_soc',
    title: 'Charge at which that discharging ends',
    limits: { min: 10, max: 100, step: 1 },
  },
  { field: 'time_slot_1', title: 'First time slot', words: ['Off', 'Battery first all day', 'Grid first all day'] },
  { field: 'battery_first_charge_power', title: 'Charging power while the battery comes first', limits: rate },
  {
    field: 'battery_first_stop_soc',
    title: 'Charge at which that charging ends',
    serves: { setPoint: 'battery.soc.target' },
    limits: { min: 10, max: 100, step: 1 },
  },
  {
    field: 'charging_from_the_grid',
    title: 'Whether the grid may charge the battery',
    serves: { setPoint: 'battery.charge.from_grid', words: switchWords },
  },
  ...xhSlotWrites,
];

/** MIN TL-X and TL-XH: one phase; without battery the last groups are refused. */
export const growattMin = modbusDefinition({
  ...common,
  id: 'growatt-min',
  aliases: ['growatt-tl-x', 'growatt-tl-xh'],
  title: 'Growatt MIN TL-X and TL-XH 2500–11400 (one phase)',
  models: ['MIN 2500TL-X', 'MIN 6000TL-X', 'MIN 6000TL-XH'],
  rows: [
    ...newStatusRows,
    ...pvRows(3000, 4),
    watts(3023, 'Output power'),
    ...trackerEnergies(3055, 3),
    live(3025, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    volts(3026, 'Grid voltage', 'grid.voltage'),
    amperes(3027, 'AC current'),
    live(3028, 'u32', { label: 'AC apparent power', unit: 'VA', scale: 0.1 }),
    ...xhFlow,
    energy(3049, 'Energy today'),
    energy(3051, 'Energy total'),
    energy(3053, 'PV energy total', 'pv.energy'),
    volts(3092, 'Bus voltage', 'inverter.bus.voltage'),
    degrees(3093, 'Inverter temperature', 'inverter.temperature'),
    live(3105, 'u16', { label: 'Fault code' }),
    ...xhStorage,
    powerRate,
    ...xhSettings,
    serialRow,
    firmwareRow,
  ],
  derive: xhDerivations,
  writes: [powerRateWrite, ...xhWrites],
  composed: minModes,
  variants: [threePhased('growatt-mod')],
});

/** MOD TL3-XH: three phases, high-voltage battery. */
export const growattMod = modbusDefinition({
  ...common,
  id: 'growatt-mod',
  aliases: ['growatt-mod-xh', 'growatt-mid-xh'],
  title: 'Growatt MOD and MID TL3-XH 3–30 kW (three phases, hybrid)',
  models: ['MOD 6000TL3-XH', 'MOD 10KTL3-XH', 'MID 15KTL3-XH'],
  rows: [
    statusRow(),
    ...pvRows(0, 3),
    ...threeAc,
    ...oldAc,
    ...xhFlow,
    ...xhStorage,
    powerRate,
    ...exportLimitRows,
    ...xhSettings,
    setting(3067, 'u16', { label: 'Discharge stop SOC', unit: '%' }),
    setting(3307, 'u16', { label: 'Import limit', unit: 'W', scale: 100 }),
    setting(3308, 'u16', { label: 'Demand export limit', unit: 'W', scale: 100 }),
    serialRow,
    firmwareRow,
  ],
  derive: xhDerivations,
  composed: modModes,
  writes: [
    powerRateWrite,
    ...exportLimitWrites,
    ...xhWrites,
    {
      field: 'discharge_stop_soc',
      title: 'Charge at which discharging ends',
      limits: { min: 10, max: 100, step: 1 },
      serves: { setPoint: 'battery.soc.min' },
    },
    {
      field: 'import_limit',
      title: 'Limit of what is drawn from the grid',
      limits: { min: 0, max: 50_000, step: 100 },
      serves: { setPoint: 'grid.import.limit' },
    },
    {
      field: 'demand_export_limit',
      title: 'Limit of feed-in, in watts',
      limits: { min: 0, max: 50_000, step: 100 },
      serves: { setPoint: 'grid.export.limit' },
    },
  ],
});
