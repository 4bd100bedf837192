// Rows of a roll-up: numbers in a row instead of objects, of which a back-fill would make a dozen for each minute of a device.
import type { Points } from './points.ts';
import type { Summary } from './summary.ts';

/** Rows of one series in order of their slots, {@link rowFields} numbers each; no slot comes twice. */
export type RowList = Float64Array;

/** Numbers of a row. */
export const rowFields = 10;

/** Their places. `slot` counts from the epoch in the width of the tier; the others are those of a {@link Summary}. */
export const field = {
  slot: 0,
  count: 1,
  firstMs: 2,
  lastMs: 3,
  first: 4,
  last: 5,
  min: 6,
  max: 7,
  sum: 8,
  area: 9,
} as const;

export const noRows: RowList = new Float64Array();

/** How many rows there are. */
export const rowCount = (rows: RowList): number => rows.length / rowFields;

/** A number of a row. */
export const fieldAt = (rows: RowList, row: number, place: number): number => rows[row * rowFields + place] ?? 0;

/** A row as a summary. */
export function summaryAt(rows: RowList, row: number): Summary {
  const of = (place: number): number => fieldAt(rows, row, place);
  return {
    count: of(field.count),
    area: of(field.area),
    firstMs: of(field.firstMs),
    lastMs: of(field.lastMs),
    first: of(field.first),
    last: of(field.last),
    sum: of(field.sum),
    min: of(field.min),
    max: of(field.max),
  };
}

/** A row from a summary. */
export function rowOf(slot: number, { count, firstMs, lastMs, first, last, min, max, sum, area }: Summary): RowList {
  return Float64Array.of(slot, count, firstMs, lastMs, first, last, min, max, sum, area);
}

/** Writes the row of the points `from` to before `to`, at least one, at a place; its slot is left. */
function summarize(rows: RowList, at: number, [{ atMs, value }, from, to]: readonly [Points, number, number]): void {
  const [firstMs, first] = [atMs[from] ?? 0, value[from] ?? 0];
  let [lastMs, last, area, sum, min, max] = [firstMs, first, 0, first, first, first];
  for (let index = from + 1; index < to; index += 1) {
    const moment = atMs[index] ?? 0;
    const one = value[index] ?? 0;
    area += last * (moment - lastMs);
    lastMs = moment;
    last = one;
    sum += one;
    if (one < min) min = one;
    if (one > max) max = one;
  }
  rows[at + field.count] = to - from;
  rows[at + field.firstMs] = firstMs;
  rows[at + field.lastMs] = lastMs;
  rows[at + field.first] = first;
  rows[at + field.last] = last;
  rows[at + field.min] = min;
  rows[at + field.max] = max;
  rows[at + field.sum] = sum;
  rows[at + field.area] = area;
}

/** One row of all points, at least one, of a slot. */
export function rowOfAll(points: Points, slot: number): RowList {
  const row = new Float64Array(rowFields);
  summarize(row, 0, [points, 0, points.atMs.length]);
  row[field.slot] = slot;
  return row;
}

/** Points to rows of `widthMs`. */
export function rowsOfPoints(points: Points, widthMs: number): RowList {
  const { atMs } = points;
  const count = atMs.length;
  if (count === 0) return noRows;
  const most = Math.floor((atMs[count - 1] ?? 0) / widthMs) - Math.floor((atMs[0] ?? 0) / widthMs) + 1;
  const rows = new Float64Array(rowFields * Math.min(count, most));
  let at = 0;
  for (let from = 0; from < count; at += rowFields) {
    const slot = Math.floor((atMs[from] ?? 0) / widthMs);
    const endMs = (slot + 1) * widthMs;
    let to = from + 1;
    while (to < count && (atMs[to] ?? 0) < endMs) to += 1;
    summarize(rows, at, [points, from, to]);
    rows[at + field.slot] = slot;
    from = to;
  }
  return at === rows.length ? rows : rows.slice(0, at);
}

/** Adds a row that is later than the one it is added to. */
function addRow(rows: RowList, at: number, [later, from]: readonly [RowList, number]): void {
  const of = (place: number): number => rows[at + place] ?? 0;
  const other = (place: number): number => later[from + place] ?? 0;
  rows[at + field.area] =
    of(field.area) + of(field.last) * (other(field.firstMs) - of(field.lastMs)) + other(field.area);
  rows[at + field.count] = of(field.count) + other(field.count);
  rows[at + field.sum] = of(field.sum) + other(field.sum);
  if (other(field.min) < of(field.min)) rows[at + field.min] = other(field.min);
  if (other(field.max) > of(field.max)) rows[at + field.max] = other(field.max);
  rows[at + field.last] = other(field.last);
  rows[at + field.lastMs] = other(field.lastMs);
}

/** Rows in order of time, of which several may be of one slot, to rows `times` as wide. */
export function widerRows(rows: RowList, times: number): RowList {
  if (rows.length === 0) return noRows;
  const wide = new Float64Array(rows.length);
  let at = -rowFields;
  for (let from = 0; from < rows.length; from += rowFields) {
    const slot = Math.floor((rows[from] ?? 0) / times);
    if (at >= 0 && wide[at] === slot) addRow(wide, at, [rows, from]);
    else {
      at += rowFields;
      for (let place = 0; place < rowFields; place += 1) wide[at + place] = rows[from + place] ?? 0;
      wide[at] = slot;
    }
  }
  return wide.slice(0, at + rowFields);
}

/** Slots from one to before another. */
export type Slots = readonly [from: number, to: number];

/** Where the rows of some slots stand. */
function placesOf(rows: RowList, [from, to]: Slots): readonly [first: number, end: number] {
  let [first, end] = [0, rows.length];
  while (end > 0 && (rows[end - rowFields] ?? 0) >= to) end -= rowFields;
  // Mostly all are earlier, or the last ones are asked for.
  for (first = end; first > 0 && (rows[first - rowFields] ?? 0) >= from; ) first -= rowFields;
  return [first, end];
}

/** Rows of some slots, without copying. */
export function rowsWithin(rows: RowList, slots: Slots): RowList {
  const [first, end] = placesOf(rows, slots);
  return first === 0 && end === rows.length ? rows : rows.subarray(first, end);
}

/** Lists one after the other; what is in two of them of one slot becomes one row. */
export function joinedRows(lists: readonly RowList[]): RowList {
  const [only = noRows, ...more] = lists;
  if (more.length === 0) return only;
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return widerRows(joined, 1);
}

/** Rows of an hour that were just made; `isWhole`: they are complete and replace the old ones. */
export interface Fresh {
  readonly rows: RowList;
  readonly isWhole: boolean;
}

/** Old rows and fresh ones of the same slots: if they overlap in time the result cannot be known, and the old one stays. */
function unitedRows(old: RowList, fresh: RowList): RowList {
  const united = new Float64Array(old.length + fresh.length);
  let [at, one, other] = [0, 0, 0];
  const copy = (from: RowList, place: number): void => united.set(from.subarray(place, place + rowFields), at);
  for (; one < old.length || other < fresh.length; at += rowFields) {
    const [mine, theirs] = [old[one] ?? Number.POSITIVE_INFINITY, fresh[other] ?? Number.POSITIVE_INFINITY];
    if (mine !== theirs) {
      copy(mine < theirs ? old : fresh, mine < theirs ? one : other);
      if (mine < theirs) one += rowFields;
      else other += rowFields;
      continue;
    }
    const isOldFirst = (old[one + field.firstMs] ?? 0) <= (fresh[other + field.firstMs] ?? 0);
    const [early, from] = isOldFirst ? [old, one] : [fresh, other];
    const [late, begin] = isOldFirst ? [fresh, other] : [old, one];
    // The points under the old row may be gone: overlapping rows cannot be added.
    const isApart = (early[from + field.lastMs] ?? 0) < (late[begin + field.firstMs] ?? 0);
    copy(isApart ? early : old, isApart ? from : one);
    if (isApart) addRow(united, at, [late, begin]);
    one += rowFields;
    other += rowFields;
  }
  return united.slice(0, at);
}

/** Rows of a block with fresh ones, which are of some slots. */
export function placedRows(old: RowList, { rows, isWhole }: Fresh, slots: Slots): RowList {
  if (old.length === 0) return rows;
  const [first, end] = placesOf(old, slots);
  const middle = isWhole || first === end ? rows : unitedRows(old.subarray(first, end), rows);
  const placed = new Float64Array(old.length - (end - first) + middle.length);
  placed.set(old.subarray(0, first));
  placed.set(middle, first);
  placed.set(old.subarray(end), first + middle.length);
  return placed;
}
