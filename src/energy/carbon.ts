// What the grid's electricity emitted, and what the sun's avoided: by a fixed factor or by one that changes with time.
import { valueAt, type Slot } from './money/price-series.ts';
import { bucketsIn } from './period-energy.ts';
import type { Span } from './periods.ts';
import type { EnergyBucket, MilliWh } from './types.ts';

/** A mass of carbon dioxide, nanograms. */
export type Mass = bigint;

/** Milligrams of carbon dioxide per kilowatt-hour: times mWh it gives nanograms. */
export type CarbonFactor = bigint;

/** The factor of a site: one for all time, or a series with a fallback for its gaps. */
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
  /** Energy that the fixed factor was used for although there is a series. */
  readonly byFixed: MilliWh;
}

/** A factor in kilograms per kilowatt-hour as milligrams, to the nearest one. */
export const carbonFactor = (kilograms: number): CarbonFactor => BigInt(Math.round(kilograms * 1e6));

/** Emissions of a bucket. */
export function carbonOfBucket({ startMs, channels }: EnergyBucket, rule: CarbonRule): Carbon {
  const taken = channels.import?.energy ?? 0;
  const sun = channels.pv?.energy ?? 0;
  const now = rule.series === undefined ? undefined : valueAt(rule.series, startMs);
  const factor = now ?? rule.fixed;
  const byFixed = rule.series !== undefined && now === undefined ? taken + sun : 0;
  return { grid: factor * BigInt(taken), avoided: factor * BigInt(sun), byFixed };
}

/** Emissions of the buckets of a span, exactly: the parts of a span add up to the whole. */
export function carbonOf(buckets: readonly EnergyBucket[], rule: CarbonRule, span: Span): Carbon {
  let [grid, avoided, byFixed] = [0n, 0n, 0];
  for (const bucket of bucketsIn(buckets, span)) {
    const own = carbonOfBucket(bucket, rule);
    grid += own.grid;
    avoided += own.avoided;
    byFixed += own.byFixed;
  }
  return { grid, avoided, byFixed };
}

const nanogramsAKilogram = 1e12;

/** A mass in kilograms; unrounded, so that parts add up. */
export const kilogramsOf = (mass: Mass): number => Number(mass) / nanogramsAKilogram;

/** How many trees take up a mass in a year, each this many kilograms (21 is a common figure). */
export const treesFor = (mass: Mass, { kilogramsPerTree = 21 }: { kilogramsPerTree?: number } = {}): number =>
  kilogramsOf(mass) / kilogramsPerTree;
