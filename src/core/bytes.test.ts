import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, equalBytes, fromHex, fromLatin1, printable, toHex, toLatin1 } from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 64 });

describe('bytes', () => {
  test('hex and Latin-1 give the bytes back', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(fromHex(toHex(some))).toEqual(some);
        expect(fromLatin1(toLatin1(some))).toEqual(some);
      }),
    );
  });

  test('hex may carry spaces, colons, dashes and 0x', () => {
    expect(fromHex('28 41:43-4B 0x0d')).toEqual(Uint8Array.of(0x28, 0x41, 0x43, 0x4b, 0x0d));
  });

  test.each([
    ['4g', '"g" is not a hex digit'],
    ['414', '3 digits do not make whole bytes'],
  ])('%s is refused', (text, why) => {
    expect(() => fromHex(text)).toThrow(expect.objectContaining({ code: 'input.hex', why }));
  });

  test('joining keeps order and length', () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        const joined = concatBytes(left, right);
        expect(joined.subarray(0, left.length)).toEqual(left);
        expect(joined.subarray(left.length)).toEqual(right);
      }),
    );
  });

  test('equality looks at length and every byte', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false);
  });

  test('what is shown of a frame is printable ASCII and cut', () => {
    expect(printable(Uint8Array.of(0x28, 0x41, 0x0d, 0x7f, 0xe9))).toBe('(A\\x0d\\x7f\\xe9');
    expect(printable(new Uint8Array(300).fill(0x41), 4)).toBe('AAAA… (300 bytes)');
    fc.assert(fc.property(bytes, (some) => /^[\x20-\x7e]*(… \(\d+ bytes\))?$/.test(printable(some, 8))));
  });
});
