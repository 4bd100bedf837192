// The hour that is not over: what is booked so far, and what powers have brought that no counter has shown yet.
import { hourMs, hourOf } from '#core/time.ts';
import { channels, type Channel, type MilliWh } from '../types.ts';
import { buckets } from './buckets.ts';
import { doesBook, isDerived, standIns } from './plan.ts';
import { settleHour, type LedgerState, type SettleInput } from './settle.ts';
import { knownEnergy } from './allocation.ts';

/** Energy of the current hour by channel; absent if the home has no such channel. */
export type Provisional = Readonly<Partial<Record<Channel, { readonly energy: MilliWh; readonly pending: MilliWh }>>>;

/**
 * The totals from the state's moment to `nowMs` in the same hour: `energy` is booked, `pending` is what the power of a coarse
 * counter has brought since its last step, at most one step; it is booked with the next. A derived channel has no pending part.
 */
export function provisional(input: SettleInput, before: LedgerState, nowMs: number): Provisional {
  const settled = settleHour(input, before, nowMs);
  const { plan, corrections = [] } = input;
  const fromMs = hourOf(before.atMs);
  const made = buckets({ plan, settled: [settled], corrections }, { fromMs, toMs: fromMs + hourMs });
  const totals: Partial<Record<Channel, { energy: MilliWh; pending: MilliWh }>> = {};
  for (const channel of channels) {
    if (!isDerived(plan, channel) && !plan.sources.some((source) => doesBook(source, channel))) continue;
    const energy = made.reduce((sum, bucket) => sum + (bucket.channels[channel]?.energy ?? 0), 0);
    totals[channel] = { energy, pending: 0 };
  }
  const others = standIns(plan);
  for (const source of plan.sources) {
    const state = settled.after.counters[source.id];
    if (source.kind !== 'counter' || state === undefined || others.has(source.id)) continue;
    const known = knownEnergy(state.shape, Math.max(state.sinceMs, before.atMs), nowMs);
    const total = source.channel === 'circuit' ? undefined : totals[source.channel];
    if (total !== undefined) total.pending += Math.min(known, state.resolution);
  }
  return totals;
}
