// Money and emissions of a period, and their exact addition: what was paid and earned, what it would have been without sun or
// battery, the lines of the bill. Parts of a period add up to the whole to the last digit.
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { type CarbonRule, carbonOfBucket } from '../carbon.ts';
import type { Span } from '../periods.ts';
import { meterWithoutBattery, meterWithoutPv } from '../savings.ts';
import type { EnergyBucket } from '../types.ts';
import { meterEnergy, runOver, type SpansRun } from './cost.ts';
import { type LineHead, type LineKind, billLines } from './cost-lines.ts';
import { newCourse, type CourseState } from './cost-run.ts';
import { moneyText } from './decimal.ts';
import type { HolidayBook } from './holidays.ts';
import { isDayByDay, lookAhead, lookBack } from './look-back.ts';
import type { SeriesBook } from './price-at.ts';
import { spanBooks, spanFinder, type SpanBook, spanTotals, type Unpriced } from './span-books.ts';
import type { Tariff } from './tariff.ts';

/** What money and emissions are computed by. */
export interface Pricing {
  /** IANA zone of the site. */
  readonly zone: string;
  /** Absent: there is no money. */
  readonly tariff?: Tariff;
  /** Market prices that dynamic parts name. */
  readonly series?: SeriesBook | undefined;
  readonly holidays?: HolidayBook | undefined;
  /** Absent: there are no emissions. */
  readonly carbon?: CarbonRule;
}

/** A line of a bill; plain JSON, amounts as whole numbers in digits. */
interface MoneyLine extends LineHead {
  readonly quantity: number;
  readonly times: number;
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
    readonly unpriced: readonly Unpriced[];
  };
  readonly grid: string;
  readonly avoided: string;
}

/** Money added up. */
export interface MoneySum {
  readonly currency?: string;
  readonly cost: bigint;
  readonly earned: bigint;
  /** Saved by the sun alone, and by the battery beside it. */
  readonly pv: bigint;
  readonly battery: bigint;
  /** Nanograms. */
  readonly grid: bigint;
  readonly avoided: bigint;
}

/** A line of a bill as people and programs read it; amounts are exact texts. */
export interface BillLine {
  readonly kind: LineKind;
  readonly edition: number;
  readonly name: string;
  readonly window: string;
  readonly net: string;
  readonly vat: string;
  readonly amount: string;
  /** How it came about, as code and parameters, and in English. */
  readonly reason: Reason;
  readonly why: string;
}

/** Energy for which no price was found, or only a fallback one. */
export interface UnpricedEnergy extends Pick<Unpriced, 'side' | 'name'> {
  readonly energyWh: number;
  readonly reason: Reason;
  readonly why: string;
}

const moneyDigits = 18;

/** An exact amount without needless zeros. */
export function exactMoney(amount: bigint): string {
  const text = moneyText(amount, moneyDigits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Whether what a day costs depends on the time before it: peaks, tiers, netting and limits count from the beginning of their periods. */
export const countsFromBefore = ({ tariff }: Pricing): boolean => tariff !== undefined && !isDayByDay(tariff);

/** From when buckets are needed for the money of a span, epoch ms; -Infinity: all there are. */
export const neededFrom = (pricing: Pricing, startMs: number): number =>
  pricing.tariff === undefined ? startMs : lookBack({ tariff: pricing.tariff, zone: pricing.zone }, startMs);

/** Up to when money may depend on energy at a moment, epoch ms; Infinity: for ever. */
export const neededUntil = (pricing: Pricing, atMs: number): number =>
  pricing.tariff === undefined ? atMs : lookAhead({ tariff: pricing.tariff, zone: pricing.zone }, atMs);

/** What a contract remembers of the time as it was, without the battery, and without sun and battery; plain data. */
export type MoneyState = readonly [CourseState, CourseState, CourseState];

/** A state at the very beginning. */
const newMoney = (): MoneyState => [newCourse(), newCourse(), newCourse()];

/** Money and emissions of spans that are in order, while their buckets pass. */
export interface MoneyRun {
  /** The next bucket; those before the first span, and for an hour after the last, are only followed. */
  add(bucket: EnergyBucket): void;
  /** The state as it is at the beginning of a local day, before its first bucket; the run may go on. */
  stateAt(dayMs: number): MoneyState;
  /** No more buckets follow: returns the money of each span. */
  finish(): PeriodMoney[];
}

interface Courses {
  readonly run: SpansRun;
  readonly books: () => readonly SpanBook[];
  readonly noBattery: readonly bigint[];
  readonly noSun: readonly bigint[];
}

function coursesOf(
  { tariff, zone, series, holidays }: Pricing & { readonly tariff: Tariff },
  spans: readonly Span[],
  { state, now }: { readonly state: MoneyState; readonly now: () => number },
): Courses {
  const { sink, books } = spanBooks(spans, now);
  const [noBattery, noSun] = [spanTotals(spans), spanTotals(spans)];
  const run = runOver({ tariff, zone, series, holidays }, spans, [
    { state: state[0], sink },
    { state: state[1], sink: noBattery.sink },
    { state: state[2], sink: noSun.sink },
  ]);
  return { run, books, noBattery: noBattery.totals, noSun: noSun.totals };
}

function moneyOfBook(
  book: SpanBook,
  currency: string,
  { noBattery, noSun }: { readonly noBattery: bigint; readonly noSun: bigint },
): PeriodMoney['money'] {
  const lines = book.lines(currency);
  const total = lines.reduce((sum, { amount }) => sum + amount, 0n);
  const isEarning = ({ kind }: LineHead): boolean => kind === 'export' || kind === 'credit-limit';
  const earned = -lines.filter(isEarning).reduce((sum, { amount }) => sum + amount, 0n);
  return {
    currency,
    cost: (total + earned).toString(),
    earned: earned.toString(),
    pv: (noSun - noBattery).toString(),
    battery: (noBattery - total).toString(),
    lines: lines.map(({ kind, edition, from, name, window, quantity, times, lowest, highest, net, vat, span }) => ({
      kind,
      edition,
      from,
      name,
      window,
      quantity,
      times,
      span,
      lowest: lowest.toString(),
      highest: highest.toString(),
      net: net.toString(),
      vat: vat.toString(),
    })),
    unpriced: book.doubts(),
  };
}

/** Follows buckets and makes the money of spans; `state` advances with them. Errors: `tariff.invalid`. */
export function moneyRun(pricing: Pricing, spans: readonly Span[], state: MoneyState = newMoney()): MoneyRun {
  const { tariff, carbon } = pricing;
  let atMs = Number.NEGATIVE_INFINITY;
  const courses =
    tariff === undefined ? undefined : coursesOf({ ...pricing, tariff }, spans, { state, now: () => atMs });
  const emitted = spans.map(() => ({ grid: 0n, avoided: 0n }));
  const find = spanFinder(spans);
  return {
    add(bucket) {
      atMs = bucket.startMs;
      courses?.run.add(atMs, [meterEnergy(bucket), meterWithoutBattery(bucket), meterWithoutPv(bucket)]);
      const own = carbon === undefined ? undefined : emitted[find(atMs)];
      if (own === undefined || carbon === undefined) return;
      const { grid, avoided } = carbonOfBucket(bucket, carbon);
      own.grid += grid;
      own.avoided += avoided;
    },
    stateAt(dayMs) {
      courses?.run.closeUntil(dayMs);
      return structuredClone(state);
    },
    finish() {
      courses?.run.close();
      const books = courses?.books();
      return emitted.map(({ grid, avoided }, index) => {
        const book = books?.[index];
        const others = { noBattery: courses?.noBattery[index] ?? 0n, noSun: courses?.noSun[index] ?? 0n };
        const money =
          tariff === undefined || book === undefined ? undefined : moneyOfBook(book, tariff.currency, others);
        return { grid: grid.toString(), avoided: avoided.toString(), ...(money === undefined ? {} : { money }) };
      });
    },
  };
}

/** Money and emissions of spans in order; the buckets may begin before them and end after them. Errors: `tariff.invalid`. */
export function moneysOf(pricing: Pricing, buckets: Iterable<EnergyBucket>, spans: readonly Span[]): PeriodMoney[] {
  const run = moneyRun(pricing, spans);
  for (const bucket of buckets) run.add(bucket);
  return run.finish();
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
    for (const { quantity, times, lowest, highest, net, vat, span, ...head } of money?.lines ?? []) {
      const line = book.line(head);
      line({
        atMs: span.startMs,
        quantity,
        times,
        price: BigInt(lowest),
        cost: { net: BigInt(net), vat: BigInt(vat) },
      });
      // The wider range of prices and of time, without an amount.
      line({ atMs: span.endMs, quantity: 0, price: BigInt(highest), cost: { net: 0n, vat: 0n } });
    }
  return book.lines(currency).map(({ kind, edition, name, window, net, vat, amount, reason, why }) => ({
    kind,
    edition,
    name,
    window,
    reason,
    why,
    net: exactMoney(net),
    vat: exactMoney(vat),
    amount: exactMoney(amount),
  }));
}

const reasonOf = ({ why, series }: Unpriced): Reason =>
  why === 'price.no-version' ? because(why) : because(why, { series: external(series) });

function doubtsOf(all: readonly PeriodMoney[], isOne: (one: Unpriced) => boolean): UnpricedEnergy[] {
  const sums = new Map<string, Unpriced>();
  for (const { money } of all)
    for (const one of money?.unpriced ?? []) {
      if (!isOne(one)) continue;
      const key = JSON.stringify([one.side, one.name, one.why, one.series]);
      sums.set(key, { ...one, energy: one.energy + (sums.get(key)?.energy ?? 0) });
    }
  return [...sums.values()].map((one) => {
    const reason = reasonOf(one);
    return { side: one.side, name: one.name, energyWh: one.energy / 1000, reason, why: inEnglish(reason) };
  });
}

/** Energy without a price, part by part: it is not in any sum of money. */
export const unpricedOf = (all: readonly PeriodMoney[]): UnpricedEnergy[] =>
  doubtsOf(all, ({ why }) => why !== 'price.fallback');

/** Energy that was priced at a fallback price because the market's was missing, part by part. */
export const assumedOf = (all: readonly PeriodMoney[]): UnpricedEnergy[] =>
  doubtsOf(all, ({ why }) => why === 'price.fallback');
