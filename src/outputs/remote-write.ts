// A request of Prometheus' remote write: series with their points as protobuf, packed with Snappy.
// Source: Prometheus Remote-Write 1.0 specification; prompb/{remote,types}.proto: WriteRequest.timeseries = 1; TimeSeries.labels = 1,
// samples = 2; Label.name = 1, value = 2; Sample.value = 1 (double), timestamp = 2 (int64, ms).
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { SeriesPoints } from '#core/series-points.ts';

/** Headers of such a request. */
export const remoteWriteHeaders = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
} as const;

const utf8 = new TextEncoder();
/** Most bytes of a varint that counts up to 2⁵³. */
const mostVarint = 8;

/** Bytes that grow. */
class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** A whole number from 0 to 2⁵³. */
  varint(value: number): void {
    this.#room(mostVarint);
    let left = value;
    while (left >= 128) {
      this.#bytes[this.#length] = (left % 128) + 128;
      this.#length += 1;
      left = Math.floor(left / 128);
    }
    this.#bytes[this.#length] = left;
    this.#length += 1;
  }

  tag(field: number, type: number): void {
    this.varint(field * 8 + type);
  }

  delimited(field: number, content: Uint8Array): void {
    this.tag(field, 2);
    this.varint(content.length);
    this.#room(content.length);
    this.#bytes.set(content, this.#length);
    this.#length += content.length;
  }

  double(field: number, value: number): void {
    this.tag(field, 1);
    this.#room(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }
}

/** Labels in the order of their names, as the receiver wants them. */
function labelBytes(labels: SeriesPoints['labels'], into: Writer): void {
  for (const [name, value] of Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const label = new Writer(64);
    label.delimited(1, utf8.encode(name));
    label.delimited(2, utf8.encode(value));
    into.delimited(1, label.bytes());
  }
}

/** Series as one request. Times before 1970 are left out: no clock of a home is there. */
export function remoteWriteBytes(series: readonly SeriesPoints[]): Uint8Array {
  const request = new Writer(4096);
  for (const { labels, atMs, value } of series) {
    const one = new Writer(256);
    labelBytes(labels, one);
    for (const [index, at] of atMs.entries()) {
      if (at < 0) continue;
      const sample = new Writer(20);
      sample.double(1, value[index] ?? Number.NaN);
      sample.tag(2, 0);
      sample.varint(at);
      one.delimited(2, sample.bytes());
    }
    request.delimited(1, one.bytes());
  }
  return snappyCompress(request.bytes());
}
