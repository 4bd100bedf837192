// The long answers of the PI30 emulator: QPIGS (state), QPIRI (ratings and settings), QPIWS (warnings), QMOD (mode).
// Field order and widths: maker's document sections 2.7, 2.9, 2.12, 2.13 and the recorded frames of mpp-solar.
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';

/** Settings a client may change. */
export interface Pi30Settings {
  /** 0 utility first, 1 solar first, 2 SBU (solar, battery, utility). */
  readonly outputPriority: 0 | 1 | 2;
  /** 0 utility first, 1 solar first, 2 solar and utility, 3 only solar. */
  readonly chargerPriority: 0 | 1 | 2 | 3;
}

/** How a unit of this family prints its answers. */
export interface Pi30Print {
  /** Fields of QPIGS: 17 on the oldest units, 21 usual, 24 on MAX units. */
  readonly qpigsFields: number;
  /** Fields of QPIRI: 21 or 25 on older units, 27 usual, 28 on MAX units. */
  readonly qpiriFields: number;
  /**
   * Field 12 of QPIGS: `panel`, the current of the panels as 00.0 (units with a high-voltage tracker), or `battery`,
   * the panels' share of the battery current as 0000 (MS and MK units).
   */
  readonly pvCurrent: 'panel' | 'battery';
  /** Whether the count of parallel units in QPIRI is printed as `-`: units that cannot work in parallel. */
  readonly parallelDash: boolean;
}

/** A power below this counts as none, W: the inverter's own meter does not see less. */
const seenW = 20;

const bits = (flags: readonly boolean[]): string => flags.map((flag) => (flag ? '1' : '0')).join('');

/** Whether the inverter runs on the grid (L) or from sun and battery alone (B). */
export function modeLetter({ grid }: PlantSnapshot): 'L' | 'B' {
  return Math.abs(grid.phases[0].powerW) > seenW ? 'L' : 'B';
}

/** The fields of QPIGS without the bracket. The load is the whole home's, which the demo's inverter measures by clamp. */
export function qpigs(home: PlantSnapshot, print: Pi30Print): string {
  const { battery, grid, inverter, load, pv } = home;
  const apparentVA = Math.hypot(load.powerW, 0.2 * load.powerW + 60);
  const charging = battery.powerW < -seenW;
  const chargingFromSun = charging && pv.powerW > seenW;
  const voltage = grid.phases[0].voltageV;
  const fields = [
    digits(voltage, 3, 1),
    digits(grid.frequencyHz, 2, 1),
    digits(voltage, 3, 1),
    digits(grid.frequencyHz, 2, 1),
    digits(apparentVA, 4),
    digits(load.powerW, 4),
    digits((100 * apparentVA) / inverter.limitW, 3),
    digits(inverter.busV, 3),
    digits(battery.voltageV, 2, 2),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
    digits(inverter.temperatureC, 4),
    print.pvCurrent === 'panel' ? digits(pv.currentA, 2, 1) : digits(pv.powerW / battery.voltageV, 4),
    digits(pv.voltageV, 3, 1),
    print.pvCurrent === 'panel' ? '00.00' : digits(pv.powerW > seenW ? battery.voltageV : 0, 2, 2),
    digits(battery.currentA, 5),
    bits([false, false, false, true, false, charging, chargingFromSun, charging && grid.phases[0].powerW > seenW]),
    '00',
    '00',
    digits(pv.powerW, 5),
    bits([battery.soc > 99.5 && pv.powerW > seenW, true, false]),
    grid.phases[0].powerW < -seenW ? '1' : '0',
    '01',
    digits(-grid.phases[0].powerW, 4),
  ];
  return fields.slice(0, print.qpigsFields).join(' ');
}

/** The fields of QPIRI, all that any model has: a 5 kW unit for 48 V. */
export function ratingFields(settings: Pi30Settings, print: Pi30Print): readonly string[] {
  const ratings = ['230.0', '21.7', '230.0', '50.0', '21.7', '5000', '5000', '48.0', '46.0', '42.0', '56.4', '54.0'];
  const chosen = ['2', '30', '060', '1', String(settings.outputPriority), String(settings.chargerPriority)];
  const rest = ['10', '0', '0', '54.0', '0', '1', '000', '0', '100'];
  return [...ratings, ...chosen, print.parallelDash ? '-' : '9', ...rest];
}

/** The 32 warning characters; bit numbers as in section 2.13. */
export function qpiws(home: PlantSnapshot, raised: ReadonlySet<number>): string {
  const isOn = (bit: number): boolean =>
    raised.has(bit) || (bit === 12 && home.battery.soc < 8) || (bit === 9 && home.inverter.temperatureC > 90);
  return bits(Array.from({ length: 32 }, (_, bit) => isOn(bit)));
}
