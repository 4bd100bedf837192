// The conformance suite of every wire format's framer.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1, toHex } from '#core/bytes.ts';
import { crc16Xmodem, sum16 } from '#core/checksum.ts';
import type { Frame } from '#core/framer.ts';
import { jk4e57Wire } from './jk-4e57.ts';
import { pi30Wire } from './pi30.ts';
import type { WireFormat } from './wire.ts';

interface Family {
  readonly wire: WireFormat;
  /** A whole good answer to `command` around a payload of the family. */
  encode(payload: Uint8Array): Uint8Array;
  readonly command: string;
  readonly payload: fc.Arbitrary<Uint8Array>;
  /** Index of a byte whose change must break the checksum. */
  readonly damage: number;
}

/** A PI30 answer with the CRC as it was computed: reserved bytes stay as they are. */
function pi30Plain(payload: Uint8Array): Uint8Array {
  const body = concatBytes(fromLatin1('('), payload);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
}

function jkReply(payload: Uint8Array): Uint8Array {
  const length = payload.length + 18;
  const body = concatBytes(
    Uint8Array.of(0x4e, 0x57, length >>> 8, length & 0xff, 0, 0, 0, 0, 6, 0, 1),
    payload,
    Uint8Array.of(0, 0, 0, 0, 0x68),
  );
  const sum = sum16(body);
  return concatBytes(body, Uint8Array.of(0, 0, sum >>> 8, sum & 0xff));
}

const pi30Text = fc
  .stringMatching(/^[0-9A-Z. -]{1,60}$/)
  .filter((text) => text !== 'ACK' && text !== 'NAK' && text !== 'QPIGS');

const families: readonly Family[] = [
  { wire: pi30Wire, encode: pi30Plain, command: 'QPIGS', payload: pi30Text.map(fromLatin1), damage: 1 },
  { wire: jk4e57Wire, encode: jkReply, command: 'read_all', payload: fc.uint8Array({ maxLength: 120 }), damage: 12 },
];

/** Pushes a stream in chunks that end at `cuts`. */
function pushAll(
  { wire }: Family,
  stream: Uint8Array,
  cuts: readonly number[] = [],
): { frames: Frame[]; largest: number } {
  const framer = wire.framer();
  const frames: Frame[] = [];
  let largest = 0;
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]) {
    frames.push(...framer.push(stream.subarray(from, to)));
    largest = Math.max(largest, framer.pending);
    from = to;
  }
  return { frames, largest };
}

const good = (frames: readonly Frame[]): string[] =>
  frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => toHex(bytes));
const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ bytes, fault }) => `${fault ?? 'good'} ${toHex(bytes)}`);

test('every wire format is in the suite', () =>
  expect(families.map(({ wire }) => wire.id)).toEqual(['pi30', 'jk-4e57']));

describe.each(families)('framer of $wire.id', (family) => {
  const { wire, encode, command, payload } = family;

  test('decode(encode(payload)) = payload', () => {
    fc.assert(
      fc.property(payload, (some) => {
        const { frames } = pushAll(family, encode(some));
        expect(shown(frames)).toEqual([`good ${toHex(encode(some))}`]);
        expect(wire.answer(frames[0]!.bytes, command)).toEqual({ kind: 'payload', payload: some });
      }),
      { numRuns: 300 },
    );
  });

  test('any chunking gives the same frames', () => {
    const part = fc.oneof(
      payload.map(encode),
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom(wire.request(command)),
    );
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), cuts, (parts, where) => {
        const stream = concatBytes(...parts);
        const whole = pushAll(family, stream).frames;
        expect(shown(pushAll(family, stream, where).frames)).toEqual(shown(whole));
        expect(shown(pushAll(family, stream, [...stream.keys()]).frames)).toEqual(shown(whole));
      }),
    );
  });

  test('after a bad checksum the very next frame is found', () => {
    fc.assert(
      fc.property(
        payload.filter(({ length }) => length > 2),
        payload,
        (first, second) => {
          const bad = encode(first);
          bad[family.damage] = bad[family.damage]! ^ 0x01;
          const { frames } = pushAll(family, concatBytes(bad, encode(second)));
          expect(good(frames)).toEqual([toHex(encode(second))]);
          expect(frames.some(({ fault }) => fault === 'checksum')).toBe(true);
        },
      ),
    );
  });

  test('noise before a frame does not hide it', () => {
    // Noise that holds no start of a frame of the family.
    const noise = fc
      .uint8Array({ maxLength: 40 })
      .map((bytes) => bytes.map((byte) => (byte === 0x28 || byte === 0x4e ? 0x55 : byte)));
    fc.assert(
      fc.property(noise, payload, (before, some) => {
        expect(good(pushAll(family, concatBytes(before, encode(some))).frames)).toContain(toHex(encode(some)));
      }),
    );
  });

  test('hostile bytes neither throw nor hold back more than a frame', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(fromLatin1('('), fromLatin1('NW'), Uint8Array.of(0x4e, 0x57, 0x02, 0)),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(), { maxLength: 9 }), (parts, cuts) => {
        const { frames, largest } = pushAll(family, concatBytes(...parts), cuts);
        expect(largest).toBeLessThan(wire.maxFrame);
        for (const { bytes } of frames) {
          expect(bytes.length).toBeLessThanOrEqual(wire.maxFrame);
          expect(['payload', 'ack', 'refused', 'foreign']).toContain(wire.answer(bytes, command).kind);
        }
      }),
    );
  });

  test('an endless stream without an end stays bounded', () => {
    for (const start of [
      fromLatin1('('),
      Uint8Array.of(0x4e, 0x57, 0xff, 0xff),
      Uint8Array.of(0x4e, 0x57, 0x01, 0xfe),
      Uint8Array.of(0x41),
    ]) {
      const framer = wire.framer();
      framer.push(start);
      for (let round = 0; round < 100; round += 1) {
        framer.push(new Uint8Array(50).fill(0x41));
        expect(framer.pending).toBeLessThan(wire.maxFrame);
      }
      const answer = encode(Uint8Array.of(0x31, 0x32, 0x33));
      // Whatever is held back, at most one frame's worth of bytes later a good frame is found.
      expect(good(framer.push(concatBytes(new Uint8Array(wire.maxFrame).fill(0x0d), answer)))).toEqual([toHex(answer)]);
    }
  });

  test('reset forgets', () => {
    const framer = wire.framer();
    const whole = encode(Uint8Array.of(0x31, 0x32, 0x33));
    framer.push(whole.subarray(0, 5));
    expect(framer.pending).toBeGreaterThan(0);
    framer.reset();
    expect(framer.pending).toBe(0);
    expect(good(framer.push(whole.subarray(5)))).toEqual([]);
    expect(good(framer.push(whole))).toEqual([toHex(whole)]);
  });

  test('its own request is no answer', () => {
    const frames = pushAll(family, wire.request(command)).frames.filter(({ fault }) => fault === undefined);
    expect(frames.map(({ bytes }) => wire.answer(bytes, command).kind)).toEqual(['foreign']);
  });
});
