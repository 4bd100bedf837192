// The wire format of the PI30 family (Voltronic Axpert and its many brands): one line of text a request and an answer,
// CRC-16/XMODEM, CR. Source: [mpp-solar] pi30; [voltronic-pi30].
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import type { Answer, WireFormat } from './wire.ts';

const open = 0x28;
const cr = 0x0d;
const lf = 0x0a;
/** Longest answer known: 143 bytes (QPGS with optional fields). */
const maxFrame = 512;

const isTerminator = (byte: number | undefined): boolean => byte === cr || byte === lf;
const isReserved = (byte: number): boolean => byte === open || byte === cr || byte === lf;

/** A CRC byte as it is sent: the reserved bytes `(`, CR and LF are counted up by one. */
const adjustCrcByte = (byte: number): number => (isReserved(byte) ? byte + 1 : byte);

/** Whether a received CRC byte is the computed one: plain, adjusted, or 0 sent as 1 (one Axpert, mpp-solar 1e63a24). */
const isCrcByte = (computed: number, got: number | undefined): boolean =>
  got === computed || (got === computed + 1 && (isReserved(computed) || computed === 0));

const isCrc = (crc: number, high: number | undefined, low: number | undefined): boolean =>
  isCrcByte(crc >>> 8, high) && isCrcByte(crc & 0xff, low);

function request(command: string): Uint8Array {
  if (!/^(?:[\x21-\x7e]+|P[A-Z]+[\x20-\x7e]+)$/.test(command) || command.includes('('))
    throw new TypeError(`assertion: "${command}" is not a PI30 command`);
  const letters = fromLatin1(command);
  const crc = crc16Xmodem(letters);
  return concatBytes(letters, Uint8Array.of(adjustCrcByte(crc >>> 8), adjustCrcByte(crc & 0xff), cr));
}

/**
 * Whether the reserved byte at `at` is a byte of a plain (not adjusted) CRC rather than the end or the start of a frame.
 * `wait`: only the bytes to come can tell.
 */
function isPlainCrcByte(held: Uint8Array, at: number, fill: number): 'yes' | 'no' | 'wait' {
  if (at >= 2) {
    const crc = crc16Xmodem(held, at - 1);
    if (isCrcByte(crc >>> 8, held[at - 1]) && (crc & 0xff) === held[at]) {
      if (at + 1 >= fill) return 'wait';
      if (isTerminator(held[at + 1])) return 'yes';
    }
  }
  const crc = crc16Xmodem(held, at);
  if (crc >>> 8 !== held[at]) return 'no';
  if (at + 1 >= fill) return 'wait';
  if (!isCrcByte(crc & 0xff, held[at + 1])) return 'no';
  if (at + 2 >= fill) return 'wait';
  return isTerminator(held[at + 2]) ? 'yes' : 'no';
}

/**
 * A frame ends at CR or LF where the CRC before it is right. Text that does not begin with `(` is kept until its end as
 * well: it is the echo of a request when its CRC is right, noise otherwise.
 */
class Pi30Framer implements Framer {
  readonly #held = new Uint8Array(maxFrame);
  #fill = 0;
  /** The next byte to be judged. */
  #at = 0;

  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    let index = 0;
    while (index < bytes.length) {
      index = this.#takeRun(bytes, index);
      if (this.#fill < maxFrame && index < bytes.length) {
        this.#held[this.#fill] = bytes[index] ?? 0;
        this.#fill += 1;
        index += 1;
        while (this.#at < this.#fill && this.#judge(frames)) continue;
      }
      if (this.#fill === maxFrame) this.#cut(frames, this.#fill, 'malformed');
    }
    return frames;
  }

  reset(): void {
    this.#fill = 0;
    this.#at = 0;
  }

  get pending(): number {
    return this.#fill;
  }

  #cut(frames: Frame[], end: number, fault?: Frame['fault']): void {
    const bytes = this.#held.slice(0, end);
    frames.push(fault === undefined ? { bytes } : { bytes, fault });
    this.#held.copyWithin(0, end, this.#fill);
    this.#fill -= end;
    this.#at = 0;
  }

  #endOrStart(frames: Frame[]): boolean {
    const held = this.#held;
    const at = this.#at;
    const begun = held[0] === open;
    const ends = held[at] !== open;
    if (ends && at >= 3 && isCrc(crc16Xmodem(held, at - 2), held[at - 2], held[at - 1])) {
      this.#cut(frames, at + 1);
      return true;
    }
    const plain = begun ? isPlainCrcByte(held, at, this.#fill) : 'no';
    if (plain === 'wait') return false;
    if (plain === 'yes') this.#at += 1;
    else this.#cut(frames, ends ? at + 1 : at, begun && ends ? 'checksum' : 'malformed');
    return true;
  }

  /** Judges the next byte; false when it needs the ones after it. */
  #judge(frames: Frame[]): boolean {
    const byte = this.#held[this.#at] ?? 0;
    if (this.#at === 0) {
      // USB-HID bridges fill their reports up with zeros, some firmwares end with CR and LF.
      if (byte === 0 || isTerminator(byte)) {
        this.#held.copyWithin(0, 1, this.#fill);
        this.#fill -= 1;
      } else this.#at = 1;
      return true;
    }
    if (isReserved(byte)) return this.#endOrStart(frames);
    this.#at += 1;
    return true;
  }

  /** Takes the bytes inside a frame that need no judging; returns where they end. */
  #takeRun(bytes: Uint8Array, from: number): number {
    if (this.#at === 0 || this.#at < this.#fill) return from;
    let index = from;
    let end = this.#fill;
    for (; index < bytes.length && end < maxFrame; index += 1) {
      const byte = bytes[index] ?? 0;
      if (isReserved(byte)) break;
      this.#held[end] = byte;
      end += 1;
    }
    this.#fill = end;
    this.#at = end;
    return index;
  }
}

const framer = (): Framer => new Pi30Framer();

function sameText(payload: Uint8Array, text: string): boolean {
  if (payload.length !== text.length) return false;
  for (let index = 0; index < text.length; index += 1) if (payload[index] !== text.charCodeAt(index)) return false;
  return true;
}

function answer(frame: Uint8Array, command: string): Answer {
  const end = frame.length - 3;
  if (frame[0] !== open) {
    const why = sameText(frame.subarray(0, end), command)
      ? because('frame.echo')
      : because('frame.begin', { start: '(' });
    return { kind: 'foreign', why };
  }
  const payload = frame.subarray(1, end);
  if (sameText(payload, 'ACK')) return { kind: 'ack' };
  if (sameText(payload, 'NAK'))
    return { kind: 'refused', why: because('refused.nak', { command: external(command), said: 'NAK' }) };
  if (sameText(payload, command)) return { kind: 'foreign', why: because('frame.echo') };
  return { kind: 'payload', payload };
}

/** PI30 over RS232 at 2400 8N1 or a USB-HID bridge that carries the same bytes; the payload is the text without `(` and CRC. */
export const pi30Wire: WireFormat = Object.freeze({
  id: 'pi30',
  title: 'PI30 text with CRC',
  maxFrame,
  isNameless: true,
  request,
  framer,
  answer,
});
