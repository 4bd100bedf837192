// Growatt inverters on RS485: hybrids SPH, string inverters MIN/TL-X with and without battery, three-phase MOD, off-grid SPF.
import type { RegisterRow } from '#codec/register-rows.ts';
import { numeric } from '../define.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { minModes, modModes, spfModes as spfBatteryModes, sphModes } from './growatt-modes.ts';
import {
  amperes,
  degrees,
  difference,
  energy,
  firmwareRow,
  isSerial,
  newStatusRows,
  statusRow,
  storageModes,
  live,
  pvRows,
  serialRow,
  setting,
  storageDerivations,
  storageRows,
  volts,
  walls,
  watts,
  gridPower,
  signedWatts,
} from './growatt-rows.ts';

type Common = Pick<
  ModbusDevice,
  | 'version'
  | 'kind'
  | 'maker'
  | 'verified'
  | 'sources'
  | 'links'
  | 'unit'
  | 'overTcp'
  | 'responseMs'
  | 'pauseMs'
  | 'liveSeconds'
  | 'plan'
  | 'identity'
  | 'probe'
>;
/** What all Growatt inverters have. */
export const common: Common = {
  version: 1,
  kind: 'inverter',
  maker: 'Growatt',
  verified: 'community',
  sources: ['Growatt: Inverter Modbus RTU Protocol II V1.24 and V1.39', '0xAHA/Growatt_ModbusTCP profiles (2026)'],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  responseMs: 1000,
  // The maker asks for 850 ms between two questions.
  pauseMs: 850,
  liveSeconds: 10,
  plan: { maxRegisters: 125, maxGap: 60, walls },
  identity: { serial: 'serial_number', firmware: 'firmware_version' },
  probe: { fields: ['serial_number'], matches: isSerial },
};

const onOff = { 0: 'Off', 1: 'On' } as const;
const switchWords = { on: 'On', off: 'Off' } as const;
const powerRate = setting(3, 'u16', { label: 'Active power rate', unit: '%' });
const powerRateWrite: RegisterWrite = {
  field: 'active_power_rate',
  title: 'Limit of the AC power',
  limits: { min: 0, max: 100, step: 1 },
};

/** Energies of the trackers, each a today and a total. */
const trackerEnergies = (base: number, trackers: number): readonly RegisterRow[] =>
  Array.from({ length: trackers }, (_, index) => index + 1).flatMap((tracker) => [
    energy(base + 4 * (tracker - 1), `PV${tracker} energy today`),
    energy(base + 4 * (tracker - 1) + 2, `PV${tracker} energy total`),
  ]);

const oldAc: readonly RegisterRow[] = [
  watts(35, 'Output power'),
  ...trackerEnergies(59, 2),
  live(37, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
  degrees(93, 'Inverter temperature', 'inverter.temperature'),
  degrees(94, 'IPM temperature'),
  energy(53, 'Energy today'),
  energy(55, 'Energy total'),
  energy(91, 'PV energy total', 'pv.energy'),
  live(105, 'u16', { label: 'Fault code' }),
  live(112, 'u16', { label: 'Warning code' }),
];

const threeAc: readonly RegisterRow[] = ([1, 2, 3] as const).flatMap((phase) => {
  const at = 38 + 4 * (phase - 1);
  return [
    volts(at, `Grid voltage L${phase}`, `grid.voltage.l${phase}`),
    amperes(at + 1, `AC current L${phase}`),
    watts(at + 2, `AC power L${phase}`),
  ];
});

/** Hours as hour × 256 + minute, the end behind the begin: 0:00 to 23:59. */
const wholeDay = 0x0000_173b;
const hours = { options: { [wholeDay]: 'All day' }, otherwise: 'Part of the day' } as const;
const exportLimitRows: readonly RegisterRow[] = [
  setting(122, 'u16', { label: 'Export limit', options: { 0: 'Off', 1: 'By the meter' }, otherwise: 'By other means' }),
  setting(123, 'u16', { label: 'Export limit power', unit: '%', scale: 0.1 }),
];
const exportLimitWrites: readonly RegisterWrite[] = [
  { field: 'export_limit', title: 'Whether feed-in is limited', words: ['Off', 'By the meter'] },
  {
    field: 'export_limit_power',
    title: 'Limit of feed-in, share of the rated power',
    limits: { min: 0, max: 100, step: 0.1 },
  },
];

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
  setting(at + 1, 'u16', { label: `Slot ${slot} end`, clock: 'bytes', mask: timeBits }),
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

const spfModes = {
  0: 'Standby',
  1: 'PV and grid charging',
  2: 'Discharge',
  3: 'Fault',
  4: 'Flash',
  5: 'PV charge',
  6: 'AC charge',
  7: 'Combined charge',
  8: 'Combined charge and bypass',
  9: 'PV charge and bypass',
  10: 'AC charge and bypass',
  11: 'Bypass',
  12: 'PV charge and discharge',
} as const;

/** SPF 3000–6000 ES Plus: off-grid. Its battery power is positive while discharging. */
export const growattSpf = modbusDefinition({
  ...common,
  id: 'growatt-spf',
  aliases: ['spf'],
  title: 'Growatt SPF 3000–6000 ES Plus (off-grid)',
  models: ['SPF 3000 ES', 'SPF 5000 ES', 'SPF 6000 ES Plus'],
  sources: ['Growatt: OffGrid SPF5000 Modbus RS485 RTU Protocol V0.26', '0xAHA/Growatt_ModbusTCP profiles (2026)'],
  rows: [
    live(0, 'u16', { label: 'Inverter status', options: spfModes, metric: 'inverter.mode' }),
    volts(1, 'PV1 voltage', 'pv.voltage.s1'),
    volts(2, 'PV2 voltage', 'pv.voltage.s2'),
    watts(3, 'PV1 power', { metric: 'pv.power.s1' }),
    watts(5, 'PV2 power', { metric: 'pv.power.s2' }),
    amperes(7, 'PV1 current', 'pv.current.s1'),
    amperes(8, 'PV2 current', 'pv.current.s2'),
    watts(9, 'Load power', { metric: 'load.power' }),
    live(11, 'u32', { label: 'Load apparent power', unit: 'VA', scale: 0.1, metric: 'load.power_apparent' }),
    watts(13, 'AC charge power'),
    live(17, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(18, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
    volts(20, 'Grid voltage', 'grid.voltage'),
    live(21, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    volts(22, 'AC output voltage', 'load.voltage'),
    live(23, 'u16', { label: 'AC output frequency', unit: 'Hz', scale: 0.01, metric: 'load.frequency' }),
    degrees(25, 'Inverter temperature', 'inverter.temperature'),
    degrees(26, 'DC-DC temperature'),
    live(27, 'u16', { label: 'Load percentage', unit: '%', scale: 0.1, metric: 'load.level' }),
    // Below zero it feeds in (V0.26).
    signedWatts(36, 'AC input power', { metric: 'grid.power' }),
    live(42, 'u16', { label: 'Fault code' }),
    live(43, 'u16', { label: 'Warning code' }),
    energy(48, 'PV1 energy today'),
    energy(50, 'PV1 energy total'),
    energy(52, 'PV2 energy today'),
    energy(54, 'PV2 energy total'),
    energy(56, 'AC charge energy today'),
    energy(58, 'AC charge energy total'),
    energy(60, 'Discharge energy today'),
    energy(62, 'Discharge energy total', 'battery.energy.discharge'),
    signedWatts(77, 'Battery power', { metric: 'battery.power' }),
    setting(1, 'u16', {
      label: 'Output source',
      options: { 0: 'Battery first', 1: 'PV first', 2: 'Utility first', 3: 'PV and utility first' },
    }),
    setting(2, 'u16', { label: 'Charge source', options: { 0: 'PV first', 1: 'PV and utility', 2: 'PV only' } }),
    setting(34, 'u16', { label: 'Max charge current', unit: 'A' }),
    setting(38, 'u16', { label: 'AC charge current', unit: 'A' }),
    serialRow,
    firmwareRow,
  ],
  derive: [
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'PV power (both strings)',
      unit: 'W',
      from: ['pv1_power', 'pv2_power'],
      calc: (first, second) => Math.round((Number(first) + Number(second)) * 10) / 10,
    },
    {
      // Each tracker counts for itself (V0.26, Epv1_total and Epv2_total).
      metric: 'pv.energy',
      name: 'pv_energy_total',
      label: 'PV energy total (both trackers)',
      unit: 'Wh',
      from: ['pv1_energy_total', 'pv2_energy_total'],
      calc: (first, second) => numeric(first) + numeric(second),
    },
  ],
  composed: spfBatteryModes,
  writes: [
    {
      field: 'output_source',
      title: 'What feeds the home first',
      serves: {
        setPoint: 'inverter.priority.output',
        words: {
          'grid-first': 'Utility first',
          'solar-first': 'PV first',
          'battery-first': 'Battery first',
          'solar-and-grid': 'PV and utility first',
        },
      },
    },
    {
      field: 'charge_source',
      title: 'What charges the battery',
      serves: {
        setPoint: 'inverter.priority.charge',
        words: { 'solar-first': 'PV first', 'solar-and-grid': 'PV and utility', 'solar-only': 'PV only' },
      },
    },
    {
      field: 'max_charge_current',
      title: 'Highest charging current',
      limits: { min: 10, max: 100, step: 10 },
      serves: { setPoint: 'battery.current.limit.charge' },
    },
    {
      field: 'ac_charge_current',
      title: 'Highest charging current from the grid',
      limits: { min: 10, max: 80, step: 10 },
      serves: { setPoint: 'battery.current.limit.charge.from_grid' },
    },
  ],
});
