// The barest form of compressed history: a stretch of one device as columns with shared moments, whole-number
// differences, deflated. No index, no summaries, no late values.
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** One stretch of one device: moments in ms, one column a metric. */
export interface Stretch {
  readonly atMs: readonly number[];
  readonly columns: readonly (readonly number[])[];
}

/** Values are kept to a hundredth. */
const scale = 100;

function differences(values: readonly number[], factor: number): Int32Array {
  const result = new Int32Array(values.length);
  let last = 0;
  for (const [index, value] of values.entries()) {
    const whole = Math.round(value * factor);
    result[index] = whole - last;
    last = whole;
  }
  return result;
}

/** The bytes of a stretch: start (8), length (4), then the deflated columns. */
export function encodeStretch({ atMs, columns }: Stretch): Uint8Array {
  const startMs = atMs[0] ?? 0;
  const parts = [
    differences(
      atMs.map((at) => at - startMs),
      1,
    ),
    ...columns.map((one) => differences(one, scale)),
  ];
  const body = deflateRawSync(Buffer.concat(parts.map(({ buffer }) => Buffer.from(buffer))), { level: 1 });
  const head = Buffer.alloc(12);
  head.writeDoubleLE(startMs);
  head.writeUInt32LE(atMs.length, 8);
  return Buffer.concat([head, body]);
}

function sums(column: Int32Array, { start, divide }: { readonly start: number; readonly divide: number }): number[] {
  const values: number[] = [];
  let sum = 0;
  for (const difference of column) {
    sum += difference;
    values.push(start + sum / divide);
  }
  return values;
}

/** The moments and the first column of a stretch. */
export function decodeFirst(bytes: Uint8Array): {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
} {
  const head = new DataView(bytes.buffer, bytes.byteOffset, 12);
  const start = head.getFloat64(0, true);
  const count = head.getUint32(8, true);
  const inflated = inflateRawSync(bytes.subarray(12));
  const whole = new Int32Array(inflated.buffer, inflated.byteOffset, 2 * count);
  return {
    atMs: sums(whole.subarray(0, count), { start, divide: 1 }),
    value: sums(whole.subarray(count), { start: 0, divide: scale }),
  };
}
