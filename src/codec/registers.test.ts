import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { parseModbusCommand } from './modbus-command.ts';
import { type RegisterRow, registersOf, type RegisterType, rowWriter, usualAbsent } from './register-rows.ts';
import { registerTable } from './register-table.ts';
import { registerBlocks } from './registers.ts';

const at = rowWriter({ kind: 'input' });
const low = rowWriter({ kind: 'input', order: 'low' });

function read(rows: readonly RegisterRow[], hex: string) {
  const { values, raws, problems } = registerTable(rows, Math.min(...rows.map(({ register }) => register))).decode(
    fromHex(hex),
  );
  return { values, raws, problems: problems.map(({ row, why }) => `${rows[row]?.name ?? '*'}: ${inEnglish(why)}`) };
}

const one = (row: RegisterRow, hex: string) => read([row], hex).values[0];

describe('values', () => {
  test.each<[string, RegisterRow, string, unknown]>([
    ['unsigned', at(0, 'u16', { label: 'A' }), 'ffff', 65_535],
    ['signed', at(0, 'i16', { label: 'A' }), 'ff9c', -100],
    ['a tenth is no binary fraction', at(0, 'u16', { label: 'A', scale: 0.1 }), '00e5', 22.9],
    ['kilo to base unit', at(0, 'u16', { label: 'A', scale: 100 }), '0019', 2500],
    ['offset before scale', at(0, 'u16', { label: 'A', scale: 0.1, offset: 1000 }), '04ce', 23],
    ['below the offset', at(0, 'u16', { label: 'A', scale: 0.1, offset: 1000 }), '03b6', -5],
    ['the high byte', at(0, 'u8', { label: 'A', byte: 'high' }), '19e7', 25],
    ['the low byte', at(0, 'u8', { label: 'A' }), '19e7', 231],
    ['a signed byte', at(0, 'i8', { label: 'A' }), '19e7', -25],
    ['a byte of sign and magnitude', at(0, 'm8', { label: 'A' }), '1985', -5],
    ['high word first', at(0, 'u32', { label: 'A' }), '00010002', 65_538],
    ['low word first', low(0, 'u32', { label: 'A' }), '00020001', 65_538],
    ['signed, low word first', low(0, 'i32', { label: 'A' }), 'fffeffff', -2],
    ['64 bits', at(0, 'u64', { label: 'A' }), '0000000100000000', 2 ** 32],
    ['single precision', at(0, 'f32', { label: 'A' }), '4366 3333', 230.2],
    ['not a number is absent', at(0, 'f32', { label: 'A' }), '7fc00000', undefined],
    ['text', at(0, 'string', { label: 'A', length: 4 }), '5355 4e32 3030 3000', 'SUN2000'],
    ['text without end', at(0, 'string', { label: 'A', length: 2 }), '41424344', 'ABCD'],
    ['empty text is absent', at(0, 'string', { label: 'A', length: 2 }), '00000000', undefined],
    ['text filled up with FF', at(0, 'string', { label: 'A', length: 3 }), '41424320ffff', 'ABC'],
    ['text filled up with FF behind a NUL', at(0, 'string', { label: 'A', length: 3 }), '414200ffffff', 'AB'],
    ['text of FF is absent', at(0, 'string', { label: 'A', length: 2 }), 'ffffffff', undefined],
    ['a bit that is set', at(0, 'bit', { label: 'A', bit: 3 }), '0008', true],
    ['a bit that is not', at(0, 'bit', { label: 'A', bit: 3 }), 'fff7', false],
    ['bits in words', at(0, 'bits', { label: 'A', bits: { 0: 'fan', 15: 'hot' } }), '8001', 'fan, hot'],
    [
      'bits over two registers',
      at(0, 'bits', { label: 'A', length: 2, bits: { 0: 'low', 31: 'high' } }),
      '80000001',
      'low, high',
    ],
    ['a known choice', at(0, 'u16', { label: 'A', options: { 2: 'Run' } }), '0002', 'Run'],
    ['a sentinel is absent', at(0, 'u16', { label: 'A', absent: [0xffff] }), 'ffff', undefined],
    [
      'a sentinel of the type is absent',
      rowWriter({ kind: 'input', absentByType: usualAbsent })(0, 'i32', { label: 'A' }),
      '80000000',
      undefined,
    ],
    [
      '64 bits of ones are absent',
      rowWriter({ kind: 'input', absentByType: usualAbsent })(0, 'u64', { label: 'A' }),
      'ffffffffffffffff',
      undefined,
    ],
  ])('%s', (...[, row, hex, expected]) => expect(one(row, hex)).toBe(expected));

  test('the high word may stand elsewhere', () => {
    const row = at(625, 'i32', { label: 'Grid power', highWord: 627 });
    expect(one(row, 'fc18 0000 ffff')).toBe(-1000);
  });

  test('a scale factor of the same read shifts; one that is not there makes the value absent', () => {
    const rows = [at(0, 'i16', { label: 'W', scaleFactor: 1 }), at(1, 'i16', { label: 'SF' })];
    expect(read(rows, '0929 fffe').values[0]).toBe(23.45);
    expect(read(rows, '0929 0002').values[0]).toBe(234_500);
    expect(read(rows, '0929 8000')).toMatchObject({ problems: [] });
    expect(read(rows, '0929 8000').values[0]).toBeUndefined();
    expect(read(rows, '0929 0040').problems).toEqual(['w: its scale factor 64 is outside −10 to 10']);
  });

  test('an unknown choice is absent, named, and kept raw', () => {
    const found = read([at(0, 'u16', { label: 'State', options: { 1: 'On' } })], '0007');
    expect(found).toEqual({ values: [undefined], raws: [7], problems: ['state: 7 is not a known choice'] });
  });

  test('a block that is too short is not read in part', () => {
    const rows = [at(10, 'u16', { label: 'A' }), at(11, 'u32', { label: 'B' })];
    expect(read(rows, '00010002')).toMatchObject({
      values: [undefined, undefined],
      problems: ['*: 4 bytes came; 6 are needed'],
    });
  });

  test('any bytes give values or reasons', () => {
    const rows = [
      at(0, 'f32', { label: 'F' }),
      at(2, 'string', { label: 'S', length: 3 }),
      at(5, 'i16', { label: 'W', scaleFactor: 6 }),
      at(7, 'bits', { label: 'B', bits: { 0: 'x' } }),
      at(8, 'u64', { label: 'E' }),
    ];
    const table = registerTable(rows, 0);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (payload) => {
        for (const value of table.decode(payload).values)
          expect(typeof value === 'number' ? Number.isFinite(value) : true).toBe(true);
      }),
    );
  });
});

describe('the planner', () => {
  const types = fc.constantFrom<RegisterType>('u16', 'i16', 'u32', 'f32', 'u64', 'string');
  const rows = fc
    .array(
      fc.record({
        gap: fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, fc.nat(400)),
        type: types,
        kind: fc.constantFrom('holding' as const, 'input' as const),
        group: fc.constantFrom('live' as const, 'settings' as const),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((list) => {
      let register = 100;
      return list.map(({ gap, type, kind, group }, index): RegisterRow => {
        register += gap;
        const row: RegisterRow = {
          register,
          type,
          kind,
          group,
          name: `r${index}`,
          label: `R${index}`,
          unit: '',
          ...(type === 'string' ? { length: 8 } : {}),
        };
        register += registersOf(row);
        return row;
      });
    });
  const plan = fc.record({ maxRegisters: fc.integer({ min: 8, max: 125 }), maxGap: fc.nat(12) });

  test('every row is read exactly once, no block is over the limit or has a forbidden gap', () => {
    fc.assert(
      fc.property(rows, plan, (list, { maxRegisters, maxGap }) => {
        const blocks = registerBlocks(list, { maxRegisters, maxGap });
        expect(blocks.flatMap(({ table }) => table.rows.map(({ name }) => name)).sort()).toEqual(
          list.map(({ name }) => name).sort(),
        );
        for (const { command, register, count, kind, group, table } of blocks) {
          expect(count).toBeLessThanOrEqual(maxRegisters);
          expect(parseModbusCommand(command)).toMatchObject({ register, count });
          const own = list.filter(({ name }) => table.rows.some((row) => row.name === name));
          expect(own.every((row) => row.kind === kind && row.group === group)).toBe(true);
          const covered = own
            .map((row) => [row.register, row.register + registersOf(row) - 1] as const)
            .sort((a, b) => a[0] - b[0]);
          expect([covered[0]?.[0], Math.max(...covered.map(([, last]) => last))]).toEqual([
            register,
            register + count - 1,
          ]);
          for (const [index, [first]] of covered.slice(1).entries())
            expect(first - (covered[index]?.[1] ?? 0) - 1).toBeLessThanOrEqual(maxGap);
        }
      }),
    );
  });

  test('neighbours that fit one read are not asked for twice', () => {
    expect(
      registerBlocks([at(0, 'u16', { label: 'A' }), at(1, 'u32', { label: 'B' }), at(9, 'u16', { label: 'C' })], {
        maxGap: 6,
      }).map(({ command }) => command),
    ).toEqual(['input 0 10']);
    expect(
      registerBlocks([at(0, 'u16', { label: 'A' }), at(9, 'u16', { label: 'C' })], { maxGap: 0 }).map(
        ({ command }) => command,
      ),
    ).toEqual(['input 0 1', 'input 9 1']);
  });

  test('a read does not straddle a wall', () => {
    const list = [at(123, 'u16', { label: 'A' }), at(124, 'u16', { label: 'B' }), at(125, 'u16', { label: 'C' })];
    expect(registerBlocks(list, { walls: [125] }).map(({ command }) => command)).toEqual([
      'input 123 2',
      'input 125 1',
    ]);
  });

  test('a scale factor or high word is read with its row', () => {
    expect(
      registerBlocks([
        at(40, 'i16', { label: 'A', scaleFactor: 30 }),
        at(50, 'i32', { label: 'B', highWord: 115 }),
      ]).map(({ command }) => command),
    ).toEqual(['input 30 86']);
  });

  test('a row that fits no read is our own mistake', () => {
    expect(() => registerBlocks([at(0, 'string', { label: 'A', length: 20 })], { maxRegisters: 10 })).toThrow(
      TypeError,
    );
    expect(() => registerBlocks([at(124, 'u32', { label: 'A' })], { walls: [125] })).toThrow(TypeError);
    expect(() => registerBlocks([at(65_535, 'u32', { label: 'A' })])).toThrow(TypeError);
  });
});
