// The write-ahead log of InfluxDB 1: what it has not yet put into a TSM file. The last entry of a server that was killed may be cut off.
// Source: influxdata/influxdb 1.x, tsdb/engine/tsm1/wal.go, WriteWALEntry.
import { isSolsteadError } from '#core/errors.ts';
import { ByteReader, damaged } from './byte-reader.ts';
import { unsnapped } from './snappy.ts';
import type { BlockPoints } from './tsm-block.ts';

/** Numbers of one series. */
export interface KeyedPoints extends BlockPoints {
  /** Measurement, tags and field, as InfluxDB writes them. */
  readonly key: string;
}

/** Most bytes of one entry, unpacked: what is written at once has 25 MB at the most, unless a server was told otherwise. */
const mostEntry = 64 * 1024 * 1024;

/** Reads one value of a type; texts have none. */
function valueOf(type: number, reader: ByteReader, file: string): number | undefined {
  switch (type) {
    case 1:
      return reader.f64();
    case 2:
      return Number(reader.i64());
    case 3:
      return reader.u8();
    case 4:
      reader.bytes(reader.u32());
      return undefined;
    case 5:
      return Number(reader.u64());
    default:
      throw damaged(file);
  }
}

function* pointsOf(bytes: Uint8Array, file: string): Generator<KeyedPoints> {
  const reader = new ByteReader(bytes, file);
  while (reader.left > 0) {
    const type = reader.u8();
    const key = Buffer.from(reader.bytes(reader.u16())).toString('utf8');
    const [atMs, value]: [number[], number[]] = [[], []];
    for (let left = reader.u32(); left > 0; left -= 1) {
      const ns = reader.i64();
      const one = valueOf(type, reader, file);
      if (one === undefined) continue;
      atMs.push(Math.floor(Number(ns / 1000n) / 1000));
      value.push(one);
    }
    if (atMs.length > 0) yield { key, atMs: Float64Array.from(atMs), value: Float64Array.from(value) };
  }
}

/** What a file of the log wrote, entry by entry, as far as it is whole. */
export function* walEntries(bytes: Uint8Array, file: string): Generator<readonly KeyedPoints[]> {
  const reader = new ByteReader(bytes, file);
  while (reader.left >= 5) {
    const type = reader.u8();
    const length = reader.u32();
    if (length > reader.left) return;
    const packed = reader.bytes(length);
    // 1 writes; what deletes is not heeded.
    if (type !== 1) continue;
    try {
      yield [...pointsOf(unsnapped(packed, mostEntry, file), file)];
    } catch (error) {
      if (isSolsteadError(error) && reader.left === 0) return;
      throw error;
    }
  }
}
