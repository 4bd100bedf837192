// Modbus TCP: the MBAP header (transaction, protocol 0, length, unit) and the PDU; TCP guards the bytes.
// Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, §3.1.
import type { Frame, Framer } from '#core/framer.ts';

/** Largest frame: header of 7 bytes and a PDU of 253. */
export const maxTcpFrame = 260;
const header = 7;

/** Header and PDU. */
export function tcpFrame(unit: number, transaction: number, pdu: Uint8Array): Uint8Array {
  const length = pdu.length + 1;
  return Uint8Array.of(transaction >>> 8, transaction & 0xff, 0, 0, length >>> 8, length & 0xff, unit, ...pdu);
}

/** The parts of a whole frame. */
export function readTcpFrame(frame: Uint8Array): { transaction: number; unit: number; pdu: Uint8Array } {
  return { transaction: ((frame[0] ?? 0) << 8) | (frame[1] ?? 0), unit: frame[6] ?? 0, pdu: frame.subarray(header) };
}

/**
 * Length of the frame that begins at `at`, of which `have` bytes have come; undefined while the header is not whole, 0 where
 * none begins there.
 */
function frameLength(held: Uint8Array, at: number, have: number): number | undefined {
  if (have > 2 && held[at + 2] !== 0) return 0;
  if (have > 3 && held[at + 3] !== 0) return 0;
  if (have > 4 && (held[at + 4] ?? 0) > 1) return 0;
  if (have < 6) return undefined;
  const after = ((held[at + 4] ?? 0) << 8) | (held[at + 5] ?? 0);
  return after < 3 || after + 6 > maxTcpFrame ? 0 : 6 + after;
}

/** Cuts the frames out of the first `fill` bytes and returns where the first begins that is not whole. */
function cutFrames(from: Uint8Array, fill: number, frames: Frame[]): number {
  let at = 0;
  while (at < fill) {
    const length = frameLength(from, at, fill - at);
    if (length === 0) at += 1;
    else if (length === undefined || length > fill - at) break;
    else {
      frames.push({ bytes: from.slice(at, at + length) });
      at += length;
    }
  }
  return at;
}

/** Cuts frames by the header's length; bytes that are no header are passed over one by one until one fits. */
export function tcpFramer(): Framer {
  /** Made when a frame comes in pieces: most come in one. */
  let held: Uint8Array | undefined;
  let fill = 0;

  /** Adds what came to what is held back; returns how many bytes it took. */
  const takeIn = (bytes: Uint8Array, into: Uint8Array): number => {
    const count = Math.min(into.length - fill, bytes.length);
    into.set(bytes.subarray(0, count), fill);
    fill += count;
    return count;
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      let taken = fill === 0 ? cutFrames(bytes, bytes.length, frames) : 0;
      while (taken < bytes.length) {
        held ??= new Uint8Array(2 * maxTcpFrame);
        taken += takeIn(bytes.subarray(taken), held);
        const used = cutFrames(held, fill, frames);
        held.copyWithin(0, used, fill);
        fill -= used;
      }
      return frames;
    },
    reset() {
      fill = 0;
    },
    get pending() {
      return fill;
    },
  };
}
