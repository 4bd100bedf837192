// Tables of binary answers whose fields stand at fixed places: rows by offset, compiled once, columns out. Where a part
// of the answer is counted (cells, sensors), it is cut into blocks first and rows stand in a block.
import { printable, toLatin1 } from '#core/bytes.ts';
import { addProblem, addRaw, fieldName, freezeRows, toDecoded, wholeAnswer } from './table.ts';
import type { Columns, FieldValue, Row, Table } from './table.ts';

/** Types of numbers on the wire. */
export type NumberType =
  | 'u8'
  | 'i8'
  | 'u16be'
  | 'u16le'
  | 'i16be'
  | 'i16le'
  | 'u24be'
  | 'u24le'
  | 'u32be'
  | 'u32le'
  | 'i32be'
  | 'i32le'
  | 'f32le';

/** One bit of a number, counted from the lowest. */
export interface RecordBit {
  readonly bit: number;
  readonly label: string;
}

/** What a rule makes of a number: a value, one with what stood on the wire, or why there is none. */
export type RecordValue =
  | FieldValue
  | { readonly value: FieldValue; readonly raw: number | string }
  | { readonly why: string };

/** The answer a rule may look around in; a number past the end of its block is undefined. */
export interface RecordView {
  number(block: number, at: number, type: NumberType): number | undefined;
  /** Bytes of a block. */
  size(block: number): number;
}

/** One field: where it stands and how it is read. Without `name` it is called by its label, without `unit` it has none. */
export interface RecordField extends Omit<Row, 'name' | 'unit'>, Partial<Pick<Row, 'name' | 'unit'>> {
  /** Block it stands in; the whole answer where there are none. */
  readonly block?: number;
  /** Bytes from the start of its block. */
  readonly at: number;
  readonly type: NumberType | 'text';
  /** Length of a text. */
  readonly bytes?: number;
  /** Added to the number before it is scaled. */
  readonly add?: number;
  readonly multiply?: number;
  readonly divide?: number;
  /** Numbers that say there is no value. */
  readonly absent?: readonly number[];
  /** One bit of the number as a switch. */
  readonly bit?: number;
  /** Labels of the bits that are set, as a list. */
  readonly bits?: readonly RecordBit[];
  /** 0 off, 1 on. */
  readonly toggle?: boolean;
  /** The field is there only when this bit is set. */
  readonly onlyIf?: { readonly at: number; readonly type: NumberType; readonly bit: number };
  /** A rule of its own, instead of scale and choice. */
  calc?(raw: number, view: RecordView): RecordValue;
}

/** Cuts an answer into blocks; `why` where its counts do not fit its length, what is whole is given all the same. */
export interface Blocks {
  readonly blocks: readonly Uint8Array[];
  readonly why?: string;
}

/** How a table's answers are cut. */
export interface RecordOptions {
  /** Blocks of an answer; one, the whole of it, where absent. */
  cut?(payload: Uint8Array): Blocks;
}

type Reader = (view: DataView, at: number) => number;

const readers: Readonly<Record<NumberType, { readonly bytes: number; readonly read: Reader }>> = {
  u8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  i8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u16be: { bytes: 2, read: (view, at) => view.getUint16(at) },
  u16le: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  i16be: { bytes: 2, read: (view, at) => view.getInt16(at) },
  i16le: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  u24be: { bytes: 3, read: (view, at) => view.getUint16(at) * 256 + view.getUint8(at + 2) },
  u24le: { bytes: 3, read: (view, at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536 },
  u32be: { bytes: 4, read: (view, at) => view.getUint32(at) },
  u32le: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  i32be: { bytes: 4, read: (view, at) => view.getInt32(at) },
  i32le: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  f32le: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
};

const isSet = (number: number, bit: number): boolean => ((number >>> bit) & 1) === 1;

/** What a field's number means. */
function meaningOf(field: RecordField): (raw: number, view: RecordView) => RecordValue {
  const { calc, bit, bits, toggle, options, add = 0, multiply = 1, divide = 1 } = field;
  if (calc !== undefined) return calc;
  if (bit !== undefined) return (raw) => isSet(raw, bit);
  if (bits !== undefined) {
    return (raw) => {
      const set = bits.filter((one) => isSet(raw, one.bit));
      return { value: set.map(({ label }) => label).join(', '), raw };
    };
  }
  if (toggle === true) return (raw) => (raw > 1 ? { why: `${raw} is not 0 or 1` } : raw === 1);
  if (options !== undefined) {
    const texts = new Map(Object.entries(options));
    return (raw) => {
      const text = texts.get(String(raw));
      return text === undefined ? { why: `${raw} is not a known choice` } : { value: text, raw };
    };
  }
  return (raw) => ((raw + add) * multiply) / divide;
}

function textOf(bytes: Uint8Array): RecordValue {
  const end = bytes.findIndex((byte) => byte === 0);
  const words = end < 0 ? bytes : bytes.subarray(0, end);
  if (words.some((byte) => byte < 0x20 || byte > 0x7e))
    return { why: `"${printable(words, 32)}" is not printable text` };
  const text = toLatin1(words).trim();
  return text === '' ? undefined : text;
}

interface Cut {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function viewOf(cuts: readonly Cut[]): RecordView {
  return {
    number(block, at, type) {
      const { bytes, read } = readers[type];
      const cut = cuts[block];
      return cut === undefined || at + bytes > cut.bytes.length ? undefined : read(cut.view, at);
    },
    size: (block) => cuts[block]?.bytes.length ?? 0,
  };
}

type ReadRow = (cuts: readonly Cut[], view: RecordView) => RecordValue;

function numberRow(field: RecordField, type: NumberType): ReadRow {
  const { block = 0, at, absent = [], onlyIf } = field;
  const { bytes, read } = readers[type];
  const mean = meaningOf(field);
  const end = at + bytes;
  return (cuts, view) => {
    const cut = cuts[block];
    if (cut === undefined || end > cut.bytes.length) return undefined;
    if (onlyIf !== undefined && !isSet(view.number(block, onlyIf.at, onlyIf.type) ?? 0, onlyIf.bit)) return undefined;
    const raw = read(cut.view, at);
    if (absent.includes(raw)) return undefined;
    return Number.isFinite(raw) ? mean(raw, view) : { why: 'it is not a number' };
  };
}

function textRow({ block = 0, at, bytes }: RecordField): ReadRow {
  return (cuts) => {
    const all = cuts[block]?.bytes;
    const end = bytes === undefined ? all?.length : at + bytes;
    if (all === undefined || end === undefined || end > all.length) return undefined;
    return textOf(all.subarray(at, end));
  };
}

function put(columns: Columns, row: number, value: RecordValue): void {
  if (typeof value !== 'object') columns.values[row] = value;
  else if ('why' in value) addProblem(columns, row, value.why);
  else {
    columns.values[row] = value.value;
    addRaw(columns, row, value.raw);
  }
}

/** Compiles fields to a table; what stands past the end of an answer is absent. */
export function recordTable(fields: readonly RecordField[], { cut }: RecordOptions = {}): Table {
  const rows = freezeRows(
    fields.map(({ label, name = fieldName(label), unit = '', metric, flip, options }) => ({
      name,
      label,
      unit,
      ...(metric === undefined ? {} : { metric }),
      ...(flip === undefined ? {} : { flip }),
      ...(options === undefined ? {} : { options }),
    })),
  );
  const read = fields.map((field) => (field.type === 'text' ? textRow(field) : numberRow(field, field.type)));
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns: Columns = { values: blank.slice(), raws: undefined, problems: undefined };
      const { blocks, why } = cut?.(payload) ?? { blocks: [payload] };
      const cuts = blocks.map((bytes) => ({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }));
      const view = viewOf(cuts);
      for (let row = 0; row < read.length; row += 1) {
        const value = read[row]?.(cuts, view);
        if (value !== undefined) put(columns, row, value);
      }
      if (why !== undefined) addProblem(columns, wholeAnswer, why);
      return toDecoded(columns, blank);
    },
  });
}

/** A counted part of an answer: a count, then so many entries of one size. */
export interface CountedPart {
  /** Bytes of an entry. */
  readonly entryBytes: number;
}

/**
 * Cuts an answer with a head, counted parts one after another (each after its own count byte), and the rest: blocks 0 for
 * the head, 1… for the parts, the last for the rest.
 */
export function cutCounted(headBytes: number, parts: readonly CountedPart[]): (payload: Uint8Array) => Blocks {
  return (payload) => {
    const blocks = [payload.subarray(0, Math.min(headBytes, payload.length))];
    let at = headBytes;
    for (const { entryBytes } of parts) {
      const count = payload[at];
      if (count === undefined) return { blocks, why: 'the answer ends before a count' };
      at += 1;
      const end = at + count * entryBytes;
      if (end > payload.length) return { blocks, why: `${count} entries of ${entryBytes} bytes do not fit the answer` };
      blocks.push(payload.subarray(at, end));
      at = end;
    }
    blocks.push(payload.subarray(at));
    return { blocks };
  };
}
