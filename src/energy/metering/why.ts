// Why a figure is what it is: sources, rules, how much was measured, what was decided, and counter compared with integration.
import type { TimeRange } from '#core/time.ts';
import type { Channel, EnergyBucket, LedgerEvent, MilliWh, Rule } from '../types.ts';
import { mergeEvents } from './minute-accumulator.ts';
import { doesBook, isDerived, type MeterPlan } from './plan.ts';
import type { Settled } from './settle.ts';

/** What a channel's energy over some time is made up of. */
export interface Why {
  readonly energy: MilliWh;
  /** Most energy first. */
  readonly from: readonly { readonly source: string; readonly rule: Rule; readonly energy: MilliWh }[];
  /** Shares of the time, 0 to 1; together they are 1. */
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
  /** Decisions on the sources of the channel, in order of time. */
  readonly events: readonly LedgerEvent[];
  /** What integrating the power gives, beside what was booked; absent if a counter has no power beside it. */
  readonly integrated?: { readonly energy: MilliWh; readonly difference: MilliWh };
}

/** Everything a person may be told about a channel in [fromMs, toMs). */
export function whyOf(channel: Channel, { plan, buckets, settled }: WhyInput, { fromMs, toMs }: TimeRange): Why {
  const hours = settled.filter((hour) => hour.toMs > fromMs && hour.fromMs < toMs);
  // The hour that is not over is not compared with anything yet.
  const closedMs = hours.reduce((latest, hour) => Math.max(latest, hour.toMs), 0);
  const parts = new Map<string, { source: string; rule: Rule; energy: MilliWh }>();
  let [energy, closed, measuredMs, estimatedMs] = [0, 0, 0, 0];
  for (const { startMs, channels } of buckets) {
    const one = startMs >= fromMs && startMs < toMs ? channels[channel] : undefined;
    if (one === undefined) continue;
    energy += one.energy;
    if (startMs < closedMs) closed += one.energy;
    measuredMs += one.measuredMs;
    estimatedMs += one.estimatedMs;
    for (const part of one.from) {
      const key = `${part.source} ${part.rule}`;
      parts.set(key, { ...part, energy: part.energy + (parts.get(key)?.energy ?? 0) });
    }
  }
  const spanMs = toMs - fromMs;
  const booking = plan.sources.filter((source) => isDerived(plan, channel) || doesBook(source, channel));
  const names = new Set(booking.map(({ id }) => id));
  const events = hours.flatMap((hour) => hour.events).filter(({ source }) => names.has(source) || source === 'clock');
  const compared = hours.flatMap((hour) => hour.compared).filter((one) => one.channel === channel);
  const integrated = compared.reduce((sum, one) => sum + one.energy, 0);
  return {
    energy,
    from: [...parts.values()].sort((left, right) => right.energy - left.energy),
    measured: measuredMs / spanMs,
    estimated: estimatedMs / spanMs,
    missing: 1 - (measuredMs + estimatedMs) / spanMs,
    events: mergeEvents(events),
    ...(compared.length === 0 ? {} : { integrated: { energy: integrated, difference: closed - integrated } }),
  };
}

/** What the answer is made from; `settled`: whole hours that overlap the requested time. */
export interface WhyInput {
  readonly plan: MeterPlan;
  readonly buckets: Iterable<EnergyBucket>;
  readonly settled: readonly Pick<Settled, 'fromMs' | 'toMs' | 'events' | 'compared'>[];
}
