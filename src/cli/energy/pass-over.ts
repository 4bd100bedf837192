// One pass over the buckets of an answer: units, decisions on days, and how much is known. Buckets of years are not kept.
import { localDay } from '#energy/local-day.ts';
import { disagreementRun } from '#energy/metering/balance.ts';
import { mergeEvents } from '#energy/metering/minute-accumulator.ts';
import type { Pricing } from '#energy/money/period-money.ts';
import type { Span } from '#energy/periods.ts';
import { type ReportUnit, unitRun } from '#energy/report.ts';
import type { Channel, EnergyBucket, LedgerEvent } from '#energy/types.ts';
import { knownRun } from './energy-sources.ts';

/** Buckets in order of time; they are made again for each pass. */
export interface BucketList extends Iterable<EnergyBucket> {
  /** Whether any begins in a span. */
  hasIn(span: Span): boolean;
}

/** No bucket at all. */
export const noBuckets: BucketList = { [Symbol.iterator]: () => [][Symbol.iterator](), hasIn: () => false };

/** What a report is made of. */
export interface Figures {
  readonly buckets: BucketList;
  readonly events: readonly LedgerEvent[];
}

/** What an answer needs of its buckets. */
export interface Passed {
  readonly units: readonly ReportUnit[];
  readonly events: readonly LedgerEvent[];
  /** The share of the time between the first and the last reading that nothing is known of, mean of some channels. */
  missing(has: readonly Channel[]): number;
}

/** What a pass is about. */
export interface Passing {
  readonly ledger: Figures;
  readonly pricing: Pricing;
  /** From the first reading to where the last hold. */
  readonly read: Span;
  /** The zone whose days are judged now; absent: a home's own ledger has judged them. */
  readonly judgedIn?: string;
}

/** Goes over the buckets once. Errors: `tariff.invalid`. */
export function passOver(spans: readonly Span[], { ledger, pricing, read, judgedIn }: Passing): Passed {
  const run = unitRun(spans, pricing);
  const known = knownRun(read);
  const judged = judgedIn === undefined ? undefined : disagreementRun((atMs) => localDay(atMs, judgedIn));
  for (const bucket of ledger.buckets) {
    run.add(bucket);
    known.add(bucket);
    judged?.add(bucket);
  }
  const events = judged === undefined ? ledger.events : mergeEvents([...ledger.events, ...judged.finish()]);
  return { units: run.finish(events), events, missing: (has) => known.missing(has) };
}
