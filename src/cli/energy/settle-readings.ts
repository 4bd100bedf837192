// The ledger over readings that are all there: settled day by day, then laid out in buckets.
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { firstAt, seriesOf, type ReadingColumns, type SeriesSet } from '#energy/metering/columns.ts';
import { localDay } from '#energy/local-day.ts';
import { disagreementsByDay } from '#energy/metering/balance.ts';
import { buckets } from '#energy/metering/buckets.ts';
import { mergeEvents } from '#energy/metering/minute-accumulator.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import { emptyState, settleSpan, type LedgerState, type Settled } from '#energy/metering/settle.ts';
import type { TableKey } from '#energy/metering/table-plan.ts';
import type { EnergyBucket, LedgerEvent } from '#energy/types.ts';

/** What is settled. */
export interface ReadingsToSettle {
  readonly plan: MeterPlan;
  readonly keys: readonly TableKey[];
  readonly series: SeriesSet;
  /** The first reading and the moment up to which the last hold, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Buckets are made for this much, which may reach further, epoch ms. */
  readonly bucketsFromMs: number;
  readonly bucketsToMs: number;
  /** Whose days are judged one by one. */
  readonly timeZone: string;
  readonly onProgress?: (share: number) => void;
}

/** What the ledger made of it. */
export interface SettledReadings {
  readonly settled: readonly Settled[];
  readonly buckets: readonly EnergyBucket[];
  readonly events: readonly LedgerEvent[];
}

function readingsIn({ keys, series }: ReadingsToSettle, { fromMs, toMs }: TimeRange): ReadingColumns[] {
  return keys.map(({ device, metric }) => {
    const own = seriesOf(series, device, metric);
    const [low, high] = [firstAt(own, fromMs), firstAt(own, toMs)];
    return { key: { device, metric }, atMs: own.atMs.subarray(low, high), value: own.value.subarray(low, high) };
  });
}

/** Settles readings and makes their buckets. */
export function settleReadings(question: ReadingsToSettle): SettledReadings {
  const { plan, fromMs, toMs, onProgress } = question;
  const settled: Settled[] = [];
  let state: LedgerState = emptyState(hourOf(fromMs));
  while (state.atMs < toMs) {
    const until = Math.min(toMs, state.atMs + dayMs);
    for (const hour of settleSpan(
      { plan, readings: readingsIn(question, { fromMs: state.atMs, toMs: until }) },
      state,
      until,
    ))
      settled.push(hour);
    state = settled.at(-1)?.after ?? state;
    onProgress?.((state.atMs - fromMs) / (toMs - fromMs));
  }
  const span = {
    fromMs: Math.min(hourOf(fromMs), hourOf(question.bucketsFromMs)),
    toMs: Math.ceil(Math.max(toMs, question.bucketsToMs) / hourMs) * hourMs,
  };
  const made = buckets({ plan, settled }, span);
  const disagreements = disagreementsByDay(made, (atMs) => localDay(atMs, question.timeZone));
  return {
    settled,
    buckets: made,
    events: mergeEvents([...settled.flatMap(({ events }) => events), ...disagreements]),
  };
}
