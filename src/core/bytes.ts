// Bytes to text and back; the few conversions every codec and log line needs.
import { because } from './reason.ts';
import { SolsteadError } from './errors.ts';

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Bytes of a hex text; spaces, colons and `0x` are allowed. Errors: `input.hex`. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(/0x|[\s:,-]/gi, '');
  const bad = /[^\da-f]/i.exec(digits);
  if (bad !== null)
    throw new SolsteadError('input.hex', { at: text.slice(0, 40), why: because('hex.digit', { digit: bad[0] }) });
  if (digits.length % 2 === 1)
    throw new SolsteadError('input.hex', {
      at: text.slice(0, 40),
      why: because('hex.odd', { digits: digits.length }),
    });
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}

/** Bytes of a Latin-1 text, one byte a character. */
export function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index) & 0xff;
  return bytes;
}

/** Arguments are on the stack: at most this many at once. */
const latin1Step = 4096;

/** Up to here one letter after another is quicker. */
const shortText = 32;

/** Latin-1 text of bytes, one character a byte. */
export function toLatin1(bytes: Uint8Array): string {
  let text = '';
  if (bytes.length <= shortText) {
    for (let at = 0; at < bytes.length; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
    return text;
  }
  for (let at = 0; at < bytes.length; at += latin1Step) {
    // The bytes as they are for arguments: a spread walks an iterator, ten times slower.
    text += String(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + latin1Step)));
  }
  return text;
}

/** Whether all bytes are visible characters or spaces of ASCII. */
export function isPrintable(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

/** The bytes of a text in a field of fixed length: up to the first NUL, and without 0xFF padding. */
export function unpadded(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(0);
  let end = nul < 0 ? bytes.length : nul;
  while (end > 0 && bytes[end - 1] === 0xff) end -= 1;
  return bytes.subarray(0, end);
}

/** UTF-8 bytes of a text. */
export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One array of several. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Whether two byte arrays are the same. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Printable ASCII as it is, the rest as `\xNN`: what a log line and an error may show of a frame. */
export function printable(bytes: Uint8Array, limit = 120): string {
  let text = '';
  for (const byte of bytes.subarray(0, limit))
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  return bytes.length > limit ? `${text}… (${bytes.length} bytes)` : text;
}
