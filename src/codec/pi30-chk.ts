// The wire format of REVO models: PI30, and for PQSE, QALL and PSET one byte of sum (plus one) in place of the CRC; answers may
// end with LF, PSET goes out without an end. Source: [mpp-solar] pi30revo; [voltronic-pi30] and [mpp-solar].
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem, sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { pi30Wire } from './pi30.ts';
import type { Answer, WireFormat } from './wire.ts';

const open = 0x28;
const cr = 0x0d;
const lf = 0x0a;
const { maxFrame } = pi30Wire;

const isEnd = (byte: number): boolean => byte === cr || byte === lf;
const usesChk = (command: string): boolean => /^(?:PQSE|QALL|PSET)/.test(command);

function request(command: string): Uint8Array {
  if (!usesChk(command)) return pi30Wire.request(command);
  const letters = fromLatin1(command);
  const chk = Uint8Array.of((sum8(letters) + 1) & 0xff);
  return command.startsWith('PSET') ? concatBytes(letters, chk) : concatBytes(letters, chk, Uint8Array.of(cr));
}

/** Whether the byte before `end` is the CHK; one recorded answer carries the sum without the one. */
function hasChk(bytes: Uint8Array, end: number): boolean {
  if (end < 2) return false;
  const sum = sum8(bytes, 0, end - 1);
  return bytes[end - 1] === ((sum + 1) & 0xff) || bytes[end - 1] === sum;
}

function hasCrc(bytes: Uint8Array, end: number): boolean {
  if (end < 3) return false;
  const crc = crc16Xmodem(bytes, end - 2);
  const fits = (computed: number, got: number | undefined): boolean =>
    got === computed || (got === computed + 1 && (computed === open || isEnd(computed) || computed === 0));
  return fits(crc >>> 8, bytes[end - 2]) && fits(crc & 0xff, bytes[end - 1]);
}

/** A frame ends at the CR or LF before which a CRC or a CHK is right; where the end may be that CHK itself, the next byte tells. */
function framer(): Framer {
  const held = new Uint8Array(maxFrame);
  let fill = 0;

  const cut = (frames: Frame[], fault?: Frame['fault']): void => {
    const bytes = held.slice(0, fill);
    frames.push(fault === undefined ? { bytes } : { bytes, fault });
    fill = 0;
  };

  /** A good frame that begins at a later `(` of what is held, with the noise before it. */
  const cutLate = (frames: Frame[]): boolean => {
    for (let at = held.indexOf(open, 1); at > 0 && at < fill - 3; at = held.indexOf(open, at + 1)) {
      const rest = held.subarray(at, fill);
      if (!hasCrc(rest, rest.length - 1) && !hasChk(rest, rest.length - 1)) continue;
      frames.push({ bytes: held.slice(0, at), fault: 'malformed' }, { bytes: rest.slice() });
      fill = 0;
      return true;
    }
    return false;
  };

  const take = (frames: Frame[], byte: number): void => {
    if (fill === 0 && (byte === 0 || isEnd(byte))) return;
    held[fill] = byte;
    fill += 1;
    const end = fill - 1;
    if (fill === maxFrame) cut(frames, 'malformed');
    else if (!isEnd(byte)) return;
    else if (hasCrc(held, end) || hasChk(held, end)) cut(frames);
    else if (!hasChk(held, fill) && !cutLate(frames)) cut(frames, held[0] === open ? 'checksum' : 'malformed');
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

function answer(frame: Uint8Array, command: string): Answer {
  const end = frame.length - 1;
  // A CRC where a CHK belongs is an answer to another question, and the other way round; ACK and NAK come with either. By
  // chance both hold in one of some thirty thousand answers: then it is the one that the command calls for.
  if (hasCrc(frame, end) && !(usesChk(command) && hasChk(frame, end))) {
    const meant = pi30Wire.answer(frame, command);
    return meant.kind === 'payload' && usesChk(command)
      ? { kind: 'foreign', why: because('frame.crc-not-chk') }
      : meant;
  }
  if (frame[0] !== open) return { kind: 'foreign', why: because('frame.echo') };
  const payload = frame.subarray(1, end - 1);
  const text = String.fromCharCode(...payload);
  if (text === 'ACK') return { kind: 'ack' };
  if (text === 'NAK')
    return { kind: 'refused', why: because('refused.nak', { command: external(command), said: 'NAK' }) };
  return usesChk(command) ? { kind: 'payload', payload } : { kind: 'foreign', why: because('frame.chk-not-crc') };
}

/** PI30 with the CHK commands of REVO models. */
export const pi30ChkWire: WireFormat = Object.freeze({
  id: 'pi30-chk',
  title: 'PI30 text with CRC or one byte of sum',
  maxFrame,
  isNameless: true,
  request,
  framer,
  answer,
});
