// One row of the log: the points of one commit, as they came. Runs of neighbours in a poll take a few bytes, values eight.
import { crc32 } from 'node:zlib';
import { classed } from './chunk-codec.ts';
import { Malformed, WireReader, WireWriter } from './wire.ts';

/** Points of many series in the order they were given; columns of one length. */
export interface LoggedPoints {
  /** Number of the series, by point. */
  readonly series: Uint32Array;
  readonly atMs: Float64Array;
  /** NaN if the value is a text. */
  readonly value: Float64Array;
  /** Index into the qualities of {@link qualities}. */
  readonly quality: Uint8Array;
  /** Texts by point. */
  readonly texts: ReadonlyMap<number, string>;
}

const version = 1;
const crcEnd = 5;
const qualityFlag = 1;
const mostPoints = 2 ** 26;
/** How a run gives its time: that of the run before, a step from it, or in full. */
const [sameTime, stepTime, wholeTime, timeKinds] = [0, 1, 2, 3];
const longStep = 2 ** 50;

function writeRuns(writer: WireWriter, { series, atMs }: LoggedPoints): void {
  let [lastSeries, lastMs] = [0, 0];
  for (let from = 0; from < series.length; ) {
    const [first, at] = [series[from] ?? 0, atMs[from] ?? 0];
    let to = from + 1;
    while (to < series.length && atMs[to] === at && series[to] === first + (to - from)) to += 1;
    const step = at - lastMs;
    const kind = step === 0 ? sameTime : Math.abs(step) < longStep ? stepTime : wholeTime;
    writer.varint(timeKinds * (to - from) + kind);
    writer.signed(first - lastSeries);
    if (kind === stepTime) writer.signed(step);
    if (kind === wholeTime) writer.f64(at);
    [lastSeries, lastMs] = [first, at];
    from = to;
  }
}

/** The bytes of a row. */
export function encodeLog(points: LoggedPoints): Uint8Array {
  const { value, quality, texts } = points;
  const hasQuality = quality.some((one) => one !== 0);
  const writer = new WireWriter(value.length * 9 + 64);
  writer.u8(version);
  writer.u32(0);
  writer.u8(hasQuality ? qualityFlag : 0);
  writer.varint(value.length);
  writeRuns(writer, points);
  writer.bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (hasQuality) writer.bytes(quality);
  writer.varint(texts.size);
  for (const [point, text] of texts) {
    const bytes = Buffer.from(text);
    writer.varint(point);
    writer.varint(bytes.length);
    writer.bytes(bytes);
  }
  const row = writer.taken();
  new DataView(row.buffer).setUint32(1, crc32(row.subarray(crcEnd)), true);
  return row;
}

function readRuns(reader: WireReader, count: number): Pick<LoggedPoints, 'series' | 'atMs'> {
  const series = new Uint32Array(count);
  const atMs = new Float64Array(count);
  let [first, at] = [0, 0];
  for (let from = 0; from < count; ) {
    const packed = reader.varint();
    const [length, kind] = [Math.floor(packed / timeKinds), packed % timeKinds];
    if (length === 0 || length > count - from) throw new Malformed('a run of no length');
    first += reader.signed();
    if (kind === stepTime) at += reader.signed();
    if (kind === wholeTime) at = reader.f64();
    for (let index = 0; index < length; index += 1) {
      series[from + index] = first + index;
      atMs[from + index] = at;
    }
    from += length;
  }
  return { series, atMs };
}

/** Decodes the points of a row. Errors: `store.corrupt`, naming the row. */
export function decodeLog(row: Uint8Array, name: string): LoggedPoints {
  return classed(name, () => {
    const reader = new WireReader(row);
    const found = reader.u8();
    if (found !== version) throw new Malformed(`its version is ${found}, known is ${version}`);
    if (reader.u32() !== crc32(row.subarray(crcEnd))) throw new Malformed('the checksum does not match');
    const flags = reader.u8();
    const count = reader.count(mostPoints);
    if (count * 8 > reader.left) throw new Malformed('it ends too soon');
    const runs = readRuns(reader, count);
    const value = new Float64Array(reader.bytes(8 * count).slice().buffer);
    const quality = (flags & qualityFlag) === 0 ? new Uint8Array(count) : reader.bytes(count).slice();
    const texts = new Map<number, string>();
    for (let left = reader.count(count); left > 0; left -= 1) {
      const point = reader.count(count - 1);
      texts.set(point, Buffer.from(reader.bytes(reader.varint())).toString());
    }
    return { ...runs, value, quality, texts };
  });
}
