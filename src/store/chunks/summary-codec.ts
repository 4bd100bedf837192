// Summaries to bytes: field by field, so that what repeats from one series to the next compresses to nothing.
import { decimalsOf, mostScaled, scales } from './numbers.ts';
import { field, type RowList, rowFields } from './row-list.ts';
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
const sumExcess = (sum: number, held: number, scale: number): number => Math.round((sum - held) * scale);

const sumOf = (rows: RowList, at: number, scale: number): number =>
  sumExcess(rows[at + field.sum] ?? 0, (rows[at + field.count] ?? 0) * (rows[at + field.first] ?? 0), scale);

const areaOf = (rows: RowList, at: number, scale: number): number => {
  const lengthMs = (rows[at + field.lastMs] ?? 0) - (rows[at + field.firstMs] ?? 0);
  return sumExcess(rows[at + field.area] ?? 0, (rows[at + field.first] ?? 0) * lengthMs, scale);
};

/** Whether sum and area of a row come back from their whole numbers. */
function fits(rows: RowList, at: number, scale: number): boolean {
  const [sum, area] = [sumOf(rows, at, scale), areaOf(rows, at, scale)];
  // NaN, of sums beyond all numbers, does not fit.
  if (!(Math.abs(sum) <= mostWhole && Math.abs(area) <= mostWhole)) return false;
  const largest = Math.max(Math.abs(rows[at + field.min] ?? 0), Math.abs(rows[at + field.max] ?? 0));
  if (largest * scale >= mostScaled) return false;
  const [count, first] = [rows[at + field.count] ?? 0, rows[at + field.first] ?? 0];
  const lengthMs = (rows[at + field.lastMs] ?? 0) - (rows[at + field.firstMs] ?? 0);
  const again = (Math.round(count * first * scale) + sum) / scale;
  if (!isNear(again, rows[at + field.sum] ?? 0, count * largest)) return false;
  return isNear(first * lengthMs + area / scale, rows[at + field.area] ?? 0, lengthMs * largest);
}

function decimalsOfRows(rows: RowList): number {
  let decimals = 0;
  for (let at = 0; at < rows.length; at += rowFields) {
    // First, last, min and max stand together.
    for (let place = at + field.first; place <= at + field.max; place += 1) {
      decimals = decimalsOf(rows[place] ?? 0, decimals);
      if (decimals < 0) return bitsForm;
    }
  }
  const scale = scales[decimals] ?? 1;
  for (let at = 0; at < rows.length; at += rowFields) if (!fits(rows, at, scale)) return bitsForm;
  return decimals;
}

function writeBits(writer: WireWriter, rows: RowList): void {
  const places = [field.first, field.last, field.min, field.max, field.sum, field.area];
  for (let at = 0; at < rows.length; at += rowFields) for (const place of places) writer.f64(rows[at + place] ?? 0);
}

function writeScaled(writer: WireWriter, rows: RowList, scale: number): void {
  const whole = (at: number): number => Math.round((rows[at] ?? 0) * scale);
  let before = 0;
  for (let at = field.first; at < rows.length; at += rowFields) {
    const first = whole(at);
    writer.signed(first - before);
    before = first;
  }
  for (let at = 0; at < rows.length; at += rowFields) writer.signed(whole(at + field.last) - whole(at + field.first));
  for (let at = 0; at < rows.length; at += rowFields) writer.varint(whole(at + field.first) - whole(at + field.min));
  for (let at = 0; at < rows.length; at += rowFields) writer.varint(whole(at + field.max) - whole(at + field.first));
  for (let at = 0; at < rows.length; at += rowFields) writer.signed(sumOf(rows, at, scale));
  for (let at = 0; at < rows.length; at += rowFields) writer.signed(areaOf(rows, at, scale));
}

/** Writes what rows say; their times count from the begin of their slots, which are `widthMs` wide and known to the reader. */
export function writeSummaries(writer: WireWriter, rows: RowList, widthMs: number): void {
  const decimals = decimalsOfRows(rows);
  writer.u8(decimals);
  for (let at = 0; at < rows.length; at += rowFields) writer.varint(rows[at + field.count] ?? 0);
  for (let at = 0; at < rows.length; at += rowFields)
    writer.varint((rows[at + field.firstMs] ?? 0) - (rows[at] ?? 0) * widthMs);
  for (let at = 0; at < rows.length; at += rowFields)
    writer.varint((rows[at + field.lastMs] ?? 0) - (rows[at + field.firstMs] ?? 0));
  const scale = scales[decimals];
  if (scale === undefined) writeBits(writer, rows);
  else writeScaled(writer, rows, scale);
}

function readScaled(reader: WireReader, rows: RowList, scale: number): void {
  let base = 0;
  for (let at = field.first; at < rows.length; at += rowFields) rows[at] = base += reader.signed();
  // Whole numbers until all fields are there.
  for (let at = 0; at < rows.length; at += rowFields) rows[at + field.last] = reader.signed();
  for (let at = 0; at < rows.length; at += rowFields) rows[at + field.min] = reader.varint();
  for (let at = 0; at < rows.length; at += rowFields) rows[at + field.max] = reader.varint();
  for (let at = 0; at < rows.length; at += rowFields) rows[at + field.sum] = reader.signed();
  for (let at = 0; at < rows.length; at += rowFields) {
    const whole = rows[at + field.first] ?? 0;
    const first = whole / scale;
    const lengthMs = (rows[at + field.lastMs] ?? 0) - (rows[at + field.firstMs] ?? 0);
    const held = Math.round((rows[at + field.count] ?? 0) * first * scale);
    rows[at + field.first] = first;
    rows[at + field.last] = (whole + (rows[at + field.last] ?? 0)) / scale;
    rows[at + field.min] = (whole - (rows[at + field.min] ?? 0)) / scale;
    rows[at + field.max] = (whole + (rows[at + field.max] ?? 0)) / scale;
    rows[at + field.sum] = (held + (rows[at + field.sum] ?? 0)) / scale;
    rows[at + field.area] = first * lengthMs + reader.signed() / scale;
  }
}

function readBits(reader: WireReader, rows: RowList): void {
  const places = [field.first, field.last, field.min, field.max, field.sum, field.area];
  for (let at = 0; at < rows.length; at += rowFields) for (const place of places) rows[at + place] = reader.f64();
}

/** Reads what {@link writeSummaries} wrote into rows whose slots are there. Throws {@link Malformed}. */
export function readSummaries(reader: WireReader, rows: RowList, widthMs: number): void {
  const decimals = reader.u8();
  for (let at = 0; at < rows.length; at += rowFields) rows[at + field.count] = reader.varint();
  for (let at = 0; at < rows.length; at += rowFields)
    rows[at + field.firstMs] = (rows[at] ?? 0) * widthMs + reader.varint();
  for (let at = 0; at < rows.length; at += rowFields)
    rows[at + field.lastMs] = (rows[at + field.firstMs] ?? 0) + reader.varint();
  const scale = scales[decimals];
  if (scale !== undefined) readScaled(reader, rows, scale);
  else if (decimals === bitsForm) readBits(reader, rows);
  else throw new Malformed('summaries of unknown form');
}
