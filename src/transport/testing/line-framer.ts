// The wire format of the transport tests: `<text~hh\n`, where hh is the 8-bit sum of what comes before `~`, in hex.
import { concatBytes, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import type { Expectation } from '#core/link.ts';

const start = 0x3c;
const end = 0x0a;
/** Largest frame, bytes. */
const maxFrameBytes = 256;

/** A good frame of a text. */
export function lineFrame(text: string): Uint8Array {
  const body = fromLatin1(`<${text}`);
  return concatBytes(body, fromLatin1(`~${sum8(body).toString(16).padStart(2, '0')}\n`));
}

/** The text of a good frame. */
export function lineText(frame: Uint8Array): string {
  return toLatin1(frame.subarray(1, -4));
}

/** A framer that drops what comes before `<`. */
export function lineFramer(): Framer {
  let held: number[] = [];
  const push = (bytes: Uint8Array): Frame[] => {
    const frames: Frame[] = [];
    for (const byte of bytes) {
      if (held.length === 0 && byte !== start) continue;
      held.push(byte);
      if (byte !== end && held.length < maxFrameBytes) continue;
      frames.push(judged(Uint8Array.from(held)));
      held = [];
    }
    return frames;
  };
  return {
    push,
    reset: () => {
      held = [];
    },
    get pending() {
      return held.length;
    },
  };
}

function judged(bytes: Uint8Array): Frame {
  if (bytes.at(-1) !== end || bytes.at(-4) !== 0x7e) return { bytes, fault: 'malformed' };
  const sum = sum8(bytes, 0, bytes.length - 4)
    .toString(16)
    .padStart(2, '0');
  return toLatin1(bytes.subarray(-3, -1)) === sum ? { bytes } : { bytes, fault: 'checksum' };
}

/** Waits for any text that starts with `A`, as the answers of the tests do. */
export function expectAnswer(changes: Partial<Expectation> = {}): Expectation {
  return {
    framer: lineFramer(),
    accepts: (frame) => lineText(frame).startsWith('A'),
    responseMs: 1000,
    silenceMs: 200,
    maxBytes: maxFrameBytes,
    ...changes,
  };
}
