// What the emulated JK BMS reports, id by id, in the order the recorded read-all frames show (maker's document "BMS
// RS485 ModBus V1.1"; [jk-ttl], [mpp-solar] jkserial). Big-endian.
import type { BatterySnapshot, PlantSnapshot } from './plant.ts';

/** What one frame is made from. */
export interface JkState {
  readonly home: PlantSnapshot;
  /** Alarm bits raised besides those of the battery's state. */
  readonly alarms: number;
  /** Value of id C0: 1 puts the charging sign of the current into bit 15; 0 counts from 10000. */
  readonly currentFormat: 0 | 1;
  /** Whether charging (id AB) and discharging (id AC) are on. */
  readonly switches: Readonly<Record<0xab | 0xac, 0 | 1>>;
  /** Minutes since the unit was switched on. */
  readonly runningMinutes: number;
}

type Value = (state: JkState) => readonly number[];

const u8 = (value: number): number[] => [value & 0xff];
const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const u32 = (value: number): number[] => [...u16(Math.floor(value / 65_536)), ...u16(value % 65_536)];
const ascii = (text: string, length: number): number[] =>
  Array.from({ length }, (_, index) => (index < text.length ? text.charCodeAt(index) & 0x7f : 0));
const fixed =
  (bytes: readonly number[]): Value =>
  () =>
    bytes;

/** Below zero a temperature is sent as 100 more than its amount. */
function temperature(celsius: number): number[] {
  const rounded = Math.round(celsius);
  return u16(rounded < 0 ? 100 - rounded : rounded);
}

function cells({ home }: JkState): number[] {
  const values = home.battery.cellsV.flatMap((volts, index) => [index + 1, ...u16(Math.round(volts * 1000))]);
  return [values.length, ...values];
}

function current({ home, currentFormat }: JkState): number[] {
  const hundredths = Math.round(Math.abs(home.battery.currentA) * 100);
  const isCharge = home.battery.currentA < 0;
  if (currentFormat === 1) return u16(hundredths | (isCharge && hundredths > 0 ? 0x8000 : 0));
  return u16(10_000 + (isCharge ? hundredths : -hundredths));
}

const cyclesOf = (battery: BatterySnapshot): number => battery.dischargeWh / (battery.capacityAh * 51.2);
const lowSoc = 10;

function alarms({ home, alarms: raised }: JkState): number[] {
  const { soc, cellsV, switchC } = home.battery;
  const own =
    (soc <= lowSoc ? 1 : 0) |
    (switchC > 90 ? 2 : 0) |
    (Math.max(...cellsV) > 3.65 ? 0x400 : 0) |
    (Math.min(...cellsV) < 2.6 ? 0x800 : 0);
  return u16(own | raised);
}

function status({ home, switches }: JkState): number[] {
  const { cellsV, powerW } = home.battery;
  const balances = powerW < 0 && Math.max(...cellsV) > 3.4 && Math.max(...cellsV) - Math.min(...cellsV) > 0.008;
  return u16(switches[0xab] | (2 * switches[0xac]) | (balances ? 4 : 0));
}

/** Every id a read-all answer holds, in its order. */
export const jkPoints: ReadonlyMap<number, Value> = new Map<number, Value>([
  [0x79, cells],
  [0x80, ({ home }) => temperature(home.battery.switchC)],
  [0x81, ({ home }) => temperature(home.battery.cellC)],
  [0x82, ({ home }) => temperature(home.battery.cellC - 0.6)],
  [0x83, ({ home }) => u16(Math.round(home.battery.voltageV * 100))],
  [0x84, current],
  [0x85, ({ home }) => u8(Math.round(home.battery.soc))],
  [0x86, fixed([2])],
  [0x87, ({ home }) => u16(Math.floor(cyclesOf(home.battery)))],
  [0x89, ({ home }) => u32(Math.floor(cyclesOf(home.battery) * home.battery.capacityAh))],
  [0x8a, ({ home }) => u16(home.battery.cellsV.length)],
  [0x8b, alarms],
  [0x8c, status],
  [0x8e, ({ home }) => u16(home.battery.cellsV.length * 365)],
  [0x8f, ({ home }) => u16(home.battery.cellsV.length * 260)],
  ...[3650, 3550, 5, 2600, 2750, 5, 300, 120, 300, 70, 30, 3400, 8].map((value, index): [number, Value] => [
    0x90 + index,
    fixed(u16(value)),
  ]),
  [0x9d, fixed([1])],
  ...[90, 70, 100, 100, 20, 55, 65, 0xffff & -2, 5, 0xffff & -20, 0xffff & -10].map((value, index): [number, Value] => [
    0x9e + index,
    fixed(u16(value)),
  ]),
  [0xa9, ({ home }) => u8(home.battery.cellsV.length)],
  [0xaa, ({ home }) => u32(home.battery.capacityAh)],
  [0xab, ({ switches }) => u8(switches[0xab])],
  [0xac, ({ switches }) => u8(switches[0xac])],
  [0xad, fixed(u16(1000))],
  [0xae, fixed([1])],
  [0xaf, fixed([0])],
  [0xb0, fixed(u16(10))],
  [0xb1, fixed([lowSoc])],
  [0xb2, fixed(ascii('123456', 10))],
  [0xb3, fixed([0])],
  [0xb4, fixed(ascii('Input Us', 8))],
  [0xb5, fixed(ascii('2309', 4))],
  [0xb6, ({ runningMinutes }) => u32(runningMinutes)],
  [0xb7, fixed(ascii('11.XW_S11.261__', 15))],
  [0xb8, fixed([0])],
  [0xb9, ({ home }) => u32(home.battery.capacityAh)],
  [0xba, fixed(ascii('BT3072020120000200521001', 24))],
  [0xc0, ({ currentFormat }) => u8(currentFormat)],
]);
