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
