// Values of D-Bus as bytes: the types BlueZ uses, lowest byte first. What comes from the bus is bounded in size and depth; what does
// not fit its signature is an error, never a value. Source: D-Bus Specification 0.43, "Type System" and "Marshaling".
import { concatBytes, toUtf8 } from '#core/bytes.ts';

/** A value; a variant that was read is the value in it, one to be written names its type. */
export type DbusValue =
  | number
  | boolean
  | string
  | Uint8Array
  | Variant
  | readonly DbusValue[]
  | ReadonlyMap<DbusValue, DbusValue>;

/** A variant to be written. */
export interface Variant {
  readonly signature: string;
  readonly value: DbusValue;
}

/** What came is no D-Bus. */
export class BadValue extends Error {}

/** Deepest nesting of containers. Source: "Valid Signatures", 32 arrays and 32 structs. */
const mostDepth = 64;

const alignments: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  i: 4,
  u: 4,
  b: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};

const alignmentOf = (signature: string, at: number): number => {
  const alignment = alignments[signature[at] ?? ''];
  if (alignment === undefined) throw new BadValue('signature');
  return alignment;
};

/** Where the single complete type that begins at `at` ends. */
function endOfType(signature: string, at: number): number {
  let depth = 0;
  for (let index = at; index < signature.length; index += 1) {
    const letter = signature[index];
    if (letter === 'a') continue;
    if (letter === '(' || letter === '{') depth += 1;
    else if (letter === ')' || letter === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  throw new BadValue('signature');
}

/** Writes values one after another. */
export function writeValues(signature: string, values: readonly DbusValue[]): Uint8Array {
  const writer = new Writer();
  let at = 0;
  for (const value of values) {
    const end = endOfType(signature, at);
    writer.write(signature.slice(at, end), value);
    at = end;
  }
  if (at !== signature.length) throw new TypeError(`assertion: values missing for "${signature}"`);
  return writer.bytes();
}

class Writer {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  bytes(): Uint8Array {
    return concatBytes(...this.#parts);
  }

  write(signature: string, value: DbusValue): void {
    this.#pad(alignmentOf(signature, 0));
    switch (signature[0]) {
      case 'y':
        this.#put(Uint8Array.of(Number(value)));
        return;
      case 'b':
      case 'u':
        this.#number(4, (view) => view.setUint32(0, Number(value), true));
        return;
      case 'i':
        this.#number(4, (view) => view.setInt32(0, Number(value), true));
        return;
      case 'n':
      case 'q':
        this.#number(2, (view) => view.setUint16(0, Number(value) & 0xffff, true));
        return;
      case 's':
      case 'o':
        this.#text(textOf(value) ?? '');
        return;
      case 'g':
        this.#signature(textOf(value) ?? '');
        return;
      case 'v':
        this.#variant(value);
        return;
      case 'a':
        this.#array(signature, value);
        return;
      case '(':
        this.#struct(signature, value);
        return;
      default:
        throw new TypeError(`assertion: "${signature}" is not written`);
    }
  }

  #put(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  #pad(alignment: number): void {
    const missing = (alignment - (this.#length % alignment)) % alignment;
    if (missing > 0) this.#put(new Uint8Array(missing));
  }

  #number(bytes: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(bytes));
    set(view);
    this.#put(new Uint8Array(view.buffer));
  }

  #text(text: string): void {
    const bytes = toUtf8(text);
    this.#number(4, (view) => view.setUint32(0, bytes.length, true));
    this.#put(bytes);
    this.#put(Uint8Array.of(0));
  }

  #signature(text: string): void {
    this.#put(Uint8Array.of(text.length, ...toUtf8(text), 0));
  }

  #variant(value: DbusValue): void {
    if (typeof value !== 'object' || !('signature' in value))
      throw new TypeError('assertion: a variant names its type');
    this.#signature(value.signature);
    this.write(value.signature, value.value);
  }

  #struct(signature: string, value: DbusValue): void {
    if (!Array.isArray(value)) throw new TypeError('assertion: a struct is an array');
    let at = 1;
    for (const member of value as readonly DbusValue[]) {
      const end = endOfType(signature, at);
      this.write(signature.slice(at, end), member);
      at = end;
    }
  }

  #array(signature: string, value: DbusValue): void {
    // The length counts from the first element, after the padding before it; it is written when it is known.
    const length = new DataView(new ArrayBuffer(4));
    this.#put(new Uint8Array(length.buffer));
    this.#pad(alignmentOf(signature, 1));
    const from = this.#length;
    if (value instanceof Uint8Array) this.#put(value);
    else if (value instanceof Map) this.#entries(signature, value);
    else if (Array.isArray(value))
      for (const element of value as readonly DbusValue[]) this.write(signature.slice(1), element);
    else throw new TypeError('assertion: an array, a map or bytes');
    length.setUint32(0, this.#length - from, true);
  }

  #entries(signature: string, map: ReadonlyMap<DbusValue, DbusValue>): void {
    const valueAt = endOfType(signature, 2);
    for (const [key, value] of map) {
      this.#pad(8);
      this.write(signature.slice(2, valueAt), key);
      this.write(signature.slice(valueAt, -1), value);
    }
  }
}

/** Reads values one after another. Errors: {@link BadValue}. */
export function readValues(signature: string, bytes: Uint8Array): readonly DbusValue[] {
  const reader = new Reader(bytes);
  const values: DbusValue[] = [];
  for (let at = 0; at < signature.length; at = endOfType(signature, at)) values.push(reader.read(signature, at, 0));
  return values;
}

const utf8 = new TextDecoder('utf-8', { fatal: false });

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads the type that begins at `from` of a signature. */
  read(signature: string, from: number, depth: number): DbusValue {
    if (depth > mostDepth) throw new BadValue('depth');
    this.#align(alignmentOf(signature, from));
    switch (signature[from]) {
      case 's':
      case 'o':
        return this.#text(this.#view.getUint32(this.#take(4), true));
      case 'g':
        return this.#signature();
      case 'v':
        return this.#variant(depth);
      case 'a':
        return this.#array(signature, from, depth);
      case '(':
        return this.#struct(signature, from, depth);
      default:
        return this.#number(signature[from]);
    }
  }

  #number(type: string | undefined): number | boolean {
    switch (type) {
      case 'y':
        return this.#view.getUint8(this.#take(1));
      case 'n':
        return this.#view.getInt16(this.#take(2), true);
      case 'q':
        return this.#view.getUint16(this.#take(2), true);
      case 'i':
        return this.#view.getInt32(this.#take(4), true);
      case 'u':
        return this.#view.getUint32(this.#take(4), true);
      case 'b':
        return this.#view.getUint32(this.#take(4), true) !== 0;
      case 'x':
        return Number(this.#view.getBigInt64(this.#take(8), true));
      case 't':
        return Number(this.#view.getBigUint64(this.#take(8), true));
      case 'd':
        return this.#view.getFloat64(this.#take(8), true);
      default:
        throw new BadValue('signature');
    }
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) throw new BadValue('end');
    this.#at = at + bytes;
    return at;
  }

  #align(alignment: number): void {
    this.#take((alignment - (this.#at % alignment)) % alignment);
  }

  #text(length: number): string {
    const at = this.#take(length + 1);
    return utf8.decode(this.#bytes.subarray(at, at + length));
  }

  #signature(): string {
    return this.#text(this.#view.getUint8(this.#take(1)));
  }

  #variant(depth: number): DbusValue {
    const signature = this.#signature();
    if (signature === '' || endOfType(signature, 0) !== signature.length) throw new BadValue('variant');
    return this.read(signature, 0, depth + 1);
  }

  #struct(signature: string, from: number, depth: number): readonly DbusValue[] {
    const values: DbusValue[] = [];
    for (let at = from + 1; signature[at] !== ')'; at = endOfType(signature, at))
      values.push(this.read(signature, at, depth + 1));
    return values;
  }

  #array(signature: string, from: number, depth: number): DbusValue {
    const length = this.#view.getUint32(this.#take(4), true);
    this.#align(alignmentOf(signature, from + 1));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new BadValue('end');
    if (signature[from + 1] === 'y') {
      const at = this.#take(length);
      return this.#bytes.slice(at, at + length);
    }
    if (signature[from + 1] === '{') return this.#map(signature, from + 2, { end, depth });
    const values: DbusValue[] = [];
    // Each element takes a byte at the least, so that the length bounds how many there are.
    while (this.#at < end) values.push(this.read(signature, from + 1, depth + 1));
    if (this.#at !== end) throw new BadValue('array');
    return values;
  }

  #map(signature: string, keyAt: number, { end, depth }: { readonly end: number; readonly depth: number }): DbusValue {
    const valueAt = endOfType(signature, keyAt);
    const map = new Map<DbusValue, DbusValue>();
    while (this.#at < end) {
      this.#align(8);
      const key = this.read(signature, keyAt, depth + 1);
      map.set(key, this.read(signature, valueAt, depth + 1));
    }
    if (this.#at !== end) throw new BadValue('map');
    return map;
  }
}

/** A map; an empty one for anything else. */
export function mapOf(value: DbusValue | undefined): ReadonlyMap<DbusValue, DbusValue> {
  return value instanceof Map ? value : new Map<DbusValue, DbusValue>();
}

/** A text; undefined for anything else. */
export const textOf = (value: DbusValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The texts of an array; none for anything else. */
export const textsOf = (value: DbusValue | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly DbusValue[]).filter((one) => typeof one === 'string') : [];
