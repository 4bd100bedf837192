// A message with its gaps filled: plurals, numbers and dates as the language has them.
import { oneLine } from './visible.ts';
import { metricLabel, type MetricId } from './catalogue.ts';
import type { NestedReason, Param, Params, Quantity } from './message-params.ts';
import { dateStyles, type Gap, numberStyles, type Piece, piecesOf } from './message-reader.ts';
import { type SetPointId, setPointLabel } from './set-points.ts';
import { kiloUnits } from './unit.ts';

/** Language and place that a message is made for. */
export interface Speech {
  /** BCP 47 tag of the language and of how it writes numbers and dates. */
  readonly locale: string;
  /** IANA zone of the site; UTC if no site is meant. */
  readonly timeZone?: string;
  /** Text of a reason inside a reason. */
  readonly reason?: (reason: NestedReason) => string;
  /** Label of a metric; the catalogue's if the language has none. */
  readonly metric?: (id: MetricId) => string;
  /** Label of a set-point, likewise. */
  readonly setPoint?: (id: SetPointId) => string;
  /** What a setting with this English title is called; unchanged if the language has none. */
  readonly setting?: (title: string) => string;
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.PluralRules | Intl.ListFormat>();

/** One of Intl's formats, made once: making one costs more than a hundred uses. */
function kept<Format extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.PluralRules | Intl.ListFormat>(
  key: string,
  make: () => Format,
): Format {
  const known = formats.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

/** A figure with its unit: three digits that matter, whole numbers from 100 on; kilo from 1000 on if customary. */
export function quantityText({ value, unit }: Quantity, locale: string): string {
  const isKilo = kiloUnits.has(unit) && Math.abs(value) >= 1000;
  const scaled = isKilo ? value / 1000 : value;
  const size = Math.abs(scaled);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 3;
  const figure = kept(
    `figure ${locale} ${digits}`,
    () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }),
  ).format(scaled);
  return unit === '' ? figure : `${figure}\u00a0${isKilo ? 'k' : ''}${unit}`;
}

function plainText(value: Param, speech: Speech): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if ('external' in value) return oneLine(value.external);
  if ('code' in value) return speech.reason?.(value) ?? value.code;
  if ('metric' in value) return (speech.metric ?? metricLabel)(value.metric);
  if ('setPoint' in value) return (speech.setPoint ?? setPointLabel)(value.setPoint);
  if ('setting' in value) return speech.setting?.(value.setting) ?? value.setting;
  if ('unit' in value) return quantityText(value, speech.locale);
  const [type, words] = 'oneOf' in value ? (['disjunction', value.oneOf] as const) : (['unit', value] as const);
  const style = type === 'unit' ? 'short' : 'long';
  return kept(`list ${speech.locale} ${type}`, () => new Intl.ListFormat(speech.locale, { type, style })).format(words);
}

function numberText(value: number, style: string, { locale }: Speech): string {
  return kept(`number ${locale} ${style}`, () => new Intl.NumberFormat(locale, numberStyles[style])).format(value);
}

function dateText(atMs: number, style: string, { locale, timeZone = 'UTC' }: Speech): string {
  const options = { ...dateStyles[style === '' ? 'moment' : style], timeZone };
  return kept(`date ${locale} ${timeZone} ${style}`, () => new Intl.DateTimeFormat(locale, options)).format(atMs);
}

function caseOf({ kind, cases }: Gap, value: string | number, { locale }: Speech): readonly Piece[] {
  const other = cases.get('other') ?? [];
  if (kind === 'select') return cases.get(String(value)) ?? other;
  const exact = cases.get(`=${String(value)}`);
  if (exact !== undefined) return exact;
  return cases.get(kept(`plural ${locale}`, () => new Intl.PluralRules(locale)).select(Number(value))) ?? other;
}

function fill(pieces: readonly Piece[], params: Params, speech: Speech): string {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    const value = params[piece.name];
    // A record of another version may lack one: the gap stays visible.
    if (value === undefined) text += `{${piece.name}}`;
    else if (piece.cases.size > 0 && typeof value !== 'object')
      text += fill(caseOf(piece, value, speech), params, speech);
    else if (piece.kind === 'number' && typeof value === 'number') text += numberText(value, piece.style, speech);
    else if (piece.kind === 'date' && typeof value === 'number') text += dateText(value, piece.style, speech);
    else text += plainText(value, speech);
  }
  return text;
}

/** A message in words. Throws TypeError if the text is not a message (our own mistake). */
export function formatMessage(text: string, params: Params, speech: Speech): string {
  return fill(piecesOf(text), params, speech);
}
