// Numbers as people and programs write them. What is ambiguous is not read: 1,234 is a thousand in one country and one in another.

/** Which character separates the decimals. */
export type DecimalSign = '.' | ',';

/** A number, nothing at all, or why neither. */
export type ReadNumber =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: string };

const nothing: ReadonlySet<string> = new Set([
  '',
  '-',
  '–',
  'unavailable',
  'unknown',
  'none',
  'null',
  'nan',
  'n/a',
  'na',
]);
const plain = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const switches: ReadonlyMap<string, number> = new Map([
  ['on', 1],
  ['true', 1],
  ['ein', 1],
  ['off', 0],
  ['false', 0],
  ['aus', 0],
]);
const groups: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/,
  ',': /^[+-]?\d{1,3}([.\u00a0\u202f' ]\d{3})+(,\d+)?$/,
};

const unreadable = (why: string): ReadNumber => ({ kind: 'unreadable', why });

/** Reads a number; thousands may be grouped if both characters occur (`1.234,5`). */
export function readNumber(text: string, decimal: DecimalSign): ReadNumber {
  const trimmed = text.trim().replace('−', '-');
  const lower = trimmed.toLowerCase();
  if (nothing.has(lower)) return { kind: 'empty' };
  const switched = switches.get(lower);
  if (switched !== undefined) return { kind: 'number', value: switched };
  const isGrouped = groups[decimal].test(trimmed);
  if (isGrouped && !/[.,].*[.,]/.test(trimmed)) return unreadable(`"${shown(trimmed)}" may be thousands or decimals`);
  const bare = isGrouped ? trimmed.replaceAll(decimal === '.' ? ',' : /[.\u00a0\u202f' ]/g, '') : trimmed;
  const isForeign = decimal === ',' && bare.includes('.');
  if (isForeign) return unreadable(`"${shown(trimmed)}" has a point where decimals follow a comma`);
  const english = decimal === ',' ? bare.replace(',', '.') : bare;
  const value = plain.test(english) ? Number(english) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'number', value } : unreadable(`"${shown(trimmed)}" is not a number`);
}

/** A text of the source, short enough for a message. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Which character separates the decimals, from samples; undefined if they do not show it. */
export function decimalOf(samples: readonly string[]): DecimalSign | undefined {
  const trimmed = samples.map((text) => text.trim());
  const hasPoint = trimmed.some(
    (text) => /^[+-]?\d*\.(\d{1,2}|\d{4,})([eE].*)?$/.test(text) || /,\d{3}.*\.\d/.test(text),
  );
  const hasComma = trimmed.some((text) => /^[+-]?\d*,(\d{1,2}|\d{4,})$/.test(text) || /\.\d{3}.*,\d/.test(text));
  if (hasPoint === hasComma) return undefined;
  return hasComma ? ',' : '.';
}
