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

/** Tags of a table by their byte: index among the tags, or undefined. */
type Slots = readonly (number | undefined)[];

/** Where the values of an answer stand, by index of the tag; a start of -1 is a tag that is not in it. */
class Walk implements TagAnswer {
  readonly payload: Uint8Array;
  readonly #slots: Slots;
  readonly #starts: number[];
  readonly #ends: number[];
  /** Why the walk stopped before the end. */
  readonly why: Reason | undefined;

  constructor(
    payload: Uint8Array,
    { slots, tags, none }: { slots: Slots; tags: readonly Tag[]; none: readonly number[] },
  ) {
    this.payload = payload;
    this.#slots = slots;
    this.#starts = [...none];
    this.#ends = [...none];
    this.why = this.#walk(tags);
  }

  #walk(tags: readonly Tag[]): Reason | undefined {
    const { payload } = this;
    for (let at = 0; at < payload.length; ) {
      const tag = payload[at] ?? 0;
      const slot = this.#slots[tag];
      const length = slot === undefined ? undefined : tags[slot]?.bytes;
      if (slot === undefined || length === undefined) return because('decode.unknown-tag', { tag: hex(tag) });
      const start = length === 'counted' ? at + 2 : at + 1;
      const end = start + (length === 'counted' ? (payload[at + 1] ?? 0) : length);
      if (end > payload.length) return because('decode.tag-cut', { tag: hex(tag) });
      if (this.#starts[slot] !== -1) return because('decode.tag-twice', { tag: hex(tag) });
      this.#starts[slot] = start;
      this.#ends[slot] = end;
      at = end;
    }
    return undefined;
  }

  get isComplete(): boolean {
    return this.why === undefined;
  }

  has(slot: number): boolean {
    return this.#starts[slot] !== -1;
  }

  uint(tag: number): number | undefined {
    const slot = this.#slots[tag];
    return slot === undefined || !this.has(slot) ? undefined : this.number(slot, false);
  }

  /** The number of a tag that is there. */
  number(slot: number, signed: boolean): number {
    const end = this.#ends[slot] ?? 0;
    const start = this.#starts[slot] ?? 0;
    let value = 0;
    for (let at = start; at < end; at += 1) value = value * 256 + (this.payload[at] ?? 0);
    const half = signed ? 2 ** (8 * (end - start) - 1) : Number.POSITIVE_INFINITY;
    return value >= half ? value - 2 * half : value;
  }

  bytes(slot: number): Uint8Array {
    return this.payload.subarray(this.#starts[slot] ?? 0, this.#ends[slot] ?? 0);
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

/** Compiles tags to a table; its rows are in the order of `tags`. */
export function taggedTable(tags: readonly Tag[]): Table {
  const slotOf = new Map(tags.map(({ tag }, slot) => [tag, slot]));
  if (slotOf.size !== tags.length) throw new TypeError('assertion: a tag stands twice in the table');
  const slots: Slots = Array.from({ length: 256 }, (_, tag) => slotOf.get(tag));
  const none = tags.map(() => -1);
  const rows = freezeRows(tags.flatMap((tag) => tag.rows));
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns = newColumns();
      const answer = new Walk(payload, { slots, tags, none });
      let index = 0;
      for (let slot = 0; slot < tags.length; slot += 1) {
        const own = tags[slot]?.rows ?? [];
        if (own.length > 0 && answer.has(slot)) putTag(columns, { own, index, slot }, answer);
        index += own.length;
      }
      if (answer.why !== undefined) addProblem(columns, wholeAnswer, answer.why);
      return toDecoded(columns, blank);
    },
  });
}

/** Rows of one tag, the first of them at `index`. */
function putTag(
  columns: Columns,
  { own, index, slot }: { own: readonly TagRow[]; index: number; slot: number },
  answer: Walk,
): void {
  let bytes: Uint8Array | undefined;
  let row = index;
  for (const one of own) {
    if (one.kind === 'number') put(columns, row, one.decode(answer.number(slot, one.signed === true), answer));
    else {
      bytes ??= answer.bytes(slot);
      put(columns, row, one.decode(bytes, answer));
    }
    row += 1;
  }
}
