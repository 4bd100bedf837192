// A text, a number or a unit of an answer as it stood in mpp-solar, which rules and dashboards compare with.
import type { AnswerField } from '#core/field.ts';

/** Words there by ours. */
export type Words = Readonly<Record<string, string>>;

/** What texts and units are there, by our names of fields. */
export interface OldTexts {
  /** Its texts by ours. */
  readonly words?: Readonly<Record<string, Words>>;
  /** What stands before a text. */
  readonly prefix?: Words;
  /** Seconds told as `16D18H35M0S`. */
  readonly spans?: readonly string[];
  /** Times told by their digits alone: `20210521234743`. */
  readonly digits?: readonly string[];
  /** Numbers of one byte told as two hexadecimal digits. */
  readonly bytes?: readonly string[];
  /** Choices and texts told as the device sends them; of all fields with `all`. */
  readonly wire?: readonly string[] | 'all';
  /** Those that are no exception to `wire`. */
  readonly notWire?: readonly string[];
  /** Its units by ours. */
  readonly units?: Words;
  /** Units of fields that have none here. */
  readonly unitOf?: Words;
}

function spanText(seconds: number): string {
  const parts = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map(Math.trunc);
  return parts.map((part, index) => `${part}${'DHMS'[index]}`).join('');
}

/** A value and its unit as they stood there. */
export function oldText(
  { name, value, unit, raw }: AnswerField & { readonly value: string | number },
  texts: OldTexts = {},
): { readonly value: string | number; readonly unit: string } {
  const has = (list: readonly string[] | undefined): boolean => list?.includes(name) === true;
  if (typeof value === 'number') {
    if (has(texts.spans)) return { value: spanText(value), unit: '' };
    if (has(texts.bytes)) return { value: value.toString(16).padStart(2, '0'), unit: '' };
  } else {
    const isWire = (texts.wire === 'all' && !has(texts.notWire)) || (texts.wire !== 'all' && has(texts.wire));
    if (isWire && raw !== undefined) return { value: String(raw), unit };
    if (has(texts.digits)) return { value: value.replaceAll(/\D/g, ''), unit };
    const before = texts.prefix?.[name];
    if (before !== undefined) return { value: `${before}${value}`, unit };
    const words = texts.words?.[name] ?? {};
    if (Object.hasOwn(words, value)) return { value: words[value] ?? value, unit };
  }
  return { value, unit: texts.unitOf?.[name] ?? texts.units?.[unit] ?? unit };
}

/** Whether a field is told in words of its own there, so that whoever compares would meet others. */
export const hasOldWords = (name: string, { spans, digits, bytes, wire, notWire, prefix }: OldTexts = {}): boolean =>
  [...(spans ?? []), ...(digits ?? []), ...(bytes ?? []), ...Object.keys(prefix ?? {})].includes(name) ||
  (wire === 'all' ? notWire?.includes(name) !== true : wire?.includes(name) === true);
