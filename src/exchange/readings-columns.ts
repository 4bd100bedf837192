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
/** From this length on a column grows by pieces of this size: doubling would copy it, and leave up to half of it empty. */
const pieceSize = 65_536;

/** A column that grows. */
function growingColumn() {
  const full: Float64Array<ArrayBuffer>[] = [];
  let open = new Float64Array(firstSize);
  let count = 0;
  let total = 0;
  return {
    push(one: number): void {
      if (count === open.length) {
        if (open.length < pieceSize) {
          const grown = new Float64Array(open.length * 2);
          grown.set(open);
          open = grown;
        } else {
          full.push(open);
          open = new Float64Array(pieceSize);
          count = 0;
        }
      }
      open[count] = one;
      count += 1;
      total += 1;
    },
    get length(): number {
      return total;
    },
    /** The whole column in one piece; its pieces are released on the way. */
    whole(): Float64Array {
      if (full.length === 0) return open.subarray(0, count);
      const size = full.reduce((sum, { length }) => sum + length, count);
      const whole = new Float64Array(size);
      let at = size - count;
      whole.set(open.subarray(0, count), at);
      for (let piece = full.pop(); piece !== undefined; piece = full.pop()) {
        at -= piece.length;
        whole.set(piece, at);
        // Given back now: the collector would let all of them stand beside the whole.
        piece.buffer.transfer(0);
      }
      open = whole;
      count = size;
      return whole;
    },
  };
}

/** Times of the rows of a table, kept once for all columns that have a reading at each of them. */
export interface GrowingTimes {
  readonly length: number;
  push(atMs: number): void;
  whole(): Float64Array;
}

/** No rows yet. */
export const growingTimes = (): GrowingTimes => growingColumn();

/** An empty series; with `rows` it shares their times while it has a reading in each row: a row's time is given before its readings. */
export function growingSeries(
  { device, metric }: Pick<GrowingSeries, 'device' | 'metric'>,
  rows?: GrowingTimes,
): GrowingSeries {
  const value = growingColumn();
  let own = rows === undefined ? growingColumn() : undefined;
  /** A copy of the times so far, once it has left a row out. */
  const apart = (): ReturnType<typeof growingColumn> => {
    const made = growingColumn();
    for (const atMs of rows?.whole().subarray(0, value.length) ?? []) made.push(atMs);
    return made;
  };
  return {
    device,
    metric,
    columns: () => ({
      atMs: (own ?? rows)?.whole().subarray(0, value.length) ?? new Float64Array(0),
      value: value.whole(),
    }),
    push(at, one) {
      if (own === undefined && rows?.length !== value.length + 1) own = apart();
      own?.push(at);
      value.push(one);
    },
  };
}
