// What a contract says: versions by date, each with what a kilowatt-hour costs and earns and what is charged beside it. Prices are
// as written in the contract; whether they include value-added tax is stated once per version.
import { because, type Reason } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { isBucketEdge, type Span } from '../periods.ts';
import type { MilliWh } from '../types.ts';
import type { Money, Percent, Price } from './decimal.ts';

/** Days of the week; a holiday is a day of its own, whatever its day of the week. */
export const dayWords = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'] as const;

/** One of {@link dayWords}, or the name of a class of holidays. */
export type DayWord = string;

/** The period something is counted over: `month` is a calendar month, `billing` one that begins on the billing day. */
export const tariffPeriods = ['quarter-hour', 'hour', 'day', 'month', 'billing', 'year'] as const;

/** One of {@link tariffPeriods}. */
export type TariffPeriod = (typeof tariffPeriods)[number];

/** When something holds, by the clocks of the site; an absent condition always holds. */
export interface When {
  /** MM-DD, both days included; `from` after `to` goes over the turn of the year. */
  readonly season?: { readonly from: string; readonly to: string };
  readonly days?: readonly DayWord[];
  /** Minutes from 00:00 on the clock, multiples of 5; `from` at or after `to` goes over midnight, each part by the day it is in. */
  readonly hours?: { readonly from: number; readonly to: number };
}

/** What a stretch of time, or a step of energy, costs. */
export interface PricedPart {
  readonly name: string;
  readonly price: Price;
}

interface Named {
  /** What it is called on the bill: energy, grid, tax. */
  readonly name: string;
  /** Value-added tax of this part if it is not the version's. */
  readonly vatPercent?: Percent;
}

/** For how long what is left over may be used: a number of further periods, or until the year ends. */
export type Carry = number | 'year';

/** Netting: what is taken and what is given are netted over a period. */
export interface Netting {
  readonly per: TariffPeriod;
  /** 0: what is left over when the period ends is not used in another. */
  readonly carry: Carry;
  /** Energy taken in a period that is not netted, mWh. */
  readonly downTo: MilliWh;
}

/** Which energy a part counts. */
interface Counted extends Named {
  /** Only energy of this time; absent: always. */
  readonly when?: readonly When[];
  /** Absent: energy as the meter counts it. */
  readonly net?: Netting;
  /** With netting: what is left of the energy, or what was netted. */
  readonly counts: 'rest' | 'netted';
}

/** One price for every kilowatt-hour. */
export interface FlatPrice extends Counted {
  readonly kind: 'flat';
  readonly price: Price;
  /** Energy of a billing period that is charged in any case, mWh. */
  readonly minimum: MilliWh;
}

/** A price by the clock and the calendar: the first window that holds, else the rest. */
export interface TimeOfUsePrice extends Counted {
  readonly kind: 'time-of-use';
  readonly windows: readonly (PricedPart & { readonly when: readonly When[] })[];
  readonly otherwise: PricedPart;
}

/** A step of a {@link TieredPrice}: up to an energy of the period, or an energy for each of its days; the last has neither. */
export interface Tier extends PricedPart {
  readonly upTo?: MilliWh;
  readonly upToPerDay?: MilliWh;
}

/** A price by how much was taken since the period began. */
export interface TieredPrice extends Counted {
  readonly kind: 'tiered';
  readonly per: TariffPeriod;
  readonly tiers: readonly Tier[];
  /** Energy of a billing period that is charged in any case, mWh. */
  readonly minimum: MilliWh;
}

/** A price by the market: (market × (100 % + markup) + adder). */
export interface DynamicPrice extends Counted {
  readonly kind: 'dynamic';
  /** Name of the price series. */
  readonly series: string;
  readonly markupPercent: Percent;
  readonly adder: Price;
  /** Smallest price, if the contract has one. */
  readonly floor?: Price;
  /** Largest price, if the contract has one. */
  readonly cap?: Price;
  /** Price if the series has none; absent: such energy stays without a price and is reported. */
  readonly fallback?: Price;
}

/** What a kilowatt-hour costs or earns: one of the parts that are added up. */
export type EnergyPrice = FlatPrice | TimeOfUsePrice | TieredPrice | DynamicPrice;

/** What a charge is for: a local day, a month, a billing period or a year. */
export type ChargedPer = 'day' | 'month' | 'billing' | 'year';

/** A charge for being connected. */
export interface StandingCharge extends Named {
  readonly amount: Money;
  /** `day` is a local day, however long; the others are spread over their local days to the last digit. */
  readonly per: ChargedPer;
}

/** An amount by a figure; the last step has no `upTo`. */
export interface Step {
  /** mW of a demand charge, mWh of a {@link StepCharge}; the figure itself is included. */
  readonly upTo?: number;
  readonly amount: Money;
}

/** A charge for the highest mean power of a billing period. */
export interface DemandCharge extends Named {
  /** Per kilowatt and {@link per}; 0 if steps give the cost. */
  readonly price: Price;
  /** `day`: times the days of the billing period; `year`: a twelfth. */
  readonly per: ChargedPer;
  readonly slotMinutes: 15 | 30 | 60;
  /** Charged even if the peak stayed below, mW. */
  readonly minimum: number;
  /** When slots count; absent: always. */
  readonly when?: readonly When[];
  /** The share of a power that counts at some time; the first that holds applies. */
  readonly factors: readonly { readonly percent: Percent; readonly when: readonly When[] }[];
  /** The mean of this many highest slots. */
  readonly highest: number;
  /** Whether a day can give at most one of them. */
  readonly oneADay: boolean;
  /** The mean over this many billing periods, this one the last. */
  readonly last: number;
  /** Amounts for a billing period by the mean. */
  readonly steps?: readonly Step[];
}

/** A charge by how much was taken or given in a period. */
export interface StepCharge extends Named {
  readonly of: 'import' | 'export';
  readonly per: TariffPeriod;
  readonly steps: readonly Step[];
}

/** A tax on the sum of some lines, without their value-added tax. */
export interface TaxOnLines extends Named {
  readonly percent: Percent;
  /** Names of lines. */
  readonly of: readonly string[];
}

/** The minimum or maximum of a sum of lines in a period; amounts as the version writes its prices. */
export interface SumLimit extends Named {
  readonly of: readonly string[];
  readonly per: TariffPeriod;
  readonly atLeast?: Money;
  readonly atMost?: Money;
  /** For how long a credit that was cut may be used. */
  readonly carry: Carry;
}

/** Days that are not counted as days of the week. */
export interface DayClass {
  /** The word for them: `holiday` if there is one class. */
  readonly name: string;
  /** ISO 3166 code, and the code of a state or region of it, as the package date-holidays has them. */
  readonly country?: string;
  readonly region?: string;
  /** YYYY-MM-DD, MM-DD of every year, or `easter-2`, in addition to those of the country. */
  readonly dates: readonly string[];
  /** Days that do not count, although they are holidays of the country. */
  readonly except: readonly string[];
  /** Minutes from 00:00 at which such a day begins and, on the next day, ends. */
  readonly begins: number;
}

/** The contract from a date on. */
export interface TariffVersion {
  /** YYYY-MM-DD (from the first moment of that local day), or an instant with its offset. */
  readonly from: string;
  readonly note?: string;
  readonly vatPercent: Percent;
  /** Whether the prices and charges include value-added tax. Feed-in is without it unless a part names it. */
  readonly vatIncluded: boolean;
  readonly billingDay: number;
  /** First day of a year, MM-DD. */
  readonly yearStart: string;
  /** A day that is in several counts for the first. */
  readonly holidays: readonly DayClass[];
  /** Parts of the price of what is taken; added up. */
  readonly import: readonly EnergyPrice[];
  /** Parts of the price of what is given; added up; may be negative. */
  readonly export: readonly EnergyPrice[];
  /** What a kilowatt-hour of a generator costs: its fuel; absent: nothing. */
  readonly generator?: readonly FlatPrice[];
  readonly standing: readonly StandingCharge[];
  readonly demand: readonly DemandCharge[];
  readonly steps: readonly StepCharge[];
  readonly taxes: readonly TaxOnLines[];
  readonly limits: readonly SumLimit[];
}

/** A contract with every version ever written, oldest first: an edited version is appended, the old one stays. */
export interface Tariff {
  readonly name: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly versions: readonly TariffVersion[];
}

/** A version and when it holds; `edition` counts from 1 in the order of writing. */
export interface VersionSpan extends Span {
  readonly edition: number;
  readonly version: TariffVersion;
}

/** The first moment of a version, epoch ms; `tariff.invalid` if it is not a date or a moment, or lies between buckets. */
function versionStart(from: string, zone: string): number {
  const wrong = (why: Reason): SolsteadError => new SolsteadError('tariff.invalid', { at: `from: ${from}`, why });
  const startMs = ((): number => {
    try {
      if (/^\d{4}-\d\d-\d\d$/.test(from)) return Temporal.PlainDate.from(from).toZonedDateTime(zone).epochMilliseconds;
      return Temporal.Instant.from(from).epochMilliseconds;
    } catch {
      throw wrong(because('tariff.from'));
    }
  })();
  if (!isBucketEdge(startMs)) throw wrong(because('tariff.version-step'));
  return startMs;
}

/** The tariff with another version; those it replaces are kept and can be seen. */
export const withVersion = (tariff: Tariff, version: TariffVersion): Tariff => ({
  ...tariff,
  versions: [...tariff.versions, version],
});

/** Which version holds when, in order: the one that began last; of those that begin together, the one written last. */
export function versionSpansOf(tariff: Tariff, zone: string): VersionSpan[] {
  const byStart = new Map<number, { edition: number; version: TariffVersion }>();
  for (const [index, version] of tariff.versions.entries())
    byStart.set(versionStart(version.from, zone), { edition: index + 1, version });
  const starts = [...byStart].sort(([left], [right]) => left - right);
  return starts.map(([startMs, { edition, version }], index) => ({
    startMs,
    endMs: starts[index + 1]?.[0] ?? Number.POSITIVE_INFINITY,
    edition,
    version,
  }));
}
