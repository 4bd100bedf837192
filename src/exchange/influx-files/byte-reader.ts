// Reads numbers from bytes of a file of InfluxDB, where each length is checked before it is believed.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';

/** The bytes are not what their file says. */
export const damaged = (file: string): SolsteadError =>
  new SolsteadError('input.invalid', { at: file, why: because('influx.damaged') });

/** Reads forward; past the end it throws. */
export class ByteReader {
  readonly #view: DataView;
  readonly #file: string;
  at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
  }

  get left(): number {
    return this.#view.byteLength - this.at;
  }

  #step(count: number): number {
    if (count < 0 || count > this.left) throw damaged(this.#file);
    const at = this.at;
    this.at += count;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#step(8));
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#step(8));
  }

  f64(): number {
    return this.#view.getFloat64(this.#step(8));
  }

  /** A number in groups of seven bits, the lowest first. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw damaged(this.#file);
  }

  /** A varint that counts something there is room for. */
  count(most: number): number {
    const value = this.varint();
    if (value > BigInt(most)) throw damaged(this.#file);
    return Number(value);
  }

  bytes(count: number): Uint8Array {
    const at = this.#step(count);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, count);
  }
}
