// What the Deye families share: one kind of registers (function 3), low word first, writes by function 16 only, and the
// Solarman logger as one more way to them. Source: davidrapan/ha-solarman inverter definitions (2026); Deye Modbus RTU
// V105.1 (three phases) and V118 (one phase).
import { type RegisterRow, type RowWords, rowWriter } from '#codec/register-rows.ts';
import { solarmanWire } from '#codec/solarman.ts';
import type { MetricId } from '#core/catalogue.ts';
import { numeric, round } from '../define.ts';
import type { Derivation } from '../definition.ts';
import type { ModbusDevice } from '../modbus-device.ts';

export const live = rowWriter({ kind: 'holding', order: 'low' });
export const setting = rowWriter({ kind: 'holding', order: 'low', group: 'settings' });
const identity = rowWriter({ kind: 'holding', order: 'low', group: 'identity' });

type Words = Omit<RowWords, 'label'>;

export const tenthVolts = (register: number, label: string, words: Words = {}): RegisterRow =>
  live(register, 'u16', { label, unit: 'V', scale: 0.1, ...words });
export const tenthAmperes = (register: number, label: string, words: Words = {}): RegisterRow =>
  live(register, 'u16', { label, unit: 'A', scale: 0.1, ...words });
/** Temperatures count from −100 °C in tenths. */
export const degrees = (register: number, label: string, words: Words = {}): RegisterRow =>
  live(register, 'i16', { label, unit: '°C', scale: 0.1, offset: 1000, ...words });
export const energyToday = (register: number, label: string): RegisterRow =>
  live(register, 'u16', { label, unit: 'Wh', scale: 100 });
export const energyTotal = (register: number, label: string, metric?: MetricId): RegisterRow =>
  live(register, 'u32', { label, unit: 'Wh', scale: 100, ...(metric === undefined ? {} : { metric }) });

export const states = { 0: 'Standby', 1: 'Self-test', 2: 'Normal', 3: 'Alarm', 4: 'Fault' } as const;
export const serialRow = identity(3, 'string', { label: 'Device serial number', length: 5 });
/** Rated power of single-phase units. */
export const ratedPowerRow = identity(16, 'u32', { label: 'Device rated power', unit: 'W', scale: 0.1 });
/** The words of an answer; none of one that was refused. */
export const wordsOf = (payload: Uint8Array = new Uint8Array()): readonly number[] =>
  Array.from({ length: payload.length >> 1 }, (_, at) => ((payload[2 * at] ?? 0) << 8) | (payload[2 * at + 1] ?? 0));
/** The kind of device in register 0, in the two ways firmwares write it. */
export const kindRow = identity(0, 'u16', {
  label: 'Device type',
  options: {
    2: 'String inverter',
    512: 'String inverter',
    3: 'Single-phase hybrid',
    768: 'Single-phase hybrid',
    4: 'Microinverter',
    1024: 'Microinverter',
    5: 'LV three-phase hybrid',
    1280: 'LV three-phase hybrid',
    6: 'HV three-phase hybrid',
    7: 'HV three-phase hybrid 6-15 kW',
    1536: 'HV three-phase hybrid 6-15 kW',
    8: 'HV three-phase hybrid 20-50 kW',
    1537: 'HV three-phase hybrid 20-50 kW',
    259: 'Off-grid inverter',
    260: 'Energy storage system',
  },
});

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
  | 'wireAt'
>;

/** What all of them have. */
export const common: Common = {
  version: 1,
  kind: 'inverter',
  maker: 'Deye',
  verified: 'community',
  sources: [
    'davidrapan/ha-solarman inverter definitions (2026)',
    'Deye: Modbus RTU V105.1 and V118',
    'jmccrohan/pysolarmanv5: Solarman V5',
  ],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'tcp',
  responseMs: 3000,
  pauseMs: 100,
  liveSeconds: 10,
  plan: { maxRegisters: 100, maxGap: 30 },
  identity: { model: 'device_type', serial: 'device_serial_number' },
  wireAt: (_, { logger, unit }) => (logger === undefined ? undefined : solarmanWire({ logger, unit })),
};

/** What a probe takes for one of these kinds. */
export const probeOf = (...kinds: readonly string[]): ModbusDevice['probe'] => ({
  fields: ['device_type', 'device_serial_number'],
  matches: (kind, serial) => kinds.some((known) => known === kind) && typeof serial === 'string',
});

const signed = (word: number): number => (word >= 0x8000 ? word - 0x1_0000 : word);

/** Powers whose high words stand apart, which older firmwares leave 0, and the phases they are the sum of. */
interface SplitPower {
  readonly high: number;
  /** The largest that can be where the high word is 0, W; what is above is a negative number. */
  readonly mostW: number;
  /** The largest that can be, W: a high word that says more is a register of something else. */
  readonly widestW: number;
  readonly phases?: readonly number[];
}

/**
 * A signed power of two words: with a high word of all ones it is negative. A high word of 0 is a firmware that does not have it, or a
 * positive power: a low word above 32 767 is read so that it fits the phases, and without those so that the power can be. Any other high
 * word counts as far as the power can be and, where they tell something, fits the phases better than the low word alone.
 */
export function splitPower({ high, mostW, widestW, phases = [] }: SplitPower): Pick<RegisterRow, 'together'> {
  return {
    together: {
      registers: [high, ...phases],
      number(own, [top = 0, ...parts]) {
        const low = signed(own);
        if (top === 0xffff) return own - 0x1_0000;
        const sum = parts.map(signed).reduce((total, part) => total + part, 0);
        const hasPhases = parts.some((part) => part !== 0);
        const isNearer = (wide: number): boolean => Math.abs(wide - sum) < Math.abs(low - sum);
        if (top !== 0) {
          const wide = signed(top) * 0x1_0000 + own;
          return Math.abs(wide) <= widestW && (!hasPhases || isNearer(wide)) ? wide : low;
        }
        if (low >= 0) return low;
        return (hasPhases ? isNearer(own) : own <= mostW) ? own : low;
      },
    },
  };
}

/** Registers of the battery's power and voltage, and what one count of each is. */
interface BatteryWords {
  readonly power: number;
  readonly voltage: number;
  readonly wattsEach: number;
  readonly voltsEach: number;
}

/** Whether a current, in hundredths of an ampere, fits power and voltage better as tenths; undefined where these say too little. */
function countsTenths(
  current: number,
  [watts = 0, volts = 0]: readonly number[],
  { wattsEach, voltsEach }: Pick<BatteryWords, 'wattsEach' | 'voltsEach'>,
): boolean | undefined {
  const expected = Math.abs((signed(watts) * wattsEach) / (volts * voltsEach));
  const size = Math.abs(current) / 100;
  // One number of a small current is as good as another.
  if (!Number.isFinite(expected) || expected < 1 || size === 0) return undefined;
  return Math.abs(Math.log(expected / size)) >= Math.abs(Math.log(expected / (10 * size)));
}

/**
 * The battery's current counts in hundredths or, on newer firmwares and large units, in tenths of an ampere: taken is what fits the power
 * and the voltage of the same answer, and where these say nothing what such units count in. The number is in hundredths.
 */
export function batteryCurrent(
  { power, voltage, ...each }: BatteryWords,
  { tenths }: { readonly tenths: boolean },
): Pick<RegisterRow, 'together'> {
  return {
    together: {
      registers: [power, voltage],
      number: (own, words) => signed(own) * ((countsTenths(signed(own), words, each) ?? tenths) ? 10 : 1),
    },
  };
}

/** A power in watts, or in tens of watts on a unit whose battery's current counts in tenths of an ampere: for units that do not say their size. */
export function powerByCurrent(
  current: number,
  { power, voltage, ...each }: BatteryWords,
): Pick<RegisterRow, 'together'> {
  return {
    together: {
      registers: [current, power, voltage],
      number: (own, [amperes = 0, ...words]) =>
        signed(own) * (countsTenths(signed(amperes), words, each) === true ? 10 : 1),
    },
  };
}

/** The sum of the strings' powers. */
export const sumOfStrings = (names: readonly string[]): Derivation => ({
  metric: 'pv.power',
  name: 'pv_power',
  label: 'PV power (sum of the strings)',
  unit: 'W',
  needs: 'any',
  from: names,
  calc: (...powers) =>
    round(
      powers.map(numeric).reduce((total, power) => total + power, 0),
      1,
    ),
});
