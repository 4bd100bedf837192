// What the Growatt families share besides single rows: how they are reached, AC side of the old map, limits.
import type { RegisterRow } from '#codec/register-rows.ts';
import type { Variant } from '../definition.ts';
import { isBetween, type ModbusDevice } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { amperes, degrees, energy, isSerial, live, setting, volts, walls, watts } from './growatt-rows.ts';

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

/** The model of the same map with three phases: the second of them has a voltage, in register 42. */
export const threePhased = (definition: string): Variant => ({
  definition,
  ask: 'input 0 113',
  matches: (payload) => isBetween((payload[84] ?? 0) * 25.6 + (payload[85] ?? 0) / 10, [60, 500]),
});

export const onOff = { 0: 'Off', 1: 'On' } as const;
export const switchWords = { on: 'On', off: 'Off' } as const;
export const powerRate = setting(3, 'u16', { label: 'Active power rate', unit: '%' });
export const powerRateWrite: RegisterWrite = {
  field: 'active_power_rate',
  title: 'Limit of the AC power',
  limits: { min: 0, max: 100, step: 1 },
};

/** Energies of the trackers, each a today and a total. */
export const trackerEnergies = (base: number, trackers: number): readonly RegisterRow[] =>
  Array.from({ length: trackers }, (_, index) => index + 1).flatMap((tracker) => [
    energy(base + 4 * (tracker - 1), `PV${tracker} energy today`),
    energy(base + 4 * (tracker - 1) + 2, `PV${tracker} energy total`),
  ]);

export const oldAc: readonly RegisterRow[] = [
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

export const threeAc: readonly RegisterRow[] = ([1, 2, 3] as const).flatMap((phase) => {
  const at = 38 + 4 * (phase - 1);
  return [
    volts(at, `Grid voltage L${phase}`, `grid.voltage.l${phase}`),
    amperes(at + 1, `AC current L${phase}`),
    watts(at + 2, `AC power L${phase}`),
  ];
});

/** Hours as hour × 256 + minute, the end behind the begin: 0:00 to 23:59. */
export const wholeDay = 0x0000_173b;
export const hours = { options: { [wholeDay]: 'All day' }, otherwise: 'Part of the day' } as const;
export const exportLimitRows: readonly RegisterRow[] = [
  setting(122, 'u16', { label: 'Export limit', options: { 0: 'Off', 1: 'By the meter' }, otherwise: 'By other means' }),
  setting(123, 'u16', { label: 'Export limit power', unit: '%', scale: 0.1 }),
];
export const exportLimitWrites: readonly RegisterWrite[] = [
  { field: 'export_limit', title: 'Whether feed-in is limited', words: ['Off', 'By the meter'] },
  {
    field: 'export_limit_power',
    title: 'Limit of feed-in, share of the rated power',
    limits: { min: 0, max: 100, step: 0.1 },
  },
];
