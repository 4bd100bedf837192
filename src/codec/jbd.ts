// The wire format of JBD (Jiabaida, "Xiaoxiang", Overkill Solar) boards: DD, register, status, length, data, a negated sum,
// 77. Source: [jbd]; [mpp-solar] jk232.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { concatBytes, fromHex } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const begin = 0xdd;
const end = 0x77;
const readMark = 0xa5;
const writeMark = 0x5a;
/** DD, register, status, length, checksum (2), 77. */
const frameOverhead = 7;
const maxFrame = frameOverhead + 255;
const statusGood = 0;

/** The sum over status, length and data (in a request: register, length and data), negated. */
function checksum(bytes: Uint8Array, from: number, to: number): number {
  return -sum16(bytes, from, to) & 0xffff;
}

const kinds: FrameKinds = {
  maxFrame,
  headerBytes: 4,
  starts: [
    {
      mark: [begin],
      length: (held, start) => frameOverhead + (held[start + 3] ?? 0),
      isGood(held, start, stop) {
        if (held[stop - 1] !== end) return false;
        const sum = checksum(held, start + 2, stop - 3);
        return held[stop - 3] === sum >>> 8 && held[stop - 2] === (sum & 0xff);
      },
    },
  ],
};
const framer = scanFrames(kinds);

/** What goes out: a register, and what is written to it; nothing if it is read. */
function requestOf(command: string): { readonly register: number; readonly value: Uint8Array | undefined } {
  const match = /^([\dA-F]{2})(?:=((?:[\dA-F]{2}){1,16}))?$/.exec(command);
  if (match === null) throw new TypeError(`assertion: "${command}" is not a register of JBD`);
  const value = match[2] === undefined ? undefined : fromHex(match[2]);
  return { register: Number.parseInt(match[1] ?? '', 16), value };
}

function answer(frame: Uint8Array, command: string): Answer {
  const [, register, status] = frame;
  if (register === readMark || register === writeMark) return { kind: 'foreign', why: because('frame.echo') };
  const asked = requestOf(command);
  if (register !== asked.register)
    return { kind: 'foreign', why: because('frame.answers-register', { register: register ?? 0 }) };
  if (status !== statusGood)
    return { kind: 'refused', why: because('refused.status', { command: external(command), status: status ?? 0 }) };
  if (asked.value !== undefined) return { kind: 'ack' };
  return { kind: 'payload', payload: frame.subarray(4, frame.length - 3) };
}

/**
 * JBD by UART, RS485 or a bridge at 9600 8N1; a command is the register read, two hex digits (`03`), or one written with its
 * bytes (`E1=0001`), which is acknowledged.
 */
export const jbdWire: WireFormat = Object.freeze({
  id: 'jbd',
  title: 'JBD DD…77',
  maxFrame,
  request(command: string) {
    const { register, value = new Uint8Array() } = requestOf(command);
    const mark = value.length === 0 ? readMark : writeMark;
    const bytes = concatBytes(Uint8Array.of(begin, mark, register, value.length), value, Uint8Array.of(0, 0, end));
    const sum = checksum(bytes, 2, bytes.length - 3);
    bytes.set([sum >>> 8, sum & 0xff], bytes.length - 3);
    return bytes;
  },
  framer,
  answer,
});
