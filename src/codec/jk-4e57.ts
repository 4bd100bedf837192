// The wire format of JK (Jikong) boards on their UART/RS485 port, "4E 57" or "NW": a length, a header, tagged values, a
// sum. Source: protocols/jkserial.md "Framing" (JK TTL document of 2020-12-17); bms.md §1.2.
import { sum16 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
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
  const sum = sum16(held, from, to - 4);
  return held[to - 5] === endMark && held[to - 2] === sum >>> 8 && held[to - 1] === (sum & 0xff);
}

interface Candidate {
  readonly start: number;
  readonly end: number;
}

/**
 * Every `4E 57` with a possible length is followed until its end, so that a good frame is found inside what a damaged
 * length or noise seemed to announce.
 */
function framer(): Framer {
  const held = new Uint8Array(maxFrame);
  let fill = 0;
  let candidates: Candidate[] = [];

  const drop = (count: number): void => {
    held.copyWithin(0, count, fill);
    fill -= count;
    candidates = candidates
      .filter(({ start }) => start >= count)
      .map(({ start, end }) => ({ start: start - count, end: end - count }));
  };

  /** Bytes at the end that may begin a header whose length has not come yet. */
  const headerBegun = (): number => {
    for (let at = Math.max(0, fill - 3); at < fill; at += 1)
      if (held[at] === start0 && (at + 1 === fill || held[at + 1] === start1)) return at;
    return fill;
  };

  const finish = (frames: Frame[], { start, end }: Candidate): void => {
    if (isGood(held, start, end)) {
      if (start > 0) frames.push({ bytes: held.slice(0, start), fault: 'malformed' });
      frames.push({ bytes: held.slice(start, end) });
      drop(fill);
    } else {
      if (start === 0) frames.push({ bytes: held.slice(0, end), fault: 'checksum' });
      candidates = candidates.filter((candidate) => candidate.start !== start);
    }
  };

  const add = (frames: Frame[], byte: number): void => {
    held[fill] = byte;
    fill += 1;
    const start = fill - 4;
    if (start >= 0 && held[start] === start0 && held[start + 1] === start1) {
      const length = 2 + (held[start + 2] ?? 0) * 256 + byte;
      if (length >= minFrame && length <= maxFrame) candidates.push({ start, end: start + length });
    }
    for (const candidate of candidates) if (candidate.end === fill) finish(frames, candidate);
    const keep = candidates[0]?.start ?? headerBegun();
    if (keep > 0) drop(keep);
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) add(frames, byte);
      return frames;
    },
    reset: () => drop(fill),
    get pending() {
      return fill;
    },
  };
}

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
