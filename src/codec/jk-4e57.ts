// The wire format of JK (Jikong) boards on their UART/RS485 port, "4E 57" or "NW": a length, a header, tagged values, a
// sum. Source: [jk-ttl]; [mpp-solar] jkserial.
import { because } from '#core/reason.ts';
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
const writeOne = 0x02;
/** The type of a frame that writes, as the tools that write send it. */
const typeWrite = 2;
const fromComputer = 0x03;
const typeRequest = 0;
const typeReply = 1;

/** What goes out for a command: its byte, the type of the frame, and its data. */
function partsOf(command: string): { readonly code: number; readonly type: number; readonly data: readonly number[] } {
  // A question's data is tag 0, "all".
  if (command === 'read_all') return { code: readAll, type: typeRequest, data: [0] };
  const [, tag = '', value = ''] = /^(AB|AC)=(0[01])$/.exec(command) ?? [];
  if (tag === '') throw new TypeError(`assertion: "${command}" is not a command of JK 4E 57`);
  return { code: writeOne, type: typeWrite, data: [Number.parseInt(tag, 16), Number.parseInt(value, 16)] };
}

function request(command: string): Uint8Array {
  const { code, type, data } = partsOf(command);
  const bytes = new Uint8Array(minFrame + data.length);
  bytes.set([start0, start1, 0, bytes.length - 2, 0, 0, 0, 0, code, fromComputer, type, ...data]);
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
  if (frame[10] === typeRequest) return { kind: 'foreign', why: because('frame.request') };
  if (frame[10] !== typeReply) return { kind: 'foreign', why: because('frame.unasked') };
  const { code } = partsOf(command);
  if (frame[8] !== code) return { kind: 'foreign', why: because('frame.other-command', { command: frame[8] ?? 0 }) };
  if (code === writeOne) return { kind: 'ack' };
  return { kind: 'payload', payload: frame.subarray(headerBytes, frame.length - trailerBytes) };
}

/**
 * JK over UART or RS485 at 115200 8N1; the payload is the list of tagged values. Commands are `read_all` (06) and the switches
 * for charging and discharging, `AB=01` and `AC=00` (02).
 */
export const jk4e57Wire: WireFormat = Object.freeze({
  id: 'jk-4e57',
  title: 'JK 4E 57 with tagged values',
  maxFrame,
  request,
  framer,
  answer,
});
