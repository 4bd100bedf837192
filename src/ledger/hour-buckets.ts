// Buckets and decisions of some time out of its settled hours, each hour by its own plan.
import { hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { mergeEvents } from '#energy/metering/minute-accumulator.ts';
import { buckets as bucketsOf } from '#energy/metering/buckets.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import type { Correction } from '#energy/metering/correction.ts';
import type { Settled } from '#energy/metering/settle.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import type { EnergyBucket, LedgerEvent } from '#energy/types.ts';
import type { OptionsKey } from './counting-options.ts';
import type { KeptHour } from './packing.ts';

/** Settled hours of a stretch, and those after it that found something in it. */
export interface DayMaking {
  readonly span: TimeRange;
  readonly settled: readonly KeptHour[];
  readonly corrections: readonly Correction[];
  /** The plan of an hour by the options it was settled by. */
  planAt(hourMs: number, options: OptionsKey): MeterPlan;
}

/** The buckets of the settled hours of a stretch, each hour by its own plan. */
export function bucketsOfHours({ span, settled, corrections, planAt }: DayMaking): EnergyBucket[] {
  const hours = [...new Set(settled.map(({ fromMs }) => hourOf(fromMs)))]
    .filter((at) => at + hourMs > span.fromMs && at < span.toMs)
    .sort((left, right) => left - right);
  const options = new Map(settled.map((one) => [hourOf(one.fromMs), one.options ?? '']));
  const planOf = (at: number): MeterPlan => planAt(at, options.get(at) ?? '');
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
        one.allocations.some(({ parts }) => (parts[0]?.fromMs ?? toMs) < toMs) ||
        one.coverage.some((coverage) => coverage.fromMs < toMs),
    );
    // One by one: the buckets of years are too many for the arguments of one call.
    for (const bucket of bucketsOf({ plan, settled: touching, corrections }, { fromMs, toMs })) made.push(bucket);
  }
  return [...bucketsIn(made, { startMs: span.fromMs, endMs: span.toMs })];
}

/** The decisions the hours of a stretch made. */
export function eventsOfHours(settled: readonly Settled[], { fromMs, toMs }: TimeRange): LedgerEvent[] {
  return mergeEvents(
    settled.filter((one) => one.fromMs >= fromMs && one.fromMs < toMs).flatMap(({ events }) => events),
  );
}
