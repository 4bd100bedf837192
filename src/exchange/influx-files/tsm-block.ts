// The blocks of a TSM file of InfluxDB 1: times, then values of one type, each packed its own way.
// Source: influxdata/influxdb 1.x, tsdb/engine/tsm1/DESIGN.md, "Compression".
import { ByteReader, damaged } from './byte-reader.ts';
import { simple8b } from './simple8b.ts';

/** What a block holds: columns of one length. */
export interface BlockPoints {
  /** Epoch ms; what is finer is cut off. */
  readonly atMs: Float64Array;
  readonly value: Float64Array;
}

/** InfluxDB writes 1000 points a block, and more only when it is told to. */
const mostPoints = 1_000_000;
const nsPerMs = 1_000_000;

/** Moments made from nanoseconds that are added up without losing one. */
class Moments {
  #ms: number;
  #ns: number;

  constructor(firstNs: bigint) {
    const rest = ((firstNs % 1_000_000n) + 1_000_000n) % 1_000_000n;
    this.#ms = Number((firstNs - rest) / 1_000_000n);
    this.#ns = Number(rest);
  }

  get atMs(): number {
    return this.#ms;
  }

  add(ns: number): void {
    const ms = Math.floor(ns / nsPerMs);
    this.#ms += ms;
    this.#ns += ns - ms * nsPerMs;
    if (this.#ns < nsPerMs) return;
    this.#ms += 1;
    this.#ns -= nsPerMs;
  }
}

/** The times of a block, epoch ms. */
function timesOf(bytes: Uint8Array, file: string): Float64Array {
  const reader = new ByteReader(bytes, file);
  const head = reader.u8();
  const scale = 10 ** (head & 0xf);
  const moments = new Moments(reader.i64());
  const times = [moments.atMs];
  const take = (ns: number): void => {
    moments.add(ns);
    times.push(moments.atMs);
    if (times.length > mostPoints) throw damaged(file);
  };
  switch (head >> 4) {
    case 0:
      while (reader.left >= 8) take(Number(reader.u64()));
      break;
    case 1:
      for (const delta of simple8b(reader)) take(Number(delta) * scale);
      break;
    case 2: {
      const delta = Number(reader.varint()) * scale;
      const count = reader.count(mostPoints);
      while (times.length < count) take(delta);
      break;
    }
    default:
      throw damaged(file);
  }
  return Float64Array.from(times);
}

/** Reads bits from the highest of each byte on. */
class BitReader {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  /** Up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw damaged(this.#file);
      const free = 8 - (this.#at & 7);
      const taken = Math.min(free, left);
      value = value * 2 ** taken + ((byte >> (free - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }
}

/** What InfluxDB writes behind the last number of a block. */
const endMark = { high: 0x7ff80000, low: 1 };

/** Numbers as the bits in which they differ from the one before (Gorilla, VLDB 2015, 4.1.2). */
function floatsOf(bytes: Uint8Array, count: number, file: string): Float64Array {
  const values = new Float64Array(count);
  const words = new Uint32Array(values.buffer);
  if (bytes[0] !== undefined && bytes[0] >> 4 !== 1) throw damaged(file);
  const reader = new BitReader(bytes.subarray(1), file);
  let [high, low, leading, meaning] = [reader.bits(32), reader.bits(32), 0, 64];
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && reader.bits(1) === 1) {
      if (reader.bits(1) === 1) {
        leading = reader.bits(5);
        meaning = reader.bits(6) || 64;
      }
      const trailing = 64 - leading - meaning;
      if (trailing < 0) throw damaged(file);
      const [top, bottom] = [reader.bits(Math.max(0, meaning - 32)), reader.bits(Math.min(32, meaning))];
      // The difference, moved to its place: of two words of 32 bits.
      const difference = ((BigInt(top) << 32n) | BigInt(bottom)) << BigInt(trailing);
      high = (high ^ Number(difference >> 32n)) >>> 0;
      low = (low ^ Number(difference & 0xffff_ffffn)) >>> 0;
    }
    if (high === endMark.high && low === endMark.low) return values.subarray(0, index);
    words[2 * index] = low;
    words[2 * index + 1] = high;
  }
  return values;
}

const unzigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

/** Whole numbers as differences from the one before. */
function integersOf(bytes: Uint8Array, count: number, file: string): Float64Array {
  const reader = new ByteReader(bytes, file);
  const kind = reader.u8() >> 4;
  const values = new Float64Array(count);
  let last = 0n;
  let index = 0;
  const take = (difference: bigint): void => {
    last = BigInt.asIntN(64, last + unzigzag(difference));
    if (index < count) values[index] = Number(last);
    index += 1;
  };
  switch (kind) {
    case 0:
      while (reader.left >= 8) take(reader.u64());
      break;
    case 1:
      take(reader.u64());
      for (const difference of simple8b(reader)) {
        // Eight bytes may say 240 numbers: no more are read than there are times.
        if (index >= count) break;
        take(difference);
      }
      break;
    case 2: {
      take(reader.u64());
      const difference = reader.varint();
      for (let left = reader.count(mostPoints); left > 0; left -= 1) take(difference);
      break;
    }
    default:
      throw damaged(file);
  }
  return values.subarray(0, Math.min(count, index));
}

function switchesOf(bytes: Uint8Array, count: number, file: string): Float64Array {
  const reader = new ByteReader(bytes, file);
  reader.u8();
  const own = Math.min(count, reader.count(mostPoints));
  const bits = new BitReader(reader.bytes(reader.left), file);
  return Float64Array.from({ length: own }, () => bits.bits(1));
}

/** The numbers of a block without its checksum; undefined: it holds texts. Errors: `input.invalid`. */
export function blockPoints(bytes: Uint8Array, file: string): BlockPoints | undefined {
  const reader = new ByteReader(bytes, file);
  const type = reader.u8();
  const times = timesOf(reader.bytes(reader.count(reader.left)), file);
  const packed = reader.bytes(reader.left);
  const count = times.length;
  const valuesOf = (): Float64Array | undefined => {
    switch (type) {
      case 0:
        return floatsOf(packed, count, file);
      case 1:
      case 4:
        return integersOf(packed, count, file);
      case 2:
        return switchesOf(packed, count, file);
      case 3:
        return undefined;
      default:
        throw damaged(file);
    }
  };
  const value = valuesOf();
  return value === undefined ? undefined : { atMs: times.subarray(0, value.length), value };
}
