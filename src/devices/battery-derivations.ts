// What every battery management system's answers let compute, where the maker gives no field for it.
import { numeric, round } from './define.ts';
import type { Derivation } from './definition.ts';

/** Power from voltage and current; `chargeIsPositive` is the maker's sign of the current, `name` the field's. */
export function packPower(
  voltage: string,
  current: string,
  { chargeIsPositive, name = 'battery_power' }: { readonly chargeIsPositive: boolean; readonly name?: string },
): Derivation {
  const sign = chargeIsPositive ? -1 : 1;
  return {
    metric: 'battery.power',
    name,
    label: 'Battery power (voltage × current), + discharge',
    unit: 'W',
    from: [voltage, current],
    calc: (volts, amps) => round(sign * numeric(volts) * numeric(amps), 1),
  };
}

/** The lowest and the highest of some cells. */
function extremes(volts: Parameters<Derivation['calc']>): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const one of volts) {
    const cell = numeric(one);
    min = Math.min(min, cell);
    max = Math.max(max, cell);
  }
  return { min, max };
}

/** Lowest and highest cell and their difference; `without` names what the maker says itself. */
export function cellExtremes(
  cells: readonly string[],
  without: readonly ('min' | 'max' | 'spread')[] = [],
): readonly Derivation[] {
  const all: readonly (Derivation & { readonly key: 'min' | 'max' | 'spread' })[] = [
    {
      key: 'min',
      metric: 'battery.cell.voltage.min',
      name: 'voltage_cell_min',
      label: 'Lowest cell voltage',
      unit: 'V',
      from: cells,
      needs: 'any',
      calc: (...volts) => extremes(volts).min,
    },
    {
      key: 'max',
      metric: 'battery.cell.voltage.max',
      name: 'voltage_cell_max',
      label: 'Highest cell voltage',
      unit: 'V',
      from: cells,
      needs: 'any',
      calc: (...volts) => extremes(volts).max,
    },
    {
      key: 'spread',
      metric: 'battery.cell.voltage.spread',
      name: 'voltage_cell_spread',
      label: 'Cell voltage spread',
      unit: 'V',
      from: cells,
      needs: 'any',
      calc(...volts) {
        const { min, max } = extremes(volts);
        return round(max - min, 3);
      },
    },
  ];
  return all.filter(({ key }) => !without.includes(key)).map(({ key: _, ...derivation }) => derivation);
}

/** State of charge from what is left and what fits in. */
export function chargeShare(remaining: string, total: string): Derivation {
  return {
    metric: 'battery.soc',
    name: 'soc_computed',
    label: 'State of charge (left ÷ full)',
    unit: '%',
    from: [remaining, total],
    calc(left, full) {
      const share = (100 * numeric(left)) / numeric(full);
      return numeric(full) > 0 ? round(Math.min(100, share), 1) : undefined;
    },
  };
}
