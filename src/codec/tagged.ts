// Tables of binary answers made of (tag, value) pairs whose length is fixed by the tag or counted in the value's first
// byte (JK 4E 57). Values are found by tag, never by offset. Big endian.
import { because, type Reason } from '#core/reason.ts';
import { addProblem, addRaw, blankColumns, freezeRows, toDecoded, unsignedZero, wholeAnswer } from './table.ts';
import type { Columns, FieldValue, Row, Table } from './table.ts';

/** The other tags of the same answer, for values whose meaning depends on one. */
export interface TagAnswer {
  /** A tag's value as an unsigned number; undefined if the answer has no such tag. */
  uint(tag: number): number | undefined;
  /** Whether the whole answer could be walked: a tag that was not seen is not in it. */
  readonly isComplete: boolean;
}

/** What a decoder makes of a tag's bytes: a value, one with what stood on the wire, or why there is none. */
export type TagValue =
  | FieldValue
  | { readonly value: FieldValue; readonly raw: number | string }
  | { readonly why: Reason };

/** A row whose tag holds a big-endian number. */
export interface TagNumberRow extends Row {
  readonly kind: 'number';
  /** Whether it is two's complement, in as many bytes as the tag has. */
  readonly signed?: boolean;
  /** What the number is multiplied with and divided by, where that is all: then nothing is called. */
  readonly multiply?: number;
  readonly divide?: number;
  /** The bit that is the value, where that is all. */
  readonly bit?: number;
  decode(raw: number, answer: TagAnswer): TagValue;
}

/** A row that is read from its tag's bytes. */
export interface TagBytesRow extends Row {
  readonly kind: 'bytes';
  decode(value: Uint8Array, answer: TagAnswer): TagValue;
}

/** A row and how it is read. */
export type TagRow = TagNumberRow | TagBytesRow;

/** One tag; without rows its value is passed over. */
export interface Tag {
  readonly tag: number;
  /** Length of the value, bytes; `counted`: its first byte says how many follow. */
  readonly bytes: number | 'counted';
  readonly rows: readonly TagRow[];
}

const hex = (tag: number): string => tag.toString(16).padStart(2, '0').toUpperCase();

/** Stands for a length that the value says itself. */
const counted = -1;

/** The first number that is negative as two's complement, by the bytes of a value. */
const halves = Float64Array.from({ length: 256 }, (_, bytes) => 2 ** (8 * bytes - 1));

/** Tags of a table by their byte: index among the tags, or undefined. */
type Slots = readonly (number | undefined)[];

/** Where the values of an answer stand, by index of the tag. One serves all answers of a table. */
class Walk implements TagAnswer {
  readonly #slots: Slots;
  /** Lengths of the values by index of the tag; {@link counted} where the first byte says it. */
  readonly #lengths: Int32Array;
  readonly #starts: Int32Array;
  /** The answer a tag was seen in last: starts of others are old. */
  readonly #seen: Float64Array;
  #answer = 0;
  readonly #ends: Int32Array;
  #payload: Uint8Array = new Uint8Array(0);
  /** Why the walk stopped before the end. */
  why: Reason | undefined;

  constructor(tags: readonly Tag[], slots: Slots) {
    this.#slots = slots;
    this.#lengths = Int32Array.from(tags, ({ bytes }) => (bytes === 'counted' ? counted : bytes));
    this.#starts = new Int32Array(tags.length);
    this.#seen = new Float64Array(tags.length);
    this.#ends = new Int32Array(tags.length);
  }

  /** Goes through an answer; what it said of the one before is gone. */
  begin(payload: Uint8Array): void {
    this.#payload = payload;
    this.#answer += 1;
    this.why = this.#walk(payload);
  }

  #walk(payload: Uint8Array): Reason | undefined {
    const starts = this.#starts;
    const ends = this.#ends;
    for (let at = 0; at < payload.length; ) {
      const tag = payload[at] ?? 0;
      const slot = this.#slots[tag];
      if (slot === undefined) return because('decode.unknown-tag', { tag: hex(tag) });
      const length = this.#lengths[slot] ?? 0;
      const start = length === counted ? at + 2 : at + 1;
      const end = start + (length === counted ? (payload[at + 1] ?? 0) : length);
      if (end > payload.length) return because('decode.tag-cut', { tag: hex(tag) });
      if (this.has(slot)) return because('decode.tag-twice', { tag: hex(tag) });
      starts[slot] = start;
      this.#seen[slot] = this.#answer;
      ends[slot] = end;
      at = end;
    }
    return undefined;
  }

  get isComplete(): boolean {
    return this.why === undefined;
  }

  has(slot: number): boolean {
    return this.#seen[slot] === this.#answer;
  }

  uint(tag: number): number | undefined {
    const slot = this.#slots[tag];
    return slot === undefined || !this.has(slot) ? undefined : this.number(slot);
  }

  /** The unsigned number of a tag that is there. */
  number(slot: number): number {
    const payload = this.#payload;
    const end = this.#ends[slot] ?? 0;
    let value = 0;
    for (let at = this.#starts[slot] ?? 0; at < end; at += 1) value = value * 256 + (payload[at] ?? 0);
    return value;
  }

  /** The same as two's complement. */
  signed(slot: number, value: number): number {
    const half = halves[(this.#ends[slot] ?? 0) - (this.#starts[slot] ?? 0)] ?? Infinity;
    return value >= half ? value - 2 * half : value;
  }

  bytes(slot: number): Uint8Array {
    return this.#payload.subarray(this.#starts[slot] ?? 0, this.#ends[slot] ?? 0);
  }
}

function put(columns: Columns, row: number, value: TagValue): void {
  if (typeof value !== 'object') columns.values[row] = unsignedZero(value);
  else if ('why' in value) addProblem(columns, row, value.why);
  else {
    columns.values[row] = value.value;
    addRaw(columns, row, value.raw);
  }
}

/** A row as it is read: every row has the same shape, so that one loop reads them all. */
interface PlacedRow {
  readonly slot: number;
  readonly isSigned: boolean;
  /** 0: the number has a rule of its own. */
  readonly multiply: number;
  readonly divide: number;
  /** -1: it is no bit. */
  readonly bit: number;
  readonly number: TagNumberRow['decode'] | undefined;
  readonly bytes: TagBytesRow['decode'] | undefined;
}

function placedRow(slot: number, row: TagRow): PlacedRow {
  const none = { slot, isSigned: false, multiply: 0, divide: 1, bit: -1, number: undefined, bytes: undefined };
  if (row.kind === 'bytes') return { ...none, bytes: row.decode };
  const { signed = false, multiply = 0, divide = 1, bit = -1, decode: number } = row;
  return { ...none, isSigned: signed, multiply, divide, bit, number };
}

/** Reads every row whose tag is there; rows of one tag stand together, so that its value is read once. */
function readRows(columns: Columns, placed: readonly PlacedRow[], answer: Walk): void {
  let last = -1;
  let value = 0;
  let view: Uint8Array | undefined;
  let index = -1;
  for (const { slot, isSigned, multiply, divide, bit, number, bytes } of placed) {
    index += 1;
    if (!answer.has(slot)) continue;
    if (slot !== last) {
      last = slot;
      view = undefined;
      if (number !== undefined) value = answer.number(slot);
    }
    if (multiply !== 0)
      columns.values[index] = ((isSigned ? answer.signed(slot, value) : value) * multiply) / divide + 0;
    else if (bit >= 0) columns.values[index] = ((value >>> bit) & 1) === 1;
    else if (number !== undefined) put(columns, index, number(isSigned ? answer.signed(slot, value) : value, answer));
    else if (bytes !== undefined) put(columns, index, bytes((view ??= answer.bytes(slot)), answer));
  }
}

/** Compiles tags to a table; its rows are in the order of `tags`. */
export function taggedTable(tags: readonly Tag[]): Table {
  const slotOf = new Map(tags.map(({ tag }, slot) => [tag, slot]));
  if (slotOf.size !== tags.length) throw new TypeError('assertion: a tag stands twice in the table');
  for (const { rows } of tags)
    if (new Set(rows.map(({ kind }) => kind)).size > 1)
      throw new TypeError('assertion: the rows of a tag are all numbers or all bytes');
  const slots: Slots = Array.from({ length: 256 }, (_, tag) => slotOf.get(tag));
  const placed = tags.flatMap((tag, slot) => tag.rows.map((row) => placedRow(slot, row)));
  const rows = freezeRows(tags.flatMap((tag) => tag.rows));
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  const answer = new Walk(tags, slots);
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns = newColumns();
      answer.begin(payload);
      readRows(columns, placed, answer);
      if (answer.why !== undefined) addProblem(columns, wholeAnswer, answer.why);
      return toDecoded(columns, blank);
    },
  });
}
