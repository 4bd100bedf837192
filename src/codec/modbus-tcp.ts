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

/** Cuts frames by the header's length; bytes that are no header are passed over one by one until one fits. */
export function tcpFramer(): Framer {
  /** What was held back and what came, looked at in place; what is left of it is moved to the front. */
  const held = new Uint8Array(2 * maxTcpFrame);
  let fill = 0;

  const cut = (frames: Frame[]): void => {
    let at = 0;
    while (at < fill) {
      const length = frameLength(held, at, fill - at);
      if (length === 0) at += 1;
      else if (length === undefined || length > fill - at) break;
      else {
        frames.push({ bytes: held.slice(at, at + length) });
        at += length;
      }
    }
    if (at > 0) {
      held.copyWithin(0, at, fill);
      fill -= at;
    }
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (let taken = 0; taken < bytes.length; ) {
        const count = Math.min(held.length - fill, bytes.length - taken);
        held.set(count === bytes.length ? bytes : bytes.subarray(taken, taken + count), fill);
        fill += count;
        taken += count;
        cut(frames);
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
