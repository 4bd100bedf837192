// The barest back-fill: device-hours as whole-number differences of shared moments, compressed, their 5-minute roll-ups
// beside them, written one after the other into a file. No log, no index, no late values, no checksums.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import type { Batch } from '#core/reading.ts';
import { hourMs } from '#core/time.ts';

const rowMs = 300_000;
const scale = 100;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Bytes of whole numbers, seven bits each, small ones of either sign first. */
class Differences {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #last = 0;

  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  begin(): void {
    this.#last = 0;
  }

  add(whole: number): void {
    const step = whole - this.#last;
    this.#last = whole;
    let rest = step < 0 ? -2 * step - 1 : 2 * step;
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

function addRow(rows: Differences, values: readonly number[]): void {
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  for (const one of [min, max, sum, values[0] ?? 0, values.at(-1) ?? 0]) rows.add(Math.round(one * scale));
  rows.add(values.length);
}

/** One hour of one device. */
function encodeHour(batches: readonly Batch[]): readonly Uint8Array[] {
  const count = batches[0]?.value.length ?? 0;
  const columns = new Differences(8 * (count + 1) * batches.length);
  const rows = new Differences(64 * 12 * count);
  for (const { atMs } of batches) columns.add(atMs);
  const stretches = [...Map.groupBy(batches, ({ atMs }) => Math.floor(atMs / rowMs)).values()];
  for (let column = 0; column < count; column += 1) {
    columns.begin();
    for (const { value } of batches) columns.add(Math.round(Number(value[column]) * scale));
    for (const stretch of stretches)
      addRow(
        rows,
        stretch.map(({ value }) => Number(value[column])),
      );
  }
  return [zstdCompressSync(columns.written, options), zstdCompressSync(rows.written, options)];
}

/** A file that takes back-fills. */
export interface BareBulk {
  /** Durable when it returns; answers the bytes written. */
  fill(batches: readonly Batch[]): number;
  close(): void;
}

/** Opens a file at a path. */
export function openBareBulk(path: string): BareBulk {
  const fd = openSync(path, 'a', 0o600);
  return {
    fill(batches) {
      let bytes = 0;
      const hours = Map.groupBy(batches, ({ device, atMs }) => `${device} ${Math.floor(atMs / hourMs)}`);
      for (const hour of hours.values())
        for (const body of encodeHour(hour)) {
          writeSync(fd, body);
          bytes += body.length;
        }
      fdatasyncSync(fd);
      return bytes;
    },
    close: () => closeSync(fd),
  };
}
