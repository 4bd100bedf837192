import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { fromHex, fromLatin1 } from '#core/bytes.ts';
import { cutCounted, type NumberType, type RecordField, recordTable } from './record.ts';

const one = (field: Omit<RecordField, 'label'>, hex: string) => {
  const { values, raws, problems } = recordTable([{ label: 'Field', ...field }]).decode(fromHex(hex));
  return { value: values[0], raw: raws[0], problems };
};

describe('a table of fixed places', () => {
  test.each<[NumberType, number]>([
    ['u8', 0xfe],
    ['i8', -2],
    ['u16be', 0xfedc],
    ['u16le', 0xdcfe],
    ['i16be', 0xfedc - 0x1_0000],
    ['i16le', 0xdcfe - 0x1_0000],
    ['u24be', 0xfedcba],
    ['u24le', 0xbadcfe],
    ['u32be', 0xfedcba98],
    ['u32le', 0x98badcfe],
    ['i32be', 0xfedcba98 - 2 ** 32],
    ['i32le', 0x98badcfe - 2 ** 32],
  ])('%s is %i', (type, value) => expect(one({ at: 1, type }, '00fedcba98').value).toBe(value));

  test('f32le', () => {
    expect(one({ at: 0, type: 'f32le' }, '0000963f').value).toBe(1.171875);
    expect(one({ at: 0, type: 'f32le' }, '0000c07f')).toMatchObject({
      value: undefined,
      problems: [{ row: 0, why: because('decode.not-finite') }],
    });
  });

  test('scale, offset and numbers that say there is nothing', () => {
    expect(one({ at: 0, type: 'u16be', add: -2731, divide: 10 }, '0b8b').value).toBe(22.4);
    expect(one({ at: 0, type: 'u16be', multiply: 60, absent: [0xffff] }, 'ffff').value).toBeUndefined();
  });

  test.each([
    ['4a4b2d42320000000000', 'JK-B2'],
    ['4a4b2d42322020ffffff', 'JK-B2'],
    ['4a4b2d423200ff12ff34', 'JK-B2'],
    ['ffffffffffffffffffff', undefined],
    ['00000000000000000000', undefined],
  ])('a text in a place of fixed length: %s', (bytes, wanted) => {
    expect(one({ at: 0, type: 'text', bytes: 10 }, bytes)).toMatchObject({ value: wanted, problems: [] });
  });

  test('bits, lists, switches, choices', () => {
    const bits = [
      { bit: 0, label: 'Low' },
      { bit: 9, label: 'High' },
    ];
    expect(one({ at: 0, type: 'u16be', bit: 9 }, '0200').value).toBe(true);
    expect(one({ at: 0, type: 'u16be', bits }, '0201')).toMatchObject({ value: 'Low, High', raw: 0x0201 });
    expect(one({ at: 0, type: 'u8', toggle: true }, '02').problems).toEqual([
      { row: 0, why: because('decode.no-binary', { raw: 2 }) },
    ]);
    expect(one({ at: 0, type: 'u8', options: { '2': 'Two' } }, '02')).toMatchObject({ value: 'Two', raw: 2 });
    expect(one({ at: 0, type: 'u8', options: { '2': 'Two' } }, '03').problems).toEqual([
      { row: 0, why: because('decode.no-known', { raw: 3 }) },
    ]);
  });

  test('a field that is only there with a bit', () => {
    const onlyIf = { at: 0, type: 'u8', bit: 3 } as const;
    expect([
      one({ at: 1, type: 'u8', onlyIf }, '0805').value,
      one({ at: 1, type: 'u8', onlyIf }, '0705').value,
    ]).toEqual([5, undefined]);
  });

  test('texts end at zero; others are a problem', () => {
    const table = recordTable([{ at: 0, type: 'text', bytes: 6, label: 'Name' }]);
    expect(table.decode(fromLatin1('AB \0xy')).values).toEqual(['AB']);
    expect(table.decode(fromLatin1('A\tB\0\0\0')).problems).toEqual([
      { row: 0, why: because('decode.no-text', { said: external(String.raw`A\x09B`) }) },
    ]);
    expect(table.decode(fromLatin1('ABC')).values).toEqual([undefined]);
  });

  test('what stands past the end is absent, never 0', () => {
    fc.assert(
      fc.property(fc.constantFrom<NumberType>('u8', 'u16be', 'u24le', 'u32le', 'f32le'), fc.nat(3), (type, length) => {
        const bytes = { u8: 1, u16be: 2, u24le: 3, u32le: 4, f32le: 4 }[type as 'u8'];
        const { value } = one({ at: 0, type }, '00'.repeat(length));
        expect(value).toBe(length < bytes ? undefined : 0);
      }),
    );
  });
});

describe('counted parts', () => {
  const table = recordTable(
    [
      { at: 0, type: 'u8', label: 'Head' },
      { block: 1, at: 0, type: 'u16be', label: 'First' },
      { block: 1, at: 2, type: 'u16be', label: 'Second' },
      { block: 2, at: 0, type: 'u8', label: 'Sensor' },
      { block: 3, at: 0, type: 'u8', label: 'Rest' },
    ],
    { cut: cutCounted(1, [{ entryBytes: 2 }, { entryBytes: 1 }]) },
  );

  test.each([
    ['aa 02 0001 0002 01 03 04', [0xaa, 1, 2, 3, 4], []],
    ['aa 01 0001 00 04', [0xaa, 1, undefined, undefined, 4], []],
    [
      'aa 02 0001',
      [undefined, undefined, undefined, undefined, undefined],
      [{ row: -1, why: because('decode.entries', { count: 2, bytes: 2 }) }],
    ],
    [
      'aa',
      [undefined, undefined, undefined, undefined, undefined],
      [{ row: -1, why: because('decode.ends-before-count') }],
    ],
  ])('%s', (hex, values, problems) => {
    expect(table.decode(fromHex(hex))).toMatchObject({ values, problems });
  });
});
