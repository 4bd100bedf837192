// Whole numbers in words of 64 bits, as InfluxDB packs times and integers: four bits say how many there are in the word.
// Source: Anh, Moffat: Index compression using 64-bit words (2010); influxdata/influxdb 1.x, tsdb/engine/tsm1/DESIGN.md, "Timestamp Encoding".
import type { ByteReader } from './byte-reader.ts';

/** How many values of how many bits, by selector; 0 bits: each is 1. */
const packings = [
  [240, 0],
  [120, 0],
  [60, 1],
  [30, 2],
  [20, 3],
  [15, 4],
  [12, 5],
  [10, 6],
  [8, 7],
  [7, 8],
  [6, 10],
  [5, 12],
  [4, 15],
  [3, 20],
  [2, 30],
  [1, 60],
] as const;

/** The values of all words that are left. */
export function* simple8b(reader: ByteReader): Generator<bigint> {
  while (reader.left >= 8) {
    let word = reader.u64();
    const [count, bits] = packings[Number(word >> 60n)] ?? [0, 0];
    const width = BigInt(bits);
    const mask = (1n << width) - 1n;
    for (let index = 0; index < count; index += 1) {
      yield bits === 0 ? 1n : word & mask;
      word >>= width;
    }
  }
}
