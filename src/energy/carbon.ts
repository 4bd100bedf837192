// What the grid's electricity emitted, and what the sun's avoided: by a fixed factor or by one that changes with time.
import { valueAt, type Slot } from './money/price-series.ts';
import { bucketsIn } from './period-energy.ts';
import type { Span } from './periods.ts';
import type { EnergyBucket, MilliWh } from './types.ts';

/** A mass of carbon dioxide, nanograms. */
export type Mass = bigint;

/** Milligrams of carbon dioxide per kilowatt-hour: times mWh it gives nanograms. */
export type CarbonFactor = bigint;

/** The factor of a site: one for all time, or by time with one for where that has none. */
export interface CarbonRule {
  readonly fixed: CarbonFactor;
  readonly series?: readonly Slot<CarbonFactor>[];
}

/** Emissions of a span. */
export interface Carbon {
  /** Of what was taken from the grid. */
  readonly grid: Mass;
  /** Of what the sun gave, as if the grid had. */
  readonly avoided: Mass;
  /** Energy that was held against the fixed factor though there is a series. */
  readonly byFixed: MilliWh;
}

/** What a factor in kilograms per kilowatt-hour is, to the nearest milligram. */
export const carbonFactor = (kilograms: number): CarbonFactor => BigInt(Math.round(kilograms * 1e6));

/** Emissions of the buckets of a span, exactly: the parts of a span are its whole. */
export function carbonOf(buckets: readonly EnergyBucket[], rule: CarbonRule, span: Span): Carbon {
  let grid = 0n;
  let avoided = 0n;
  let byFixed = 0;
  for (const { startMs, channels } of bucketsIn(buckets, span)) {
    const taken = channels.import?.energy ?? 0;
    const sun = channels.pv?.energy ?? 0;
    const now = rule.series === undefined ? undefined : valueAt(rule.series, startMs);
    if (rule.series !== undefined && now === undefined) byFixed += taken + sun;
    grid += (now ?? rule.fixed) * BigInt(taken);
    avoided += (now ?? rule.fixed) * BigInt(sun);
  }
  return { grid, avoided, byFixed };
}

const nanogramsAKilogram = 1e12;

/** A mass in kilograms; unrounded, so that parts add up. */
export const kilogramsOf = (mass: Mass): number => Number(mass) / nanogramsAKilogram;

/** How many trees take up a mass in a year, each so many kilograms (21 is a common figure). */
export const treesFor = (mass: Mass, { kilogramsPerTree = 21 }: { kilogramsPerTree?: number } = {}): number =>
  kilogramsOf(mass) / kilogramsPerTree;
