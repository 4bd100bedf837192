// Rows that the Growatt families share. Values of 32 bits have the high word first; powers in tenths of a watt.
// Source: Growatt Inverter Modbus RTU Protocol II V1.24 and V1.39, as kept in 0xAHA/Growatt_ModbusTCP profiles.
import { type RegisterRow, type RowWords, rowWriter } from '#codec/register-rows.ts';
import type { MetricId } from '#core/catalogue.ts';
import { numeric, round } from '../define.ts';
import type { Derivation } from '../definition.ts';

/** Live values stand in input registers. */
export const live = rowWriter({ kind: 'input' });
export const setting = rowWriter({ kind: 'holding', group: 'settings' });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

/** The device keeps its registers in groups of 125 and answers no read across two of them. */
export const walls = [125, 250, 1000, 1125, 3000, 3125, 3250] as const;

const modes = {
  0: 'Waiting',
  1: 'Normal',
  2: 'Upgrade',
  3: 'Fault',
  4: 'Flash',
  5: 'Standby',
  6: 'Bypass',
  9: 'Bypass',
} as const;

/**
 * Input 0 of hybrids with a storage converter (SPH, SPH TL3): uwSysWorkMode of V1.24, of which 5 to 8 are working states
 * (seen on an SPH 4600: 0xAHA/Growatt_ModbusTCP #363).
 */
export const storageModes = {
  ...modes,
  5: 'PV and battery online',
  6: 'Battery online',
  7: 'PV off-grid',
  8: 'Battery off-grid',
} as const;

/** What feeds a TL-X or TL-XH: the high byte of input 3000, in the order of uwSysWorkMode. */
const workModes = {
  1: 'Self-test',
  3: 'Fault',
  4: 'Flash',
  5: 'PV and battery online',
  6: 'Battery online',
  7: 'PV off-grid',
  8: 'Battery off-grid',
  9: 'Bypass',
} as const;

/** Input 3000: the status in the low byte, since V1.39 what feeds it in the high one. */
export const newStatusRows: readonly RegisterRow[] = [
  live(3000, 'u8', { label: 'Inverter status', options: modes, metric: 'inverter.mode' }),
  // 0 on firmwares that do not tell it.
  live(3000, 'u8', { label: 'Work mode', byte: 'high', options: workModes, absent: [0] }),
];

/** A power of two registers, in tenths of a watt. */
export const watts = (register: number, label: string, words: Omit<RowWords, 'label'> = {}): RegisterRow =>
  live(register, 'u32', { label, unit: 'W', scale: 0.1, ...words });
/** The same with a sign. */
export const signedWatts = (register: number, label: string, words: Omit<RowWords, 'label'> = {}): RegisterRow =>
  live(register, 'i32', { label, unit: 'W', scale: 0.1, ...words });
/** An energy of two registers, in tenths of a kilowatt-hour. */
export const energy = (register: number, label: string, metric?: MetricId): RegisterRow =>
  live(register, 'u32', { label, unit: 'Wh', scale: 100, ...(metric === undefined ? {} : { metric }) });
export const volts = (register: number, label: string, metric?: MetricId): RegisterRow =>
  live(register, 'u16', { label, unit: 'V', scale: 0.1, ...(metric === undefined ? {} : { metric }) });
export const amperes = (register: number, label: string, metric?: MetricId): RegisterRow =>
  live(register, 'u16', { label, unit: 'A', scale: 0.1, ...(metric === undefined ? {} : { metric }) });
export const degrees = (register: number, label: string, metric?: MetricId): RegisterRow =>
  live(register, 'i16', { label, unit: '°C', scale: 0.1, ...(metric === undefined ? {} : { metric }) });

/** Input 0 of inverters without storage and of MOD-XH. */
export const statusRow = (options: Readonly<Record<number, string>> = modes): RegisterRow =>
  live(0, 'u16', { label: 'Inverter status', options, metric: 'inverter.mode' });

/** PV total and strings behind a base of 0 or 3000. */
export function pvRows(base: number, strings: number): RegisterRow[] {
  const rows = [watts(base + 1, 'PV total power', { metric: 'pv.power' })];
  for (let string = 1; string <= strings; string += 1) {
    const at = base + 3 + 4 * (string - 1);
    rows.push(
      volts(at, `PV${string} voltage`, `pv.voltage.s${string}`),
      amperes(at + 1, `PV${string} current`, `pv.current.s${string}`),
      watts(at + 2, `PV${string} power`, { metric: `pv.power.s${string}` }),
    );
  }
  return rows;
}

/** A metric that is one field less another: the maker counts both directions apart, each positive. */
export function difference(metric: MetricId, label: string, [plus, minus]: readonly [string, string]): Derivation {
  return {
    metric,
    name: metric.replaceAll('.', '_'),
    label,
    unit: 'W',
    from: [plus, minus],
    calc: (first, second) => round(numeric(first) - numeric(second), 1),
  };
}

/**
 * The grid's power. Some firmwares tell what is drawn as a power to the grid below zero as well (0xAHA/Growatt_ModbusTCP): it is then counted
 * once, whether the power to the user says it too or not.
 */
export function gridPower([toUser, toGrid]: readonly [string, string]): Derivation {
  return {
    ...difference('grid.power', 'Grid power (to user less to grid)', [toUser, toGrid]),
    calc(drawn, fedIn) {
      const [user, grid] = [numeric(drawn), numeric(fedIn)];
      return round(grid < 0 ? Math.max(user, -grid) : user - grid, 1);
    },
  };
}

/** The battery and the grid of SPH inverters: the group of registers from 1000. */
export const storageRows: readonly RegisterRow[] = [
  watts(1009, 'Discharge power'),
  watts(1011, 'Charge power'),
  volts(1013, 'Battery voltage', 'battery.voltage'),
  live(1014, 'u16', { label: 'Battery SOC', unit: '%', metric: 'battery.soc' }),
  watts(1021, 'Power to user total'),
  signedWatts(1029, 'Power to grid total'),
  watts(1037, 'Power to load total', { metric: 'load.power' }),
  degrees(1040, 'Battery temperature', 'battery.temperature'),
  energy(1044, 'Energy to user today'),
  energy(1046, 'Energy to user total', 'grid.energy.import'),
  energy(1048, 'Energy to grid today'),
  energy(1050, 'Energy to grid total', 'grid.energy.export'),
  energy(1052, 'Discharge energy today'),
  energy(1054, 'Discharge energy total', 'battery.energy.discharge'),
  energy(1056, 'Charge energy today'),
  energy(1058, 'Charge energy total', 'battery.energy.charge'),
  energy(1060, 'Load energy today'),
  energy(1062, 'Load energy total', 'load.energy'),
];

export const storageDerivations: readonly Derivation[] = [
  difference('battery.power', 'Battery power (discharge less charge)', ['discharge_power', 'charge_power']),
  gridPower(['power_to_user_total', 'power_to_grid_total']),
];

/** Serial number, five registers of two letters. */
export const serialRow = identity(23, 'string', { label: 'Serial number', length: 5 });
export const firmwareRow = identity(9, 'string', { label: 'Firmware version', length: 3 });
/** What every Growatt inverter is asked at first, and how its serial number looks. */
export const isSerial = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Z0-9]{10}$/.test(value) && /[A-Z]/.test(value);
