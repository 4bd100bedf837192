// The wire format of Pylontech, Seplos (V2) and PACE batteries on RS485 and RS232: bytes as hex letters between "~" and CR,
// with a checked length and a checksum (YD/T 1363.3). Source: [pylontech]; [seplos] §II, §III.
import { because, type ReasonCode } from '#core/reason.ts';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const begin = 0x7e;
const end = 0x0d;
/** Letters before INFO: "~", VER, ADR, CID1, CID2, LENGTH. */
const headerBytes = 13;
/** Checksum and CR. */
const trailerBytes = 5;
/** LENGTH has twelve bits: fifteen packs in one answer need half of that. */
const maxFrame = 13 + 0xfff + 5;
/** CID1 of a lithium iron phosphate battery. */
const lithium = '46';

const letters = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** A number of upper-case hex letters; undefined if there are others. */
function hexNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : undefined;
    if (digit === undefined) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

/** The length of INFO in letters with its own check nibble in front. */
function lengthWord(letterCount: number): number {
  const nibbles = (letterCount >>> 8) + ((letterCount >>> 4) & 0xf) + (letterCount & 0xf);
  return (-nibbles & 0xf) * 0x1000 + letterCount;
}

const kinds: FrameKinds = {
  maxFrame,
  headerBytes,
  starts: [
    {
      mark: [begin],
      length(held, start) {
        const word = hexNumber(held, start + 9, start + headerBytes);
        if (word === undefined || word !== lengthWord(word & 0xfff)) return undefined;
        return headerBytes + (word & 0xfff) + trailerBytes;
      },
      isGood(held, start, stop) {
        if (held[stop - 1] !== end) return false;
        const checksum = hexNumber(held, stop - trailerBytes, stop - 1);
        return checksum === (-sum16(held, start + 1, stop - trailerBytes) & 0xffff);
      },
    },
  ],
};
const framer = scanFrames(kinds);

/** Return codes of table 5 (Seplos V2.0) and of Pylontech. */
const refusals: ReadonlyMap<number, `refused.pylontech-${string}` & ReasonCode> = new Map([
  [0x01, 'refused.pylontech-01'],
  [0x02, 'refused.pylontech-02'],
  [0x03, 'refused.pylontech-03'],
  [0x04, 'refused.pylontech-04'],
  [0x05, 'refused.pylontech-05'],
  [0x06, 'refused.pylontech-06'],
  [0x07, 'refused.pylontech-07'],
  [0x09, 'refused.pylontech-09'],
  [0x90, 'refused.pylontech-90'],
  [0x91, 'refused.pylontech-91'],
  [0xe1, 'refused.pylontech-e1'],
  [0xe2, 'refused.pylontech-e2'],
  [0xe3, 'refused.pylontech-e3'],
  [0xe4, 'refused.pylontech-e4'],
]);

/** How a family of batteries speaks the format. */
export interface PylonDialect {
  readonly id: string;
  readonly title: string;
  /** Version of the protocol, two letters. */
  readonly version: string;
  /** CID1, the kind of battery, two letters; `46` (lithium iron phosphate) if absent. */
  readonly kind?: string;
  /** What goes with a command as INFO, by its letters: the address of the pack, all packs (FF), or nothing. */
  readonly commands: Readonly<Record<string, 'address' | 'all' | 'nothing'>>;
}

function infoBytes(frame: Uint8Array): Uint8Array | undefined {
  const info = frame.subarray(headerBytes, frame.length - trailerBytes);
  const bytes = new Uint8Array(info.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = hexNumber(info, 2 * index, 2 * index + 2);
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

/**
 * The format as one family speaks it, to the pack of this address; a command is the CID2, two letters (`42`). An answer does
 * not say which command it answers: version, address and return code are all that can be held against the question.
 */
export function pylonWire({ id, title, version, kind = lithium, commands }: PylonDialect, address: number): WireFormat {
  const ours = fromLatin1(`~${version}${letters(address, 2)}${kind}`);
  return Object.freeze({
    id,
    title,
    maxFrame,
    request(command: string) {
      const info = commands[command];
      if (info === undefined) throw new TypeError(`assertion: "${command}" is not a command of ${id}`);
      const data = { address: letters(address, 2), all: 'FF', nothing: '' }[info];
      const body = `${toLatin1(ours)}${command}${letters(lengthWord(data.length), 4)}${data}`;
      const checksum = -sum16(fromLatin1(body), 1) & 0xffff;
      return fromLatin1(`${body}${letters(checksum, 4)}\r`);
    },
    framer,
    answer(frame: Uint8Array): Answer {
      if (!ours.every((byte, index) => frame[index] === byte))
        return { kind: 'foreign', why: because('frame.other-pack') };
      const code = hexNumber(frame, 7, 9) ?? 0xff;
      const refusal = refusals.get(code);
      if (refusal !== undefined)
        return {
          kind: 'refused',
          why: because('refused.pylontech', { reason: because(refusal), code: letters(code, 2) }),
        };
      if (code !== 0) return { kind: 'foreign', why: because('frame.request') };
      const payload = infoBytes(frame);
      return payload === undefined ? { kind: 'foreign', why: because('frame.no-hex') } : { kind: 'payload', payload };
    },
  });
}
