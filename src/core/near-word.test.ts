import { expect, test } from 'vitest';
import { distance, nearWord } from './near-word.ts';

test.each([
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['kitten', 'sitting', 3],
] as const)('%s and %s are %i letters apart', (left, right, far) => expect(distance([left, right])).toBe(far));

test.each([
  ['nmae', 'name'],
  ['NAME', 'name'],
  ['zone', undefined],
])('near %s is %s', (word, near) => expect(nearWord(word, ['name', 'address'])).toBe(near));

test.each([
  ['QPIG', 'QPIGS'],
  ['qpirr', 'QPIRI'],
  ['QPIGS2', 'QPIGS'],
  ['wibble', undefined],
  ['Q'.repeat(61), undefined],
])('near %s is %s among commands', (word, near) => expect(nearWord(word, ['QPI', 'QPIGS', 'QPIRI'])).toBe(near));

test('nothing is near where nothing is known', () => expect(nearWord('QPI', [])).toBeUndefined());
