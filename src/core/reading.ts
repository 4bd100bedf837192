// What flows from a device towards the hub: readings, gathered in batches.
import type { MetricId } from './catalogue.ts';

/**
 * How far a value can be trusted: `good` was measured; `stale` is older than two of its device's intervals;
 * `estimated` is a guess from other devices' values; `held` waits for confirmation.
 */
export type Quality = 'good' | 'stale' | 'estimated' | 'held';

/** A number in the metric's unit (binary: 0 or 1), or the text of a `text` metric. */
export type MetricValue = number | string;

/** One value of one metric of one device. */
export interface Reading {
  readonly metric: MetricId;
  readonly value: MetricValue;
  /** Epoch milliseconds, UTC. */
  readonly atMs: number;
  readonly quality: Quality;
}

/** The values one device gave at one moment; `metric`, `value` and `quality` are columns of one length. */
export interface Batch {
  readonly site: string;
  readonly device: string;
  /** Epoch milliseconds, UTC. */
  readonly atMs: number;
  readonly metric: readonly MetricId[];
  readonly value: readonly MetricValue[];
  readonly quality: readonly Quality[];
}

/** The readings of a batch one by one. */
export function* readingsOf(batch: Batch): Generator<Reading> {
  for (const [index, metric] of batch.metric.entries()) {
    const value = batch.value[index];
    const quality = batch.quality[index];
    if (value === undefined || quality === undefined) throw new TypeError('assertion: batch columns differ in length');
    yield { metric, value, quality, atMs: batch.atMs };
  }
}
