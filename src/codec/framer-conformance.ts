// The conformance suite of every wire format's framer: any chunking, bad checksums, noise, hostile bytes, bounds.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1, toHex } from '#core/bytes.ts';
import type { Frame } from '#core/framer.ts';
import type { WireFormat } from './wire.ts';

/** One wire format as the suite tries it. */
export interface Family {
  readonly wire: WireFormat;
  /** A whole good answer to `command` around a payload of the family. */
  encode(payload: Uint8Array): Uint8Array;
  readonly command: string;
  readonly payload: fc.Arbitrary<Uint8Array>;
  /** Index of a byte whose change must break the checksum. */
  readonly damage: number;
  /** First bytes of its frames, which noise may not hold; those of PI30 and JK where absent. */
  readonly begins?: readonly number[];
  /** A payload, where three bytes are none. */
  readonly sample?: Uint8Array;
}

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
  frames.push(...(framer.end?.() ?? []));
  return { frames, largest };
}

const good = (frames: readonly Frame[]): string[] =>
  frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => toHex(bytes));
const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ bytes, fault }) => `${fault ?? 'good'} ${toHex(bytes)}`);

/** Good frames that are an answer to the family's command. */
const answers = ({ wire, command }: Family, frames: readonly Frame[]): string[] =>
  frames
    .filter(({ bytes, fault }) => fault === undefined && wire.answer(bytes, command).kind !== 'foreign')
    .map(({ bytes }) => toHex(bytes));

/** Runs the suite for these wire formats. */
export function framerConformance(families: readonly Family[]): void {
  describe.each(families)('framer of $wire.id', (family) => {
    findsFrames(family);
    staysSound(family);
  });
}

/** Frames are found whole, in any pieces, behind noise and damage. */
function findsFrames(family: Family): void {
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
          expect(answers(family, frames)).toEqual([toHex(encode(second))]);
          expect(frames.some(({ fault }) => fault === 'checksum')).toBe(true);
        },
      ),
    );
  });

  test('noise before a frame does not hide it', () => {
    // Noise that holds no start of a frame of the family.
    const noise = fc
      .uint8Array({ maxLength: 40 })
      .map((bytes) => bytes.map((byte) => ((family.begins ?? [0x28, 0x4e]).includes(byte) ? 0x00 : byte)));
    fc.assert(
      fc.property(noise, payload, (before, some) => {
        expect(good(pushAll(family, concatBytes(before, encode(some))).frames)).toContain(toHex(encode(some)));
      }),
    );
  });
}

/** Nothing it is given makes it fail, hold too much or take an echo for an answer. */
function staysSound(family: Family): void {
  const { wire, encode, command, sample = Uint8Array.of(0x31, 0x32, 0x33) } = family;

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
      const answer = encode(sample);
      // Whatever is held back, at most one frame's worth of bytes later a good frame is found.
      const frames = framer.push(concatBytes(new Uint8Array(wire.maxFrame).fill(0x0d), answer));
      expect(good([...frames, ...(framer.end?.() ?? [])])).toEqual([toHex(answer)]);
    }
  });

  test('reset forgets', () => {
    const framer = wire.framer();
    const whole = encode(sample);
    framer.push(whole.subarray(0, 5));
    expect(framer.pending).toBeGreaterThan(0);
    framer.reset();
    expect(framer.pending).toBe(0);
    expect(answers(family, [...framer.push(whole.subarray(5)), ...(framer.end?.() ?? [])])).toEqual([]);
    expect(good([...framer.push(whole), ...(framer.end?.() ?? [])])).toEqual([toHex(whole)]);
  });

  test('its own request is no answer', () => {
    const frames = pushAll(family, wire.request(command)).frames.filter(({ fault }) => fault === undefined);
    expect(frames.map(({ bytes }) => wire.answer(bytes, command).kind).filter((kind) => kind !== 'foreign')).toEqual(
      [],
    );
  });
}
