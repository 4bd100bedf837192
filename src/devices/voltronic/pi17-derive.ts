// What PS of the PI17 family means for grid and battery. The AC input of MPI units is negative while it feeds the grid; its
// first phase may come without a sign, and its total is of no use from 10 kW on (observed on an MPI 15K).
import { numeric } from '../define.ts';
import type { Derivation } from '../definition.ts';

type Values = Parameters<Derivation['calc']>;

/** Rounding of four fields, W. */
const toleranceW = 50;

/** AC input of the first phase and in total, with their signs. */
function acInput([r, s, t, total, direction]: Values): { readonly l1: number; readonly total: number } {
  const size = Math.abs(numeric(r));
  const others = numeric(s) + numeric(t);
  for (const l1 of [-size, size])
    if (Math.abs(numeric(total) - (l1 + others)) <= toleranceW) return { l1, total: numeric(total) };
  const l1 = direction === 'Output' ? -size : direction === 'Input' ? size : numeric(r);
  return { l1, total: l1 + others };
}

const input = [
  'ac_input_active_power_r',
  'ac_input_active_power_s',
  'ac_input_active_power_t',
  'ac_input_total_active_power',
  'line_power_direction',
];

const gridPower: Derivation = {
  metric: 'grid.power',
  name: 'grid_power',
  label: 'Grid power (+ import)',
  unit: 'W',
  from: input,
  calc: (...values) => acInput(values).total,
};

const gridPowerL1: Derivation = {
  metric: 'grid.power.l1',
  name: 'grid_power_l1',
  label: 'Grid power of the first phase (+ import)',
  unit: 'W',
  from: input,
  calc: (...values) => acInput(values).l1,
};

const solarPower: Derivation = {
  metric: 'pv.power',
  name: 'solar_input_power',
  label: 'Solar input power of both strings',
  unit: 'W',
  from: ['solar_input_power_1', 'solar_input_power_2'],
  needs: 'any',
  calc: (...powers) => powers.reduce<number>((sum, power) => sum + numeric(power), 0),
};

/** What the loads take beyond sun and grid, as MPI units leave the battery's own field empty. */
const batteryPower: Derivation = {
  metric: 'battery.power',
  name: 'battery_power_balance',
  label: 'Battery power (output − solar − grid)',
  unit: 'W',
  from: [...input, 'ac_output_total_active_power', 'solar_input_power_1', 'solar_input_power_2'],
  calc(...values) {
    const [output, solar1, solar2] = values.slice(input.length);
    return numeric(output) - numeric(solar1) - numeric(solar2) - acInput(values).total;
  },
};

/** For PS. */
export const powers: readonly Derivation[] = [gridPower, gridPowerL1, solarPower, batteryPower];
