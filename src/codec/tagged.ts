// Tables of binary answers made of (tag, value) pairs whose length is fixed by the tag or counted in the value's first
// byte (JK 4E 57). Values are found by tag, never by offset. Big endian.
import { addProblem, addRaw, blankColumns, freezeRows, toDecoded, wholeAnswer } from './table.ts';
import type { Columns, FieldValue, Row, Table } from './table.ts';

/** The other tags of the same answer, for values whose meaning depends on one. */
export interface TagAnswer {
  /** A tag's value as an unsigned number; undefined where the answer has no such tag. */
  uint(tag: number): number | undefined;
  /** Whether the whole answer could be walked: a tag that was not seen is not in it. */
  readonly isComplete: boolean;
}

/** What a decoder makes of a tag's bytes: a value, one with what stood on the wire, or why there is none. */
export type TagValue =
  | FieldValue
  | { readonly value: FieldValue; readonly raw: number | string }
  | { readonly why: string };

/** A row and how it is read from its tag's bytes. */
export interface TagRow extends Row {
  decode(value: Uint8Array, answer: TagAnswer): TagValue;
}

/** One tag; without rows its value is passed over. */
export interface Tag {
  readonly tag: number;
  /** Length of the value, bytes; `counted`: its first byte says how many follow. */
  readonly bytes: number | 'counted';
  readonly rows: readonly TagRow[];
}

/** A big-endian unsigned number of up to 4 bytes. */
export function readUint(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}

const hex = (tag: number): string => tag.toString(16).padStart(2, '0').toUpperCase();

interface Walk {
  readonly found: Map<number, Uint8Array>;
  /** Why the walk stopped before the end. */
  readonly why?: string;
}

function walk(payload: Uint8Array, lengths: ReadonlyMap<number, number | 'counted'>): Walk {
  const found = new Map<number, Uint8Array>();
  let at = 0;
  while (at < payload.length) {
    const tag = payload[at] ?? 0;
    at += 1;
    const length = lengths.get(tag);
    if (length === undefined)
      return { found, why: `tag ${hex(tag)} is unknown, so is its length: the rest is not read` };
    const size = length === 'counted' ? (payload[at] ?? 0) : length;
    if (length === 'counted') at += 1;
    if (at + size > payload.length) return { found, why: `tag ${hex(tag)} is cut off` };
    if (found.has(tag)) return { found, why: `tag ${hex(tag)} comes twice` };
    found.set(tag, payload.subarray(at, at + size));
    at += size;
  }
  return { found };
}

function put(columns: Columns, row: number, value: TagValue): void {
  if (typeof value !== 'object') columns.values[row] = value;
  else if ('why' in value) addProblem(columns, row, value.why);
  else {
    columns.values[row] = value.value;
    addRaw(columns, row, value.raw);
  }
}

/** Compiles tags to a table; its rows stand in the order of `tags`. */
export function taggedTable(tags: readonly Tag[]): Table {
  const lengths = new Map(tags.map(({ tag, bytes }) => [tag, bytes]));
  if (lengths.size !== tags.length) throw new TypeError('assertion: a tag stands twice in the table');
  const rows = freezeRows(tags.flatMap((tag) => tag.rows));
  const tagOf = tags.flatMap(({ tag, rows: own }) => own.map(() => tag));
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns = newColumns();
      const { found, why } = walk(payload, lengths);
      const answer: TagAnswer = {
        uint(tag) {
          const bytes = found.get(tag);
          return bytes === undefined ? undefined : readUint(bytes);
        },
        isComplete: why === undefined,
      };
      for (const [index, row] of rows.entries()) {
        const bytes = found.get(tagOf[index] ?? -1);
        if (bytes !== undefined) put(columns, index, row.decode(bytes, answer));
      }
      if (why !== undefined) addProblem(columns, wholeAnswer, why);
      return toDecoded(columns, blank);
    },
  });
}
