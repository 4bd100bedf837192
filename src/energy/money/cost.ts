// What energy cost and earned: every bucket at the price that held when it began, added up to the lines of a bill. Nothing is
// rounded here: lines are exactly the total, and the costs of the parts of a period are exactly those of the whole.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { bucketsIn } from '../period-energy.ts';
import { periodAt, type Span } from '../periods.ts';
import type { EnergyBucket, MilliWh } from '../types.ts';
import { headOf, billLines, type Booking, type CostLine, type BillLines } from './cost-lines.ts';
import { dayPlan, type DayPlan } from './day-plan.ts';
import type { Money, Price, Taxed } from './decimal.ts';
import { peakFollower } from './demand.ts';
import { bookFixedCharges, demandCost } from './fixed-charges.ts';
import type { HolidayBook } from './holidays.ts';
import { partPrice, taxedPart, type PartPrice, type SeriesBook, type Side } from './price-at.ts';
import { stretchesOf, type EnergyPrice, type Stretch, type Tariff, type TieredPrice } from './tariff.ts';

/** What is to be costed. */
export interface CostQuestion {
  /**
   * In order of time. Those before the span are not charged, but tiers and peaks count from the beginning of the billing
   * period, and a demand slot that begins in the span may end after it: give what there is.
   */
  readonly buckets: readonly EnergyBucket[];
  readonly tariff: Tariff;
  /** IANA zone of the site. */
  readonly zone: string;
  readonly span: Span;
  /** Market prices that dynamic parts name. */
  readonly series?: SeriesBook;
  /** Needed where the tariff names a country: see `loadHolidays`. */
  readonly holidays?: HolidayBook;
}

/** Energy that a part of the tariff could not cost; it is in no line of that part. */
export interface Unpriced {
  readonly side: Side;
  /** The part, empty where no version held. */
  readonly name: string;
  readonly energy: MilliWh;
  readonly why: 'before the first version' | 'no market price';
}

/** A bill. */
export interface Cost {
  readonly currency: string;
  readonly lines: readonly CostLine[];
  readonly net: Money;
  readonly vat: Money;
  /** net + vat, exactly; earnings are taken off, so it may be below 0. */
  readonly total: Money;
  readonly unpriced: readonly Unpriced[];
}

/** A bucket's moment under a version. */
interface Moment {
  readonly atMs: number;
  readonly stretch: Stretch;
  readonly day: DayPlan;
  readonly billing: Span;
  /** Whether it is inside the span that is charged. */
  readonly charged: boolean;
}

const within = ({ startMs, endMs }: Span, atMs: number): boolean => atMs >= startMs && atMs < endMs;

/** Finds version, day and billing period of moments that come in order. */
function momentFinder({ zone, holidays, span }: CostQuestion, stretches: readonly Stretch[]) {
  let stretch: Stretch | undefined;
  let day: DayPlan | undefined;
  let billing: Span | undefined;
  return (atMs: number): Moment | undefined => {
    if (stretch === undefined || !within(stretch, atMs)) {
      stretch = stretches.find((other) => within(other, atMs));
      day = undefined;
      billing = undefined;
    }
    if (stretch === undefined) return undefined;
    const { holidays: rule, billingDay } = stretch.version;
    if (day === undefined || !within(day, atMs)) day = dayPlan(atMs, zone, { rule, book: holidays });
    if (billing === undefined || !within(billing, atMs))
      billing = periodAt(atMs, { kind: 'billing', zone, billingDay });
    return { atMs, stretch, day, billing, charged: within(span, atMs) };
  };
}

/** Cuts energy at the edges of tiers, counting from where the period began. */
function tierCutter() {
  const taken = new Map<string, { readonly sinceMs: number; readonly energy: MilliWh }>();
  return (part: TieredPrice, energy: MilliWh, { sinceMs }: { sinceMs: number }) => {
    const state = taken.get(part.name);
    const before = state?.sinceMs === sinceMs ? state.energy : 0;
    taken.set(part.name, { sinceMs, energy: before + energy });
    let from = before;
    return part.tiers.map(({ name, price, upTo = Number.POSITIVE_INFINITY }) => {
      const to = Math.max(from, Math.min(before + energy, upTo));
      const cut = { window: name, price, energy: to - from };
      from = to;
      return cut;
    });
  };
}

/** A price with tax apart and the line it is booked to, kept from bucket to bucket. */
interface OpenPart {
  readonly price: Price;
  readonly cost: Taxed;
  readonly book: (booking: Booking) => void;
}

/** Finds the line of a part's window; what it holds is made again only if the price differs. */
function partOpener(book: BillLines, side: Side) {
  const open = new Map<EnergyPrice, Map<string, OpenPart>>();
  return (part: EnergyPrice, { window, price }: PartPrice, stretch: Stretch): OpenPart => {
    const windows = open.get(part) ?? new Map<string, OpenPart>();
    open.set(part, windows);
    const before = windows.get(window);
    if (before?.price === price) return before;
    const now = {
      price,
      cost: taxedPart(price, part, { version: stretch.version, side }),
      book: before?.book ?? book.line(headOf(stretch, { kind: side, name: part.name, window })),
    };
    windows.set(window, now);
    return now;
  };
}

/** Books energy of one side to its lines, and remembers what had no price. */
function energyBooker(question: CostQuestion, book: BillLines, { side }: { readonly side: Side }) {
  const cutTiers = tierCutter();
  const openPart = partOpener(book, side);
  const unpriced = new Map<string, Unpriced>();
  const miss = (missed: Omit<Unpriced, 'side'>): void => {
    const key = JSON.stringify([missed.why, missed.name]);
    unpriced.set(key, { ...missed, side, energy: (unpriced.get(key)?.energy ?? 0) + missed.energy });
  };
  const put = (
    part: EnergyPrice,
    cut: PartPrice & { readonly energy: MilliWh },
    { atMs, stretch, charged }: Moment,
  ): void => {
    if (!charged || cut.energy === 0) return;
    const { price, cost, book: line } = openPart(part, cut, stretch);
    const sign = BigInt(side === 'import' ? cut.energy : -cut.energy);
    line({ atMs, quantity: cut.energy, price, cost: { net: cost.net * sign, vat: cost.vat * sign } });
  };
  const bookPart = (part: EnergyPrice, energy: MilliWh, moment: Moment): void => {
    if (part.kind === 'tiered') {
      const sinceMs = part.per === 'day' ? moment.day.startMs : moment.billing.startMs;
      for (const cut of cutTiers(part, energy, { sinceMs })) put(part, cut, moment);
      return;
    }
    if (!moment.charged) return;
    const found = partPrice(part, { atMs: moment.atMs, day: moment.day, series: question.series });
    if (found === undefined) miss({ name: part.name, energy, why: 'no market price' });
    else put(part, { ...found, energy }, moment);
  };
  return {
    add(energy: MilliWh, atMs: number, moment: Moment | undefined) {
      if (energy === 0) return;
      if (moment !== undefined) for (const part of moment.stretch.version[side]) bookPart(part, energy, moment);
      else if (within(question.span, atMs)) miss({ name: '', energy, why: 'before the first version' });
    },
    unpriced: () => [...unpriced.values()],
  };
}

function checkCurrencies({ tariff, series }: CostQuestion): void {
  for (const version of tariff.versions)
    for (const part of [...version.import, ...version.export]) {
      if (part.kind !== 'dynamic') continue;
      const currency = series?.get(part.series)?.currency;
      if (currency !== undefined && currency !== tariff.currency)
        throw new SolsteadError('tariff.invalid', {
          at: `${tariff.name}: ${part.name}`,
          why: because('tariff.series-currency', { series: part.series, own: currency, currency: tariff.currency }),
        });
    }
}

/** Where counting begins: the billing period and the day in which the span begins. */
function contextStart({ span, zone }: CostQuestion, stretches: readonly Stretch[]): number {
  const stretch = stretches.find((other) => within(other, span.startMs));
  if (stretch === undefined) return span.startMs;
  return periodAt(span.startMs, { kind: 'billing', zone, billingDay: stretch.version.billingDay }).startMs;
}

const longestSlotMs = 3_600_000;

/** The bill of a span; `tariff.invalid` for versions without a date or series in another currency. */
export function costOf(question: CostQuestion): Cost {
  const { buckets, tariff, zone, span } = question;
  checkCurrencies(question);
  const stretches = stretchesOf(tariff, zone);
  const book = billLines();
  const find = momentFinder(question, stretches);
  const imported = energyBooker(question, book, { side: 'import' });
  const exported = energyBooker(question, book, { side: 'export' });
  const peaks = peakFollower(({ charge, stretch, atMs, power }) => {
    if (!within(span, atMs)) return;
    const head = headOf(stretch, { kind: 'demand', name: charge.name, window: 'peak' });
    const cost = demandCost(charge, stretch, { power });
    book.line(head)({ atMs, quantity: power, price: charge.price, cost });
  });
  const seen = { startMs: contextStart(question, stretches), endMs: span.endMs + longestSlotMs };
  for (const { startMs: atMs, channels } of bucketsIn(buckets, seen)) {
    const moment = find(atMs);
    const taken = channels.import?.energy ?? 0;
    imported.add(taken, atMs, moment);
    exported.add(channels.export?.energy ?? 0, atMs, moment);
    if (moment === undefined) continue;
    peaks.add({ atMs, energy: taken, day: moment.day, stretch: moment.stretch, billingMs: moment.billing.startMs });
  }
  peaks.close();
  bookFixedCharges(book, span, { stretches, zone });
  const lines = book.lines(tariff.currency);
  const sum = (pick: (line: CostLine) => Money): Money => lines.reduce((total, line) => total + pick(line), 0n);
  return {
    currency: tariff.currency,
    lines,
    net: sum(({ net }) => net),
    vat: sum(({ vat }) => vat),
    total: sum(({ amount }) => amount),
    unpriced: [...imported.unpriced(), ...exported.unpriced()],
  };
}
