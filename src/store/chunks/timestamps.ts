// Time stamps of the columns of a chunk: columns with the same time stamps share one list of them; a column that lacks a
// few has a bitmap of those it has.
import { firstFrom } from './points.ts';
import { Malformed, unpacked, WireReader, type WireWriter } from './wire.ts';

/** Where a column's timestamps are found. */
export interface TimestampUse {
  /** The list's index. */
  readonly list: number;
  /** A bit for each time stamp, set if the column has it; absent: it has all. */
  readonly bitmap?: Uint8Array;
}

/** Lists of time stamps, and which of them each column uses. */
export interface SharedTimestamps {
  readonly lists: readonly Float64Array[];
  readonly uses: readonly TimestampUse[];
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

function unionOf(lists: readonly Float64Array[]): Float64Array {
  const all = new Set<number>();
  for (const list of lists) for (const at of list) all.add(at);
  return Float64Array.from(all).sort();
}

function bitmapOf(part: Float64Array, whole: Float64Array): Uint8Array {
  const bitmap = new Uint8Array((whole.length + 7) >> 3);
  let from = 0;
  for (const at of part) {
    from += firstFrom(whole.subarray(from), at);
    bitmap[from >> 3] = (bitmap[from >> 3] ?? 0) | (1 << (from & 7));
  }
  return bitmap;
}

/** Lists that differ little are kept as one with bitmaps: now and then a device's answer lacks a value. */
const unionGrowth = 1.25;
const leastShare = 0.5;

/** Finds which lists columns share; each has at least one time stamp. */
export function shareTimestamps(columns: readonly Float64Array[]): SharedTimestamps {
  const lists: Float64Array[] = [];
  const own = columns.map((column) => {
    const known = lists.findIndex((list) => isSame(list, column));
    return known === -1 ? lists.push(column) - 1 : known;
  });
  const longest = Math.max(...lists.map((list) => list.length));
  const near = lists.filter((list) => list.length >= leastShare * longest);
  if (near.length < 2) return { lists, uses: own.map((list) => ({ list })) };
  const union = unionOf(near);
  if (union.length > unionGrowth * longest) return { lists, uses: own.map((list) => ({ list })) };
  const far = lists.filter((list) => !near.includes(list));
  const uses = own.map((index): TimestampUse => {
    const list = lists[index] ?? union;
    if (!near.includes(list)) return { list: far.indexOf(list) + 1 };
    return list.length === union.length ? { list: 0 } : { list: 0, bitmap: bitmapOf(list, union) };
  });
  return { lists: [union, ...far], uses };
}

/** The time stamps of a column. Throws {@link Malformed}. */
export function chosenTimestamps(list: Float64Array, bitmap: Uint8Array | undefined): Float64Array {
  if (bitmap === undefined) return list;
  if (bitmap.length !== (list.length + 7) >> 3) throw new Malformed('a bitmap has another length');
  return list.filter((_, index) => ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) !== 0);
}

/** Writes a list as differences of differences. */
export function writeTimestamps(writer: WireWriter, list: Float64Array): void {
  let [last, step] = [list[0] ?? 0, 0];
  for (let index = 1; index < list.length; index += 1) {
    const at = list[index] ?? 0;
    writer.signed(at - last - step);
    [last, step] = [at, at - last];
  }
}

/** Decodes the list, within an hour that begins at `hourMs`. Throws {@link Malformed}. */
export function readTimestamps(
  body: Uint8Array,
  {
    count,
    firstMs,
    endMs,
    isPacked,
  }: { readonly count: number; readonly firstMs: number; readonly endMs: number; readonly isPacked: boolean },
): Float64Array {
  const reader = new WireReader(isPacked ? unpacked(body, 8 * count) : body);
  const list = new Float64Array(count);
  let [last, step] = [firstMs, 0];
  for (let index = 0; index < count; index += 1) {
    if (index > 0) {
      step += reader.signed();
      if (step <= 0) throw new Malformed('its time stamps do not rise');
      last += step;
    }
    list[index] = last;
  }
  if (last >= endMs || reader.left > 0) throw new Malformed('its time stamps leave their hour');
  return list;
}
