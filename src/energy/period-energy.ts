// Buckets added up: whole numbers only, so that hours, days, months and years agree to the last milliwatt-hour.
import { errorOf } from './metering/balance.ts';
import { noFlows } from './metering/flows.ts';
import type { Span } from './periods.ts';
import {
  bucketMs,
  channels as allChannels,
  flowPaths,
  type Channel,
  type EnergyBucket,
  type FlowPath,
  type Known,
  type LedgerEvent,
  type MilliWh,
} from './types.ts';

/** A channel over a period; the three times together are the width of the period. */
export interface ChannelSum extends Known {
  readonly energy: MilliWh;
  readonly missingMs: number;
}

/** What a home did in a period. */
export interface PeriodEnergy extends Span {
  /** A channel the home does not have is absent. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelSum>>>;
  readonly flows: Readonly<Record<FlowPath, MilliWh>>;
  /** What the meters disagree by, bucket by bucket without a sign. */
  readonly meteringError: MilliWh;
  /** Percent of the load that did not come straight from the grid; absent if there was no load. */
  readonly selfSufficiency?: number;
  /** Percent of the sun's energy that was used or stored at home; absent if there was none. */
  readonly selfConsumption?: number;
  readonly events: readonly LedgerEvent[];
}

/** What is added up. */
export interface EnergyQuestion {
  /** In order of time; those outside the span are left out. */
  readonly buckets: readonly EnergyBucket[];
  readonly span: Span;
  /** What the home has, so that a time without any bucket is missing and not absent; otherwise what the buckets name. */
  readonly channels?: readonly Channel[];
  readonly events?: readonly LedgerEvent[];
}

/** The index of the first bucket at or after a moment in an ordered list. */
function firstBucketFrom(buckets: readonly EnergyBucket[], atMs: number): number {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buckets[middle]?.startMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The buckets that begin in a span. */
export function bucketsIn(buckets: readonly EnergyBucket[], { startMs, endMs }: Span): readonly EnergyBucket[] {
  return buckets.slice(firstBucketFrom(buckets, startMs), firstBucketFrom(buckets, endMs));
}

function channelSum(buckets: readonly EnergyBucket[], channel: Channel, widthMs: number): ChannelSum {
  let energy = 0;
  let measuredMs = 0;
  let estimatedMs = 0;
  for (const { channels } of buckets) {
    const part = channels[channel];
    if (part === undefined) continue;
    energy += part.energy;
    measuredMs += part.measuredMs;
    estimatedMs += part.estimatedMs;
  }
  return { energy, measuredMs, estimatedMs, missingMs: widthMs - measuredMs - estimatedMs };
}

function flowSums(buckets: readonly EnergyBucket[]): Record<FlowPath, MilliWh> {
  const sums = noFlows();
  for (const { flows } of buckets) for (const path of flowPaths) sums[path] += flows[path];
  return sums;
}

/** A part of a whole in percent; absent if there is no whole. */
const percent = (part: MilliWh, whole: MilliWh): number | undefined => (whole > 0 ? (100 * part) / whole : undefined);

/** Self-sufficiency and self-consumption of flows, percent; energy the battery gave counts as the home's own. */
export function ratiosOf(flows: Readonly<Record<FlowPath, MilliWh>>): {
  selfSufficiency?: number;
  selfConsumption?: number;
} {
  const own = flows.pvToLoad + flows.batteryToLoad + flows.generatorToLoad;
  const kept = flows.pvToLoad + flows.pvToBattery;
  const selfSufficiency = percent(own, own + flows.gridToLoad);
  const selfConsumption = percent(kept, kept + flows.pvToGrid);
  return {
    ...(selfSufficiency === undefined ? {} : { selfSufficiency }),
    ...(selfConsumption === undefined ? {} : { selfConsumption }),
  };
}

/** The energy of a span: the sum of its buckets. */
export function energyOf({ buckets, span, channels, events = [] }: EnergyQuestion): PeriodEnergy {
  const inside = bucketsIn(buckets, span);
  const widthMs = span.endMs - span.startMs;
  const has = channels ?? allChannels.filter((channel) => inside.some((bucket) => channel in bucket.channels));
  const flows = flowSums(inside);
  return {
    startMs: span.startMs,
    endMs: span.endMs,
    channels: Object.fromEntries(has.map((channel) => [channel, channelSum(inside, channel, widthMs)])),
    flows,
    meteringError: inside.reduce((sum, bucket) => sum + errorOf(bucket), 0),
    ...ratiosOf(flows),
    events: events.filter(({ atMs }) => atMs >= span.startMs && atMs < span.endMs),
  };
}

/** How many buckets a span has room for. */
export const bucketCount = ({ startMs, endMs }: Span): number => (endMs - startMs) / bucketMs;
