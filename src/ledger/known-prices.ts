// What energy costs over a stretch of time, as far as the contract and market prices say: for rules, and for people to see.
import { minuteMs, type TimeRange } from '#core/time.ts';
import { priceNumber } from '#energy/money/decimal.ts';
import { pricesAt } from '#energy/money/price-now.ts';
import type { Pricing } from '#energy/money/period-money.ts';

/** A stretch with one price: money per kWh with tax. */
export interface KnownPrice extends TimeRange {
  readonly price: number;
}

/** Prices that are known; stretches without one are left out. */
export interface KnownPrices {
  readonly currency: string;
  readonly import: readonly KnownPrice[];
  readonly export: readonly KnownPrice[];
}

/** Contracts change at full minutes, and markets by the quarter of an hour. */
const stepMs = 15 * minuteMs;
/** The longest stretch of one question, ms. */
export const longestPricesMs = 8 * 24 * 60 * minuteMs;

/** Prices of a stretch; undefined: the home has no tariff. */
export function knownPrices({ tariff, zone, series, holidays }: Pricing, span: TimeRange): KnownPrices | undefined {
  if (tariff === undefined) return undefined;
  const fromMs = Math.floor(span.fromMs / stepMs) * stepMs;
  const count = Math.ceil((Math.min(span.toMs, fromMs + longestPricesMs) - fromMs) / stepMs);
  const moments = Array.from({ length: Math.max(0, count) }, (_none, index) => fromMs + index * stepMs);
  const of = (side: 'import' | 'export'): readonly KnownPrice[] => {
    const found: KnownPrice[] = [];
    for (const [index, one] of pricesAt({ tariff, zone, series, holidays }, moments, { side }).entries()) {
      if (one === undefined || one.parts.length === 0) continue;
      const atMs = fromMs + index * stepMs;
      const price = priceNumber(one.price);
      const last = found.at(-1);
      if (last?.toMs === atMs && last.price === price) found[found.length - 1] = { ...last, toMs: atMs + stepMs };
      else found.push({ fromMs: atMs, toMs: atMs + stepMs, price });
    }
    return found;
  };
  return { currency: tariff.currency, import: of('import'), export: of('export') };
}
