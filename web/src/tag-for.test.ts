import { expect, test } from 'vitest';
import { tagFor } from './tag-for.ts';

test.each([
  [['de-AT', 'en'], 'de'],
  [['pt-PT'], 'pt-BR'],
  [['ja', 'es-MX', 'de'], 'es'],
  [['ja'], 'en'],
  [[], 'en'],
])('who prefers %j reads %s, unless another was chosen', (preferred, expected) => {
  expect(tagFor(preferred, ['en', 'de', 'es', 'pt-BR'], 'en')).toBe(expected);
});
