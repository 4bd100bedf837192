// Numbers to bytes and back for the codecs of the store, and deflate; reading never leaves its bytes.
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Bytes that are not what they should be; the codecs add the name of the block. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** Bytes of the largest number of {@link WireWriter.varint}. */
const longestVarint = 8;

/** A byte buffer that grows at its end. Little-endian. */
export class WireWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(room = 256) {
    this.#bytes = new Uint8Array(room);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  u8(value: number): void {
    this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  u32(value: number): void {
    this.#grow(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#grow(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A whole number from 0 to 2⁵³, seven bits a byte. */
  varint(value: number): void {
    if (this.#length + longestVarint > this.#bytes.length) this.#grow(longestVarint);
    if (value < 0x80) {
      this.#bytes[this.#length++] = value;
      return;
    }
    let rest = value;
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number from −2⁵² to 2⁵²: small ones of either sign take one byte. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /**
   * Differences of values times `scale`, each {@link signed}. If a value is no whole number of it below `bound`, nothing is
   * written; returns its place, or how many there are.
   */
  steps(values: Float64Array, { scale, bound }: { readonly scale: number; readonly bound: number }): number {
    this.#grow(longestVarint * values.length);
    const bytes = this.#bytes;
    let [at, last] = [this.#length, 0];
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? 0;
      const whole = Math.round(value * scale);
      const isWhole = whole / scale === value && whole < bound && whole > -bound;
      if (!isWhole || (whole === 0 && Object.is(value, -0))) return index;
      const step = whole - last;
      last = whole;
      let rest = step < 0 ? -2 * step - 1 : 2 * step;
      for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
      for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
      bytes[at++] = rest;
    }
    this.#length = at;
    return values.length;
  }

  bytes(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of what was written; further writing does not change it. */
  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** A view of what was written, valid until more is written. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}

/** The same bytes, never as a Buffer, whose `slice` does not copy. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads what {@link WireWriter} wrote. Throws {@link Malformed} if the bytes end too soon. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = plainBytes(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  #take(count: number): number {
    if (!(count <= this.left)) throw new Malformed('it ends too soon');
    const at = this.#at;
    this.#at += count;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      if (this.#at >= bytes.length) throw new Malformed('it ends too soon');
      const byte = bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new Malformed('a number is too long');
  }

  /** A {@link varint} of at most `bound`. */
  count(bound: number): number {
    const value = this.varint();
    if (value > bound) throw new Malformed(`${value} is too many`);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  bytes(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }
}

/** Shorter than this deflating gains nothing. */
const packedFrom = 24;
const level = 4;

/** Bytes, deflated if that makes them shorter. */
export function packed(bytes: Uint8Array): { readonly body: Uint8Array; readonly isPacked: boolean } {
  if (bytes.length < packedFrom) return { body: bytes.slice(), isPacked: false };
  const deflated = deflateRawSync(bytes, { level });
  return deflated.length < bytes.length ? { body: deflated, isPacked: true } : { body: bytes.slice(), isPacked: false };
}

/** Deflated bytes, at most `bound` of them. Throws {@link Malformed}. */
export function unpacked(bytes: Uint8Array, bound: number): Uint8Array {
  try {
    return plainBytes(inflateRawSync(bytes, { maxOutputLength: Math.max(1, bound) }));
  } catch (thrown) {
    throw new Malformed('it does not inflate', { cause: thrown });
  }
}
