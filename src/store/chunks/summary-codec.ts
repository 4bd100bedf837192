// Summaries to bytes: field by field, so that what repeats from one series to the next compresses to nothing.
import { decimalsOf, scales } from './numbers.ts';
import type { Summary } from './summary.ts';
import { Malformed, type WireReader, type WireWriter } from './wire.ts';

const bitsForm = 15;
const mostWhole = 2 ** 52;
/** Sums and areas carry the rounding from how they were computed. */
const tolerance = 1e-12;

/** Whether two sums of so large parts are the same except for rounding: a sum near 0 has the rounding of its parts. */
const isNear = (one: number, other: number, parts: number): boolean =>
  Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other), parts);

/** Whether two summaries are of the same points: their sums may have been added in another order. */
export function isSameSummary(one: Summary, other: Summary): boolean {
  const fields = ['count', 'firstMs', 'lastMs', 'first', 'last', 'min', 'max'] as const;
  if (!fields.every((field) => Object.is(one[field], other[field]))) return false;
  const largest = Math.max(Math.abs(one.min), Math.abs(one.max));
  const isSum = isNear(one.sum, other.sum, one.count * largest);
  return isSum && isNear(one.area, other.area, (one.lastMs - one.firstMs) * largest);
}

/** Whole numbers of sums and areas, as the excess over what their first value would give if held. */
function excess({ sum, area, count, first, firstMs, lastMs }: Summary, scale: number): readonly [number, number] {
  return [Math.round((sum - count * first) * scale), Math.round((area - first * (lastMs - firstMs)) * scale)];
}

function restored(summary: Omit<Summary, 'sum' | 'area'>, [sum, area]: readonly [number, number], scale: number) {
  const { count, first, firstMs, lastMs } = summary;
  const exact = Math.round(count * first * scale) + sum;
  return { ...summary, sum: exact / scale, area: first * (lastMs - firstMs) + area / scale };
}

function decimalsOfRows(rows: readonly Summary[]): number {
  const decimals = decimalsOf(rows.flatMap(({ first, min, max, last }) => [first, min, max, last]));
  const scale = scales[decimals];
  if (scale === undefined) return bitsForm;
  const fits = rows.every((row) => {
    const whole = excess(row, scale);
    if (whole.some((one) => Math.abs(one) > mostWhole)) return false;
    const again = restored(row, whole, scale);
    const largest = Math.max(Math.abs(row.min), Math.abs(row.max));
    const isSum = isNear(again.sum, row.sum, row.count * largest);
    return isSum && isNear(again.area, row.area, (row.lastMs - row.firstMs) * largest);
  });
  return fits ? decimals : bitsForm;
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
  for (const row of rows) writer.signed(excess(row, scale)[0]);
  for (const row of rows) writer.signed(excess(row, scale)[1]);
}

type Times = Pick<Summary, 'count' | 'firstMs' | 'lastMs'>;

function readScaled(reader: WireReader, times: readonly Times[], scale: number): readonly Summary[] {
  let before = 0;
  const first = times.map(() => (before += reader.signed()));
  const fields = (['signed', 'varint', 'varint', 'signed', 'signed'] as const).map((way) =>
    times.map(() => reader[way]()),
  );
  const [last = [], min = [], max = [], sum = [], area = []] = fields;
  return times.map((time, index) => {
    const base = first[index] ?? 0;
    const values = {
      first: base / scale,
      last: (base + (last[index] ?? 0)) / scale,
      min: (base - (min[index] ?? 0)) / scale,
      max: (base + (max[index] ?? 0)) / scale,
    };
    return restored({ ...time, ...values }, [sum[index] ?? 0, area[index] ?? 0], scale);
  });
}

/** Reads as many summaries as there are base times. Throws {@link Malformed}. */
export function readSummaries(reader: WireReader, baseMs: readonly number[]): readonly Summary[] {
  const decimals = reader.u8();
  const counts = baseMs.map(() => reader.varint());
  const firsts = baseMs.map((base) => base + reader.varint());
  const times = firsts.map((firstMs, index): Times => {
    return { count: counts[index] ?? 0, firstMs, lastMs: firstMs + reader.varint() };
  });
  const scale = scales[decimals];
  if (scale !== undefined) return readScaled(reader, times, scale);
  if (decimals !== bitsForm) throw new Malformed('summaries of unknown form');
  return times.map((time) => {
    const [first = 0, last = 0, min = 0, max = 0, sum = 0, area = 0] = Array.from({ length: 6 }, () => reader.f64());
    return { ...time, first, last, min, max, sum, area };
  });
}
