// Charges that fall due with time: standing charges by the local day, and the least demand of a billing period. Each is booked at
// one moment, so it is charged once however long a day is and however a period is cut.
import { periodAt, periodsIn, type Period, type Span } from '../periods.ts';
import { headOf, type BillLines } from './cost-lines.ts';
import { flooredQuotient, taxed, type Money, type Taxed } from './decimal.ts';
import type { DemandCharge, StandingCharge, Stretch } from './tariff.ts';

const daysBetween = (fromMs: number, { toMs, zone }: { toMs: number; zone: string }): number => {
  const date = (atMs: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
  return date(fromMs).until(date(toMs)).days;
};

/** One day's share of an amount over a number of days; the shares are exactly the amount. */
function dayShare(amount: Money, { index, days }: { index: number; days: number }): Money {
  const upTo = (count: number): Money => flooredQuotient([amount * BigInt(count), BigInt(days)]);
  return upTo(index + 1) - upTo(index);
}

/** Where a day stands in the billing period or year its charge is spread over. */
interface Place {
  readonly index: number;
  readonly days: number;
}

function placeOf(
  day: Period,
  { per, stretch, zone }: { per: StandingCharge['per']; stretch: Stretch; zone: string },
): Place {
  if (per === 'day') return { index: 0, days: 1 };
  const { billingDay } = stretch.version;
  const whole = periodAt(day.startMs, { kind: per === 'year' ? 'year' : 'billing', zone, billingDay });
  return {
    index: daysBetween(whole.startMs, { toMs: day.startMs, zone }),
    days: daysBetween(whole.startMs, { toMs: whole.endMs, zone }),
  };
}

const taxOf = (charge: StandingCharge | DemandCharge, { version }: Stretch) => ({
  percent: charge.vatPercent ?? version.vatPercent,
  included: version.vatIncluded,
});

function bookStanding(book: BillLines, day: Period, { stretch, zone }: { stretch: Stretch; zone: string }): void {
  for (const charge of stretch.version.standing) {
    const place = placeOf(day, { per: charge.per, stretch, zone });
    const whole: Taxed = taxed(charge.amount, taxOf(charge, stretch));
    const cost = { net: dayShare(whole.net, place), vat: dayShare(whole.vat, place) };
    // Shown as a price of twelve decimals: what a day costs, as written.
    const price = dayShare(charge.amount, place) / 1_000_000n;
    const head = headOf(stretch, { kind: 'standing', name: charge.name, window: '' });
    book.line(head)({ atMs: day.startMs, quantity: 1, price, cost });
  }
}

/** The power and the price are both per kilowatt, so their product is exact. */
export function demandCost(charge: DemandCharge, stretch: Stretch, { power }: { power: number }): Taxed {
  const { net, vat } = taxed(charge.price, taxOf(charge, stretch));
  return { net: net * BigInt(power), vat: vat * BigInt(power) };
}

/** A version among those before and after it. */
interface AmongVersions {
  readonly stretches: readonly Stretch[];
  readonly index: number;
  readonly zone: string;
}

/** When the least demand of a charge falls due: as billing periods begin, and once where the charge itself is new. */
function dueMoments(charge: DemandCharge, span: Span, { stretches, zone, index }: AmongVersions): number[] {
  const stretch = stretches[index];
  if (stretch === undefined) return [];
  const startMs = Math.max(span.startMs, stretch.startMs);
  const endMs = Math.min(span.endMs, stretch.endMs);
  const { billingDay } = stretch.version;
  const begins = periodsIn({ startMs, endMs }, { kind: 'billing', zone, billingDay }).map((period) => period.startMs);
  const before = stretches[index - 1]?.version.demand.some(({ name }) => name === charge.name) ?? false;
  const moments = before ? begins : [stretch.startMs, ...begins];
  return [...new Set(moments)].filter((atMs) => atMs >= startMs && atMs < endMs);
}

function bookMinimum(book: BillLines, span: Span, place: AmongVersions): void {
  const stretch = place.stretches[place.index];
  if (stretch === undefined) return;
  for (const charge of stretch.version.demand.filter(({ minimum }) => minimum > 0)) {
    const cost = demandCost(charge, stretch, { power: charge.minimum });
    const line = book.line(headOf(stretch, { kind: 'demand', name: charge.name, window: 'minimum' }));
    for (const atMs of dueMoments(charge, span, place))
      line({ atMs, quantity: charge.minimum, price: charge.price, cost });
  }
}

/** Books the standing charges of the local days that begin in a span, and the least demand that falls due in it. */
export function bookFixedCharges(
  book: BillLines,
  span: Span,
  { stretches, zone }: { readonly stretches: readonly Stretch[]; readonly zone: string },
): void {
  for (const day of periodsIn(span, { kind: 'day', zone })) {
    if (day.startMs < span.startMs) continue;
    const stretch = stretches.find(({ startMs, endMs }) => day.startMs >= startMs && day.startMs < endMs);
    if (stretch !== undefined) bookStanding(book, day, { stretch, zone });
  }
  for (const index of stretches.keys()) bookMinimum(book, span, { stretches, index, zone });
}
