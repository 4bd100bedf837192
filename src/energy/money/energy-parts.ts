// What the energy of a bucket is booked to: every part of the version, each at the price of the moment. Which price holds is looked up
// once a moment, however many scenarios of the same time are costed.
import { holds } from './day-plan.ts';
import type { Price, Taxed } from './decimal.ts';
import { atLeast, netted, tiered, type CountState, type NetState } from './energy-account.ts';
import {
  dynamicPrice,
  pricesOf,
  taxedPart,
  windowAt,
  pricedSides,
  type PartPrice,
  type SeriesBook,
  type Side,
} from './price-at.ts';
import type { TariffCalendar } from './tariff-calendar.ts';
import type { EnergyPrice, TariffVersion } from './tariff.ts';

/** A price with its tax separate. */
export interface OpenPrice extends PartPrice {
  readonly cost: Taxed;
}

/** A part of a version as it is at a moment. */
export interface Quote {
  readonly side: Side;
  readonly part: EnergyPrice;
  /** The key its state is kept under: the same part of another version goes on counting. */
  readonly key: string;
  /** Whether it counts energy of this moment. */
  readonly holds: boolean;
  /** Which of the prices holds. */
  readonly window: number;
  /** Absent if a market price is missing. */
  readonly prices: readonly OpenPrice[];
}

/** Finds the quotes of moments that come in order. */
export function quoteFinder(series: SeriesBook | undefined): (calendar: TariffCalendar) => readonly Quote[] {
  const known = new WeakMap<TariffVersion, readonly KnownPart[]>();
  const partsOf = (version: TariffVersion): readonly KnownPart[] => {
    const before = known.get(version);
    if (before !== undefined) return before;
    const made = pricedSides.flatMap((side) => (version[side] ?? []).map((part) => knownPart(part, { version, side })));
    known.set(version, made);
    return made;
  };
  return (calendar) => {
    const { atMs, day, stretch } = calendar;
    return partsOf(stretch.version).map((one) => {
      const { part, side, key } = one;
      const isOn = part.when === undefined || holds(part.when, day, atMs);
      const window = windowAt(part, day, atMs);
      return {
        side,
        part,
        key,
        holds: isOn,
        window,
        prices: pricesAt(one, { atMs, series, version: stretch.version }),
      };
    });
  };
}

interface KnownPart {
  readonly side: Side;
  readonly part: EnergyPrice;
  readonly key: string;
  readonly prices: readonly OpenPrice[];
  /** The last price of the market: it holds for many buckets. */
  market: OpenPrice | undefined;
}

function knownPart(part: EnergyPrice, of: { readonly version: TariffVersion; readonly side: Side }): KnownPart {
  const prices = pricesOf(part).map((one) => ({ ...one, cost: taxedPart(one.price, part, of) }));
  const windows = part.kind === 'time-of-use' ? prices.map(({ window }) => window) : [];
  return { side: of.side, part, key: JSON.stringify([of.side, part.name, ...windows]), prices, market: undefined };
}

function pricesAt(
  one: KnownPart,
  {
    atMs,
    series,
    version,
  }: { readonly atMs: number; readonly series: SeriesBook | undefined; readonly version: TariffVersion },
): readonly OpenPrice[] {
  const { part, side } = one;
  if (part.kind !== 'dynamic') return one.prices;
  const found = dynamicPrice(part, { atMs, series });
  if (found === undefined) return [];
  if (one.market?.price !== found.price || one.market.window !== found.window)
    one.market = { ...found, cost: taxedPart(found.price, part, { version, side }) };
  return [one.market];
}

/** What the parts of a contract have counted in one scenario. */
export interface EnergyState {
  readonly net: NetState;
  readonly least: CountState;
  readonly tiers: CountState;
}

const never = Number.NEGATIVE_INFINITY;

/** A state at the very beginning. */
export const newEnergy = (): EnergyState => ({
  net: { startMs: never, own: [], other: [], booked: [], lots: [] },
  least: { startMs: never, energy: 0, booked: 0 },
  tiers: { startMs: never, energy: 0, booked: 0 },
});

/** Energy through the meter in a bucket, mWh, and what a generator gave; absent: none. */
export interface MeterEnergy {
  readonly import: number;
  readonly export: number;
  readonly generator?: number;
}

/** A change of what a part counts: for which of its prices, and by how much; without a price if the market has none. */
export type Count = (quote: Quote, counted: { readonly price: OpenPrice | undefined; readonly energy: number }) => void;

/** Whether a part counts nothing but what flows, so that a bucket without energy changes nothing. */
const isPlain = ({ net, minimum = 0 }: { readonly net?: unknown; readonly minimum?: number }): boolean =>
  net === undefined && minimum === 0;

/** Counts a bucket for a part; at the beginning of a period also without energy. */
export function countEnergy(
  state: EnergyState,
  quote: Quote,
  {
    calendar,
    energy,
    count,
  }: { readonly calendar: TariffCalendar; readonly energy: MeterEnergy; readonly count: Count },
): void {
  const { part, side, window, prices } = quote;
  const isImport = side === 'import';
  const own = quote.holds ? (energy[side] ?? 0) : 0;
  if (own === 0 && isPlain(part)) return;
  const { least, tiers } = state;
  const deliver = (index: number, change: number): void => {
    if (part.kind === 'time-of-use') return count(quote, { price: prices[index], energy: change });
    if (part.kind === 'dynamic') return count(quote, { price: prices[0], energy: change });
    const more =
      part.minimum === 0
        ? change
        : atLeast(least, { minimum: part.minimum, startMs: calendar.startOf('billing') }, change);
    if (part.kind === 'flat') return count(quote, { price: prices[0], energy: more });
    const days = (): number => daysOf(part.per, part.when, calendar);
    tiered(
      tiers,
      { part, startMs: calendar.startOf(part.per), days },
      { change: more, deliver: (tier, delta) => count(quote, { price: prices[tier], energy: delta }) },
    );
  };
  if (part.net === undefined) {
    deliver(window, own);
    return;
  }
  const other = !quote.holds ? 0 : isImport ? energy.export : energy.import;
  const windows = part.kind === 'time-of-use' ? prices.length : 1;
  netted(
    state.net,
    { net: part.net, counts: part.counts, isImport },
    { calendar, window: part.kind === 'time-of-use' ? window : 0, windows, own, other, deliver },
  );
  if ('minimum' in part && part.minimum > 0) deliver(0, 0);
}

function daysOf(
  per: (EnergyPrice & { kind: 'tiered' })['per'],
  when: EnergyPrice['when'],
  calendar: TariffCalendar,
): number {
  return per === 'hour' || per === 'quarter-hour' ? 1 : calendar.daysOf(per, when);
}

/** The energy of a price: a whole price times a whole energy is exact. */
export const costOfEnergy = ({ cost }: { readonly cost: Taxed; readonly price: Price }, energy: number): Taxed => ({
  net: cost.net * BigInt(energy),
  vat: cost.vat * BigInt(energy),
});
