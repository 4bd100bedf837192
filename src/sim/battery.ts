// The battery of the simulated home: 16 LiFePO4 cells in series. Power + is discharge.
import { mixSeed } from './noise.ts';

/** Fixed properties of a battery. */
export interface BatteryModel {
  readonly cells: number;
  /** Charge the cells hold, Ah. */
  readonly capacityAh: number;
  /** Energy the cells hold, Wh. */
  readonly capacityWh: number;
  /** Most charging and discharging power, W. */
  readonly limitW: number;
  /** Discharging stops here, % of capacity. */
  readonly floorSoc: number;
  /** Share of the energy that arrives in the cells when charging; the same share leaves them when discharging. */
  readonly efficiency: number;
  /** Resistance of the pack, Ω. */
  readonly resistance: number;
}

/** 16 cells of 200 Ah: the usual "10 kWh". */
export const defaultBattery: BatteryModel = {
  cells: 16,
  capacityAh: 200,
  capacityWh: 10_240,
  limitW: 3000,
  floorSoc: 10,
  efficiency: 0.97,
  resistance: 0.012,
};

// Rest voltage of a LiFePO4 cell over its state of charge (%, V): flat in the middle, steep at both ends.
const restCurve: readonly (readonly [soc: number, volts: number])[] = [
  [0, 2.8],
  [5, 3.1],
  [10, 3.2],
  [20, 3.245],
  [40, 3.285],
  [60, 3.3],
  [70, 3.325],
  [90, 3.34],
  [97, 3.365],
  [100, 3.43],
];

/** Rest voltage of one cell at a state of charge in %, V. */
function restVoltage(soc: number): number {
  let [fromSoc, fromV] = restCurve[0] ?? [0, 0];
  for (const [toSoc, toV] of restCurve) {
    if (soc <= toSoc) return toSoc === fromSoc ? toV : fromV + ((toV - fromV) * (soc - fromSoc)) / (toSoc - fromSoc);
    [fromSoc, fromV] = [toSoc, toV];
  }
  return fromV;
}

/** Pack voltage at a state of charge and power (W, + discharge), V. */
export function packVoltage(model: BatteryModel, soc: number, powerW: number): number {
  const rest = model.cells * restVoltage(soc);
  // V² − rest·V + R·P = 0; the larger root is the working point.
  return (rest + Math.sqrt(rest * rest - 4 * model.resistance * powerW)) / 2;
}

/**
 * Voltages of the cells, V; they sum to the pack's. Cells differ by their seed, a few mV in the flat middle of the
 * curve and several times that near full and empty.
 */
export function cellVoltages(
  model: BatteryModel,
  pack: { readonly voltageV: number; readonly soc: number; readonly seed: number },
): readonly number[] {
  const steep = 1 + 4 * Math.max(0, (pack.soc - 94) / 6) + 4 * Math.max(0, (15 - pack.soc) / 15);
  const offsets = Array.from(
    { length: model.cells },
    (_, index) => 0.006 * (mixSeed(pack.seed, 41, index) / 2 ** 32 - 0.5) * steep,
  );
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / model.cells;
  return offsets.map((offset) => pack.voltageV / model.cells + offset - mean);
}

/** Most power the battery may take up over the next `hours`, W; the charger tapers above 85 %. */
export function chargeLimit(model: BatteryModel, storedWh: number, hours: number): number {
  const soc = (100 * storedWh) / model.capacityWh;
  const taper = Math.min(1, Math.max(0.02, (100 - soc) / 15));
  return Math.max(0, Math.min(model.limitW * taper, (model.capacityWh - storedWh) / (model.efficiency * hours)));
}

/** Most power the battery may give over the next `hours`, W. */
export function dischargeLimit(model: BatteryModel, storedWh: number, hours: number): number {
  const floorWh = (model.capacityWh * model.floorSoc) / 100;
  return Math.max(0, Math.min(model.limitW, ((storedWh - floorWh) * model.efficiency) / hours));
}

/** Energy in the cells after `hours` at a power (W, + discharge), Wh. */
export function storedAfter(
  model: BatteryModel,
  storedWh: number,
  flow: { readonly powerW: number; readonly hours: number },
): number {
  const energyWh = flow.powerW * flow.hours;
  const change = energyWh > 0 ? -energyWh / model.efficiency : -energyWh * model.efficiency;
  return storedWh + change;
}
