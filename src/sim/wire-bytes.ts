// Numbers and texts as bytes, for emulators; not shared with the decoders.

/** Bytes of a number, high byte first; negative numbers in two's complement. */
export function big(value: number, bytes: number): number[] {
  const whole = BigInt.asUintN(8 * bytes, BigInt(Math.round(value)));
  return Array.from({ length: bytes }, (_, index) => Number((whole >> BigInt(8 * (bytes - 1 - index))) & 0xffn));
}

/** Bytes of a number, low byte first. */
export function little(value: number, bytes: number): number[] {
  return big(value, bytes).toReversed();
}

/** A float of 4 bytes, low byte first. */
export function float(value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

/** A text of fixed length, filled with zeros. */
export function fixedText(text: string, length: number): number[] {
  return Array.from({ length }, (_, index) => (index < text.length ? text.charCodeAt(index) & 0x7f : 0));
}

/** Sum of bytes. */
export function total(bytes: Iterable<number>): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

/** Letters as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The checksum of Modbus, bit by bit as its document shows it. */
export function modbusCrc(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** Cuts requests of one length that begin with these bytes. */
export function fixedRequests(
  mark: readonly number[],
  length: number,
): (held: Uint8Array) => { request?: Uint8Array; used: number } {
  return (held) => {
    let at = 0;
    while (at < held.length && !mark.every((byte, index) => at + index >= held.length || held[at + index] === byte))
      at += 1;
    return held.length < at + length ? { used: at } : { request: held.slice(at, at + length), used: at + length };
  };
}
