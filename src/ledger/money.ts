// Money and carbon of a stretch of buckets, and their exact addition: what was paid and earned, what it would have been
// without sun or battery, the lines of the bill.
import { type CarbonRule, carbonOf } from '#energy/carbon.ts';
import { costOf, type Cost, type CostQuestion } from '#energy/money/cost.ts';
import { type LineHead, lineBook } from '#energy/money/cost-lines.ts';
import { moneyText } from '#energy/money/decimal.ts';
import type { Span } from '#energy/periods.ts';
import { withoutBattery, withoutPv } from '#energy/savings.ts';
import type { EnergyBucket } from '#energy/types.ts';
import type { Pricing } from './tariff-shelf.ts';
import type { BillLine } from './types.ts';

/** A line as it is kept: whole numbers in digits. */
interface KeptLine extends LineHead {
  readonly quantity: number;
  readonly lowest: string;
  readonly highest: string;
  readonly net: string;
  readonly vat: string;
  readonly span: Span;
}

/** Money of a stretch as it is kept: JSON, amounts in digits of 10⁻¹⁸, masses in nanograms. */
export interface KeptMoney {
  /** Absent without a tariff. */
  readonly money?: {
    readonly currency: string;
    readonly cost: string;
    readonly earned: string;
    readonly pv: string;
    readonly battery: string;
    readonly lines: readonly KeptLine[];
    readonly unpriced: Cost['unpriced'];
  };
  readonly grid: string;
  readonly avoided: string;
}

/** Money added up. */
export interface MoneySum {
  readonly currency?: string;
  readonly cost: bigint;
  readonly earned: bigint;
  readonly pv: bigint;
  readonly battery: bigint;
  readonly grid: bigint;
  readonly avoided: bigint;
}

const moneyDigits = 18;

/** An exact amount without needless zeros. */
export function exactMoney(amount: bigint): string {
  const text = moneyText(amount, moneyDigits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function costed(question: CostQuestion): NonNullable<KeptMoney['money']> {
  const actual = costOf(question);
  const { buckets } = question;
  const earned = -actual.lines.filter(({ kind }) => kind === 'export').reduce((sum, { amount }) => sum + amount, 0n);
  const noSun = costOf({ ...question, buckets: withoutPv(buckets) });
  const noBattery = costOf({ ...question, buckets: withoutBattery(buckets) });
  return {
    currency: actual.currency,
    cost: (actual.total + earned).toString(),
    earned: earned.toString(),
    pv: (noSun.total - actual.total).toString(),
    battery: (noBattery.total - actual.total).toString(),
    lines: actual.lines.map(({ kind, edition, from, name, window, quantity, lowest, highest, net, vat, span }) => ({
      kind,
      edition,
      from,
      name,
      window,
      quantity,
      span,
      lowest: lowest.toString(),
      highest: highest.toString(),
      net: net.toString(),
      vat: vat.toString(),
    })),
    unpriced: actual.unpriced,
  };
}

/** Money and carbon of a span; `buckets` may begin before it, where tiers and peaks count from there. */
export function moneyOf(pricing: Pricing, buckets: readonly EnergyBucket[], span: Span): KeptMoney {
  const { tariff, zone, series, holidays } = pricing;
  const rule: CarbonRule = pricing.carbon;
  const { grid, avoided } = carbonOf(buckets, rule, span);
  const kept = { grid: grid.toString(), avoided: avoided.toString() };
  if (tariff === undefined) return kept;
  return { ...kept, money: costed({ buckets, tariff, zone, span, series, holidays }) };
}

/** Money of several stretches together. */
export function addedMoney(all: readonly KeptMoney[]): MoneySum {
  const currency = all.find(({ money }) => money !== undefined)?.money?.currency;
  const sum = { cost: 0n, earned: 0n, pv: 0n, battery: 0n, grid: 0n, avoided: 0n };
  for (const { money, grid, avoided } of all) {
    sum.grid += BigInt(grid);
    sum.avoided += BigInt(avoided);
    if (money === undefined) continue;
    for (const key of ['cost', 'earned', 'pv', 'battery'] as const) sum[key] += BigInt(money[key]);
  }
  return currency === undefined ? sum : { ...sum, currency };
}

/** The bill of several stretches together, line by line. */
export function billOf(all: readonly KeptMoney[], currency: string): BillLine[] {
  const book = lineBook();
  for (const { money } of all)
    for (const { quantity, lowest, highest, net, vat, span, ...head } of money?.lines ?? []) {
      const line = book.line(head);
      line({ atMs: span.startMs, quantity, price: BigInt(lowest), cost: { net: BigInt(net), vat: BigInt(vat) } });
      // The other end of prices and of time, without an amount.
      line({ atMs: span.endMs, quantity: 0, price: BigInt(highest), cost: { net: 0n, vat: 0n } });
    }
  return book.lines(currency).map(({ kind, edition, name, window, net, vat, amount, why }) => ({
    kind,
    edition,
    name,
    window,
    why,
    net: exactMoney(net),
    vat: exactMoney(vat),
    amount: exactMoney(amount),
  }));
}

/** Energy without a price, part by part. */
export function unpricedOf(all: readonly KeptMoney[]): { name: string; energyWh: number; why: string }[] {
  const sums = new Map<string, { name: string; energy: number; why: string }>();
  for (const { money } of all)
    for (const { name, why, energy } of money?.unpriced ?? []) {
      const key = `${name}\n${why}`;
      sums.set(key, { name, why, energy: energy + (sums.get(key)?.energy ?? 0) });
    }
  return [...sums.values()].map(({ name, energy, why }) => ({ name, energyWh: energy / 1000, why }));
}
