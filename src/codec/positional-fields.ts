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
  | { readonly kind: 'number'; readonly row: Row; readonly divide?: number; readonly multiply?: number }
  /** One word; a leading `after` is left out of the value. */
  | { readonly kind: 'word'; readonly row: Row; readonly after?: string }
  /** The rest of the answer, spaces included. */
  | { readonly kind: 'rest'; readonly row: Row; readonly after?: string }
  | { readonly kind: 'choice'; readonly row: Row }
  /** Characters `0` and `1`, one row each, first character first; an undefined one has no meaning. */
  | { readonly kind: 'flags'; readonly bits: readonly (FlagBit | undefined)[]; readonly list?: FlagList }
  /** `E` and letters that are on, `D` and letters that are off. */
  | {
      readonly kind: 'letters';
      readonly letters: readonly { readonly letter: string; readonly name: string; readonly label: string }[];
    };

type Extra = Pick<Row, 'metric' | 'flip'>;

/** A number in `unit` after `divide` and `multiply`. */
export function number(
  label: string,
  unit: Unit,
  extra: Extra & { divide?: number; multiply?: number } = {},
): TextField {
  const { divide = 1, multiply = 1, ...row } = extra;
  return { kind: 'number', row: { name: fieldName(label), label, unit, ...row }, divide, multiply };
}

/** One word of text. */
export function word(label: string, extra: Extra & { after?: string } = {}): TextField {
  const { after = '', ...row } = extra;
  return { kind: 'word', row: { name: fieldName(label), label, unit: '', ...row }, after };
}

/** The rest of the answer as text. */
export function rest(label: string, extra: Extra & { after?: string } = {}): TextField {
  const { after = '', ...row } = extra;
  return { kind: 'rest', row: { name: fieldName(label), label, unit: '', ...row }, after };
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
