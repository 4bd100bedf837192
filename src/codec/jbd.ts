// The wire format of JBD (Jiabaida, "Xiaoxiang", Overkill Solar) boards: DD, register, status, length, data, a negated sum,
// 77. Source: [jbd]; [mpp-solar] jk232.
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

function registerOf(command: string): number {
  if (!/^[\dA-F]{2}$/.test(command)) throw new TypeError(`assertion: "${command}" is not a register of JBD`);
  return Number.parseInt(command, 16);
}

function answer(frame: Uint8Array, command: string): Answer {
  const [, register, status] = frame;
  if (register === readMark || register === writeMark) return { kind: 'foreign', why: 'the echo of a request' };
  if (register !== registerOf(command)) return { kind: 'foreign', why: `the answer to register ${register ?? 0}` };
  if (status !== statusGood)
    return { kind: 'refused', why: `the device does not give ${command} (status ${status ?? 0})` };
  return { kind: 'payload', payload: frame.subarray(4, frame.length - 3) };
}

/** JBD by UART, RS485 or a bridge at 9600 8N1; a command is the register read, two hex digits (`03`). */
export const jbdWire: WireFormat = Object.freeze({
  id: 'jbd',
  title: 'JBD DD…77',
  maxFrame,
  request(command: string) {
    const bytes = Uint8Array.of(begin, readMark, registerOf(command), 0, 0, 0, end);
    const sum = checksum(bytes, 2, 4);
    bytes.set([sum >>> 8, sum & 0xff], 4);
    return bytes;
  },
  framer,
  answer,
});
