// Growatt SPH hybrids: input registers from 0 and 1000, settings from 1044.
import type { RegisterRow } from '#codec/register-rows.ts';
import { modbusDefinition } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import {
  common,
  exportLimitRows,
  exportLimitWrites,
  hours,
  oldAc,
  onOff,
  powerRate,
  powerRateWrite,
  switchWords,
  threeAc,
  threePhased,
} from './growatt-shared-rows.ts';
import { sphModes } from './growatt-modes.ts';
import {
  amperes,
  firmwareRow,
  pvRows,
  serialRow,
  setting,
  statusRow,
  storageDerivations,
  storageModes,
  storageRows,
  volts,
  watts,
} from './growatt-rows.ts';

/** Slots of SPH: begin and end as hour and minute in the bytes of one register each, then whether it holds; the first also whole. */
const sphSlots = [
  { name: 'Grid first', at: 1080 },
  { name: 'Battery first', at: 1100 },
].flatMap(({ name, at }) => [1, 2, 3].map((slot) => ({ name: `${name} slot ${slot}`, at: at + 3 * (slot - 1), slot })));
const sphSlotRows: readonly RegisterRow[] = sphSlots.flatMap(({ name, at, slot }) => [
  setting(at, 'u16', { label: `${name} begin`, clock: 'bytes' }),
  setting(at + 1, 'u16', { label: `${name} end`, clock: 'bytes' }),
  ...(slot === 1 ? [] : [setting(at + 2, 'u16', { label: name, options: onOff })]),
]);
const sphSlotWrites: readonly RegisterWrite[] = sphSlots.flatMap(({ name, slot }) => {
  const field = name.toLowerCase().replaceAll(' ', '_');
  return [
    { field: `${field}_begin`, title: `${name}: its begin` },
    { field: `${field}_end`, title: `${name}: its end` },
    ...(slot === 1 ? [] : [{ field, title: `${name}: whether it holds` }]),
  ];
});

const sphSettings: readonly RegisterRow[] = [
  powerRate,
  ...exportLimitRows,
  setting(608, 'u16', { label: 'Load first lowest SOC', unit: '%' }),
  setting(1044, 'u16', { label: 'Priority', options: { 0: 'Load first', 1: 'Battery first', 2: 'Grid first' } }),
  setting(1070, 'u16', { label: 'Grid first discharge power', unit: '%' }),
  setting(1071, 'u16', { label: 'Grid first stop SOC', unit: '%' }),
  setting(1080, 'u32', { label: 'Grid first hours', ...hours }),
  setting(1082, 'u16', { label: 'Grid first', options: onOff }),
  setting(1090, 'u16', { label: 'Battery first charge power', unit: '%' }),
  setting(1091, 'u16', { label: 'Battery first stop SOC', unit: '%' }),
  setting(1092, 'u16', { label: 'AC charge', options: onOff }),
  setting(1100, 'u32', { label: 'Battery first hours', ...hours }),
  setting(1102, 'u16', { label: 'Battery first', options: onOff }),
  ...sphSlotRows,
];
const percent = { min: 0, max: 100, step: 1 } as const;
const sphWrites: readonly RegisterWrite[] = [
  powerRateWrite,
  { field: 'grid_first_discharge_power', title: 'Discharging power while the grid comes first', limits: percent },
  {
    field: 'grid_first_stop_soc',
    title: 'Charge at which that discharging ends',
    limits: { min: 10, max: 100, step: 1 },
  },
  { field: 'battery_first_charge_power', title: 'Charging power while the battery comes first', limits: percent },
  {
    field: 'battery_first_stop_soc',
    title: 'Charge at which that charging ends',
    serves: { setPoint: 'battery.soc.target' },
    limits: { min: 10, max: 100, step: 1 },
  },
  {
    field: 'ac_charge',
    title: 'Whether the grid may charge the battery',
    serves: { setPoint: 'battery.charge.from_grid', words: switchWords },
  },
  {
    field: 'load_first_lowest_soc',
    title: 'Charge at which discharging ends while the home comes first',
    serves: { setPoint: 'battery.soc.min' },
    limits: { min: 10, max: 100, step: 1 },
  },
  { field: 'grid_first_hours', title: 'Hours of the first slot in which the grid comes first', words: ['All day'] },
  { field: 'grid_first', title: 'Whether the grid comes first in that slot' },
  {
    field: 'battery_first_hours',
    title: 'Hours of the first slot in which the battery comes first',
    words: ['All day'],
  },
  { field: 'battery_first', title: 'Whether the battery comes first in that slot' },
  ...sphSlotWrites,
  ...exportLimitWrites,
];

/** SPH 3000–6000: one phase, battery at 48 V. */
export const growattSph = modbusDefinition({
  ...common,
  id: 'growatt-sph',
  aliases: ['growatt', 'sph'],
  title: 'Growatt SPH 3000–6000 (one phase, hybrid)',
  models: ['SPH 3000', 'SPH 3600', 'SPH 4000', 'SPH 5000', 'SPH 6000'],
  rows: [
    statusRow(storageModes),
    ...pvRows(0, 2),
    volts(38, 'Grid voltage', 'grid.voltage'),
    amperes(39, 'AC current'),
    watts(40, 'AC power'),
    ...oldAc,
    ...storageRows,
    ...sphSettings,
    serialRow,
    firmwareRow,
  ],
  derive: storageDerivations,
  writes: sphWrites,
  composed: sphModes,
  variants: [threePhased('growatt-sph-tl3')],
});

/** SPH TL3 BH-UP: three phases. */
export const growattSphTl3 = modbusDefinition({
  ...common,
  id: 'growatt-sph-tl3',
  aliases: ['sph-tl3'],
  title: 'Growatt SPH TL3 3000–10000 (three phases, hybrid)',
  models: ['SPH 4000TL3 BH-UP', 'SPH 10000TL3 BH-UP'],
  rows: [
    statusRow(storageModes),
    ...pvRows(0, 3),
    ...threeAc,
    ...oldAc,
    ...storageRows,
    ...sphSettings,
    serialRow,
    firmwareRow,
  ],
  derive: storageDerivations,
  writes: sphWrites,
  composed: sphModes,
});
