// The wire format of devices that are asked in a line of text and answer in one: what answers begin and end with, and how a line
// is guarded, differ from maker to maker and are said by whoever describes the device.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { concatBytes, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { crc16Modbus, crc16Xmodem, sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import type { Answer, WireFormat } from './wire.ts';

/** How a line is guarded: hexadecimal digits before its end, over everything before them. */
export type LineChecksum = 'none' | 'sum8' | 'xor8' | 'crc16-xmodem' | 'crc16-modbus';

/** How lines look; printable text throughout. */
export interface LineFormat {
  /** What every answer begins with; nothing if absent. */
  readonly start: string;
  readonly end: 'cr' | 'lf' | 'crlf';
  readonly checksum: LineChecksum;
  /** Whole answers that say a command was done. */
  readonly accepted: readonly string[];
  /** Whole answers that say it was not. */
  readonly refused: readonly string[];
}

/** Longest line, bytes. */
const maxFrame = 1024;
const ends = { cr: '\r', lf: '\n', crlf: '\r\n' } as const;

const sums: Readonly<Record<LineChecksum, (bytes: Uint8Array) => string>> = {
  none: () => '',
  sum8: (bytes) => hex(sum8(bytes), 2),
  xor8: (bytes) =>
    hex(
      bytes.reduce((sum, byte) => sum ^ byte, 0),
      2,
    ),
  'crc16-xmodem': (bytes) => hex(crc16Xmodem(bytes), 4),
  'crc16-modbus': (bytes) => hex(crc16Modbus(bytes), 4),
};
const widths: Readonly<Record<LineChecksum, number>> = {
  none: 0,
  sum8: 2,
  xor8: 2,
  'crc16-xmodem': 4,
  'crc16-modbus': 4,
};

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

const isFill = (byte: number): boolean => byte === 0 || byte === 0x0d || byte === 0x0a;

/** Cuts lines; what is between the end of one and the start of the next is passed over. */
function lineFramer({ start, end, checksum }: LineFormat): Framer {
  const held = new Uint8Array(maxFrame);
  const last = end === 'cr' ? 0x0d : 0x0a;
  let fill = 0;

  const isSound = (line: Uint8Array): boolean => {
    const body = bodyOf(line);
    const at = body.length - widths[checksum];
    return at >= 0 && toLatin1(body.subarray(at)).toUpperCase() === sums[checksum](body.subarray(0, at));
  };

  /** The line, its noise before the start cut away where only so it is sound. */
  const cut = (frames: Frame[]): void => {
    const line = held.slice(0, fill);
    fill = 0;
    const text = toLatin1(line);
    if (!text.startsWith(start)) {
      const at = text.indexOf(start, 1);
      const rest = line.subarray(Math.max(0, at));
      if (at > 0 && isSound(rest)) {
        frames.push({ bytes: line.slice(0, at), fault: 'malformed' }, { bytes: rest.slice() });
        return;
      }
    }
    frames.push(isSound(line) ? { bytes: line } : { bytes: line, fault: 'checksum' });
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) {
        if (fill === 0 && isFill(byte)) continue;
        held[fill] = byte;
        fill += 1;
        if (byte === last) cut(frames);
        else if (fill === maxFrame) {
          frames.push({ bytes: held.slice(), fault: 'malformed' });
          fill = 0;
        }
      }
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

/** A line without its end. */
function bodyOf(line: Uint8Array): Uint8Array {
  let length = line.length;
  while (length > 0 && isFill(line[length - 1] ?? 0)) length -= 1;
  return line.subarray(0, length);
}

function answerOf(format: LineFormat, frame: Uint8Array, command: string): Answer {
  const body = bodyOf(frame);
  const text = toLatin1(body.subarray(0, Math.max(0, body.length - widths[format.checksum])));
  if (text === command) return { kind: 'foreign', why: because('frame.echo') };
  if (!text.startsWith(format.start)) return { kind: 'foreign', why: because('frame.begin', { start: format.start }) };
  const payload = text.slice(format.start.length);
  if (format.accepted.includes(payload)) return { kind: 'ack' };
  if (format.refused.includes(payload))
    return { kind: 'refused', why: because('refused.nak', { command: external(command), said: external(payload) }) };
  return { kind: 'payload', payload: fromLatin1(payload) };
}

/** The wire format of such lines; the payload is the text between start and checksum. */
export function lineWire(format: LineFormat): WireFormat {
  return Object.freeze({
    id: 'line',
    title: 'Lines of text',
    maxFrame,
    isNameless: true,
    request(command: string) {
      if (!/^[\x20-\x7e]+$/.test(command)) throw new TypeError(`assertion: "${command}" is not a line of text`);
      const letters = fromLatin1(command);
      return concatBytes(letters, fromLatin1(sums[format.checksum](letters) + ends[format.end]));
    },
    framer: () => lineFramer(format),
    answer: (frame: Uint8Array, command: string) => answerOf(format, frame, command),
  });
}
