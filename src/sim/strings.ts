// The modules of the simulated home behind an inverter with several trackers, and what the inverter gives on its AC side.
import type { PlantSnapshot } from './plant.ts';

/** One string of modules. */
export type PvString = PlantSnapshot['pv'];

/** Shares of the whole by number of strings: all different, so that one that is taken for another shows. */
const shares: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [0.625, 0.375],
  3: [0.5, 0.3125, 0.1875],
  4: [0.4375, 0.25, 0.1875, 0.125],
  8: [0.25, 0.1875, 0.15625, 0.125, 0.09375, 0.078125, 0.0625, 0.046875],
};
/** Strings of fewer modules work at a lower voltage. */
const volts = [1, 0.92, 0.85, 0.79, 0.74, 0.7, 0.67, 0.65] as const;

/** The sun in so many strings, which together are the whole. */
export function stringsOf({ powerW, voltageV, energyWh }: PvString, count: number): readonly PvString[] {
  const parts = shares[count];
  if (parts === undefined) throw new TypeError(`assertion: no home has ${count} strings`);
  return parts.map((share, index) => {
    const ownV = voltageV * (volts[index] ?? 1);
    const ownW = powerW * share;
    return { powerW: ownW, voltageV: ownV, currentA: ownV > 0 ? ownW / ownV : 0, energyWh: energyWh * share };
  });
}

/** The AC side of an inverter that spreads its power over three phases. */
export interface InverterOutput {
  /** + into the home and the grid. */
  readonly powerW: number;
  readonly phases: readonly { readonly powerW: number; readonly voltageV: number; readonly currentA: number }[];
}

/** What sun and battery give together on the AC side: of an inverter without a battery, the sun alone. */
export function outputOf({ pv, battery, grid }: PlantSnapshot, { hasBattery = true } = {}): InverterOutput {
  const powerW = pv.powerW + (hasBattery ? battery.powerW : 0);
  const phases = grid.phases.map(({ voltageV }) => ({
    powerW: powerW / 3,
    voltageV,
    currentA: Math.abs(powerW) / 3 / voltageV,
  }));
  return { powerW, phases };
}
