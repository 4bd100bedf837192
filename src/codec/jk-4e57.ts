// The wire format of JK (Jikong) boards on their UART/RS485 port, "4E 57" or "NW": a length, a header, tagged values, a
// sum. Source: [jk-ttl]; [mpp-solar] jkserial.
import { sum16 } from '#core/checksum.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const start0 = 0x4e;
const start1 = 0x57;
const endMark = 0x68;
/** A frame without data: 4E 57, length, terminal id, command, source, type, record number, end mark, checksum. */
const minFrame = 20;
/** 24 cells and every documented tag make about 310 bytes. */
const maxFrame = 512;
const headerBytes = 11;
/** Record number (4), end mark (1), checksum (4). */
const trailerBytes = 9;

const readAll = 0x06;
const fromComputer = 0x03;
const typeRequest = 0;
const typeReply = 1;

const commandBytes: ReadonlyMap<string, number> = new Map([['read_all', readAll]]);

function commandByte(command: string): number {
  const byte = commandBytes.get(command);
  if (byte === undefined) throw new TypeError(`assertion: "${command}" is not a command of JK 4E 57`);
  return byte;
}

function request(command: string): Uint8Array {
  // The byte before the record number is the data of a request: tag 0, "all".
  const bytes = new Uint8Array(minFrame + 1);
  bytes.set([start0, start1, 0, bytes.length - 2, 0, 0, 0, 0, commandByte(command), fromComputer, typeRequest]);
  bytes[bytes.length - 5] = endMark;
  const sum = sum16(bytes, 0, bytes.length - 4);
  bytes.set([sum >>> 8, sum & 0xff], bytes.length - 2);
  return bytes;
}

/** The upper half of the checksum field is unused and not looked at. */
function isGood(held: Uint8Array, from: number, to: number): boolean {
  if (held[to - 5] !== endMark) return false;
  const sum = sum16(held, from, to - 4);
  return held[to - 2] === sum >>> 8 && held[to - 1] === (sum & 0xff);
}

const kinds: FrameKinds = {
  maxFrame,
  headerBytes: 4,
  starts: [
    {
      mark: [start0, start1],
      length(held, start) {
        const length = 2 + (held[start + 2] ?? 0) * 256 + (held[start + 3] ?? 0);
        return length < minFrame ? undefined : length;
      },
      isGood,
    },
  ],
};
const framer = scanFrames(kinds);

function answer(frame: Uint8Array, command: string): Answer {
  if (frame[10] === typeRequest) return { kind: 'foreign', why: 'a request, not a reply' };
  if (frame[10] !== typeReply) return { kind: 'foreign', why: 'sent without a request' };
  if (frame[8] !== commandByte(command)) return { kind: 'foreign', why: `the reply to command ${frame[8] ?? 0}` };
  return { kind: 'payload', payload: frame.subarray(headerBytes, frame.length - trailerBytes) };
}

/** JK over UART or RS485 at 115200 8N1; the payload is the list of tagged values. The one command is `read_all` (06). */
export const jk4e57Wire: WireFormat = Object.freeze({
  id: 'jk-4e57',
  title: 'JK 4E 57 with tagged values',
  maxFrame,
  request,
  framer,
  answer,
});
