// The wire format of VE.Direct HEX: ":", a command as one hex digit, bytes as hex letters (little endian), a checksum that
// makes the sum 0x55, LF. It shares the line with the text, which is passed over.
// Source: [vedirect-hex].
import { because } from '#core/reason.ts';
import { equalBytes, fromLatin1 } from '#core/bytes.ts';
import type { Frame, Framer } from '#core/framer.ts';
import type { Answer, WireFormat } from './wire.ts';

const colon = 0x3a;
const lineFeed = 0x0a;
const maxFrame = 160;
/** The sum of command, bytes and checksum. */
const wholeSum = 0x55;

const isHexDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
const digit = (byte: number): number => (byte <= 0x39 ? byte - 0x30 : byte - 0x37);

/** Command and bytes of a message, checksum included; undefined if its letters do not make whole bytes. */
function bytesOf(frame: Uint8Array): number[] | undefined {
  const letters = frame.subarray(1, frame.length - 1);
  if (letters.length % 2 === 0) return undefined;
  const bytes = [digit(letters[0] ?? 0)];
  for (let at = 1; at < letters.length; at += 2) bytes.push(digit(letters[at] ?? 0) * 16 + digit(letters[at + 1] ?? 0));
  return bytes;
}

function frameOf(bytes: Uint8Array): Frame {
  const sum = bytesOf(bytes)?.reduce((total, byte) => total + byte, 0);
  if (sum === undefined) return { bytes, fault: 'malformed' };
  return (sum & 0xff) === wholeSum ? { bytes } : { bytes, fault: 'checksum' };
}

/** Cuts the messages out of a line that also carries text; a colon in the text ends where no hex letter follows. */
function framer(): Framer {
  let held: number[] = [];
  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) {
        if (byte === colon) held = [byte];
        else if (held.length === 0) continue;
        else if (isHexDigit(byte) && held.length < maxFrame - 1) held.push(byte);
        else {
          if (byte === lineFeed && held.length > 2) frames.push(frameOf(Uint8Array.of(...held, byte)));
          held = [];
        }
      }
      return frames;
    },
    reset: () => void (held = []),
    get pending() {
      return held.length;
    },
  };
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

function message(command: number, data: readonly number[]): Uint8Array {
  const sum = data.reduce((total, byte) => total + byte, command);
  const check = (wholeSum - sum) & 0xff;
  return fromLatin1(`:${command.toString(16).toUpperCase()}${[...data, check].map(hex).join('')}\n`);
}

/** Commands without a register, and the answer each has. */
const plain: ReadonlyMap<string, { readonly command: number; readonly answer: number }> = new Map([
  ['ping', { command: 1, answer: 5 }],
  ['version', { command: 3, answer: 1 }],
  ['product', { command: 4, answer: 1 }],
]);

interface RegisterCommand {
  /** 7 gets, 8 sets. */
  readonly command: 7 | 8;
  readonly register: number;
  readonly value: readonly number[];
}

function registerCommand(text: string): RegisterCommand {
  const match = /^([\dA-F]{4})(?:=((?:[\dA-F]{2}){1,32}))?$/.exec(text);
  if (match === null) throw new TypeError(`assertion: "${text}" is not a command of VE.Direct HEX`);
  const value = (match[2] ?? '').match(/../g) ?? [];
  return {
    command: match[2] === undefined ? 7 : 8,
    register: Number.parseInt(match[1] ?? '', 16),
    value: value.map((byte) => Number.parseInt(byte, 16)),
  };
}

function request(text: string): Uint8Array {
  const simple = plain.get(text);
  if (simple !== undefined) return message(simple.command, []);
  const { command, register, value } = registerCommand(text);
  return message(command, [register & 0xff, register >>> 8, 0, ...value]);
}

/** Flags of an answer to get and set. */
const flagReasons = new Map([
  [1, because('refused.vedirect-register')],
  [2, because('refused.vedirect-unsupported')],
  [4, because('refused.vedirect-parameter')],
]);

const codes = { unknown: 3, error: 4, async: 0xa } as const;

function registerAnswer(bytes: readonly number[], text: string): Answer {
  const { command, register } = registerCommand(text);
  const [code, low = 0, high = 0, flags] = bytes;
  if (code === codes.unknown) return { kind: 'refused', why: because('refused.kind') };
  if (code === codes.error) return { kind: 'refused', why: because('refused.frame') };
  if (code !== command || low + 256 * high !== register)
    return { kind: 'foreign', why: because('frame.other-request') };
  if (flags !== 0)
    return {
      kind: 'refused',
      why: flagReasons.get(flags ?? 0) ?? because('refused.vedirect-flags', { flags: flags ?? 'missing' }),
    };
  // The device sends the value back as it took it; whether that is the one that was meant shows in a get.
  if (command === 8) return { kind: 'ack' };
  const payload = Uint8Array.from(bytes.slice(4, -1));
  return payload.length === 0 ? { kind: 'foreign', why: because('frame.no-value') } : { kind: 'payload', payload };
}

function answer(frame: Uint8Array, text: string): Answer {
  const bytes = bytesOf(frame) ?? [];
  if (bytes[0] === codes.async) return { kind: 'foreign', why: because('frame.unasked') };
  const simple = plain.get(text);
  if (equalBytes(frame, request(text)) && (simple !== undefined || registerCommand(text).command === 7))
    return { kind: 'foreign', why: because('frame.echo') };
  if (simple === undefined) return registerAnswer(bytes, text);
  if (bytes[0] === codes.unknown) return { kind: 'refused', why: because('refused.kind') };
  if (bytes[0] !== simple.answer) return { kind: 'foreign', why: because('frame.other-request') };
  return { kind: 'payload', payload: Uint8Array.from(bytes.slice(1, -1)) };
}

/** What an asynchronous message tells: a register and its value; undefined if it is not one, or damaged. */
export function asyncMessage(
  frame: Uint8Array,
): { readonly register: string; readonly payload: Uint8Array } | undefined {
  const bytes = frameOf(frame).fault === undefined ? bytesOf(frame) : undefined;
  if (bytes?.[0] !== codes.async || bytes.length < 6 || bytes[3] !== 0) return undefined;
  return { register: `${hex(bytes[2] ?? 0)}${hex(bytes[1] ?? 0)}`, payload: Uint8Array.from(bytes.slice(4, -1)) };
}

/**
 * VE.Direct HEX at 19200 8N1. Commands: `ping`, `version`, `product`, a register to get (`EDBB`), and one to set with its
 * bytes as they go out (`EDF0=6400`), which is acknowledged. The payload of a get is the value's bytes, little endian.
 */
export const vedirectHexWire: WireFormat = Object.freeze({
  id: 'vedirect-hex',
  title: 'VE.Direct HEX',
  maxFrame,
  request,
  framer,
  answer: (frame: Uint8Array, command: string) => answer(frame, command),
});
