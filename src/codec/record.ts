// Tables of binary answers whose fields stand at fixed places: rows by offset, compiled once, columns out. Where a part
// of the answer is counted (cells, sensors), it is cut into blocks first and rows stand in a block.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isPrintable, printable, toLatin1, unpadded } from '#core/bytes.ts';
import { addProblem, addRaw, blankColumns, fieldName, freezeRows, toDecoded, wholeAnswer, wrapOf } from './table.ts';
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
  | { readonly why: Reason };

/** The answer a rule may look around in; a number past the end of its block is undefined. */
export interface RecordView {
  number(block: number, at: number, type: NumberType): number | undefined;
  /** Bytes of a block. */
  size(block: number): number;
}

/** One field: where it stands and how it is read. Without `name` it is called by its label, without `unit` it has none. */
export interface RecordField extends Omit<Row, 'name' | 'unit'>, Partial<Pick<Row, 'name' | 'unit'>> {
  /** Block it is in; the whole answer where there are none. */
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

/** An answer cut into blocks, or why its counts do not fit its length: then it is the answer to something else. */
export type Blocks = { readonly blocks: readonly Uint8Array[] } | { readonly why: Reason };

/** How a table's answers are cut. */
export interface RecordOptions {
  /** Blocks of an answer; one, the whole of it, where absent. */
  cut?(payload: Uint8Array): Blocks;
  /** The only length of the answer, bytes; one of another length is the answer to something else. */
  readonly bytes?: number;
}

const sizes: Readonly<Record<NumberType, number>> = {
  u8: 1,
  i8: 1,
  u16be: 2,
  u16le: 2,
  i16be: 2,
  i16le: 2,
  u24be: 3,
  u24le: 3,
  u32be: 4,
  u32le: 4,
  i32be: 4,
  i32le: 4,
  f32le: 4,
};

/** The four bytes from `at` on as a signed number, lowest first. */
const word32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);

/** The number at a place; the caller knows that its bytes are there. One function for all rows stays inlined. */
function readNumber(bytes: Uint8Array, at: number, type: NumberType): number {
  const first = bytes[at] ?? 0;
  switch (type) {
    case 'u16le':
      return first | ((bytes[at + 1] ?? 0) << 8);
    case 'u32le':
      return word32(bytes, at) >>> 0;
    case 'u8':
      return first;
    case 'i16le':
      return ((first << 16) | ((bytes[at + 1] ?? 0) << 24)) >> 16;
    case 'i32le':
      return word32(bytes, at);
    case 'u16be':
      return (first << 8) | (bytes[at + 1] ?? 0);
    case 'i16be':
      return ((first << 24) >> 16) | (bytes[at + 1] ?? 0);
    case 'i8':
      return (first << 24) >> 24;
    case 'u24be':
      return (first << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    case 'u24le':
      return word32(bytes, at) & 0xff_ffff;
    case 'u32be':
    case 'i32be': {
      const value = (first << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
      return type === 'u32be' ? value >>> 0 : value;
    }
    case 'f32le':
      return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true) + 0;
  }
}

const isSet = (number: number, bit: number): boolean => ((number >>> bit) & 1) === 1;

/** What a field's number means; undefined if it is scaled and nothing else. */
function meaningOf(field: RecordField): ((raw: number, view: RecordView) => RecordValue) | undefined {
  const { calc, bit, bits, toggle, options } = field;
  if (calc !== undefined) return calc;
  if (bit !== undefined) return (raw) => isSet(raw, bit);
  if (bits !== undefined) {
    return (raw) => {
      if (raw === 0) return { value: '', raw };
      const set = bits.filter((one) => isSet(raw, one.bit));
      return { value: set.map(({ label }) => label).join(', '), raw };
    };
  }
  if (toggle === true) return (raw) => (raw > 1 ? { why: because('decode.no-binary', { raw }) } : raw === 1);
  if (options !== undefined) {
    const texts = new Map(Object.entries(options));
    return (raw) => {
      const text = texts.get(String(raw));
      return text === undefined ? { why: because('decode.no-known', { raw }) } : { value: text, raw };
    };
  }
  return undefined;
}

function textOf(bytes: Uint8Array): RecordValue {
  const words = unpadded(bytes);
  if (!isPrintable(words)) return { why: because('decode.no-text', { said: external(printable(words, 32)) }) };
  const text = toLatin1(words).trim();
  return text === '' ? undefined : text;
}

/** A number whose bits say which rows are there; rows of one number share it. */
interface GateNumber {
  readonly block: number;
  readonly at: number;
  readonly type: NumberType;
}

/** A row as it is read: every row has the same shape, so that one loop reads them all. */
interface CompiledRow {
  readonly block: number;
  readonly at: number;
  /** Place behind its last byte; undefined for a text to the end of its block. */
  readonly end: number | undefined;
  readonly type: NumberType | 'text';
  readonly add: number;
  readonly multiply: number;
  readonly divide: number;
  readonly absent: readonly number[] | undefined;
  readonly gate: GateNumber | undefined;
  /** The bit of the gate. */
  readonly gateBit: number;
  readonly mean: ReturnType<typeof meaningOf>;
}

/** Compiles rows one after another. */
function rowCompiler(): (field: RecordField) => CompiledRow {
  // Without what only the newest engines know (getOrInsertComputed): this file is part of the package for others.
  const gates = new Map<string, GateNumber>();
  const gateOf = (block: number, { at, type }: Omit<GateNumber, 'block'>): GateNumber => {
    const key = `${block} ${at} ${type}`;
    const known = gates.get(key);
    if (known !== undefined) return known;
    const gate = { block, at, type };
    gates.set(key, gate);
    return gate;
  };
  return (field) => {
    const { block = 0, at, bytes, type, add = 0, multiply = 1, divide = 1, absent, onlyIf } = field;
    const size = type === 'text' ? bytes : sizes[type];
    const end = size === undefined ? undefined : at + size;
    const gate = onlyIf === undefined ? undefined : gateOf(block, onlyIf);
    const gateBit = onlyIf?.bit ?? 0;
    return { block, at, end, type, add, multiply, divide, absent, gate, gateBit, mean: meaningOf(field) };
  };
}

/** One answer, cut into blocks. */
class CutAnswer implements RecordView {
  readonly #blocks: readonly Uint8Array[];
  /** The gate that was read last, and its number: rows of one gate follow one another. */
  #gate: GateNumber | undefined;
  #gateNumber = 0;

  constructor(blocks: readonly Uint8Array[]) {
    this.#blocks = blocks;
  }

  number(block: number, at: number, type: NumberType): number | undefined {
    const bytes = this.#blocks[block];
    return bytes === undefined || at + sizes[type] > bytes.length ? undefined : readNumber(bytes, at, type);
  }

  size(block: number): number {
    return this.#blocks[block]?.length ?? 0;
  }

  /** The number of a gate; one past the end of its block lets nothing through. */
  #numberOf(gate: GateNumber): number {
    if (gate !== this.#gate) {
      this.#gate = gate;
      this.#gateNumber = this.number(gate.block, gate.at, gate.type) ?? 0;
    }
    return this.#gateNumber;
  }

  read(row: CompiledRow): RecordValue {
    const { gate, type, absent, mean } = row;
    if (gate !== undefined && !isSet(this.#numberOf(gate), row.gateBit)) return undefined;
    const bytes = this.#blocks[row.block];
    if (bytes === undefined) return undefined;
    const end = row.end ?? bytes.length;
    if (end > bytes.length) return undefined;
    if (type === 'text') return textOf(bytes.subarray(row.at, end));
    const raw = readNumber(bytes, row.at, type);
    if (absent !== undefined && absent.includes(raw)) return undefined;
    if (!Number.isFinite(raw)) return { why: because('decode.not-finite') };
    if (mean === undefined) return ((raw + row.add) * row.multiply) / row.divide + 0;
    const meant = mean(raw, this);
    return meant === 0 ? 0 : meant;
  }
}

function put(columns: Columns, row: number, value: RecordValue): void {
  if (typeof value !== 'object') columns.values[row] = value;
  else if ('why' in value) addProblem(columns, row, value.why);
  else {
    columns.values[row] = value.value;
    addRaw(columns, row, value.raw);
  }
}

/** What a counter's number holds; a rule of its own leaves that open. */
function widthOf(
  metric: Row['metric'],
  { type, multiply = 1, divide = 1, calc, bit }: Pick<RecordField, 'type' | 'multiply' | 'divide' | 'calc' | 'bit'>,
): Pick<Row, 'wrap'> {
  return calc === undefined && bit === undefined ? wrapOf(metric, { type, scale: multiply / divide }) : {};
}

function cutWhole(payload: Uint8Array, bytes: number | undefined): Blocks {
  if (bytes === undefined || payload.length === bytes) return { blocks: [payload] };
  return { why: because('decode.other-size', { bytes: payload.length, expected: bytes }) };
}

/**
 * Compiles fields to a table; what stands past the end of an answer is absent. An answer whose length disagrees with its counts
 * has no fields at all: in these families an answer does not name its question, and this one belongs to another.
 */
export function recordTable(fields: readonly RecordField[], { cut, bytes }: RecordOptions = {}): Table {
  const rows = freezeRows(
    fields.map(({ label, name = fieldName(label), unit = '', metric, flip, options, ...how }) => ({
      name,
      label,
      unit,
      ...(metric === undefined ? {} : { metric }),
      ...(flip === undefined ? {} : { flip }),
      ...(options === undefined ? {} : { options }),
      ...widthOf(metric, how),
    })),
  );
  const compiled = fields.map(rowCompiler());
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns = newColumns();
      const cutUp = cut?.(payload) ?? cutWhole(payload, bytes);
      if ('why' in cutUp) {
        addProblem(columns, wholeAnswer, cutUp.why);
        return toDecoded(columns, blank);
      }
      const answer = new CutAnswer(cutUp.blocks);
      let row = 0;
      for (const one of compiled) {
        const value = answer.read(one);
        if (typeof value === 'number') columns.values[row] = value;
        else if (value !== undefined) put(columns, row, value);
        row += 1;
      }
      return toDecoded(columns, blank);
    },
  });
}

/**
 * An answer with a name from byte `at` on, to the end or of so many `bytes`: one whose name is not printable is the answer to another question, and
 * its other bytes would be read as a version. Bytes 0 and 255 fill a name up.
 */
export function cutNamed(at: number, bytes = Infinity): (payload: Uint8Array) => Blocks {
  return (payload) => {
    const name = payload.subarray(at, at + bytes).filter((byte) => byte !== 0 && byte !== 0xff);
    if (isPrintable(name)) return { blocks: [payload] };
    return { why: because('decode.no-name', { said: external(printable(name, 32)) }) };
  };
}

/** A counted part of an answer: a count, then so many entries of one size. */
export interface CountedPart {
  /** Bytes of an entry. */
  readonly entryBytes: number;
}

/**
 * Cuts an answer with a head, counted parts one after another (each after its own count byte), and the rest: blocks 0 for
 * the head, 1… for the parts, the last for the rest,
 * whose length may be bounded.
 */
export function cutCounted(
  headBytes: number,
  parts: readonly CountedPart[],
  { least = 0, most = Infinity }: { readonly least?: number; readonly most?: number } = {},
): (payload: Uint8Array) => Blocks {
  return (payload) => {
    const blocks = [payload.subarray(0, Math.min(headBytes, payload.length))];
    let at = headBytes;
    for (const { entryBytes } of parts) {
      const count = payload[at];
      if (count === undefined) return { why: because('decode.ends-before-count') };
      at += 1;
      const end = at + count * entryBytes;
      if (end > payload.length) return { why: because('decode.entries', { count, bytes: entryBytes }) };
      blocks.push(payload.subarray(at, end));
      at = end;
    }
    const rest = payload.length - at;
    if (rest < least || rest > most) return { why: because('decode.rest', { bytes: rest }) };
    blocks.push(payload.subarray(at));
    return { blocks };
  };
}
