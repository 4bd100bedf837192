// What a kilowatt-hour costs or earns at a moment: for bills, for screens and for planners alike.
import { holds, type DayPlan } from './day-plan.ts';
import { shareOf, taxed, type Price, type Taxed } from './decimal.ts';
import { valueAt, type PriceSeries } from './price-series.ts';
import type { DynamicPrice, EnergyPrice, TariffVersion } from './tariff.ts';

/** A part of a price at a moment: which window or tier, and how much, as written. */
export interface PartPrice {
  readonly window: string;
  readonly price: Price;
}

/** Price series by the name tariffs know them by. */
export type SeriesBook = ReadonlyMap<string, PriceSeries>;

/** The moment a price is wanted for. */
export interface PriceMoment {
  readonly atMs: number;
  readonly day: DayPlan;
  readonly series: SeriesBook | undefined;
}

function dynamicPrice(part: DynamicPrice, { atMs, series }: PriceMoment): PartPrice | undefined {
  const market = valueAt(series?.get(part.series)?.slots ?? [], atMs);
  if (market === undefined)
    return part.fallback === undefined ? undefined : { window: 'fallback', price: part.fallback };
  const price = market + shareOf({ amount: market, percent: part.markupPercent }) + part.adder;
  if (part.floor !== undefined && price < part.floor) return { window: 'market', price: part.floor };
  return { window: 'market', price: part.cap !== undefined && price > part.cap ? part.cap : price };
}

/** A part's price at a moment, as written; absent where a market price is missing. A tiered price gives its first tier. */
export function partPrice(part: EnergyPrice, moment: PriceMoment): PartPrice | undefined {
  switch (part.kind) {
    case 'flat':
      return { window: '', price: part.price };
    case 'time-of-use': {
      const { name, price } = part.windows.find(({ when }) => holds(when, moment.day, moment.atMs)) ?? part.otherwise;
      return { window: name, price };
    }
    case 'dynamic':
      return dynamicPrice(part, moment);
    case 'tiered': {
      const [first] = part.tiers;
      return first === undefined ? undefined : { window: first.name, price: first.price };
    }
  }
}

/** Which way energy goes over the meter. */
export type Side = 'import' | 'export';

/** A part's price with value-added tax apart; feed-in bears tax only where the part names it. */
export function taxedPart(price: Price, part: EnergyPrice, of: { version: TariffVersion; side: Side }): Taxed {
  const { version, side } = of;
  const percent = part.vatPercent ?? (side === 'export' ? 0n : version.vatPercent);
  return taxed(price, { percent, included: version.vatIncluded });
}
