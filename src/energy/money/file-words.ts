// A tariff as it was written, after the schema has passed it.
import type { DayWord } from './tariff.ts';

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

/** A part of a price, as written. */
export type FilePrice = Named &
  (
    | { readonly kind: 'flat'; readonly price: number }
    | {
        readonly kind: 'time-of-use';
        readonly windows: readonly (Part & { readonly when: readonly FileWhen[] })[];
        readonly otherwise: Part;
      }
    | {
        readonly kind: 'tiered';
        readonly per: 'billing' | 'day';
        readonly tiers: readonly (Part & { readonly up_to?: number })[];
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

/** A version, as written. */
export interface FileVersion {
  readonly from: string;
  readonly note?: string;
  readonly vat?: number;
  readonly vat_included?: boolean;
  readonly billing_day?: number;
  readonly holidays?: { readonly country?: string; readonly region?: string; readonly dates?: readonly string[] };
  readonly import: readonly FilePrice[];
  readonly export?: readonly FilePrice[];
  readonly standing?: readonly (Named & { readonly amount: number; readonly per: 'day' | 'billing' | 'year' })[];
  readonly demand?: readonly (Named & {
    readonly price: number;
    readonly slot_minutes?: 15 | 30 | 60;
    readonly minimum?: number;
    readonly when?: readonly FileWhen[];
  })[];
}

/** A tariff, as written; amounts in the currency, prices per kilowatt-hour, energy in kilowatt-hours, power in kilowatts. */
export interface FileTariff {
  readonly name: string;
  readonly currency: string;
  readonly versions: readonly FileVersion[];
}
