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

/** A place where a frame may begin, and the lengths it may have; a length that is not known yet is asked again later. */
interface Start {
  at: number;
  /** Length of the answer and of the echo; undefined until they are known, 0 where none begins so. */
  answer: number | undefined;
  echo: number | undefined;
  /** Bytes that were there when it was judged last. */
  judged: number;
  isOver: boolean;
}

/** Bytes from a start on after which both lengths are known. */
const headerBytes = 7;

/** Frames of one unit in a stream: from one place where something can happen to the next. */
class RtuFramer implements Framer {
  readonly #isUnit: (byte: number) => boolean;
  readonly #held = new Uint8Array(2 * maxRtuFrame);
  #fill = 0;
  /** Oldest first; those before `#oldest` are over. */
  #starts: Start[] = [];
  #oldest = 0;
  /** The starts that have something to be judged when so many bytes are held. */
  #due: (Start[] | undefined)[] = [];
  /** Where the last damaged frame that was given away ends: what overlaps with it is not told again. */
  #told = 0;

  constructor(isUnit: (byte: number) => boolean) {
    this.#isUnit = isUnit;
  }

  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    for (const byte of bytes) this.#take(byte, frames);
    return frames;
  }

  reset(): void {
    this.#fill = 0;
    this.#starts = [];
    this.#oldest = 0;
    this.#due = [];
    this.#told = 0;
  }

  get pending(): number {
    return this.#fill - (this.#first() ?? this.#fill);
  }

  #first(): number | undefined {
    while (this.#starts[this.#oldest]?.isOver === true) this.#oldest += 1;
    return this.#starts[this.#oldest]?.at;
  }

  #take(byte: number, frames: Frame[]): void {
    if (this.#fill === this.#held.length) this.#moveToFront();
    this.#held[this.#fill] = byte;
    this.#fill += 1;
    if (this.#isUnit(byte)) {
      const start = { at: this.#fill - 1, answer: undefined, echo: undefined, judged: 0, isOver: false };
      this.#starts.push(start);
      this.#wait(start, 2);
    }
    const due = this.#due[this.#fill];
    if (due === undefined) return;
    this.#due[this.#fill] = undefined;
    for (const start of due) if (!start.isOver && this.#judge(start, frames)) return;
  }

  /** Judges a start again when so many of its bytes are there. */
  #wait(start: Start, have: number): void {
    const at = start.at + have;
    const others = this.#due[at];
    if (others === undefined) this.#due[at] = [start];
    else others.push(start);
  }

  /** Judges one start; whether a frame was found, inside which nothing begins another. */
  #judge(start: Start, frames: Frame[]): boolean {
    const have = this.#fill - start.at;
    // Both lengths may end here.
    if (start.judged === have) return false;
    start.judged = have;
    start.answer ??= answerLength(this.#held, start.at, have);
    start.echo ??= echoLength(this.#held, start.at, have);
    const { answer, echo } = start;
    if (answer === have || echo === have) {
      if (isWhole(this.#held, start.at, have)) {
        frames.push({ bytes: this.#held.slice(start.at, this.#fill) });
        const isLongest = (answer ?? maxRtuFrame) <= have && (echo ?? maxRtuFrame) <= have;
        if (isLongest) this.#forgetAfter(start);
        if (isLongest) return true;
      } else if (answer === have && start.at === this.#first() && start.at >= this.#told) {
        frames.push({ bytes: this.#held.slice(start.at, this.#fill), fault: 'checksum' });
        this.#told = this.#fill;
      }
    }
    this.#goOn(start, have);
    return false;
  }

  #goOn(start: Start, have: number): void {
    const { answer, echo } = start;
    if (answer === 0) start.isOver = true;
    else if (answer === undefined || echo === undefined) this.#wait(start, have < 3 ? 3 : headerBytes);
    const later = [answer, echo].filter((length) => length !== undefined && length > have && answer !== 0);
    for (const length of new Set(later)) if (length !== undefined) this.#wait(start, length);
    if (later.length === 0 && answer !== undefined && echo !== undefined) start.isOver = true;
  }

  /** A whole frame was found: what begins at it or later is over; what began before may still hold it. */
  #forgetAfter(found: Start): void {
    for (let index = this.#starts.length - 1; index >= 0; index -= 1) {
      const start = this.#starts[index];
      if (start === undefined || start.at < found.at) break;
      start.isOver = true;
    }
  }

  #moveToFront(): void {
    const by = this.#first() ?? this.#fill;
    // A start holds back one frame at most, so half of the place is free.
    this.#held.copyWithin(0, by, this.#fill);
    this.#fill -= by;
    this.#told -= by;
    this.#due = this.#due.slice(by);
    this.#starts = this.#starts.slice(this.#oldest).filter(({ isOver }) => !isOver);
    this.#oldest = 0;
    for (const start of this.#starts) start.at -= by;
  }
}

/**
 * Cuts frames of one unit out of a stream. Every byte that may begin one is followed until the length its function
 * implies; where the CRC fits there stands a frame, whatever noise is around it.
 */
export function rtuFramer(unit: number): Framer {
  return new RtuFramer(isGeneralUnit(unit) ? (byte) => byte <= 0xf8 : (byte) => byte === unit);
}
