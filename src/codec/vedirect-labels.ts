// Tables of VE.Direct text blocks: one row a label, in the unit the maker's document gives it.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { toLatin1 } from '#core/bytes.ts';
import { addProblem, addRaw, blankColumns, fieldName, freezeRows, toDecoded, unsignedZero } from './table.ts';
import type { Columns, FieldValue, Row, Table } from './table.ts';

/** How the text of a label is read. */
export type LabelReading =
  /** A whole number, `times` and `per` give the row's unit. */
  | { readonly kind: 'number'; readonly times?: number; readonly per?: number; readonly absent?: readonly number[] }
  | { readonly kind: 'switch' }
  /** A choice by number, decimal or 0x…; an unknown number is a problem unless `other` names it. */
  | {
      readonly kind: 'choice';
      readonly options: Readonly<Record<string, string>>;
      readonly other?: (raw: string) => string;
    }
  | { readonly kind: 'bits'; readonly bits: readonly { readonly bit: number; readonly label: string }[] }
  | { readonly kind: 'text'; readonly write?: (raw: string) => string };

/** One label. Without `name` the field is called by its wording. */
export interface LabelRow extends Omit<Row, 'name' | 'unit'>, Partial<Pick<Row, 'name' | 'unit'>> {
  /** The label on the wire, such as `VPV`. */
  readonly key: string;
  readonly read: LabelReading;
}

type Read = FieldValue | { readonly value: FieldValue; readonly raw: number | string } | { readonly why: Reason };

const newLine = '\r\n';
/** What stands where a value does not exist. */
const nothing = '---';

/** Digits of a number that is read digit by digit; a longer one might lose some that way. */
const mostDigits = 15;

function decimalOf(text: string): number | undefined {
  const isNegative = text.charCodeAt(0) === 0x2d;
  const first = isNegative ? 1 : 0;
  if (text.length === first || text.length > mostDigits) return undefined;
  let value = 0;
  for (let index = first; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return isNegative && value !== 0 ? -value : value;
}

function numberOf(text: string): number | undefined {
  const decimal = decimalOf(text);
  if (decimal !== undefined) return decimal;
  return /^-?\d+$/.test(text) || /^0x[\dA-F]+$/i.test(text) ? Number(text) : undefined;
}

function reader(reading: LabelReading): (text: string) => Read {
  switch (reading.kind) {
    case 'number': {
      const { times = 1, per = 1, absent = [] } = reading;
      return (text) => {
        const number = numberOf(text);
        if (number === undefined) return { why: because('decode.no-whole', { said: external(text) }) };
        return absent.includes(number) ? undefined : (number * times) / per;
      };
    }
    case 'switch':
      return (text) =>
        /^o(n|ff)$/i.test(text) ? text.length === 2 : { why: because('decode.no-switch', { said: external(text) }) };
    case 'choice': {
      const { other } = reading;
      const texts = new Map(Object.entries(reading.options).map(([key, words]) => [Number(key), words]));
      return (text) => {
        const number = numberOf(text);
        const found = number === undefined ? undefined : (texts.get(number) ?? other?.(text));
        return found === undefined
          ? { why: because('decode.no-choice', { said: external(text) }) }
          : { value: found, raw: text };
      };
    }
    case 'bits':
      return (text) => {
        const number = numberOf(text);
        if (number === undefined) return { why: because('decode.no-bits', { said: external(text) }) };
        const set = reading.bits.filter(({ bit }) => Math.floor(number / 2 ** bit) % 2 === 1);
        return { value: set.map(({ label }) => label).join(', '), raw: text };
      };
    case 'text': {
      const { write } = reading;
      if (write === undefined) return (text) => (text === '' ? undefined : text);
      return (text) => (text === '' ? undefined : { value: write(text), raw: text });
    }
  }
}

function put(columns: Columns, row: number, found: Read): void {
  if (typeof found !== 'object') columns.values[row] = unsignedZero(found);
  else if ('why' in found) addProblem(columns, row, found.why);
  else {
    columns.values[row] = found.value;
    if (found.value !== undefined) addRaw(columns, row, found.raw);
  }
}

/** Compiles labels to a table; a block holds some of them, the others are absent. Unknown labels are passed over. */
export function labelTable(labels: readonly LabelRow[]): Table {
  const rows = freezeRows(
    labels.map(
      ({ key: _, read: __, label, name = fieldName(label), unit = '', ...rest }): Row => ({
        name,
        label,
        unit,
        ...rest,
      }),
    ),
  );
  const indexOf = new Map(labels.map(({ key }, index) => [key, index]));
  if (indexOf.size !== labels.length) throw new TypeError('assertion: a label stands twice in the table');
  const readers = labels.map(({ read }) => reader(read));
  const blank: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  const newColumns = blankColumns(rows.length);
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns = newColumns();
      const seen = new Uint8Array(rows.length);
      const block = toLatin1(payload);
      for (let from = 0, end = 0; from <= block.length; from = end + newLine.length) {
        end = block.indexOf(newLine, from);
        if (end < 0) end = block.length;
        const tab = block.indexOf('\t', from);
        const row = tab < 0 || tab > end ? undefined : indexOf.get(block.slice(from, tab));
        if (row === undefined) continue;
        const text = block.slice(tab + 1, end);
        if (seen[row] === 1) {
          columns.values[row] = undefined;
          addProblem(columns, row, because('decode.label-twice'));
        } else if (text !== nothing) put(columns, row, readers[row]?.(text));
        seen[row] = 1;
      }
      return toDecoded(columns, blank);
    },
  });
}
