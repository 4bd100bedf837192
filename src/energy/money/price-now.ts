// What the next kilowatt-hour costs or earns at a moment, all parts and taxes in it: for screens, and for planners to compare.
import { dayPlan } from './day-plan.ts';
import type { CostQuestion } from './cost.ts';
import { shareOf, type Price } from './decimal.ts';
import { partPrice, taxedPart, type Side } from './price-at.ts';
import { versionSpansOf, type TariffVersion } from './tariff.ts';

/** The price of a moment. */
export interface PriceNow {
  /** With tax. */
  readonly price: Price;
  /** Its parts, as written: name, window and price. */
  readonly parts: readonly { readonly name: string; readonly window: string; readonly price: Price }[];
}

/** Taxes on a part, and those on these taxes, with their own value-added tax. */
function taxesOn(name: string, net: Price, version: TariffVersion): Price {
  let sum = 0n;
  for (const tax of version.taxes.filter(({ of }) => of.includes(name))) {
    const own = shareOf({ amount: net, percent: tax.percent });
    sum += own + shareOf({ amount: own, percent: tax.vatPercent ?? version.vatPercent });
    sum += taxesOn(tax.name, own, version);
  }
  return sum;
}

/**
 * Prices of some moments, in their order; absent if no version holds or a market price is missing. A tiered part counts with
 * its first tier, netting and limits not at all, because how much will be taken is not known.
 */
export function pricesAt(
  question: Omit<CostQuestion, 'buckets' | 'span'>,
  moments: readonly number[],
  { side }: { readonly side: Side },
): (PriceNow | undefined)[] {
  const { tariff, zone, series, holidays } = question;
  const stretches = versionSpansOf(tariff, zone);
  return moments.map((atMs) => {
    const version = stretches.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)?.version;
    if (version === undefined) return undefined;
    const day = dayPlan(atMs, zone, { classes: version.holidays, book: holidays });
    let price = 0n;
    const parts: PriceNow['parts'][number][] = [];
    for (const part of version[side] ?? []) {
      const found = partPrice(part, { atMs, day, series });
      if (found === undefined) return undefined;
      const own = taxedPart(found.price, part, { version, side });
      price += own.net + own.vat + taxesOn(part.name, own.net, version);
      parts.push({ name: part.name, ...found });
    }
    return { price, parts };
  });
}
