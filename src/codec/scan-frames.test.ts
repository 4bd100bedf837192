// What the conformance suite of the wire formats does not see: frames that were given out, and what hostile bytes cost.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';

/** A mark, a length, data, a sum. */
function kinds(onJudge: () => void = () => undefined): FrameKinds {
  return {
    maxFrame: 40,
    headerBytes: 3,
    starts: [
      {
        mark: [0x55, 0xaa],
        length: (held, start) => held[start + 2],
        isGood(held, start, end) {
          onJudge();
          return sum8(held, start, end - 1) === held[end - 1];
        },
      },
    ],
  };
}

function frame(length: number, fill: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(fill);
  bytes.set([0x55, 0xaa, length]);
  bytes[length - 1] = sum8(bytes, 0, length - 1);
  return bytes;
}

test('framers of one format do not disturb each other, nor does whoever writes into the bytes they were given', () => {
  const sends = fc.array(
    fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 4, max: 40 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 50 })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(sends, (list) => {
      const make = scanFrames(kinds());
      const framers = [make(), make(), make()];
      const rest = framers.map((): number[] => []);
      const [sent, given] = [framers.map((): string[] => []), framers.map((): string[] => [])];
      const found: { readonly bytes: Uint8Array; readonly hex: string }[] = [];
      const push = (who: number, count: number): void => {
        const piece = Buffer.from(rest[who]?.splice(0, count) ?? []);
        for (const { bytes } of framers[who]?.push(piece) ?? []) {
          given[who]?.push(toHex(bytes));
          found.push({ bytes, hex: toHex(bytes) });
        }
        piece.fill(0x55);
      };
      for (const [who, length, fill, count] of list) {
        const bytes = frame(length, fill);
        sent[who]?.push(toHex(bytes));
        rest[who]?.push(...bytes);
        push(who, count);
      }
      for (const who of framers.keys()) push(who, Infinity);
      expect(given).toEqual(sent);
      expect(found.map(({ bytes }) => toHex(bytes))).toEqual(found.map(({ hex }) => hex));
    }),
  );
});

test('a frame that was given out stays as it was, however the next ones come', () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 0, max: 9 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 90 }), (list, step) => {
      const sent = list.map(([length, fill]) => frame(length, fill));
      const stream = Uint8Array.from(sent.flatMap((bytes) => [...bytes]));
      const framer = scanFrames(kinds())();
      const given: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += step)
        given.push(...framer.push(stream.subarray(at, at + step)).map(({ bytes }) => bytes));
      expect(given.map(toHex)).toEqual(sent.map(toHex));
      expect(framer.pending).toBe(0);
    }),
  );
});

test('hostile bytes cost one checksum a beginning, and there are no more beginnings than marks', () => {
  let judged = 0;
  const framer = scanFrames(kinds(() => (judged += 1)))();
  const stream = Uint8Array.from({ length: 3000 }, (_, index) => [0x55, 0xaa, 0x28][index % 3] ?? 0);
  for (let at = 0; at < stream.length; at += 7) {
    framer.push(stream.subarray(at, at + 7));
    expect(framer.pending).toBeLessThan(40);
  }
  expect(judged).toBeGreaterThan(900);
  expect(judged).toBeLessThanOrEqual(1000);
});
