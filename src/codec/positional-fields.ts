// The words a positional table is written in: one call a field, in the order of the wire.
import type { MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import { fieldName, type Row } from './table.ts';

/** One character of a flags field. */
export interface FlagBit {
  readonly name: string;
  readonly label: string;
  readonly metric?: MetricId;
  /** The character is a decimal digit, not a flag. */
  readonly digit?: boolean;
}

/** The row that says in words which flags of a field are set. */
export interface FlagList {
  readonly name: string;
  readonly label: string;
  readonly metric?: MetricId;
  /** The words; `isSet` takes the place of a character, counted from 0. */
  text(isSet: (place: number) => boolean): string;
}

/** What stands at one place of a positional answer. */
export type TextField =
  /** Passed over. */
  | { readonly kind: 'skip' }
  | {
      readonly kind: 'number';
      readonly row: Row;
      readonly divide?: number;
      readonly multiply?: number;
      /** Absent if it comes without a decimal point. */
      readonly pointed?: boolean;
      /** Letters that may stand before the number and are left out. */
      readonly after?: string;
    }
  /** Several readings of one place, each with a row of its own. */
  | { readonly kind: 'readings'; readonly fields: readonly TextField[] }
  /**
   * One word, or the rest of the answer with its separators; a leading `after` is left out, `show` makes the value of
   * what stands there and gives undefined if it is not of its form.
   */
  | {
      readonly kind: 'word' | 'rest';
      readonly row: Row;
      readonly after?: string;
      readonly show?: ((text: string) => string | undefined) | undefined;
    }
  | { readonly kind: 'choice'; readonly row: Row }
  /** Characters `0` and `1`, one row each, first character first; an undefined one has no meaning. */
  | { readonly kind: 'flags'; readonly bits: readonly (FlagBit | undefined)[]; readonly list?: FlagList }
  /** Pieces of fixed width (characters) that stand together without a separator. */
  | { readonly kind: 'parts'; readonly parts: readonly TextPart[] }
  /** `E` and letters that are on, `D` and letters that are off. */
  | {
      readonly kind: 'letters';
      readonly letters: readonly { readonly letter: string; readonly name: string; readonly label: string }[];
    };

/** A piece of a `parts` field. */
export interface TextPart {
  /** Characters. */
  readonly width: number;
  readonly field: TextField;
}

type Extra = Pick<Row, 'metric' | 'flip'>;

/** A number in `unit` after `divide` and `multiply`. */
export function number(
  label: string,
  unit: Unit,
  extra: Extra & { divide?: number; multiply?: number; pointed?: boolean; after?: string } = {},
): TextField {
  const { divide = 1, multiply = 1, pointed = false, after = '', ...row } = extra;
  return { kind: 'number', row: { name: fieldName(label), label, unit, ...row }, divide, multiply, pointed, after };
}

/** Several readings of one place, where only its form tells which of them it is. */
export function readingsOfPlace(...fields: readonly TextField[]): TextField {
  return { kind: 'readings', fields };
}

type WordExtra = Extra & { after?: string; show?: (text: string) => string | undefined };

/** One word of text. */
export function word(label: string, extra: WordExtra = {}): TextField {
  const { after = '', show, ...row } = extra;
  return { kind: 'word', row: { name: fieldName(label), label, unit: '', ...row }, after, show };
}

/** The rest of the answer as text. */
export function rest(label: string, extra: WordExtra = {}): TextField {
  const { after = '', show, ...row } = extra;
  return { kind: 'rest', row: { name: fieldName(label), label, unit: '', ...row }, after, show };
}

/** Pieces of fixed width: `[1, choice(…)], [2, choice(…)]`. */
export function parts(...pieces: readonly (readonly [width: number, field: TextField])[]): TextField {
  return { kind: 'parts', parts: pieces.map(([width, field]) => ({ width, field })) };
}

/** A length of two digits, then a text that is filled up behind it: `14` `92932105105335` `005535`. */
export function countedText(text: string): string | undefined {
  const length = Number(text.slice(0, 2));
  return /^\d\d/.test(text) && length > 0 && text.length >= length + 2 ? text.slice(2, length + 2) : undefined;
}

/** `yyyymmddhhmmss` as `yyyy-mm-dd hh:mm:ss`. */
export function dateTimeText(text: string): string | undefined {
  const match = /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** `hhmm` as `hh:mm`. */
export function clockText(text: string): string | undefined {
  return /^([01]\d|2[0-3])[0-5]\d$/.test(text) ? `${text.slice(0, 2)}:${text.slice(2)}` : undefined;
}

/** An enumeration: text by what stands on the wire. */
export function choice(label: string, options: Readonly<Record<string, string>>, extra: Extra = {}): TextField {
  return { kind: 'choice', row: { name: fieldName(label), label, unit: '', options, ...extra } };
}

/** Characters `0` and `1` by their labels; an empty label has no meaning. */
export function flags(labels: readonly (string | Omit<FlagBit, 'name'>)[], list?: FlagList): TextField {
  const bits = labels.map((label) => {
    if (label === '') return undefined;
    return typeof label === 'string' ? { name: fieldName(label), label } : { name: fieldName(label.label), ...label };
  });
  return { kind: 'flags', bits, ...(list === undefined ? {} : { list }) };
}

/** `E…D…`: labels by letter. */
export function letters(labels: Readonly<Record<string, string>>): TextField {
  return {
    kind: 'letters',
    letters: Object.entries(labels).map(([letter, label]) => ({ letter, name: fieldName(label), label })),
  };
}

/** A place without meaning. */
export const skip: TextField = { kind: 'skip' };
