// How the emulated Voltronic inverters speak: cutting requests, checking them, and putting answers into frames, one dialect a wire
// format. From the makers' documents (section "Communication format" of each) and recorded frames.
import type { Emulator, TakenRequest } from './emulator.ts';
import { pi30Crc, pi30Frame, pi30Request } from './pi30-frame.ts';

/** One wire format from the device's side. */
export interface Dialect {
  takeRequest(held: Uint8Array): TakenRequest;
  /** The letters of a sound request, setters of the `^` formats with `^S` before them; undefined where it is not sound. */
  letters(request: Uint8Array): string | undefined;
  frame(text: string, request: string): Uint8Array;
  readonly accepted: Uint8Array;
  readonly refused: Uint8Array;
}

/** What a device knows. */
export interface Voltronic {
  readonly name: string;
  readonly dialect: Dialect;
  /** The text of an answer, or undefined where it does not know the question. */
  answer(letters: string): string | undefined;
  /** Applies a setter; false where it refuses. */
  apply(letters: string): boolean;
}

const carriageReturn = 0x0d;
const longestRequest = 120;

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Every request ends with CR, which no CRC of a request contains. */
function takeToReturn(held: Uint8Array): TakenRequest {
  const end = held.indexOf(carriageReturn);
  if (end < 0) return { used: held.length > longestRequest ? held.length : 0 };
  return end === 0 ? { used: 1 } : { request: held.slice(0, end + 1), used: end + 1 };
}

/** PI30: text, CRC, CR both ways. */
export const pi30Dialect: Dialect = {
  takeRequest: takeToReturn,
  letters: pi30Request,
  frame: (text) => pi30Frame(`(${text}`),
  accepted: pi30Frame('(ACK'),
  refused: pi30Frame('(NAK'),
};

const sumOf = (text: string): number => latin1(text).reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** PI16: asked in plain text; energies with the sum of the letters as three digits. */
export const pi16Dialect: Dialect = {
  ...pi30Dialect,
  letters(request) {
    const text = textOf(request.subarray(0, -1));
    const energy = /^(QE[HDMY]\d+)(\d{3})$/.exec(text);
    if (energy === null) return text;
    const [, letters = '', digits = ''] = energy;
    return Number(digits) === sumOf(letters) ? letters : undefined;
  },
};

/** PI16 without CRC both ways. */
export const pi16BareDialect: Dialect = {
  ...pi16Dialect,
  frame: (text) => latin1(`(${text}\r`),
  accepted: latin1('(ACK\r'),
  refused: latin1('(NAK\r'),
};

/** CRC-16 as the others, but sent as it is. */
function plainCrc(bytes: Uint8Array): readonly [number, number] {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : ((crc << 1) ^ 0x1021) & 0xffff;
    crc &= 0xffff;
  }
  return [crc >> 8, crc & 0xff];
}

/** `^D`, the count of the bytes behind it, text, CRC, CR. */
function caretFrame(text: string, crcOf: (bytes: Uint8Array) => readonly [number, number]): Uint8Array {
  const before = latin1(`^D${String(text.length + 3).padStart(3, '0')}${text}`);
  return Uint8Array.of(...before, ...crcOf(before), carriageReturn);
}

const head = /^\^([PS])(\d{3})([^]*)$/;

/** PI17: asked without CRC, CRC of answers not counted up. */
export const pi17Dialect: Dialect = {
  takeRequest: takeToReturn,
  letters(request) {
    const match = head.exec(textOf(request));
    if (match === null || Number(match[2]) !== request.length - 5) return undefined;
    const letters = (match[3] ?? '').slice(0, -1);
    if (match[1] === 'S') return `^S${letters}`;
    const energy = /^(E[YMDH]\d+)(\d{3})$/.exec(letters);
    if (energy === null) return letters;
    return Number(energy[2]) === sumOf(textOf(request).slice(0, -4)) ? energy[1] : undefined;
  },
  frame: (text) => caretFrame(text, plainCrc),
  accepted: Uint8Array.of(0x5e, 0x31, 0x0b, 0xc2, carriageReturn),
  refused: Uint8Array.of(0x5e, 0x30, 0x1b, 0xe3, carriageReturn),
};

/** PI18; `asked` says whether requests must have their CRC, must not, or may. */
export function pi18Dialect(asked: 'sealed' | 'bare' | 'either'): Dialect {
  return {
    ...pi17Dialect,
    letters(request) {
      const match = head.exec(textOf(request));
      if (match === null) return undefined;
      const stated = Number(match[2]) + 5;
      const isSealed = stated === request.length;
      if (!isSealed && stated !== request.length + 2) return undefined;
      if ((isSealed && asked === 'bare') || (!isSealed && asked === 'sealed')) return undefined;
      const body = isSealed ? request.subarray(0, -3) : request.subarray(0, -1);
      const [high, low] = pi30Crc(body);
      if (isSealed && (request.at(-3) !== high || request.at(-2) !== low)) return undefined;
      const letters = textOf(body.subarray(5));
      return match[1] === 'S' ? `^S${letters}` : letters;
    },
    frame: (text) => caretFrame(text, pi30Crc),
  };
}

const usesChk = (letters: string): boolean => /^(?:PQSE|QALL|PSET)/.test(letters);
const chkOf = (text: string): number => (sumOf(text) + 1) & 0xff;

/** REVO: PI30, and for three commands one byte of sum in place of the CRC; PSET has no end. */
export const revoDialect: Dialect = {
  ...pi30Dialect,
  takeRequest(held) {
    const text = textOf(held);
    if (!text.startsWith('PSET')) return takeToReturn(held);
    for (let length = 40; length <= held.length; length += 1) {
      if (chkOf(text.slice(0, length - 1)) === held[length - 1])
        return { request: held.slice(0, length), used: length };
    }
    return { used: held.length > longestRequest ? held.length : 0 };
  },
  letters(request) {
    const text = textOf(request);
    if (!usesChk(text)) return pi30Request(request);
    const end = text.startsWith('PSET') ? text.length - 1 : text.length - 2;
    const letters = text.slice(0, end);
    return request[end] === chkOf(letters) ? letters : undefined;
  },
  frame(text, request) {
    if (!usesChk(request)) return pi30Frame(`(${text}`);
    return Uint8Array.of(...latin1(`(${text}`), chkOf(`(${text}`), 0x0a);
  },
};

/** A device behind its dialect. */
export function createVoltronic({ name, dialect, answer, apply }: Voltronic): Emulator {
  return {
    name,
    baud: 2400,
    takeRequest: (held) => dialect.takeRequest(held),
    respond(request) {
      const letters = dialect.letters(request);
      if (letters === undefined) return dialect.refused;
      const text = answer(letters);
      if (text !== undefined) return dialect.frame(text, letters);
      return apply(letters) ? dialect.accepted : dialect.refused;
    },
  };
}
