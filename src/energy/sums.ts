// Energy of a period added up: whole numbers only, so that any grouping of buckets, hours and days is exact.
import { errorOf } from './metering/balance.ts';
import { noOrigins, type Origins, originsOf } from './origins.ts';
import { type Channel, channels, type EnergyBucket, flowPaths, type MilliWh } from './types.ts';

/** Energy of a channel, with ms measured and ms estimated. */
export type ChannelTotal = readonly [energy: MilliWh, measuredMs: number, estimatedMs: number];

/** What a period adds up to; plain JSON. */
export interface EnergySums {
  /** A channel the home does not have is absent. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelTotal>>>;
  /** Circuits by device; absent if there is none. */
  readonly circuits?: Readonly<Record<string, ChannelTotal>>;
  /** What fed them, by device; a circuit of which no origin is known is absent. */
  readonly origins?: Readonly<Record<string, Origins>>;
  /** In the order of {@link flowPaths}, mWh. */
  readonly flows: readonly MilliWh[];
  /** The metering error, mWh: added up bucket by bucket without its sign, so that it cannot cancel. */
  readonly error: MilliWh;
  /** How many decisions were taken. */
  readonly events: number;
}

/** Nothing at all. */
export const noSums: EnergySums = { channels: {}, flows: flowPaths.map(() => 0), error: 0, events: 0 };

/** Circuits being added up. */
function circuitsRun(): {
  add(device: string, total: ChannelTotal, origins: Origins): void;
  sums(): Pick<EnergySums, 'circuits' | 'origins'>;
} {
  const totals = new Map<string, [number, number, number]>();
  const fed = new Map<string, [number, number, number, number]>();
  return {
    add(device, own, origins) {
      const total = totals.getOrInsertComputed(device, () => [0, 0, 0]);
      for (const index of [0, 1, 2] as const) total[index] += own[index];
      if (origins.every((energy) => energy === 0)) return;
      const all = fed.getOrInsertComputed(device, () => [0, 0, 0, 0]);
      for (const index of [0, 1, 2, 3] as const) all[index] += origins[index];
    },
    sums: () => ({
      ...(totals.size === 0 ? {} : { circuits: Object.fromEntries(totals) }),
      ...(fed.size === 0 ? {} : { origins: Object.fromEntries(fed) }),
    }),
  };
}

/** Running sums, bucket by bucket. */
export interface SumsRun {
  add(bucket: EnergyBucket): void;
  /** What was added, with a number of decisions. */
  sums(events: number): EnergySums;
}

/** Sums of nothing yet. */
export function sumsRun(): SumsRun {
  const totals: Partial<Record<Channel, [number, number, number]>> = {};
  const flows = flowPaths.map(() => 0);
  const circuits = circuitsRun();
  let error = 0;
  return {
    add(bucket) {
      for (const channel of channels) {
        const own = bucket.channels[channel];
        if (own === undefined) continue;
        const total = (totals[channel] ??= [0, 0, 0]);
        total[0] += own.energy;
        total[1] += own.measuredMs;
        total[2] += own.estimatedMs;
      }
      for (const [index, path] of flowPaths.entries()) flows[index] = (flows[index] ?? 0) + bucket.flows[path];
      for (const [device, { energy, measuredMs, estimatedMs }] of Object.entries(bucket.circuits ?? {}))
        circuits.add(device, [energy, measuredMs, estimatedMs], originsOf(energy, bucket.flows));
      error += errorOf(bucket);
    },
    sums: (events) => ({ channels: totals, ...circuits.sums(), flows, error, events }),
  };
}

/** The sums of buckets, with a number of decisions. */
export function sumsOf(buckets: Iterable<EnergyBucket>, events: number): EnergySums {
  const run = sumsRun();
  for (const bucket of buckets) run.add(bucket);
  return run.sums(events);
}

/** Sums of several periods together. */
export function addedSums(all: readonly EnergySums[]): EnergySums {
  const totals: Partial<Record<Channel, [number, number, number]>> = {};
  const flows = flowPaths.map(() => 0);
  const circuits = circuitsRun();
  let [error, events] = [0, 0];
  for (const one of all) {
    for (const channel of channels) {
      const own = one.channels[channel];
      if (own === undefined) continue;
      const total = (totals[channel] ??= [0, 0, 0]);
      for (const index of [0, 1, 2] as const) total[index] += own[index];
    }
    for (let index = 0; index < flows.length; index += 1) flows[index] = (flows[index] ?? 0) + (one.flows[index] ?? 0);
    for (const [device, own] of Object.entries(one.circuits ?? {}))
      circuits.add(device, own, one.origins?.[device] ?? noOrigins);
    error += one.error;
    events += one.events;
  }
  return { channels: totals, ...circuits.sums(), flows, error, events };
}
