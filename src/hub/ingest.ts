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

/** What a batch is checked against. */
export interface IngestContext {
  readonly nowMs: number;
  /** The value of a metric that was taken last. */
  last(metric: MetricId): { readonly value: MetricValue; readonly atMs: number } | undefined;
  /** The time that the last batch of this device was given, if it came with the same one as this; else absent. */
  readonly givenMs?: number | undefined;
}

type Against = readonly [RejectReason, string];

/** How far a device's clock may run ahead of ours, ms. */
const futureLimitMs = 60_000;

function againstTime(atMs: number, nowMs: number): Against | undefined {
  // Before 1970 nothing was measured, and a time that no store can keep would hold up all that wait behind it.
  if (!(atMs >= 0 && atMs <= Number.MAX_SAFE_INTEGER)) return ['not-a-value', `its time, ${atMs}, is none`];
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
export function checkBatch(batch: Batch, context: IngestContext): Ingested {
  const { nowMs, last } = context;
  const { device } = batch;
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  const quality: Quality[] = [];
  const rejects: Reject[] = [];
  const wrongTime = againstTime(batch.atMs, nowMs);
  const cameMs = Math.round(batch.atMs);
  const givenMs = context.givenMs ?? cameMs;
  const isOfMoment = (known: { readonly atMs: number } | undefined): boolean =>
    known !== undefined && known.atMs >= cameMs && known.atMs <= givenMs;
  // A store keeps one value of a moment: two messages within one millisecond get two.
  const isNews = batch.metric.some((id, index) => {
    const known = last(id);
    return isOfMoment(known) && known?.value !== (batch.value[index] ?? Number.NaN);
  });
  const atMs = isNews ? givenMs + 1 : cameMs;
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
    if (!isNews && isOfMoment(known) && known?.value === found) {
      rejects.push({ device, metric: id, reason: 'duplicate', why: 'this value was taken already' });
      continue;
    }
    metric.push(id);
    value.push(found === 0 ? 0 : found); // −0 is 0
    quality.push(batch.quality[index] ?? 'good');
  }
  return { batch: { ...batch, atMs, metric, value, quality }, rejects };
}

/** Whether all of a batch was known already. */
export function isRepeat(rejects: readonly Reject[]): boolean {
  return rejects.every(({ reason }) => reason === 'duplicate');
}
