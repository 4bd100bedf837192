// The wire format of JBD UP boards (UP16S): the CRC and addresses of Modbus around functions of the maker's own, with begin and end of an
// area in place of a count. Source: [jbd-up].
import { crc16Modbus } from '#core/checksum.ts';
import { because } from '#core/reason.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const readArea = 0x78;
/** Address, function, begin (2), end (2), length of the data (2). */
const headerBytes = 8;
const crcBytes = 2;
/** The longest area is 160 bytes; some answer a little more. */
const mostData = 512;
const maxFrame = headerBytes + mostData + crcBytes;

/** Areas by name. */
const areas: Readonly<Record<string, readonly [begin: number, end: number]>> = {
  status: [0x1000, 0x10a0],
  product: [0x2810, 0x283c],
};

function areaOf(command: string): readonly [begin: number, end: number] {
  const area = areas[command];
  if (area === undefined) throw new TypeError(`assertion: "${command}" is not an area of JBD UP`);
  return area;
}

function withCrc(bytes: readonly number[]): Uint8Array {
  const crc = crc16Modbus(Uint8Array.from(bytes));
  return Uint8Array.of(...bytes, crc & 0xff, crc >>> 8);
}

const lengthAt = (held: Uint8Array, start: number): number => ((held[start + 6] ?? 0) << 8) | (held[start + 7] ?? 0);
const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const framesOf = (unit: number): FrameKinds => ({
  maxFrame,
  headerBytes,
  starts: [
    {
      mark: [unit, readArea],
      length(held, start) {
        const length = lengthAt(held, start);
        return length > mostData ? undefined : headerBytes + length + crcBytes;
      },
      isGood(held, start, stop) {
        const crc = crc16Modbus(held.subarray(start, stop - crcBytes));
        return held[stop - 2] === (crc & 0xff) && held[stop - 1] === crc >>> 8;
      },
    },
  ],
});

/** JBD UP boards at 9600 8N1, the one of this address; a command is the name of an area: `status`, `product`. */
export function jbdUpWire(unit: number): WireFormat {
  return Object.freeze({
    id: 'jbd-up',
    title: 'JBD UP, function 0x78',
    maxFrame,
    request(command: string) {
      const [begin, end] = areaOf(command);
      return withCrc([unit, readArea, begin >>> 8, begin & 0xff, end >>> 8, end & 0xff, 0, 0]);
    },
    framer: scanFrames(framesOf(unit)),
    answer(frame: Uint8Array, command: string): Answer {
      const [begin, end] = areaOf(command);
      if (word(frame, 2) !== begin || word(frame, 4) !== end)
        return { kind: 'foreign', why: because('frame.answers-register', { register: word(frame, 2) }) };
      const payload = frame.subarray(headerBytes, frame.length - crcBytes);
      return payload.length === 0 ? { kind: 'foreign', why: because('frame.echo') } : { kind: 'payload', payload };
    },
  });
}
