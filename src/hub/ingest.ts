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
  /** The values that passed. */
  readonly batch: Batch;
  readonly rejects: readonly Reject[];
}

/** How far a device's clock may run ahead of ours, ms. */
const futureLimitMs = 60_000;

function reasonAgainst(row: Metric | undefined, id: string, value: MetricValue): [RejectReason, string] | undefined {
  if (row === undefined) return ['unknown-metric', `${id} is not in the catalogue`];
  if (row.kind === 'text') return typeof value === 'string' ? undefined : ['not-a-value', `${id} takes text`];
  if (typeof value !== 'number' || !Number.isFinite(value)) return ['not-a-value', `${String(value)} is not a number`];
  if (value < row.min || value > row.max) {
    return ['implausible', `${value} ${row.unit} is outside ${row.min} to ${row.max} ${row.unit}`.replaceAll('  ', ' ')];
  }
  return undefined;
}

/** Checks batches; `lastAtMs` tells when a device's metric was last taken. */
export function checkBatch(
  batch: Batch,
  { nowMs, lastAtMs }: { readonly nowMs: number; readonly lastAtMs: (metric: MetricId) => number | undefined },
): Ingested {
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  const quality: Quality[] = [];
  const rejects: Reject[] = [];
  const inFuture = batch.atMs > nowMs + futureLimitMs || !Number.isFinite(batch.atMs);
  for (const [index, id] of batch.metric.entries()) {
    const found = batch.value[index] ?? Number.NaN;
    const against: [RejectReason, string] | undefined = inFuture
      ? ['future', `its time is ${Math.round((batch.atMs - nowMs) / 1000)} s ahead of ours`]
      : reasonAgainst(findMetric(id), id, found);
    if (against !== undefined) {
      rejects.push({ device: batch.device, metric: id, reason: against[0], why: against[1] });
    } else if (lastAtMs(id) === batch.atMs) {
      rejects.push({ device: batch.device, metric: id, reason: 'duplicate', why: 'this value was taken already' });
    } else {
      metric.push(id);
      value.push(found === 0 ? 0 : found); // −0 is 0
      quality.push(batch.quality[index] ?? 'good');
    }
  }
  return { batch: { ...batch, metric, value, quality }, rejects };
}
