import { describe, expect, test } from 'vitest';
import { rowWriter } from '#codec/register-rows.ts';
import { registerBlocks } from '#codec/registers.ts';
import { registerWriter, type RegisterWrite } from './register-writes.ts';

const high = rowWriter({ kind: 'holding' });
const low = rowWriter({ kind: 'holding', order: 'low' });
const rows = [
  high(0, 'u32', { label: 'Wide', unit: 'W' }),
  low(2, 'u32', { label: 'Wide low', unit: 'W' }),
  high(4, 'i16', { label: 'Signed', unit: 'W' }),
  high(5, 'u16', { label: 'Tenths', unit: '%', scale: 0.1 }),
  high(6, 'u16', { label: 'Degrees', unit: '°C', scale: 0.1, offset: 1000 }),
  high(7, 'u16', { label: 'Mode', options: { 0: 'Off', 2: 'On', 3: 'Auto' } }),
  low(8, 'f32', { label: 'Float low', unit: 'W' }),
  high(10, 'u32', { label: 'Slot', options: { 0x1600_173b: 'Night' }, otherwise: 'Other hours' }),
];
const blocks = registerBlocks(rows);
const limits = { min: -100, max: 100_000, step: 0.1 };
const request = (write: RegisterWrite, value: number | string) => registerWriter(write, rows, blocks).request(value);

describe('writers of registers', () => {
  test.each<[RegisterWrite, number | string, string | undefined]>([
    [{ field: 'wide', title: 'W', limits }, 70_000, 'write-block 0 1 4464'],
    [{ field: 'wide_low', title: 'W', limits }, 70_000, 'write-block 2 4464 1'],
    [{ field: 'wide', title: 'W', limits }, -1, undefined],
    [{ field: 'signed', title: 'S', limits }, -100, 'write 4 65436'],
    [{ field: 'signed', title: 'S', limits }, 40_000, undefined],
    [{ field: 'tenths', title: 'T', limits }, 12.3, 'write 5 123'],
    [{ field: 'tenths', title: 'T', limits: { min: 0, max: 100, step: 1 } }, 12.3, undefined],
    [{ field: 'degrees', title: 'D', limits }, 25, 'write 6 1250'],
    [{ field: 'mode', title: 'M' }, 'On', 'write 7 2'],
    [{ field: 'mode', title: 'M', asBlock: true }, 'Auto', 'write-block 7 3'],
    [{ field: 'mode', title: 'M', words: ['Off', 'On'] }, 'Auto', undefined],
    [{ field: 'mode', title: 'M' }, 2, undefined],
    // 5000 is 0x459C4000 in single precision.
    [{ field: 'float_low', title: 'F', limits }, 5000, 'write-block 8 16384 17820'],
    [{ field: 'slot', title: 'S' }, 'Night', 'write-block 10 5632 5947'],
    [{ field: 'slot', title: 'S' }, 'Other hours', undefined],
  ])('%j of %s: %s', (write, value, expected) => expect(request(write, value)).toBe(expected));

  test('the read that holds the row shows whether it was taken', () => {
    expect(registerWriter({ field: 'mode', title: 'M' }, rows, blocks).readBack).toEqual({
      command: 'holding 0 12',
      field: 'mode',
    });
  });

  test('a register that is written only shows nowhere, and stands in no read', () => {
    const writtenOnly = high(30, 'i32', { label: 'Target', unit: 'W' });
    const write = registerWriter({ field: 'target', title: 'T', limits, writtenOnly }, rows, blocks);
    expect([write.readBack, write.request(70)]).toEqual([undefined, 'write-block 30 0 70']);
    expect(() => registerWriter({ field: 'mode', title: 'M', writtenOnly }, rows, blocks)).toThrow(TypeError);
  });

  test('a row that is not there, or an input register, is our own mistake', () => {
    const input = rowWriter({ kind: 'input' })(0, 'u16', { label: 'In' });
    expect(() => registerWriter({ field: 'no_such', title: 'X' }, rows, blocks)).toThrow(TypeError);
    expect(() => registerWriter({ field: 'in', title: 'X', limits }, [input], registerBlocks([input]))).toThrow(
      TypeError,
    );
  });
});

describe('a setting that is some bits of a register', () => {
  const shared = [high(20, 'u16', { label: 'Charging', options: { 0: 'Off', 1: 'Grid', 2: 'Generator' }, mask: 3 })];
  const [block] = registerBlocks(shared);
  const write = registerWriter({ field: 'charging', title: 'C', asBlock: true }, shared, registerBlocks(shared));

  test('is read by its bits alone, and the whole word is told', () => {
    const { values, raws, problems } = block?.table.decode(Uint8Array.of(0xa5, 0x15)) ?? {};
    expect({ values, raws, problems }).toEqual({ values: ['Grid'], raws: [0xa515], problems: [] });
  });

  test('is written into what the register holds', () => {
    expect(write.merged?.('Generator', 0xa515)).toBe('write-block 20 42262');
    expect(write.merged?.('Off', 0xffff)).toBe('write-block 20 65532');
    expect(write.merged?.('Moon', 0)).toBeUndefined();
  });
});
