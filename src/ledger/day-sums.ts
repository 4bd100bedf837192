// The sums of a local day as they are cached, and their addition: whole numbers only, so that any grouping is exact.
import type { LedgerSpan } from '#core/ledger.ts';
import { mergeEvents } from '#energy/metering/minute-book.ts';
import { buckets as bucketsOf } from '#energy/metering/buckets.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import type { Repair } from '#energy/metering/repair.ts';
import type { Settled } from '#energy/metering/settle.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import { type Channel, channels, type EnergyBucket, flowPaths, type LedgerEvent, type MilliWh } from '#energy/types.ts';
import type { ChoicesKey } from './choices.ts';
import type { KeptHour } from './packing.ts';

/** Energy, ms measured and ms estimated of a channel. */
export type ChannelTotal = readonly [energy: MilliWh, measuredMs: number, estimatedMs: number];

/** What is kept of a stretch of time. */
export interface Sums {
  readonly channels: Readonly<Partial<Record<Channel, ChannelTotal>>>;
  /** In the order of the flow paths, mWh. */
  readonly flows: readonly MilliWh[];
  readonly error: MilliWh;
  readonly events: number;
}

/** Nothing at all. */
export const noSums: Sums = { channels: {}, flows: flowPaths.map(() => 0), error: 0, events: 0 };

/** The sums of buckets and decisions. */
export function sumsOf(buckets: readonly EnergyBucket[], events: number): Sums {
  const totals: Partial<Record<Channel, [number, number, number]>> = {};
  const flows = flowPaths.map(() => 0);
  let error = 0;
  for (const bucket of buckets) {
    for (const channel of channels) {
      const own = bucket.channels[channel];
      if (own === undefined) continue;
      const total = (totals[channel] ??= [0, 0, 0]);
      total[0] += own.energy;
      total[1] += own.measuredMs;
      total[2] += own.estimatedMs;
    }
    for (const [index, path] of flowPaths.entries()) flows[index] = (flows[index] ?? 0) + bucket.flows[path];
    error += bucket.meteringError;
  }
  return { channels: totals, flows, error, events };
}

/** Sums of several stretches together. */
export function added(all: readonly Sums[]): Sums {
  const totals: Partial<Record<Channel, [number, number, number]>> = {};
  const flows = flowPaths.map(() => 0);
  let [error, events] = [0, 0];
  for (const one of all) {
    for (const channel of channels) {
      const own = one.channels[channel];
      if (own === undefined) continue;
      const total = (totals[channel] ??= [0, 0, 0]);
      for (const index of [0, 1, 2] as const) total[index] += own[index];
    }
    for (let index = 0; index < flows.length; index += 1) flows[index] = (flows[index] ?? 0) + (one.flows[index] ?? 0);
    error += one.error;
    events += one.events;
  }
  return { channels: totals, flows, error, events };
}

/** Settled hours of a stretch, and those after it that found something in it. */
export interface DayMaking {
  readonly span: LedgerSpan;
  readonly settled: readonly KeptHour[];
  readonly repairs: readonly Repair[];
  /** The plan of an hour by the choices it was settled by. */
  planAt(hourMs: number, choices: ChoicesKey): MeterPlan;
}

const hourMs = 3_600_000;
const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;

/** The buckets of the settled hours of a stretch, each hour by its own plan. */
export function bucketsOfHours({ span, settled, repairs, planAt }: DayMaking): EnergyBucket[] {
  const hours = [...new Set(settled.map(({ fromMs }) => hourOf(fromMs)))]
    .filter((at) => at + hourMs > span.fromMs && at < span.toMs)
    .sort((left, right) => left - right);
  const choices = new Map(settled.map((one) => [hourOf(one.fromMs), one.choices ?? '']));
  const planOf = (at: number): MeterPlan => planAt(at, choices.get(at) ?? '');
  const made: EnergyBucket[] = [];
  for (let index = 0; index < hours.length; ) {
    const fromMs = hours[index] ?? 0;
    const plan = planOf(fromMs);
    let toMs = fromMs;
    while (hours[index] === toMs && planOf(toMs) === plan) {
      toMs += hourMs;
      index += 1;
    }
    const touching = settled.filter(
      (one) =>
        (one.fromMs < toMs && one.toMs > fromMs) ||
        one.spreads.some(({ pieces }) => (pieces[0]?.fromMs ?? toMs) < toMs) ||
        one.covers.some((cover) => cover.fromMs < toMs),
    );
    made.push(...bucketsOf({ plan, settled: touching, repairs }, { fromMs, toMs }));
  }
  return [...bucketsIn(made, { startMs: span.fromMs, endMs: span.toMs })];
}

/** The decisions the hours of a stretch took. */
export function eventsOfHours(settled: readonly Settled[], { fromMs, toMs }: LedgerSpan): LedgerEvent[] {
  return mergeEvents(
    settled.filter((one) => one.fromMs >= fromMs && one.fromMs < toMs).flatMap(({ events }) => events),
  );
}
