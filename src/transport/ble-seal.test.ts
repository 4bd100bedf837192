// What is filed in an advertisement, whatever it is and whatever key is given: a record of the usual form, or none.
import { expect, test } from 'vitest';
import { sum8 } from '#core/checksum.ts';
import { fc } from '#tools/testkit/property.ts';
import { keyOf, readAdvert, recordOf } from './ble-seal.ts';

test('any bytes under any key are a whole record or no advertisement', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ minLength: 6, maxLength: 80 }).map((rest) => Uint8Array.of(0x10, ...rest)),
  );
  let records = 0;
  fc.assert(
    fc.property(bytes, fc.uint8Array({ minLength: 16, maxLength: 16 }), (data, key) => {
      const advert = readAdvert(data);
      expect(advert === undefined).toBe(data[0] !== 0x10 || data.length <= 8 || data.length > 64);
      if (advert === undefined) return;
      const record = recordOf(advert, key);
      // Mark, length, product and type, readings, sum.
      expect(record).toHaveLength(2 + 3 + (data.length - 8) + 1);
      expect(record[1]).toBe(record.length - 3);
      expect(record.at(-1)).toBe(sum8(record, 0, record.length - 1));
      records += 1;
    }),
  );
  expect(records).toBeGreaterThan(10);
});

test('any text is a key of 16 bytes or none', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(keyOf(text)?.length ?? 16).toBe(16);
    }),
  );
  expect(keyOf('00112233-4455:6677 8899AABBCCDDEEFF')).toHaveLength(16);
});
