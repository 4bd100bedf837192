// Numbers as people and programs write them. What is ambiguous is not read: 1,234 is a thousand in one country and one in another.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

/** Which character separates the decimals. */
export type DecimalSign = '.' | ',';

/** How the numbers of a source are written. */
export interface NumberStyle {
  /** Absent: not known. */
  readonly decimal?: DecimalSign | undefined;
  /** Whether a person said so: then nothing is ambiguous any more. */
  readonly isSaid?: boolean | undefined;
}

/** A number, nothing at all, or the reason it is neither. */
export type ReadNumber =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: Reason };

const nothing: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '–',
  'unavailable',
  'unknown',
  'none',
  'null',
  'nan',
  'n/a',
  'na',
]);
/** Whether a cell says that there is no value. */
export const isEmptyCell = (text: string): boolean => nothing.has(text.trim().toLowerCase());

const empty: ReadNumber = { kind: 'empty' };
const plain = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const switches: ReadonlyMap<string, number> = new Map([
  ['on', 1],
  ['true', 1],
  ['ein', 1],
  ['off', 0],
  ['false', 0],
  ['aus', 0],
]);
const groups: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^[+-]?\d{1,3}([,\u00a0\u202f'’ ]\d{3})+(\.\d+)?$/,
  ',': /^[+-]?\d{1,3}([.\u00a0\u202f'’ ]\d{3})+(,\d+)?$/,
};
const groupSigns: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /[,\u00a0\u202f'’ ]/g,
  ',': /[.\u00a0\u202f'’ ]/g,
};
/** What could be a thousand or just over one. */
const eitherWay = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

const unreadable = (why: Reason): ReadNumber => ({ kind: 'unreadable', why });
const asText = (text: string): { readonly text: ReturnType<typeof external> } => ({ text: external(shown(text)) });

/** A number in plain digits, as nearly all are. */
function plainNumber(text: string): ReadNumber | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'number', value } : undefined;
}

/**
 * Reads a number; thousands may be grouped if both characters occur (`1.234,5`) or a space or an apostrophe groups them, or if a person
 * said which one separates the decimals. Without a decimal character only unambiguous numbers are read.
 */
export function readNumber(text: string, { decimal, isSaid = false }: NumberStyle): ReadNumber {
  const trimmed = text.trim().replace('−', '-');
  if (
    decimal !== ',' &&
    /^-?\d{1,15}$|^-?\d{1,9}\.\d{1,9}$/.test(trimmed) &&
    !(decimal === undefined && eitherWay.test(trimmed))
  )
    return plainNumber(trimmed) ?? empty;
  const lower = trimmed.toLowerCase();
  if (nothing.has(lower)) return empty;
  const switched = switches.get(lower);
  if (switched !== undefined) return { kind: 'number', value: switched };
  if (decimal === undefined && eitherWay.test(trimmed)) return unreadable(because('import.grouping', asText(trimmed)));
  return signedNumber(trimmed, { decimal: decimal ?? (/,\d*$/.test(trimmed) ? ',' : '.'), isSaid });
}

function signedNumber(
  trimmed: string,
  { decimal, isSaid }: Required<NumberStyle> & { decimal: DecimalSign },
): ReadNumber {
  const isGrouped = groups[decimal].test(trimmed);
  if (!isSaid && isGrouped && /^[^.,]*[.,][^.,]*$/.test(trimmed) && eitherWay.test(trimmed))
    return unreadable(because('import.grouping', asText(trimmed)));
  const bare = isGrouped ? trimmed.replaceAll(groupSigns[decimal], '') : trimmed;
  const isForeign = decimal === ',' && bare.includes('.');
  if (isForeign) return unreadable(because('import.point', asText(trimmed)));
  const english = decimal === ',' ? bare.replace(',', '.') : bare;
  const read = plain.test(english) ? plainNumber(english) : undefined;
  return read ?? unreadable(because('import.no-number', asText(trimmed)));
}

/** A text of the source, short enough for a message. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

const withPoint = [
  /^[+-]?\d*\.(\d{1,2}|\d{4,})([eE].*)?$/,
  /,\d{3}.*\.\d/,
  /^[+-]?(0|\d{4,})?\.\d{3}$/,
  /^[+-]?\d+\.\d+[eE]/,
];
const withComma = [/^[+-]?\d*,(\d{1,2}|\d{4,})$/, /\.\d{3}.*,\d/, /^[+-]?(0|\d{4,})?,\d{3}$/];

/** Which character separates the decimals, from samples; undefined if they do not show it. */
export function decimalOf(samples: readonly string[]): DecimalSign | undefined {
  const shows = (signs: readonly RegExp[]): boolean =>
    samples.some((text) => signs.some((sign) => sign.test(text.trim())));
  const [hasPoint, hasComma] = [shows(withPoint), shows(withComma)];
  if (hasPoint === hasComma) return undefined;
  return hasComma ? ',' : '.';
}

/**
 * The decimal character of a table whose cells are separated by `delimiter`. Undefined if the user must be asked: its numbers can all be
 * read either way, as 1.234 in a file with semicolons.
 */
export function decimalOfTable(samples: readonly string[], delimiter: string): DecimalSign | undefined {
  const told = decimalOf(samples);
  if (told !== undefined) return told;
  const isEither = samples.some((text) => eitherWay.test(text.trim()));
  if (delimiter === ',') return samples.some((text) => /^\s*[+-]?\d+,\d/.test(text)) ? undefined : '.';
  return isEither ? undefined : delimiter === ';' ? ',' : '.';
}
