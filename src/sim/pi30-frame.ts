// Frames of the PI30 emulator, from the maker's document ("RS232 Protocol", section Communication format): text,
// CRC-16/XMODEM high byte first, carriage return. Written anew here, bit by bit, apart from the codec's table.

const carriageReturn = 0x0d;

/**
 * The two CRC bytes of a text: polynomial 0x1021, start 0, not reflected; a byte equal to `(`, CR or LF is sent one
 * higher, as these three have a meaning of their own on the line.
 */
export function pi30Crc(text: Uint8Array): readonly [high: number, low: number] {
  let crc = 0;
  for (const byte of text) {
    for (let mask = 0x80; mask !== 0; mask >>= 1) {
      const carry = (crc & 0x8000) !== 0;
      crc = (crc << 1) & 0xffff;
      if (carry !== ((byte & mask) !== 0)) crc ^= 0x1021;
    }
  }
  return [unreserved(crc >> 8), unreserved(crc & 0xff)];
}

function unreserved(byte: number): number {
  return byte === 0x28 || byte === carriageReturn || byte === 0x0a ? byte + 1 : byte;
}

/** A whole frame of a text: an answer begins with `(`, a request does not. */
export function pi30Frame(text: string): Uint8Array {
  const frame = new Uint8Array(text.length + 3);
  for (let index = 0; index < text.length; index += 1) frame[index] = text.charCodeAt(index);
  frame.set([...pi30Crc(frame.subarray(0, text.length)), carriageReturn], text.length);
  return frame;
}

/** The text of a request, or undefined where its CRC is wrong. */
export function pi30Request(frame: Uint8Array): string | undefined {
  const body = frame.subarray(0, Math.max(0, frame.length - 3));
  const [high, low] = pi30Crc(body);
  if (body.length === 0 || frame.at(-3) !== high || frame.at(-2) !== low) return undefined;
  return String.fromCharCode(...body);
}

/** A number as the maker prints it: a fixed count of digits before and after the point, zeros in front. */
export function digits(value: number, whole: number, decimals = 0): string {
  const limit = 10 ** whole - 10 ** -decimals;
  const text = Math.min(limit, Math.max(0, value)).toFixed(decimals);
  return text.padStart(whole + (decimals === 0 ? 0 : decimals + 1), '0');
}
