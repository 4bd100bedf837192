// Money and emissions of a period, and their exact addition: what was paid and earned, what it would have been without sun or
// battery, the lines of the bill. Parts of a period add up to the whole to the last digit.
import { dayMs, hourMs } from '#core/time.ts';
import { type CarbonRule, carbonOf } from '../carbon.ts';
import { bucketsIn } from '../period-energy.ts';
import type { Span } from '../periods.ts';
import { withoutBattery, withoutPv } from '../savings.ts';
import type { EnergyBucket } from '../types.ts';
import { costOf, type Cost } from './cost.ts';
import { type LineHead, billLines } from './cost-lines.ts';
import { moneyText } from './decimal.ts';
import type { HolidayBook } from './holidays.ts';
import type { SeriesBook } from './price-at.ts';
import type { Tariff } from './tariff.ts';

/** What money and emissions are computed by. */
export interface Pricing {
  /** IANA zone of the site. */
  readonly zone: string;
  /** Absent: there is no money. */
  readonly tariff?: Tariff;
  /** Market prices that dynamic parts name. */
  readonly series?: SeriesBook;
  readonly holidays?: HolidayBook;
  /** Absent: there are no emissions. */
  readonly carbon?: CarbonRule;
}

/** A line of a bill; plain JSON, amounts as whole numbers in digits. */
interface MoneyLine extends LineHead {
  readonly quantity: number;
  readonly lowest: string;
  readonly highest: string;
  readonly net: string;
  readonly vat: string;
  readonly span: Span;
}

/** Money of a period; plain JSON, amounts in digits of 10⁻¹⁸, masses in nanograms. */
export interface PeriodMoney {
  /** Absent without a tariff. */
  readonly money?: {
    readonly currency: string;
    readonly cost: string;
    readonly earned: string;
    readonly pv: string;
    readonly battery: string;
    readonly lines: readonly MoneyLine[];
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
  /** Saved by sun and battery, and by the battery alone. */
  readonly pv: bigint;
  readonly battery: bigint;
  /** Nanograms. */
  readonly grid: bigint;
  readonly avoided: bigint;
}

/** A line of a bill as people and programs read it; amounts are exact texts. */
export interface BillLine {
  readonly kind: 'import' | 'export' | 'standing' | 'demand';
  readonly edition: number;
  readonly name: string;
  readonly window: string;
  readonly net: string;
  readonly vat: string;
  readonly amount: string;
  readonly why: string;
}

/** Energy no price was found for. */
export interface UnpricedEnergy extends Pick<Cost['unpriced'][number], 'side' | 'name' | 'why'> {
  readonly energyWh: number;
}

const moneyDigits = 18;

/** An exact amount without needless zeros. */
export function exactMoney(amount: bigint): string {
  const text = moneyText(amount, moneyDigits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * Whether what a part of a billing period costs hangs on the time before it: peaks and tiers of a billing period count from its
 * first day. Tiers of a day only need that day.
 */
export const countsFromBilling = ({ tariff }: Pricing): boolean =>
  tariff?.versions.some(
    (version) =>
      version.demand.length > 0 ||
      [...version.import, ...version.export].some((part) => part.kind === 'tiered' && part.per === 'billing'),
  ) ?? false;

/** The same time as it was, without sun, and without a battery; all in order of time. */
export interface Courses {
  readonly actual: readonly EnergyBucket[];
  readonly noSun: readonly EnergyBucket[];
  readonly noBattery: readonly EnergyBucket[];
}

/** The courses of buckets; made once where many periods of them are priced. */
export const coursesOf = (buckets: readonly EnergyBucket[]): Courses => ({
  actual: buckets,
  noSun: withoutPv(buckets),
  noBattery: withoutBattery(buckets),
});

function costed(pricing: Pricing & { readonly tariff: Tariff }, courses: Courses, span: Span) {
  const { tariff, zone, series, holidays } = pricing;
  const hasPast = countsFromBilling(pricing);
  const near = { startMs: span.startMs - dayMs, endMs: span.endMs + hourMs };
  const bill = (buckets: readonly EnergyBucket[]): Cost =>
    costOf({
      buckets: hasPast ? buckets : bucketsIn(buckets, near),
      tariff,
      zone,
      span,
      ...(series === undefined ? {} : { series }),
      ...(holidays === undefined ? {} : { holidays }),
    });
  const actual = bill(courses.actual);
  const earned = -actual.lines.filter(({ kind }) => kind === 'export').reduce((sum, { amount }) => sum + amount, 0n);
  return {
    currency: actual.currency,
    cost: (actual.total + earned).toString(),
    earned: earned.toString(),
    pv: (bill(courses.noSun).total - actual.total).toString(),
    battery: (bill(courses.noBattery).total - actual.total).toString(),
    lines: actual.lines.map(({ kind, edition, from, name, window, quantity, lowest, highest, net, vat, ...line }) => ({
      kind,
      edition,
      from,
      name,
      window,
      quantity,
      span: line.span,
      lowest: lowest.toString(),
      highest: highest.toString(),
      net: net.toString(),
      vat: vat.toString(),
    })),
    unpriced: actual.unpriced,
  };
}

/** Money and emissions of a span; the buckets may begin before it, for tiers and peaks that count from there. */
export function moneyOf(pricing: Pricing, courses: Courses, span: Span): PeriodMoney {
  const { tariff, carbon } = pricing;
  const { grid, avoided } = carbon === undefined ? { grid: 0n, avoided: 0n } : carbonOf(courses.actual, carbon, span);
  const emitted = { grid: grid.toString(), avoided: avoided.toString() };
  return tariff === undefined ? emitted : { ...emitted, money: costed({ ...pricing, tariff }, courses, span) };
}

/** Money of several periods together. */
export function addedMoney(all: readonly PeriodMoney[]): MoneySum {
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

/** The bill of several periods together, line by line. */
export function billOf(all: readonly PeriodMoney[], currency: string): BillLine[] {
  const book = billLines();
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
export function unpricedOf(all: readonly PeriodMoney[]): UnpricedEnergy[] {
  const sums = new Map<string, Cost['unpriced'][number]>();
  for (const { money } of all)
    for (const one of money?.unpriced ?? []) {
      const key = JSON.stringify([one.side, one.name, one.why]);
      sums.set(key, { ...one, energy: one.energy + (sums.get(key)?.energy ?? 0) });
    }
  return [...sums.values()].map(({ side, name, energy, why }) => ({ side, name, energyWh: energy / 1000, why }));
}
