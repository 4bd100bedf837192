// A tariff as it was written, after the schema has passed it.
import type { DayWord, TariffPeriod } from './tariff.ts';

/** When something holds, as written. */
export interface FileWhen {
  readonly season?: { readonly from: string; readonly to: string };
  readonly days?: readonly DayWord[];
  readonly from?: string;
  readonly to?: string;
}

interface Named {
  readonly name: string;
  readonly vat?: number;
}

interface Part {
  readonly name: string;
  readonly price: number;
}

/** Netting, as written: a period alone, or with what is left over. */
export type FileNetting =
  | TariffPeriod
  | 'none'
  | { readonly per: TariffPeriod; readonly carry?: number | 'year'; readonly down_to?: number };

/** A part of a price, as written. */
export type FilePrice = Named & {
  readonly when?: readonly FileWhen[];
  readonly net?: FileNetting;
  readonly counts?: 'rest' | 'netted';
} & (
    | { readonly kind: 'flat'; readonly price: number; readonly minimum?: number }
    | {
        readonly kind: 'time-of-use';
        readonly windows: readonly (Part & { readonly when: readonly FileWhen[] })[];
        readonly otherwise: Part;
      }
    | {
        readonly kind: 'tiered';
        readonly per: TariffPeriod;
        readonly tiers: readonly (Part & { readonly up_to?: number; readonly up_to_per_day?: number })[];
        readonly minimum?: number;
      }
    | {
        readonly kind: 'dynamic';
        readonly series: string;
        readonly markup_percent?: number;
        readonly adder?: number;
        readonly floor?: number;
        readonly cap?: number;
        readonly fallback?: number;
      }
  );

/** A class of days, as written. */
export interface FileDayClass {
  readonly name?: string;
  readonly country?: string;
  readonly region?: string;
  readonly dates?: readonly string[];
  readonly except?: readonly string[];
  readonly begins?: string;
}

/** A step, as written. */
export interface FileStep {
  readonly up_to?: number;
  readonly amount: number;
}

type ChargedPer = 'day' | 'month' | 'billing' | 'year';

/** A demand charge, as written. */
export interface FileDemand extends Named {
  readonly price?: number;
  readonly steps?: readonly FileStep[];
  readonly per?: ChargedPer;
  readonly slot_minutes?: 15 | 30 | 60;
  readonly minimum?: number;
  readonly when?: readonly FileWhen[];
  readonly factors?: readonly { readonly percent: number; readonly when: readonly FileWhen[] }[];
  readonly highest?: number;
  readonly one_a_day?: boolean;
  readonly last?: number;
}

/** A limit, as written. */
export interface FileLimit extends Named {
  readonly of: readonly string[];
  readonly per: TariffPeriod;
  readonly at_least?: number;
  readonly at_most?: number;
  readonly carry?: number | 'year';
}

/** A version, as written. */
export interface FileVersion {
  readonly from: string;
  readonly note?: string;
  readonly vat?: number;
  readonly vat_included?: boolean;
  readonly billing_day?: number;
  readonly year_start?: string;
  readonly holidays?: FileDayClass | readonly FileDayClass[];
  readonly net?: FileNetting;
  readonly import: readonly FilePrice[];
  readonly export?: readonly FilePrice[];
  readonly generator?: readonly (Named & { readonly price: number })[];
  readonly standing?: readonly (Named & { readonly amount: number; readonly per: ChargedPer })[];
  readonly demand?: readonly FileDemand[];
  readonly steps?: readonly (Named & {
    readonly of: 'import' | 'export';
    readonly per: TariffPeriod;
    readonly steps: readonly FileStep[];
  })[];
  readonly taxes?: readonly (Named & { readonly percent: number; readonly of: readonly string[] })[];
  readonly limits?: readonly FileLimit[];
}

/** A tariff, as written; amounts in the currency, prices per kilowatt-hour, energy in kilowatt-hours, power in kilowatts. */
export interface FileTariff {
  readonly name: string;
  readonly currency: string;
  readonly versions: readonly FileVersion[];
}
