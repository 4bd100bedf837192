// The wire format of PI17 (InfiniSolar 10K and 15K, MPI, WP): `^P` or `^S`, three digits, letters, CR; requests without a
// CRC, answers with one that is not adjusted. Source: [mpp-solar] pi17; [voltronic-pi17].
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import { caretFramer, caretHead, caretMaxFrame } from './pi17-framer.ts';
import type { Answer, WireFormat } from './wire.ts';

/** What a setter begins with, in what a writer hands to the wire. */
const setMark = '^S';

const accepted = 0x31;
const refused = 0x30;
const data = 0x44;

/** A command's kind and letters; our own mistake if it is not one. */
export function caretCommand(command: string): { readonly kind: 'P' | 'S'; readonly letters: string } {
  const isSet = command.startsWith(setMark);
  const letters = isSet ? command.slice(setMark.length) : command;
  if (!/^[A-Z][\x20-\x5d\x5f-\x7e]*$/.test(letters))
    throw new TypeError(`assertion: "${command}" is not a PI17 or PI18 command`);
  return { kind: isSet ? 'S' : 'P', letters };
}

/** A frame's meaning; the same in PI17 and PI18. */
export function caretAnswer(frame: Uint8Array, command: string): Answer {
  switch (frame[1]) {
    case accepted:
      return { kind: 'ack' };
    case refused:
      return { kind: 'refused', why: because('refused.nak', { command: external(command), said: '^0' }) };
    case data:
      return { kind: 'payload', payload: frame.subarray(caretHead, frame.length - 3) };
    default:
      return { kind: 'foreign', why: because('frame.echo') };
  }
}

/** Questions for the energy of a time: they carry the sum of the characters before as three digits. */
const isEnergy = (letters: string): boolean => /^E[YMDH]\d+$/.test(letters);

function request(command: string): Uint8Array {
  const { kind, letters } = caretCommand(command);
  const sumDigits = kind === 'P' && isEnergy(letters) ? 3 : 0;
  const before = `^${kind}${String(letters.length + sumDigits + 1).padStart(3, '0')}${letters}`;
  if (sumDigits === 0) return fromLatin1(`${before}\r`);
  let sum = 0;
  for (let index = 0; index < before.length; index += 1) sum += before.charCodeAt(index);
  return fromLatin1(`${before}${String(sum & 0xff).padStart(3, '0')}\r`);
}

/** PI17 over RS232 at 2400 8N1 or a USB-HID bridge; the payload is the text between the length and the CRC. */
export const pi17Wire: WireFormat = Object.freeze({
  id: 'pi17',
  title: 'PI17 text with length',
  maxFrame: caretMaxFrame,
  isNameless: true,
  request,
  framer: () => caretFramer((computed, got) => computed === got),
  answer: caretAnswer,
});

/** Whether a payload is this text; for probes. */
export const isText = (payload: Uint8Array, text: string): boolean => toLatin1(payload) === text;
