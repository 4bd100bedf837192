// Tables of VE.Direct text blocks: one row a label, in the unit the maker's document gives it.
import { toLatin1 } from '#core/bytes.ts';
import { addProblem, addRaw, fieldName, freezeRows, toDecoded } from './table.ts';
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

type Read = { readonly value: FieldValue; readonly raw?: number | string } | { readonly why: string };

/** What stands where a value does not exist. */
const nothing = '---';

function numberOf(text: string): number | undefined {
  return /^-?\d+$/.test(text) || /^0x[\dA-F]+$/i.test(text) ? Number(text) : undefined;
}

function reader(reading: LabelReading): (text: string) => Read {
  switch (reading.kind) {
    case 'number': {
      const { times = 1, per = 1, absent = [] } = reading;
      return (text) => {
        const number = numberOf(text);
        if (number === undefined) return { why: `"${text}" is not a whole number` };
        return { value: absent.includes(number) ? undefined : (number * times) / per };
      };
    }
    case 'switch':
      return (text) =>
        /^o(n|ff)$/i.test(text) ? { value: text.length === 2 } : { why: `"${text}" is neither ON nor OFF` };
    case 'choice': {
      const { other } = reading;
      const texts = new Map(Object.entries(reading.options).map(([key, words]) => [Number(key), words]));
      return (text) => {
        const number = numberOf(text);
        const found = number === undefined ? undefined : (texts.get(number) ?? other?.(text));
        return found === undefined ? { why: `"${text}" is not a known choice` } : { value: found, raw: text };
      };
    }
    case 'bits':
      return (text) => {
        const number = numberOf(text);
        if (number === undefined) return { why: `"${text}" is not a number of bits` };
        const set = reading.bits.filter(({ bit }) => Math.floor(number / 2 ** bit) % 2 === 1);
        return { value: set.map(({ label }) => label).join(', '), raw: text };
      };
    case 'text':
      return (text) => ({ value: text === '' ? undefined : (reading.write?.(text) ?? text) });
  }
}

function put(columns: Columns, row: number, found: Read): void {
  if ('why' in found) addProblem(columns, row, found.why);
  else {
    columns.values[row] = found.value;
    if (found.raw !== undefined && found.value !== undefined) addRaw(columns, row, found.raw);
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
  return Object.freeze({
    rows,
    decode(payload: Uint8Array) {
      const columns: Columns = { values: blank.slice(), raws: undefined, problems: undefined };
      const seen = new Set<number>();
      for (const line of toLatin1(payload).split('\r\n')) {
        const tab = line.indexOf('\t');
        const row = tab < 0 ? undefined : indexOf.get(line.slice(0, tab));
        if (row === undefined) continue;
        const text = line.slice(tab + 1);
        if (seen.has(row)) addProblem(columns, row, 'it stands twice in the block');
        else if (text !== nothing) put(columns, row, readers[row]?.(text) ?? { value: undefined });
        seen.add(row);
      }
      return toDecoded(columns, blank);
    },
  });
}
