// Modbus RTU: unit address, PDU, CRC-16 low byte first. Frames are cut by the length the function implies, not by
// silence alone, so that bridges which gather or split bytes do no harm. Source: MODBUS over Serial Line V1.02, §2.5.1.
import { concatBytes } from '#core/bytes.ts';
import { crc16Modbus } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';

/** Largest frame: address, PDU of 253 bytes, CRC. */
export const maxRtuFrame = 256;
/** Units 0 and 248 (PZEM's general address) are answered by a unit that says its own address. */
export const isGeneralUnit = (unit: number): boolean => unit === 0 || unit === 0xf8;

/** Unit, PDU and CRC. */
export function rtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
  const body = concatBytes(Uint8Array.of(unit), pdu);
  const crc = crc16Modbus(body);
  return concatBytes(body, Uint8Array.of(crc & 0xff, crc >>> 8));
}

/** Length of the answer that begins so; undefined while only more bytes can tell, 0 where none begins so. */
function answerLength(held: Uint8Array, at: number, have: number): number | undefined {
  if (have < 2) return undefined;
  const code = held[at + 1] ?? 0;
  if (code >= 0x80) return [1, 2, 3, 4, 5, 6, 15, 16].includes(code & 0x7f) || isCall(code & 0x7f) ? 5 : 0;
  if (code >= 1 && code <= 4) {
    if (have < 3) return undefined;
    const bytes = held[at + 2] ?? 0;
    return bytes === 0 || bytes > 250 ? 0 : 5 + bytes;
  }
  if (code === 5 || code === 6 || code === 15 || code === 16) return 8;
  return isCall(code) ? 4 : 0;
}

/** Length of the request that begins so (the echo of a two-wire line), 0 where it is as long as its answer. */
function echoLength(held: Uint8Array, at: number, have: number): number | undefined {
  const code = held[at + 1] ?? 0;
  if (have >= 2 && code >= 1 && code <= 4) return 8;
  if (have >= 2 && code !== 15 && code !== 16) return 0;
  if (have < 7) return undefined;
  const length = 9 + (held[at + 6] ?? 0);
  return length > maxRtuFrame ? 0 : length;
}

const isCall = (code: number): boolean => code === 0x41 || code === 0x42;

function isWhole(held: Uint8Array, at: number, length: number): boolean {
  const crc = crc16Modbus(held.subarray(at, at + length - 2));
  return held[at + length - 2] === (crc & 0xff) && held[at + length - 1] === crc >>> 8;
}

/** Bytes held so far, and the oldest place where a frame may begin. */
interface Held {
  readonly bytes: Uint8Array;
  readonly fill: number;
  readonly first: number | undefined;
}

/** Judges one start now that a byte has come: whether it stays possible, and the frame that ends here. */
function judge({ bytes, fill, first }: Held, start: number, frames: Frame[]): 'open' | 'over' | 'found' {
  const have = fill - start;
  const answer = answerLength(bytes, start, have);
  const echo = echoLength(bytes, start, have);
  if (answer === have || echo === have) {
    if (isWhole(bytes, start, have)) {
      frames.push({ bytes: bytes.slice(start, fill) });
      return (answer ?? maxRtuFrame) <= have && (echo ?? maxRtuFrame) <= have ? 'found' : 'open';
    }
    if (answer === have && start === first) frames.push({ bytes: bytes.slice(start, fill), fault: 'checksum' });
  }
  return (answer === undefined || answer > have || echo === undefined || echo > have) && answer !== 0 ? 'open' : 'over';
}

/**
 * Cuts frames of one unit out of a stream. Every byte that may begin one is followed until the length its function
 * implies; where the CRC fits there stands a frame, whatever noise is around it.
 */
export function rtuFramer(unit: number): Framer {
  const held = new Uint8Array(maxRtuFrame);
  let fill = 0;
  /** Places in `held` where a frame may begin, oldest first. */
  let starts: number[] = [];
  const isUnit = isGeneralUnit(unit)
    ? (byte: number): boolean => byte <= 0xf8
    : (byte: number): boolean => byte === unit;

  /** Drops what no start needs any more. */
  const trim = (): void => {
    const first = starts[0] ?? fill;
    if (first === 0) return;
    held.copyWithin(0, first, fill);
    fill -= first;
    starts = starts.map((start) => start - first);
  };

  const take = (byte: number, frames: Frame[]): void => {
    held[fill] = byte;
    fill += 1;
    if (isUnit(byte)) starts.push(fill - 1);
    const open: number[] = [];
    for (const start of starts) {
      const verdict = judge({ bytes: held, fill, first: starts[0] }, start, frames);
      if (verdict === 'open') open.push(start);
      else if (verdict === 'found') {
        // Nothing inside a whole frame begins another.
        starts = [...open];
        trim();
        return;
      }
    }
    starts = open;
    trim();
    if (fill === maxRtuFrame) {
      starts.shift();
      trim();
    }
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) take(byte, frames);
      return frames;
    },
    reset() {
      fill = 0;
      starts = [];
    },
    get pending() {
      return fill;
    },
  };
}
