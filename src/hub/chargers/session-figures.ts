// What a charge took from the sun and the grid, and what it cost: the split of the home's load in each of its hours, as the ledger has it.
import type { ChargeSession } from '#core/charging.ts';
import { hourMs } from '#core/time.ts';
import type { EnergyRow } from '#energy/report.ts';

/** A price from a moment to another, money per kWh. */
export interface PricedTime {
  readonly fromMs: number;
  readonly toMs: number;
  readonly price: number;
}

/** Figures of a charge; what is not known is absent. */
export interface ChargeFigures {
  /** Wh: straight from the sun, from the battery of the home, from the grid. */
  readonly sunWh?: number | undefined;
  readonly batteryWh?: number | undefined;
  readonly gridWh?: number | undefined;
  /** What the part from the grid cost, and what all of it would have cost from there. */
  readonly cost?: number | undefined;
  readonly gridCost?: number | undefined;
  /** Emitted for the part from the grid, kg. */
  readonly co2Kg?: number | undefined;
}

type HourRow = Pick<EnergyRow, 'startMs' | 'flows' | 'importWh' | 'co2Kg'>;

interface Shares {
  readonly sun: number;
  readonly battery: number;
  readonly grid: number;
}

/** Where the load of an hour came from; undefined: there was none, or nothing is known of it. */
function sharesOf({ flows }: HourRow): Shares | undefined {
  const { pvToLoadWh: sun, batteryToLoadWh: battery, gridToLoadWh: grid, generatorToLoadWh: generator = 0 } = flows;
  const all = sun + battery + grid + generator;
  return all > 0 ? { sun: sun / all, battery: battery / all, grid: (grid + generator) / all } : undefined;
}

const priceAt = (prices: readonly PricedTime[] | undefined, atMs: number): number | undefined =>
  prices?.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.price;

/** The figures of a charge. An hour that the ledger does not know makes them unknown: they would be too small. */
export function figuresOf(
  { hours }: Pick<ChargeSession, 'hours'>,
  { rows, prices }: { readonly rows: readonly HourRow[]; readonly prices?: readonly PricedTime[] | undefined },
): ChargeFigures {
  const byHour = new Map(rows.map((row) => [row.startMs, row]));
  const parts = hours.map(([startMs, wh]) => {
    const row = byHour.get(startMs);
    const shares = row && sharesOf(row);
    const price = priceAt(prices, startMs + hourMs / 2);
    const { importWh = 0, co2Kg } = row ?? {};
    const gridWh = shares && wh * shares.grid;
    return {
      sunWh: shares && wh * shares.sun,
      batteryWh: shares && wh * shares.battery,
      gridWh,
      cost: gridWh === undefined || price === undefined ? undefined : (gridWh / 1000) * price,
      gridCost: price === undefined ? undefined : (wh / 1000) * price,
      co2Kg:
        gridWh === undefined
          ? undefined
          : co2Kg === undefined
            ? undefined
            : importWh > 0
              ? (gridWh / importWh) * co2Kg
              : 0,
    };
  });
  const sum = (key: keyof ChargeFigures): number | undefined => {
    const values = parts.flatMap((part) => part[key] ?? []);
    return values.length === parts.length && parts.length > 0 ? values.reduce((all, one) => all + one, 0) : undefined;
  };
  return {
    sunWh: sum('sunWh'),
    batteryWh: sum('batteryWh'),
    gridWh: sum('gridWh'),
    cost: sum('cost'),
    gridCost: sum('gridCost'),
    co2Kg: sum('co2Kg'),
  };
}
