// Cutting the frames of PI17 and PI18: `^`, a letter, for D, P and S three digits of length, text, CRC, CR. A CR may stand
// inside a CRC that is not adjusted, so a frame ends at the CR whose CRC fits; the length is checked with two bytes of room
// (recorded frames are off by one or two). Source: [mpp-solar] pi17 and pi18.
import { crc16Xmodem } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';

const caret = 0x5e;
const cr = 0x0d;
const zero = 0x30;
/** Largest frame: nnn is at most 999. */
export const caretMaxFrame = 1010;
/** Bytes before the text of a D frame. */
export const caretHead = 5;
/** How far the three digits may be off. */
const lengthSlack = 2;

const letters = { data: 0x44, query: 0x50, set: 0x53, refused: 0x30, accepted: 0x31 } as const;

/** Whether a received CRC byte is the computed one, plain or as its family adjusts it. */
export type CrcByte = (computed: number, got: number | undefined) => boolean;

/** Length the digits of a frame state, or NaN. */
function statedLength(bytes: Uint8Array): number {
  let length = 0;
  for (let at = 2; at < caretHead; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    length = length * 10 + digit;
  }
  return length;
}

type Verdict = 'good' | 'wait' | 'checksum' | 'malformed';

/** What the CR at `end` of a frame that begins with `^` means. */
function judge(bytes: Uint8Array, end: number, isCrcByte: CrcByte): Verdict {
  const letter = bytes[1];
  // Requests that come back as an echo have a CRC or none, by family; both end here.
  if (letter === letters.query || letter === letters.set) return end > caretHead ? 'good' : 'malformed';
  const isAnswer = letter === letters.data || letter === letters.refused || letter === letters.accepted;
  if (!isAnswer) return 'malformed';
  const fits = (at: number): boolean => {
    const crc = crc16Xmodem(bytes, at);
    return isCrcByte(crc >>> 8, bytes[at]) && isCrcByte(crc & 0xff, bytes[at + 1]);
  };
  const shortest = letter === letters.data ? caretHead : 2;
  if (end - 2 >= shortest && fits(end - 2)) {
    const isLong = letter === letters.data;
    const off = isLong ? Math.abs(statedLength(bytes) - (end + 1 - caretHead)) : end - 4;
    return off <= lengthSlack && (isLong || off === 0) ? 'good' : 'malformed';
  }
  // This CR may itself be the first or the second byte of the CRC.
  const high = end >= shortest ? crc16Xmodem(bytes, end) >>> 8 : -1;
  if (isCrcByte(high, cr)) return 'wait';
  if (end - 1 >= shortest) {
    const crc = crc16Xmodem(bytes, end - 1);
    if (isCrcByte(crc >>> 8, bytes[end - 1]) && isCrcByte(crc & 0xff, cr)) return 'wait';
  }
  return 'checksum';
}

/**
 * Frames of one family. `isCrcByte` says how its CRC bytes are sent. After a fault it looks for the next `^` in what it
 * holds.
 */
export function caretFramer(isCrcByte: CrcByte): Framer {
  const held = new Uint8Array(caretMaxFrame);
  let fill = 0;

  const drop = (count: number): void => {
    held.copyWithin(0, count, fill);
    fill -= count;
  };

  /** Cuts a fault out of what is held, up to a later `^` behind which a good frame ends here. */
  const cutFault = (frames: Frame[], fault: 'checksum' | 'malformed'): void => {
    for (let at = held.indexOf(caret, 1); at > 0 && at < fill; at = held.indexOf(caret, at + 1)) {
      const rest = held.subarray(at, fill);
      if (judge(rest, rest.length - 1, isCrcByte) !== 'good') continue;
      frames.push({ bytes: held.slice(0, at), fault: 'malformed' }, { bytes: rest.slice() });
      fill = 0;
      return;
    }
    frames.push({ bytes: held.slice(0, fill), fault });
    fill = 0;
  };

  const take = (frames: Frame[], byte: number): void => {
    // Zeros fill up the reports of USB-HID bridges, line ends stand between frames.
    if (fill === 0 && (byte === 0 || byte === cr || byte === 0x0a)) return;
    held[fill] = byte;
    fill += 1;
    if (fill === caretMaxFrame) {
      frames.push({ bytes: held.slice(), fault: 'malformed' });
      fill = 0;
    } else if (byte === caret && held[0] !== caret) {
      frames.push({ bytes: held.slice(0, fill - 1), fault: 'malformed' });
      drop(fill - 1);
    } else if (byte === cr) {
      const verdict = held[0] === caret ? judge(held.subarray(0, fill), fill - 1, isCrcByte) : 'malformed';
      if (verdict === 'wait') return;
      if (verdict === 'good') {
        frames.push({ bytes: held.slice(0, fill) });
        fill = 0;
      } else cutFault(frames, verdict);
    }
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) take(frames, byte);
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
