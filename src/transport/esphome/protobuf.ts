// Protocol buffers, as far as the native API of ESPHome needs them: fields of numbers, floats and texts, read and written. What is no
// whole message is undefined. Source: Protocol Buffers documentation, "Encoding".
import { concatBytes, toUtf8 } from '#core/bytes.ts';

/** One field of a message: of a varint or 32 bits the number without sign, of a length-delimited one the bytes. */
export interface ProtoField {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/** Most fields of a message that are read: the largest of the few messages has some thirty, most of them repeated. */
const mostFields = 512;
/** Longest varint, bytes: 64 bits by seven. */
const longestVarint = 10;

/** A varint and where it ends; only its lower 32 bits count. Undefined: it is cut off or too long. */
export function readVarint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < longestVarint; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    if (index < 5) value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value: value % 2 ** 32, end: at + index + 1 };
  }
  return undefined;
}

/** A number without sign, below 2^32, as a varint. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Uint8Array.from([...bytes, rest]);
}

/** Bytes of each kind of field whose length is fixed. */
const fixed: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The fields of a message in their order; undefined if it is none. */
export function readFields(bytes: Uint8Array): readonly ProtoField[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: ProtoField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === undefined || fields.length >= mostFields) return undefined;
    const [number, kind] = [Math.floor(tag.value / 8), tag.value % 8];
    const head = kind === 0 || kind === 2 ? readVarint(bytes, tag.end) : undefined;
    const from = head?.end ?? tag.end;
    const length = kind === 0 ? 0 : kind === 2 ? head?.value : fixed[kind];
    if (number === 0 || length === undefined || from + length > bytes.length) return undefined;
    if ((kind === 0 || kind === 2) && head === undefined) return undefined;
    at = from + length;
    if (kind === 0) fields.push({ number, value: head?.value ?? 0 });
    else if (kind === 2) fields.push({ number, value: bytes.subarray(from, at) });
    else if (kind === 5) fields.push({ number, value: view.getUint32(from, true) });
  }
  return fields;
}

const last = (fields: readonly ProtoField[], number: number): ProtoField['value'] | undefined =>
  fields.findLast((field) => field.number === number)?.value;

/** A number of a message; one that is not there is 0. Source: the same, default values. */
export function numberIn(fields: readonly ProtoField[], number: number): number {
  const value = last(fields, number);
  return typeof value === 'number' ? value : 0;
}

/** A float of a message with the digits it has. */
export function floatIn(fields: readonly ProtoField[], number: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, numberIn(fields, number));
  return shortFloat(view.getFloat32(0));
}

/** Digits that are enough for every float of 32 bits. */
const [fewestDigits, mostDigits] = [6, 9];

/** 12.3 instead of 12.300000190734863: the shortest number that is the same float of 32 bits. */
function shortFloat(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = fewestDigits; digits < mostDigits; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** A text of a message, at most so many characters; empty where it is not there or no text. */
export function textIn(fields: readonly ProtoField[], number: number, most: number): string {
  const value = last(fields, number);
  if (typeof value !== 'object' || value.length > 4 * most) return '';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(value);
    return Array.from(text).length > most ? '' : text.replaceAll(/\p{C}/gu, ' ').trim();
  } catch {
    // Bytes that are no text.
    return '';
  }
}

/** The texts of a repeated field, at most so many of at most so many characters. */
export function textsIn(
  fields: readonly ProtoField[],
  number: number,
  { most, longest }: { readonly most: number; readonly longest: number },
): readonly string[] {
  return fields
    .filter((field) => field.number === number)
    .slice(0, most)
    .map((field) => textIn([field], number, longest))
    .filter((text) => text !== '');
}

/** A number as a field. */
export const numberField = (number: number, value: number): Uint8Array =>
  value === 0 ? new Uint8Array(0) : concatBytes(varint(number * 8), varint(value));

/** A text as a field. */
export function textField(number: number, text: string): Uint8Array {
  const bytes = toUtf8(text);
  return concatBytes(varint(number * 8 + 2), varint(bytes.length), bytes);
}

/** 32 bits as a field. */
export function fixedField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
  return concatBytes(varint(number * 8 + 5), bytes);
}

/** A float of 32 bits as a field. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatBytes(varint(number * 8 + 5), bytes);
}
