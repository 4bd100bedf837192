// The wire format of Daly boards on UART and RS485 ("A5"): 13 bytes with a sum. Cells and temperatures come in several
// frames, each with its number; they are gathered into one answer that ends with silence or the 16th frame.
// Source: [daly-uart]; [mpp-solar] daly.
import { because } from '#core/reason.ts';
import { concatBytes } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const begin = 0xa5;
const fromBoard = 0x01;
const frameBytes = 13;
const dataBytes = 8;
/** 48 cells, three a frame; units that do not count their cells always send so many frames. */
const mostFrames = 16;
const maxFrame = mostFrames * frameBytes;
/** Data of these ids begins with the number of the frame. */
const manyFrames: ReadonlySet<number> = new Set([0x95, 0x96]);
/** A frame number that says the frame holds nothing. */
const invalidNumber = 0xff;

const kinds: FrameKinds = {
  maxFrame: frameBytes,
  headerBytes: 4,
  starts: [
    {
      mark: [begin],
      length: (held, start) => (held[start + 3] === dataBytes ? frameBytes : undefined),
      isGood: (held, start, end) => held[end - 1] === sum8(held, start, end - 1),
    },
  ],
};
const openScanner = scanFrames(kinds);

const isPart = (bytes: Uint8Array): boolean => bytes[1] === fromBoard && manyFrames.has(bytes[2] ?? 0);

/** Gathers the frames of one id; a damaged frame among them spoils the gathered answer. */
function framer(): Framer {
  const scanner = openScanner();
  let parts: Uint8Array[] = [];
  /** Number of the last frame of an answer that lost one; what follows of it is passed over. */
  let spoiled: number | undefined;

  const release = (fault?: Frame['fault']): Frame[] => {
    if (parts.length === 0) return [];
    const bytes = concatBytes(...parts);
    parts = [];
    return [fault === undefined ? { bytes } : { bytes, fault }];
  };
  const take = (frame: Frame): Frame[] => {
    const number = frame.bytes[4] ?? invalidNumber;
    if (frame.fault !== undefined) {
      spoiled = frame.bytes.length === frameBytes ? number : invalidNumber;
      return [...release('malformed'), frame];
    }
    const goesOn = spoiled !== undefined && number > spoiled && isPart(frame.bytes);
    spoiled = goesOn ? number : undefined;
    if (goesOn) return [{ bytes: frame.bytes, fault: 'malformed' }];
    if (!isPart(frame.bytes)) return [...release(), frame];
    const before = parts[0] !== undefined && parts[0][2] !== frame.bytes[2] ? release() : [];
    parts.push(frame.bytes);
    return [...before, ...(parts.length === mostFrames ? release() : [])];
  };

  return {
    push: (bytes) => scanner.push(bytes).flatMap(take),
    end() {
      spoiled = undefined;
      return release();
    },
    reset() {
      scanner.reset();
      parts = [];
      spoiled = undefined;
    },
    get pending() {
      return scanner.pending + parts.length * frameBytes;
    },
  };
}

/** Questions are an id; `DA=01` and `D9=00` set a switch, with the value as the first byte of the data. */
function partsOf(command: string): { readonly id: number; readonly value?: number } {
  const match = /^(?:(9[0-8])|(D[9A])=(0[01]))$/.exec(command);
  if (match === null) throw new TypeError(`assertion: "${command}" is not an id of Daly A5`);
  const [, question, setter = '', value = ''] = match;
  if (question !== undefined) return { id: Number.parseInt(question, 16) };
  return { id: Number.parseInt(setter, 16), value: Number.parseInt(value, 16) };
}

/** The data of the frames in the order of their numbers, numbers left out; undefined if one is missing or comes twice. */
function inOrder(frame: Uint8Array): Uint8Array | undefined {
  const byNumber = new Map<number, Uint8Array>();
  for (let at = 0; at < frame.length; at += frameBytes) {
    const number = frame[at + 4] ?? invalidNumber;
    if (number === invalidNumber) continue;
    if (byNumber.has(number)) return undefined;
    byNumber.set(number, frame.subarray(at + 5, at + 4 + dataBytes));
  }
  // The document counts from 0, units that were recorded from 1.
  const first = byNumber.has(0) ? 0 : 1;
  const parts = Array.from(byNumber, (_, index) => byNumber.get(first + index));
  return parts.every((part) => part !== undefined) ? concatBytes(...parts) : undefined;
}

function answer(frame: Uint8Array, command: string): Answer {
  const [, address, id] = frame;
  const asked = partsOf(command);
  if (address !== fromBoard) return { kind: 'foreign', why: because('frame.request') };
  if (id !== asked.id)
    return { kind: 'foreign', why: because('frame.other-command', { command: (id ?? 0).toString(16) }) };
  if (asked.value !== undefined) return { kind: 'ack' };
  if (!isPart(frame)) return { kind: 'payload', payload: frame.subarray(4, 4 + dataBytes) };
  const payload = inOrder(frame);
  return payload === undefined
    ? { kind: 'foreign', why: because('frame.parts-missing') }
    : { kind: 'payload', payload };
}

/**
 * Daly at 9600 8N1 as asked by a host of this address (0x80 a computer, 0x40 the Bluetooth module); a command is the id, two
 * hex digits (`90`), with a value where it sets a switch (`DA=01`). The payload of `95` and `96` is the data of all frames in order, seven bytes each.
 */
export function dalyWire(hostAddress: 0x80 | 0x40): WireFormat {
  return Object.freeze({
    id: hostAddress === 0x80 ? 'daly' : 'daly40',
    title: `Daly A5 (host ${hostAddress.toString(16)})`,
    maxFrame,
    request(command: string) {
      const bytes = new Uint8Array(frameBytes);
      const { id, value = 0 } = partsOf(command);
      bytes.set([begin, hostAddress, id, dataBytes, value]);
      bytes[frameBytes - 1] = sum8(bytes, 0, frameBytes - 1);
      return bytes;
    },
    framer,
    answer,
  });
}
