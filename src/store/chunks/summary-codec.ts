// Summaries to bytes: field by field, so that what repeats from one series to the next compresses to nothing.
import { decimalsOf, mostScaled, scales } from './numbers.ts';
import type { Summary } from './summary.ts';
import { Malformed, type WireReader, type WireWriter } from './wire.ts';

const bitsForm = 15;
const mostWhole = 2 ** 52;
/** Sums and areas carry the rounding from how they were computed. */
const tolerance = 1e-12;

/** Whether two sums of so large parts are the same except for rounding: a sum near 0 has the rounding of its parts. */
function isNear(one: number, other: number, parts: number): boolean {
  const apart = Math.abs(one - other);
  // NaN is near nothing.
  return apart <= tolerance * parts || apart <= tolerance * Math.abs(one) || apart <= tolerance * Math.abs(other);
}

/** Whether two summaries are of the same points: their sums may have been added in another order. */
export function isSameSummary(one: Summary, other: Summary): boolean {
  const fields = ['count', 'firstMs', 'lastMs', 'first', 'last', 'min', 'max'] as const;
  if (!fields.every((field) => Object.is(one[field], other[field]))) return false;
  const largest = Math.max(Math.abs(one.min), Math.abs(one.max));
  const isSum = isNear(one.sum, other.sum, one.count * largest);
  return isSum && isNear(one.area, other.area, (one.lastMs - one.firstMs) * largest);
}

// Sums and areas are kept as whole numbers: the excess over what their first value would give if held.
const sumExcess = ({ sum, count, first }: Summary, scale: number): number => Math.round((sum - count * first) * scale);
const areaExcess = ({ area, first, firstMs, lastMs }: Summary, scale: number): number =>
  Math.round((area - first * (lastMs - firstMs)) * scale);

type Values = Pick<Summary, 'first' | 'count' | 'firstMs' | 'lastMs'>;
const sumFrom = ({ count, first }: Values, whole: number, scale: number): number =>
  (Math.round(count * first * scale) + whole) / scale;
const areaFrom = ({ first, firstMs, lastMs }: Values, whole: number, scale: number): number =>
  first * (lastMs - firstMs) + whole / scale;

/** Whether sum and area of a row come back from their whole numbers. */
function fits(row: Summary, scale: number): boolean {
  const [sum, area] = [sumExcess(row, scale), areaExcess(row, scale)];
  // NaN, of sums beyond all numbers, does not fit.
  if (!(Math.abs(sum) <= mostWhole && Math.abs(area) <= mostWhole)) return false;
  const largest = Math.max(Math.abs(row.min), Math.abs(row.max));
  if (largest * scale >= mostScaled) return false;
  if (!isNear(sumFrom(row, sum, scale), row.sum, row.count * largest)) return false;
  return isNear(areaFrom(row, area, scale), row.area, (row.lastMs - row.firstMs) * largest);
}

function decimalsOfRows(rows: readonly Summary[]): number {
  let decimals = 0;
  for (const { first, min, max, last } of rows) {
    decimals = decimalsOf(first, decimals);
    if (decimals >= 0) decimals = decimalsOf(last, decimals);
    if (decimals >= 0) decimals = decimalsOf(min, decimals);
    if (decimals >= 0) decimals = decimalsOf(max, decimals);
    if (decimals < 0) return bitsForm;
  }
  const scale = scales[decimals] ?? 1;
  for (const row of rows) if (!fits(row, scale)) return bitsForm;
  return decimals;
}

/** Writes summaries; the times of each count from its `baseMs`. */
export function writeSummaries(writer: WireWriter, rows: readonly Summary[], baseMs: (index: number) => number): void {
  const decimals = decimalsOfRows(rows);
  writer.u8(decimals);
  for (const { count } of rows) writer.varint(count);
  for (const [index, { firstMs }] of rows.entries()) writer.varint(firstMs - baseMs(index));
  for (const { firstMs, lastMs } of rows) writer.varint(lastMs - firstMs);
  const scale = scales[decimals];
  if (scale === undefined) {
    for (const { first, last, min, max, sum, area } of rows)
      for (const field of [first, last, min, max, sum, area]) writer.f64(field);
    return;
  }
  const whole = (value: number): number => Math.round(value * scale);
  let before = 0;
  for (const { first } of rows) {
    writer.signed(whole(first) - before);
    before = whole(first);
  }
  for (const { first, last } of rows) writer.signed(whole(last) - whole(first));
  for (const { first, min } of rows) writer.varint(whole(first) - whole(min));
  for (const { first, max } of rows) writer.varint(whole(max) - whole(first));
  for (const row of rows) writer.signed(sumExcess(row, scale));
  for (const row of rows) writer.signed(areaExcess(row, scale));
}

const signedOf = (reader: WireReader): number => reader.signed();
const varintOf = (reader: WireReader): number => reader.varint();

/** One field of all rows. */
function fieldOf(reader: WireReader, count: number, read: (from: WireReader) => number): readonly number[] {
  const field: number[] = [];
  for (let index = 0; index < count; index += 1) field.push(read(reader));
  return field;
}

interface Times {
  readonly counts: readonly number[];
  readonly firsts: readonly number[];
  readonly lengths: readonly number[];
}

function readScaled(reader: WireReader, { counts, firsts, lengths }: Times, scale: number): readonly Summary[] {
  const first = fieldOf(reader, counts.length, signedOf);
  const last = fieldOf(reader, counts.length, signedOf);
  const min = fieldOf(reader, counts.length, varintOf);
  const max = fieldOf(reader, counts.length, varintOf);
  const sum = fieldOf(reader, counts.length, signedOf);
  const area = fieldOf(reader, counts.length, signedOf);
  const rows: Summary[] = [];
  let base = 0;
  for (let index = 0; index < counts.length; index += 1) {
    base += first[index] ?? 0;
    const firstMs = firsts[index] ?? 0;
    const own = {
      count: counts[index] ?? 0,
      first: base / scale,
      firstMs,
      lastMs: firstMs + (lengths[index] ?? 0),
    };
    rows.push({
      count: own.count,
      area: areaFrom(own, area[index] ?? 0, scale),
      firstMs,
      lastMs: own.lastMs,
      first: own.first,
      last: (base + (last[index] ?? 0)) / scale,
      sum: sumFrom(own, sum[index] ?? 0, scale),
      min: (base - (min[index] ?? 0)) / scale,
      max: (base + (max[index] ?? 0)) / scale,
    });
  }
  return rows;
}

function readBits(reader: WireReader, { counts, firsts, lengths }: Times): readonly Summary[] {
  return counts.map((count, index) => {
    const [first, last, min, max, sum, area] = [
      reader.f64(),
      reader.f64(),
      reader.f64(),
      reader.f64(),
      reader.f64(),
      reader.f64(),
    ];
    const firstMs = firsts[index] ?? 0;
    return { count, area, firstMs, lastMs: firstMs + (lengths[index] ?? 0), first, last, sum, min, max };
  });
}

/** Reads as many summaries as there are base times. Throws {@link Malformed}. */
export function readSummaries(reader: WireReader, baseMs: readonly number[]): readonly Summary[] {
  const decimals = reader.u8();
  const counts = fieldOf(reader, baseMs.length, varintOf);
  const firsts = fieldOf(reader, baseMs.length, varintOf).map((offset, index) => (baseMs[index] ?? 0) + offset);
  const times = { counts, firsts, lengths: fieldOf(reader, baseMs.length, varintOf) };
  const scale = scales[decimals];
  if (scale !== undefined) return readScaled(reader, times, scale);
  if (decimals !== bitsForm) throw new Malformed('summaries of unknown form');
  return readBits(reader, times);
}
