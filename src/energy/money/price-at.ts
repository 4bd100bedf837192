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

/** The market's price by the contract; absent if the series has none and the part has no fallback. */
export function dynamicPrice(part: DynamicPrice, { atMs, series }: Omit<PriceMoment, 'day'>): PartPrice | undefined {
  const market = valueAt(series?.get(part.series)?.slots ?? [], atMs);
  if (market === undefined)
    return part.fallback === undefined ? undefined : { window: 'fallback', price: part.fallback };
  const price = market + shareOf({ amount: market, percent: part.markupPercent }) + part.adder;
  if (part.floor !== undefined && price < part.floor) return { window: 'market', price: part.floor };
  return { window: 'market', price: part.cap !== undefined && price > part.cap ? part.cap : price };
}

/** The prices of a part that does not follow a market, in their order: windows and what is left, tiers, or the only one. */
export function pricesOf(part: EnergyPrice): readonly PartPrice[] {
  switch (part.kind) {
    case 'flat':
      return [{ window: '', price: part.price }];
    case 'time-of-use':
      return [...part.windows, part.otherwise].map(({ name, price }) => ({ window: name, price }));
    case 'tiered':
      return part.tiers.map(({ name, price }) => ({ window: name, price }));
    case 'dynamic':
      return [];
  }
}

/** Which of {@link pricesOf} holds at a moment; for tiers the first. */
export function windowAt(part: EnergyPrice, day: DayPlan, atMs: number): number {
  if (part.kind !== 'time-of-use') return 0;
  const found = part.windows.findIndex(({ when }) => holds(when, day, atMs));
  return found === -1 ? part.windows.length : found;
}

/** A price of zero: a part that does not apply at a moment. */
const nothing: PartPrice = { window: '', price: 0n };

/** A part's price at a moment, as written; absent if a market price is missing. A tiered price gives its first tier. */
export function partPrice(part: EnergyPrice, moment: PriceMoment): PartPrice | undefined {
  if (part.when !== undefined && !holds(part.when, moment.day, moment.atMs)) return nothing;
  if (part.kind === 'dynamic') return dynamicPrice(part, moment);
  return pricesOf(part)[windowAt(part, moment.day, moment.atMs)];
}

/** Where energy is priced: the two ways over the meter, and what a generator gave. */
export const pricedSides = ['import', 'export', 'generator'] as const;

/** One of {@link pricedSides}. */
export type Side = (typeof pricedSides)[number];

/** A part's price with value-added tax separate; feed-in is taxed only if the part names a rate. */
export function taxedPart(price: Price, part: EnergyPrice, of: { version: TariffVersion; side: Side }): Taxed {
  const { version, side } = of;
  const percent = part.vatPercent ?? (side === 'export' ? 0n : version.vatPercent);
  return taxed(price, { percent, included: version.vatIncluded });
}
