// Series that grow reading by reading, as columns of numbers: a year of samples is millions of them.
import type { MetricId } from '#core/catalogue.ts';

/** One series that grows. */
export interface GrowingSeries {
  readonly device: string;
  readonly metric: MetricId;
  /** Columns of one length, as far as they are filled. */
  columns(): { readonly atMs: Float64Array; readonly value: Float64Array };
  push(atMs: number, value: number): void;
}

const firstSize = 1024;

function twice(column: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(column.length * 2);
  grown.set(column);
  return grown;
}

/** An empty series. */
export function growingSeries({ device, metric }: Pick<GrowingSeries, 'device' | 'metric'>): GrowingSeries {
  let atMs = new Float64Array(firstSize);
  let value = new Float64Array(firstSize);
  let count = 0;
  return {
    device,
    metric,
    columns: () => ({ atMs: atMs.subarray(0, count), value: value.subarray(0, count) }),
    push(at, one) {
      if (count === atMs.length) {
        atMs = twice(atMs);
        value = twice(value);
      }
      atMs[count] = at;
      value[count] = one;
      count += 1;
    },
  };
}
