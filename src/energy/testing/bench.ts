// A bench for meter plans in tests: readings in, what was booked out.
import type { MetricId } from '#core/catalogue.ts';
import { buckets } from '../metering/buckets.ts';
import type { ReadingColumns } from '../metering/columns.ts';
import { mergeEvents } from '../metering/minute-accumulator.ts';
import type { CounterSource, MeterPlan, PowerSource } from '../metering/plan.ts';
import type { Correction } from '../metering/correction.ts';
import { emptyState, settleSpan, type LedgerState, type Settled } from '../metering/settle.ts';
import { channels, type Channel, type EnergyBucket, type LedgerEvent } from '../types.ts';

/** One reading in a test: when and what. */
export type Row = readonly [atMs: number, value: number];

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A counter of imported energy of the device `meter`, read every 10 s. */
export function counter(over: Partial<CounterSource> = {}): CounterSource {
  return {
    kind: 'counter',
    id: 'counter',
    device: 'meter',
    metric: 'grid.energy.import',
    channel: 'import',
    span: 'total',
    timeZone: 'Europe/Berlin',
    intervalMs: 10 * second,
    gapLimitMs: minute,
    plausibleW: 20_000,
    ...over,
  };
}

/** A signed grid power of the device `meter`, read every 10 s. */
export function power(over: Partial<PowerSource> = {}): PowerSource {
  return {
    kind: 'power',
    id: 'power',
    device: 'meter',
    metrics: ['grid.power'],
    positive: 'import',
    negative: 'export',
    books: ['import', 'export'],
    intervalMs: 10 * second,
    gapLimitMs: minute,
    plausibleW: 20_000,
    ...over,
  };
}

/** Columns of one metric. */
export function columns(
  rows: readonly Row[],
  metric: MetricId = 'grid.energy.import',
  device = 'meter',
): ReadingColumns {
  return { key: { device, metric }, atMs: rows.map(([atMs]) => atMs), value: rows.map(([, value]) => value) };
}

/** Rows every `everyMs` in [fromMs, toMs). */
export function every(
  everyMs: number,
  [fromMs, toMs]: readonly [number, number],
  value: (atMs: number) => number,
): Row[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / everyMs) }, (_none, index) => {
    const atMs = fromMs + index * everyMs;
    return [atMs, value(atMs)] as const;
  });
}

/** What became of readings. */
export interface Outcome {
  readonly settled: readonly Settled[];
  readonly buckets: readonly EnergyBucket[];
  readonly events: readonly LedgerEvent[];
  readonly state: LedgerState;
  /** Energy of a channel, Wh; only within a range if one is given. */
  wh(channel: Channel, fromMs?: number, toMs?: number): number;
}

interface Stretched {
  readonly span: readonly [number, number];
  readonly corrections?: readonly Correction[];
}

/** The outcome of settled stretches over [fromMs, toMs). */
export function outcomeOf(
  plan: MeterPlan,
  settled: readonly Settled[],
  { span: [fromMs, toMs], corrections = [] }: Stretched,
): Outcome {
  const made = buckets({ plan, settled, corrections }, { fromMs, toMs: Math.ceil(toMs / hour) * hour });
  return {
    settled,
    buckets: made,
    events: mergeEvents(settled.flatMap(({ events }) => events)),
    state: settled.at(-1)?.after ?? emptyState(fromMs),
    wh: (channel, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) =>
      made
        .filter(({ startMs }) => startMs >= from && startMs < to)
        .reduce((sum, bucket) => sum + (bucket.channels[channel]?.energy ?? 0), 0) / 1000,
  };
}

/** Settles readings over [fromMs, toMs) in one go. */
export function settle(
  plan: MeterPlan,
  readings: readonly ReadingColumns[],
  { span, corrections = [] }: Stretched,
): Outcome {
  const settled = [...settleSpan({ plan, readings, corrections }, emptyState(span[0]), span[1])];
  return outcomeOf(plan, settled, { span, corrections });
}

/** Everything a bucket list says about energy, for comparing two. */
export function sumsOf(list: readonly EnergyBucket[]): readonly string[] {
  return list.map(
    ({ startMs, channels: own, flows, meteringError }) =>
      `${startMs} ${channels
        .map((channel) => {
          const { energy, measuredMs, estimatedMs } = own[channel] ?? { energy: 0, measuredMs: 0, estimatedMs: 0 };
          return `${energy}/${measuredMs}/${estimatedMs}`;
        })
        .join(' ')} ${JSON.stringify(flows)} ${meteringError}`,
  );
}
