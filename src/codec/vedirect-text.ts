// The wire format of VE.Direct text: lines "\r\n<label>\t<value>", a block ends with the label Checksum and one byte that
// makes the sum of the block zero. HEX messages (":…\n") may stand anywhere between and do not count; those the device
// sends without being asked are frames of their own.
// Source: [vedirect]; [mpp-solar] ved.
import { fromLatin1 } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { asyncMessage } from './vedirect-hex.ts';
import type { Reported, ReportFormat } from './wire.ts';

/** The report that is a block of text. */
export const textReport = 'text';

const maxFrame = 1024;
const colon = 0x3a;
const lineFeed = 0x0a;
/** The last byte of the end label. */
const tab = 0x09;
const newLine = fromLatin1('\r\n');
const endLabel = fromLatin1('\r\nChecksum\t');
/** Every product's block begins with its id, the history of a battery monitor with H1. */
const beginnings = [fromLatin1('\r\nPID\t'), fromLatin1('\r\nH1\t')];
/** Longer than any HEX message. */
const longestHex = 160;

const isHexDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);

function standsAt(held: Uint8Array, { at, fill }: { at: number; fill: number }, part: Uint8Array): boolean {
  if (at < 0 || at + part.length > fill) return false;
  for (let index = 0; index < part.length; index += 1) if (held[at + index] !== part[index]) return false;
  return true;
}

class TextFramer implements Framer {
  readonly #held = new Uint8Array(maxFrame);
  #fill = 0;
  /** Bytes from a colon on that may be a HEX message. */
  #hex: number[] = [];
  #isChecksumNext = false;

  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    for (const byte of bytes) this.#add(frames, byte);
    return frames;
  }

  reset(): void {
    this.#fill = 0;
    this.#hex = [];
    this.#isChecksumNext = false;
  }

  get pending(): number {
    return this.#fill + this.#hex.length;
  }

  #add(frames: Frame[], byte: number): void {
    if (this.#isChecksumNext) {
      this.#keep(frames, byte);
      this.#finish(frames);
    } else if (this.#hex.length > 0) this.#addHex(frames, byte);
    else if (byte === colon) this.#hex = [byte];
    else this.#addText(frames, byte);
  }

  #addHex(frames: Frame[], byte: number): void {
    if (byte === lineFeed) this.#finishHex(frames);
    else if (isHexDigit(byte) && this.#hex.length < longestHex) this.#hex.push(byte);
    else {
      // It was no message but a colon in the text.
      const text = this.#hex;
      this.#hex = [];
      for (const one of text) this.#addText(frames, one);
      this.#add(frames, byte);
    }
  }

  /** A message has ended; answers to what another has asked, and damaged ones, are passed over. */
  #finishHex(frames: Frame[]): void {
    const bytes = Uint8Array.of(...this.#hex, lineFeed);
    this.#hex = [];
    if (asyncMessage(bytes) !== undefined) frames.push({ bytes });
  }

  #addText(frames: Frame[], byte: number): void {
    this.#keep(frames, byte);
    if (byte !== tab) return;
    this.#isChecksumNext = standsAt(this.#held, { at: this.#fill - endLabel.length, fill: this.#fill }, endLabel);
  }

  #keep(frames: Frame[], byte: number): void {
    if (this.#fill + longestHex + 1 >= maxFrame) this.#makeRoom(frames);
    this.#held[this.#fill] = byte;
    this.#fill += 1;
  }

  /** Drops what stands before the next possible beginning: so long no block is. */
  #makeRoom(frames: Frame[]): void {
    const fill = this.#fill;
    const most = Math.max(...beginnings.map(({ length }) => length));
    let start = 1;
    while (start <= fill - most && !beginnings.some((mark) => standsAt(this.#held, { at: start, fill }, mark)))
      start += 1;
    frames.push({ bytes: this.#held.slice(0, start), fault: 'malformed' });
    this.#held.copyWithin(0, start, fill);
    this.#fill = fill - start;
  }

  /** Whether a block may begin here. */
  #begins(start: number, fill: number): boolean {
    if (start === 0) return standsAt(this.#held, { at: 0, fill }, newLine);
    if (this.#held[start] !== newLine[0]) return false;
    return beginnings.some((mark) => standsAt(this.#held, { at: start, fill }, mark));
  }

  /** A block has ended: it begins where the one before ended, or where a product's id stands after noise. */
  #finish(frames: Frame[]): void {
    const held = this.#held;
    const fill = this.#fill;
    this.#fill = 0;
    this.#isChecksumNext = false;
    for (let start = 0; start < fill; start += 1) {
      if (!this.#begins(start, fill)) continue;
      if (sum8(held, start, fill) !== 0) continue;
      if (start > 0) frames.push({ bytes: held.slice(0, start), fault: 'malformed' });
      frames.push({ bytes: held.slice(start, fill) });
      return;
    }
    frames.push({ bytes: held.slice(0, fill), fault: 'checksum' });
  }
}

/** Bytes from the end label to the end. */
const endBytes = endLabel.length + 1;

function read(frame: Uint8Array): Reported | undefined {
  if (frame[0] !== colon) return { report: textReport, payload: frame.subarray(0, frame.length - endBytes) };
  const message = asyncMessage(frame);
  return message === undefined ? undefined : { report: message.register, payload: message.payload };
}

/**
 * VE.Direct text at 19200 8N1. The report `text` has the lines of a block without the checksum's as its payload; a register
 * that is told without being asked is a report of its number (`EDD5`), its payload the value, little endian.
 */
export const vedirectTextWire: ReportFormat = Object.freeze({
  id: 'vedirect-text',
  title: 'VE.Direct text',
  maxFrame,
  framer: () => new TextFramer(),
  read,
});
