// Protocol buffers: the examples of their documentation, what is written comes back, and any bytes are a message or none.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import {
  fixedField,
  floatField,
  floatIn,
  numberField,
  numberIn,
  readFields,
  readVarint,
  textField,
  textIn,
  textsIn,
  varint,
} from './protobuf.ts';

test('the examples of the documentation', () => {
  // Source: Protocol Buffers documentation, "Encoding": a = 150; b = "testing"; the varint 150.
  expect(readFields(fromHex('08 96 01'))).toEqual([{ number: 1, value: 150 }]);
  expect(textIn(readFields(fromHex('12 07 74 65 73 74 69 6e 67')) ?? [], 2, 10)).toBe('testing');
  expect(toHex(varint(150))).toBe('9601');
  expect(toHex(textField(2, 'testing'))).toBe('120774657374696e67');
  // A negative number has ten bytes; its lower half is what counts here.
  expect(readVarint(fromHex('fe ff ff ff ff ff ff ff ff 01'), 0)).toEqual({ value: 0xffff_fffe, end: 10 });
});

test('what is written is read', () => {
  const uint = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const fields = fc.record({
    count: uint,
    key: uint,
    value: fc.float({ noNaN: true }),
    text: fc.string({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(fields, ({ count, key, value, text }) => {
      const read = readFields(
        concatBytes(numberField(1, count), fixedField(2, key), floatField(3, value), textField(400, text)),
      );
      expect(numberIn(read ?? [], 1)).toBe(count);
      expect(numberIn(read ?? [], 2)).toBe(key);
      expect(Math.fround(floatIn(read ?? [], 3))).toBe(value + 0);
      expect(textIn(read ?? [], 400, 40)).toBe(text.replaceAll(/\p{C}/gu, ' ').trim());
    }),
  );
});

test('a float has the digits that were meant', () => {
  const shown = (value: number): number => floatIn(readFields(floatField(1, value)) ?? [], 1);
  for (const value of [12.3, 0.1, 230.45, 1234.567, -7.25, 16_777_216, 3.4e-5, 0]) expect(shown(value)).toBe(value);
  expect(shown(Number.NaN)).toBeNaN();
});

test('texts are bounded in length and number', () => {
  const read = readFields(
    concatBytes(textField(1, 'x'.repeat(50)), textField(2, 'a'), textField(2, 'b'), textField(2, 'c')),
  );
  expect(textIn(read ?? [], 1, 49)).toBe('');
  expect(textsIn(read ?? [], 2, { most: 2, longest: 5 })).toEqual(['a', 'b']);
  expect(textIn([{ number: 1, value: Uint8Array.of(0xff, 0xfe) }], 1, 5)).toBe('');
});

test('any bytes are a message or none', () => {
  let whole = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = readFields(bytes);
      whole += read === undefined ? 0 : 1;
      const fields = read ?? [];
      expect(fields.length).toBeLessThanOrEqual(bytes.length);
      const odd = fields.filter(
        ({ number, value }) => number <= 0 || (typeof value === 'number' && (value < 0 || value >= 2 ** 32)),
      );
      expect(odd).toEqual([]);
    }),
  );
  expect(whole).toBeGreaterThan(0);
  expect(readFields(concatBytes(...Array.from({ length: 513 }, () => numberField(1, 1))))).toBeUndefined();
  expect(readFields(fromHex('12 ff ff ff ff 0f'))).toBeUndefined();
});
