import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../steps.ts';
import { mistaken } from './apply.ts';
import { mutations } from './mutations.ts';

test('a mistake is written in the one place it names', () => {
  expect(mistaken('a + b', { from: '+', to: '-' })).toBe('a - b');
  expect(mistaken('a + b + c', { from: '+', to: '-' })).toBeUndefined();
  expect(mistaken('a', { from: '+', to: '-' })).toBeUndefined();
});

test.each(mutations)('the place stands once in the code: $harm', (mutation) => {
  expect(mistaken(readFileSync(join(ROOT, mutation.file), 'utf8'), mutation)).toBeDefined();
});
