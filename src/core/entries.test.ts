import { describe, expect, test } from 'vitest';
import { entriesOf, isRecord, keysOf, recordOf } from './entries.ts';

describe('entries of a record', () => {
  test('keys are its own, in their order', () => {
    const record = { b: 1, a: 2 };
    Object.setPrototypeOf(record, { inherited: 1 });
    expect(keysOf(record)).toEqual(['b', 'a']);
  });

  test('what is undefined is no entry; 0, empty and null are', () => {
    const record: Readonly<Partial<Record<'a' | 'b' | 'c' | 'd', unknown>>> = { a: undefined, b: 0, c: '', d: null };
    expect(entriesOf(record)).toEqual([
      ['b', 0],
      ['c', ''],
      ['d', null],
    ]);
  });

  test('a record has every key', () => {
    expect(recordOf(['x', 'y'], (key, index) => `${key}${index}`)).toEqual({ x: 'x0', y: 'y1' });
  });

  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [new Error('why'), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['text', false],
  ])('%j has fields: %s', (value, expected) => {
    expect(isRecord(value)).toBe(expected);
  });
});
