// The wire format of PI16 (InfiniSolar E and SUNNY): as PI30, but asked without a CRC; questions for the energy of a time carry
// the sum of their characters as three digits. Source: [mpp-solar] pi16; [voltronic-pi16].
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { pi30Wire } from './pi30.ts';
import type { Answer, WireFormat } from './wire.ts';

const open = 0x28;
/** Longest request, bytes: OFFC with three numbers. */
const longestRequest = 40;
const printableFrom = 0x20;
const printableTo = 0x7e;

function request(command: string): Uint8Array {
  if (!/^[A-Z][\x20-\x7e]*$/.test(command) || command.includes('('))
    throw new TypeError(`assertion: "${command}" is not a PI16 command`);
  if (!/^QE[HDMY]\d+$/.test(command)) return fromLatin1(`${command}\r`);
  let sum = 0;
  for (let index = 0; index < command.length; index += 1) sum += command.charCodeAt(index);
  return fromLatin1(`${command}${String(sum & 0xff).padStart(3, '0')}\r`);
}

function isPrintable(bytes: Uint8Array, end: number): boolean {
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < printableFrom || byte > printableTo) return false;
  }
  return end > 0;
}

/** Whether the frame carries a CRC that fits, plain or counted up. */
function isSealed(frame: Uint8Array): boolean {
  const end = frame.length - 3;
  if (end < 1) return false;
  const crc = crc16Xmodem(frame, end);
  const fits = (computed: number, got: number | undefined): boolean => got === computed || got === computed + 1;
  return fits(crc >>> 8, frame[end]) && fits(crc & 0xff, frame[end + 1]);
}

/** The frames of PI30; what has no CRC is good where it is text: the echo of a request, and answers if `allowsBare`. */
function framer(allowsBare: boolean): Framer {
  const inner = pi30Wire.framer();
  const judged = (frame: Frame): Frame => {
    const { bytes, fault } = frame;
    if (fault === undefined || bytes.length < 2) return frame;
    const isAnswer = bytes[0] === open;
    const isMeant = isAnswer ? allowsBare : bytes.length <= longestRequest;
    return isMeant && isPrintable(bytes, bytes.length - 1) ? { bytes } : frame;
  };
  return {
    push: (bytes) => inner.push(bytes).map(judged),
    reset: () => inner.reset(),
    get pending() {
      return inner.pending;
    },
  };
}

function answer(frame: Uint8Array, command: string): Answer {
  if (frame[0] !== open) return { kind: 'foreign', why: because('frame.echo') };
  if (isSealed(frame)) return pi30Wire.answer(frame, command);
  const payload = frame.subarray(1, frame.length - 1);
  const text = String.fromCharCode(...payload);
  if (text === 'ACK') return { kind: 'ack' };
  if (text === 'NAK')
    return { kind: 'refused', why: because('refused.nak', { command: external(command), said: 'NAK' }) };
  return { kind: 'payload', payload };
}

const wire = (id: string, title: string, allowsBare: boolean): WireFormat =>
  Object.freeze({
    id,
    title,
    maxFrame: pi30Wire.maxFrame,
    isNameless: true,
    request,
    framer: () => framer(allowsBare),
    answer,
  });

/** PI16, answers with their CRC. */
export const pi16Wire: WireFormat = wire('pi16', 'PI16 text, asked without CRC', false);

/** PI16 of units that answer without a CRC, which the protocol allows: nothing tells a spoilt answer from a good one. */
export const pi16BareWire: WireFormat = wire('pi16-bare', 'PI16 text without CRC', true);
