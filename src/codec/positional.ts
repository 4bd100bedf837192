// Tables of text answers whose fields stand in a fixed order between single spaces (the PI30 family and its cousins).
// Every row is compiled once to a reader of bytes; an answer is decoded in one pass, without strings for its numbers.
import { external, type External } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { fromLatin1, printable, toLatin1 } from '#core/bytes.ts';
import { isPlaceholder, parseDecimal } from './decimal.ts';
import type { FlagBit, TextField } from './positional-fields.ts';
import {
  addProblem,
  addRaw,
  blankColumns,
  TableMistake,
  freezeRows,
  toDecoded,
  wholeAnswer,
  type Columns,
  type Row,
  type Table,
} from './table.ts';

const space = 0x20;
const zero = 0x30;
const minus = 0x2d;
const underscore = 0x5f;
const point = 0x2e;

/** Where the decoder stands: the field from `start` to before `end`. */
interface Cursor {
  readonly payload: Uint8Array;
  readonly columns: Columns;
  start: number;
  end: number;
}

type Reader = (cursor: Cursor) => void;

const shown = ({ payload, start, end }: Cursor): External => external(printable(payload.subarray(start, end), 24));

type NumberField = Extract<TextField, { kind: 'number' }>;

function numberReader(row: number, field: NumberField): Reader {
  const { divide = 1, multiply = 1, pointed = false, after = '' } = field;
  const head = fromLatin1(after);
  return (cursor) => {
    const { payload, end } = cursor;
    const isHeaded = head.length > 0 && head.every((byte, index) => payload[cursor.start + index] === byte);
    const start = isHeaded ? cursor.start + head.length : cursor.start;
    if (pointed && !payload.subarray(start, end).includes(point)) return;
    const value = parseDecimal(payload, start, end);
    if (!Number.isNaN(value)) cursor.columns.values[row] = (value * multiply) / divide + 0;
    else if (!isPlaceholder(payload, start, end))
      addProblem(cursor.columns, row, because('decode.no-number', { said: shown(cursor) }));
  };
}

/** Printable text of the field without surrounding spaces; undefined, with the reason noted, where a byte is not. */
function readText(cursor: Cursor, row: number): string | undefined {
  const { payload, start, end, columns } = cursor;
  for (let at = start; at < end; at += 1) {
    const byte = payload[at] ?? 0;
    if (byte < space || byte > 0x7e) {
      addProblem(columns, row, because('decode.no-text', { said: shown(cursor) }));
      return undefined;
    }
  }
  const text = toLatin1(payload.subarray(start, end)).trim();
  if (text === '') addProblem(columns, row, because('decode.empty'));
  return text === '' || isPlaceholder(payload, start, end) ? undefined : text;
}

type WordField = Extract<TextField, { kind: 'word' | 'rest' }>;

function textReader(row: number, { after = '', show }: WordField): Reader {
  return (cursor) => {
    const text = readText(cursor, row);
    if (text === undefined) return;
    const bare = after !== '' && text.startsWith(after) ? text.slice(after.length) : text;
    const shownText = show === undefined ? bare : show(bare);
    if (shownText === undefined) {
      addProblem(cursor.columns, row, because('decode.form', { said: shown(cursor) }));
      return;
    }
    cursor.columns.values[row] = shownText;
    if (shownText !== text) addRaw(cursor.columns, row, text);
  };
}

function choiceReader(row: number, options: Readonly<Record<string, string>>): Reader {
  const texts = new Map(Object.entries(options));
  return (cursor) => {
    const key = readText(cursor, row);
    if (key === undefined) return;
    addRaw(cursor.columns, row, key);
    const text = texts.get(key);
    if (text === undefined) addProblem(cursor.columns, row, because('decode.no-choice', { said: shown(cursor) }));
    else cursor.columns.values[row] = text;
  };
}

type FlagsField = Extract<TextField, { kind: 'flags' }>;

/** Reads one character a row; `listRow` is the row that lists the active ones in words. */
function flagsReader(row: number, { bits, list }: FlagsField): Reader {
  const width = bits.length;
  const rowOf = bits.map((bit, index) =>
    bit === undefined ? -1 : row + bits.slice(0, index).filter((other) => other !== undefined).length,
  );
  const isDigit = bits.map((bit) => bit?.digit === true);
  const listRow = row + bits.filter((bit) => bit !== undefined).length;
  return (cursor) => {
    const { payload, start, end, columns } = cursor;
    if (isPlaceholder(payload, start, end)) return;
    const count = Math.min(width, end - start);
    let readable = 0;
    let strays = 0;
    for (let index = 0; index < count; index += 1) {
      const at = rowOf[index] ?? -1;
      if (at < 0) continue;
      readable += 1;
      const byte = payload[start + index] ?? 0;
      // A flag this model does not have (PI16).
      if (byte === minus || byte === underscore) continue;
      const digit = byte - zero;
      if (isDigit[index] === true && digit >= 0 && digit <= 9) columns.values[at] = digit;
      else if (digit === 1) columns.values[at] = true;
      else if (digit === 0) columns.values[at] = false;
      else {
        strays += 1;
        addProblem(columns, at, because('decode.no-flag', { place: index + 1, said: shown(cursor) }));
      }
    }
    if (list === undefined) return;
    // A stray character says nothing about the others; where half of them are stray it is no list of flags.
    if (2 * strays < readable)
      columns.values[listRow] = list.text((index) => index < count && payload[start + index] === zero + 1);
    else addProblem(columns, listRow, because('decode.no-flags', { said: shown(cursor) }));
  };
}

type LettersField = Extract<TextField, { kind: 'letters' }>;

/**
 * `E` and the letters that are on, `D` and those that are off; a letter the table does not know is passed over, a stray
 * character is named and harms no other.
 */
function lettersReader(row: number, { letters }: LettersField): Reader {
  const rowOf = new Map(letters.map(({ letter }, index) => [letter, row + index]));
  return (cursor) => {
    const { payload, start, end, columns } = cursor;
    const text = toLatin1(payload.subarray(start, end));
    const [, on, off] = /^[^A-Za-z]*E([^D]*)D(.*)$/s.exec(text) ?? [];
    if (on === undefined || off === undefined) {
      if (!isPlaceholder(payload, start, end))
        addProblem(columns, row, because('decode.letters-form', { said: shown(cursor) }));
      return;
    }
    const strays = text.replaceAll(/[A-Za-z ]/g, '');
    if (strays !== '')
      addProblem(
        columns,
        wholeAnswer,
        because('decode.stray-letters', { strays: external(printable(fromLatin1(strays), 24)), said: shown(cursor) }),
      );
    for (const [letter, at] of rowOf) {
      const isOn = on.includes(letter);
      if (isOn && off.includes(letter))
        addProblem(
          cursor.columns,
          at,
          because('decode.letter-twice', { said: shown(cursor), letter: external(letter) }),
        );
      else if (isOn || off.includes(letter)) cursor.columns.values[at] = isOn;
    }
  };
}

type ReadingsField = Extract<TextField, { kind: 'readings' }>;

/** Reads one place in several ways. */
function readingsReader(row: number, { fields }: ReadingsField): Reader {
  let at = row;
  const readers = fields.map((field) => {
    const reader = readerOf(field, at);
    at += rowsOf(field).length;
    return reader;
  });
  return (cursor) => {
    for (const reader of readers) reader(cursor);
  };
}

type PartsField = Extract<TextField, { kind: 'parts' }>;

/** Reads pieces of fixed width one after another; what the field is too short for is absent. */
function partsReader(row: number, { parts }: PartsField): Reader {
  const readers: { readonly width: number; readonly reader: Reader }[] = [];
  let at = row;
  for (const { width, field } of parts) {
    readers.push({ width, reader: readerOf(field, at) });
    at += rowsOf(field).length;
  }
  return (cursor) => {
    const { start, end } = cursor;
    for (const { width, reader } of readers) {
      if (cursor.start + width > end) break;
      cursor.end = cursor.start + width;
      reader(cursor);
      cursor.start = cursor.end;
    }
    cursor.start = start;
    cursor.end = end;
  };
}

const bare = ({ label, metric, name }: Pick<Row, 'label' | 'metric'> & { name: string }): Row => ({
  name,
  label,
  unit: '',
  ...(metric === undefined ? {} : { metric }),
});

function rowsOf(field: TextField): Row[] {
  switch (field.kind) {
    case 'skip':
      return [];
    case 'flags': {
      const bits = field.bits.filter((bit): bit is FlagBit => bit !== undefined).map(bare);
      return field.list === undefined ? bits : [...bits, bare(field.list)];
    }
    case 'letters':
      return field.letters.map(bare);
    case 'parts':
      return field.parts.flatMap((part) => rowsOf(part.field));
    case 'readings':
      return field.fields.flatMap(rowsOf);
    case 'number':
    case 'word':
    case 'rest':
    case 'choice':
      return [field.row];
  }
}

function readerOf(field: TextField, row: number): Reader {
  switch (field.kind) {
    case 'skip':
      return () => undefined;
    case 'number':
      return numberReader(row, field);
    case 'word':
    case 'rest':
      return textReader(row, field);
    case 'choice':
      return choiceReader(row, field.row.options ?? {});
    case 'flags':
      return flagsReader(row, field);
    case 'letters':
      return lettersReader(row, field);
    case 'parts':
      return partsReader(row, field);
    case 'readings':
      return readingsReader(row, field);
  }
}

/** How the fields of an answer are set apart. */
export interface PositionalOptions {
  /** The character between two fields, or two of which either is one; a space where absent. With others an empty field is absent. */
  readonly separator?: string;
}

/**
 * What tells an answer from one to another question, in families whose answers do not name theirs. An answer of another shape
 * has no fields at all, and a problem that says why.
 */
export interface AnswerShape {
  /** Fields of the shortest answer of any model. */
  readonly least?: number;
  /** Fields of the longest one, where newer models cannot have added any. */
  readonly most?: number;
  /** Characters at a place counted from 0, where the document fixes them; one that holds only dashes may have any width. */
  readonly widths?: Readonly<Record<number, number>>;
  /** What an answer of one word looks like, where other questions have answers of one word as well. */
  readonly form?: RegExp;
}

/** A word longer than this is not looked at. */
const longestWord = 160;

/** Makes what says why an answer is not of the shape; `isMark` tells what stands between two fields. */
function misfitOf(
  { least = 1, most = Number.POSITIVE_INFINITY, widths = {}, form }: AnswerShape,
  isMark: (byte: number | undefined) => boolean,
): (payload: Uint8Array) => Reason | undefined {
  const widthOf = new Map(Object.entries(widths).map(([place, width]) => [Number(place), width]));
  return (payload) => {
    const { length } = payload;
    let misplaced: Reason | undefined;
    let count = 0;
    for (let start = 0; start < length || count === 0; count += 1) {
      let end = start;
      while (end < length && !isMark(payload[end])) end += 1;
      const width = widthOf.get(count) ?? end - start;
      if (end - start !== width && !isPlaceholder(payload, start, end)) {
        const said = external(printable(payload.subarray(start, end), 24));
        misplaced ??= because('decode.place-width', { place: count + 1, said, width });
      }
      start = end + 1;
    }
    if (count >= least && count <= most) {
      if (form === undefined || misplaced !== undefined || isPlaceholder(payload, 0, length)) return misplaced;
      if (form.test(toLatin1(payload.subarray(0, longestWord)))) return undefined;
      return because('decode.word-form', { said: external(printable(payload, 24)) });
    }
    if (least === most) return because('decode.fields', { count, expected: least });
    return count < least
      ? because('decode.few-fields', { count, least })
      : because('decode.many-fields', { count, most });
  };
}

/** What a table is once it is compiled. */
interface Compiled {
  readonly rows: readonly Row[];
  /** Row of each field. */
  readonly places: readonly number[];
  readonly blank: readonly undefined[];
  newColumns(): Columns;
}

function compile(fields: readonly TextField[]): Compiled {
  const rows: Row[] = [];
  const places = fields.map((field) => {
    const row = rows.length;
    rows.push(...rowsOf(field));
    return row;
  });
  return {
    rows: freezeRows(rows),
    places,
    blank: Object.freeze(Array.from({ length: rows.length }, () => undefined)),
    newColumns: blankColumns(rows.length),
  };
}

/**
 * A table of fields in the order of the wire. Fewer fields than documented are absent without a problem (older models),
 * more are passed over (newer ones), as far as the shape allows. A device has many tables, and few of them are read at once: each is
 * compiled when its rows are wanted, its readers with the first answer.
 */
export function positionalTable(
  fields: readonly TextField[],
  { separator = ' ', ...shape }: PositionalOptions & AnswerShape = {},
): Table {
  const rest = fields.findIndex(({ kind }) => kind === 'rest');
  if (rest >= 0 && rest !== fields.length - 1) throw new TableMistake(because('table.rest'));
  const { length: count } = fields;
  let made: Compiled | undefined;
  const compiled = (): Compiled => (made ??= compile(fields));
  let readers: readonly Reader[] | undefined;
  const marks = fromLatin1(separator);
  const mark = marks[0];
  const otherMark = marks[1] ?? mark;
  const mayBeEmpty = mark !== space;
  const misfit = misfitOf(shape, (byte) => byte === mark || byte === otherMark);
  return Object.freeze({
    get rows() {
      return compiled().rows;
    },
    decode(payload: Uint8Array) {
      const { places, blank, newColumns } = compiled();
      const columns = newColumns();
      const other = misfit(payload);
      if (other !== undefined) {
        addProblem(columns, wholeAnswer, other);
        return toDecoded(columns, blank);
      }
      readers ??= fields.map((field, index) => readerOf(field, places[index] ?? 0));
      const cursor: Cursor = { payload, columns, start: 0, end: 0 };
      const { length } = payload;
      for (let index = 0; index < count; index += 1) {
        let end = index === rest ? length : cursor.start;
        while (end < length && payload[end] !== mark && payload[end] !== otherMark) end += 1;
        cursor.end = end;
        // A space before the CRC (QPIGS2) ends the answer; it does not begin an empty field.
        if (end === length && end === cursor.start && index > 0) break;
        if (end > cursor.start || !mayBeEmpty) readers[index]?.(cursor);
        if (end >= length) break;
        cursor.start = end + 1;
      }
      return toDecoded(columns, blank);
    },
  });
}
