// The gate of the hub: known metric? plausible? seen already? What does not pass is counted and shown, never silent.
import { findMetric, type Metric, type MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';

/** Why a value was not taken. */
export type RejectReason = 'unknown-metric' | 'not-a-value' | 'implausible' | 'future' | 'duplicate';

/** A value that was not taken, in words. */
export interface Reject {
  readonly device: string;
  readonly metric: string;
  readonly reason: RejectReason;
  readonly why: string;
}

/** What became of a batch. */
export interface Ingested {
  /** The values that passed, at a whole millisecond. */
  readonly batch: Batch;
  readonly rejects: readonly Reject[];
}

/** What a batch is held against. */
export interface IngestContext {
  readonly nowMs: number;
  /** The value of a metric that was taken last. */
  last(metric: MetricId): { readonly value: MetricValue; readonly atMs: number } | undefined;
}

type Against = readonly [RejectReason, string];

/** How far a device's clock may run ahead of ours, ms. */
const futureLimitMs = 60_000;

function againstTime(atMs: number, nowMs: number): Against | undefined {
  if (!Number.isFinite(atMs)) return ['not-a-value', `its time, ${atMs}, is none`];
  if (atMs <= nowMs + futureLimitMs) return undefined;
  return ['future', `its time is ${Math.round((atMs - nowMs) / 1000)} s ahead of ours`];
}

function againstValue(row: Metric | undefined, id: string, value: MetricValue): Against | undefined {
  if (row === undefined) return ['unknown-metric', `${id} is not in the catalogue`];
  if (row.kind === 'text') return typeof value === 'string' ? undefined : ['not-a-value', `${id} takes text`];
  if (typeof value !== 'number' || !Number.isFinite(value)) return ['not-a-value', `${String(value)} is not a number`];
  if (value >= row.min && value <= row.max) {
    if (row.kind !== 'binary' || value === 0 || value === 1) return undefined;
    return ['implausible', `${value} is neither 0 nor 1`];
  }
  return ['implausible', `${value} ${row.unit} is outside ${row.min} to ${row.max} ${row.unit}`.replaceAll('  ', ' ')];
}

/** Checks a batch. */
export function checkBatch(batch: Batch, { nowMs, last }: IngestContext): Ingested {
  const { device } = batch;
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  const quality: Quality[] = [];
  const rejects: Reject[] = [];
  const wrongTime = againstTime(batch.atMs, nowMs);
  const atMs = Math.round(batch.atMs);
  for (let index = 0; index < batch.metric.length; index += 1) {
    const id = batch.metric[index];
    if (id === undefined) continue;
    const found = batch.value[index] ?? Number.NaN;
    const against = wrongTime ?? againstValue(findMetric(id), id, found);
    if (against !== undefined) {
      rejects.push({ device, metric: id, reason: against[0], why: against[1] });
      continue;
    }
    const known = last(id);
    // Another value at the same moment is news: two messages may come within one millisecond.
    if (known !== undefined && known.atMs === atMs && known.value === found) {
      rejects.push({ device, metric: id, reason: 'duplicate', why: 'this value was taken already' });
      continue;
    }
    metric.push(id);
    value.push(found === 0 ? 0 : found); // −0 is 0
    quality.push(batch.quality[index] ?? 'good');
  }
  return { batch: { ...batch, atMs, metric, value, quality }, rejects };
}
