// Which messages of a MongoDB server come as far as its driver.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { messageGuard, mostMessageBytes } from './mongo-bounds.ts';

function message(bytes: number, kind = 2013): Buffer {
  const all = Buffer.alloc(bytes >= 16 && bytes <= mostMessageBytes ? bytes : 16);
  all.writeInt32LE(bytes, 0);
  all.writeInt32LE(kind, 12);
  return all;
}

/** Cuts bytes at some places. */
const cut = (all: Buffer, places: readonly number[]): Buffer[] => {
  const at = [0, ...places.map((place) => place % (all.length + 1)).toSorted((one, other) => one - other), all.length];
  return at.slice(1).map((end, index) => all.subarray(at[index], end));
};

const outcome = (chunks: readonly Uint8Array[]): string => {
  const guard = messageGuard();
  try {
    for (const chunk of chunks) guard(chunk);
    return 'let through';
  } catch {
    return 'refused';
  }
};

test('answers of any length up to the bound, however the stream is cut; nothing else', () => {
  const places = fc.array(fc.nat(5000), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 16, max: 300 }), { minLength: 1, maxLength: 8 }), places, (lengths, at) => {
      const good = Buffer.concat(lengths.map((length) => message(length)));
      expect(outcome(cut(good, at))).toBe('let through');
      for (const bad of [
        message(15),
        message(-1),
        message(mostMessageBytes + 1),
        message(0x7fff_ffff),
        message(40, 2012),
      ])
        expect(outcome(cut(Buffer.concat([good, bad]), at))).toBe('refused');
    }),
  );
  expect(outcome([message(mostMessageBytes)])).toBe('let through');
});
