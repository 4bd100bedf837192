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

/** Cuts frames by the header's length; bytes that are no header are passed over one by one until one fits. */
export function tcpFramer(): Framer {
  const held = new Uint8Array(maxTcpFrame);
  let fill = 0;

  const drop = (count: number): void => {
    held.copyWithin(0, count, fill);
    fill -= count;
  };

  /** Length of the frame at the start; undefined while the header is not whole, 0 where it is none. */
  const length = (): number | undefined => {
    if ((fill > 2 && held[2] !== 0) || (fill > 3 && held[3] !== 0) || (fill > 4 && (held[4] ?? 0) > 1)) return 0;
    if (fill < 6) return undefined;
    const after = ((held[4] ?? 0) << 8) | (held[5] ?? 0);
    return after < 3 || after + 6 > maxTcpFrame ? 0 : 6 + after;
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) {
        held[fill] = byte;
        fill += 1;
        let whole = length();
        while (whole === 0) {
          drop(1);
          whole = length();
        }
        if (whole === fill) {
          frames.push({ bytes: held.slice(0, fill) });
          fill = 0;
        }
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
