import { expect, test } from 'vitest';
import { instantIn } from './instant.ts';

test.each([
  ['2026-06-21T12:00:00Z', Date.UTC(2026, 5, 21, 12)],
  ['2026-06-21T12:00+02:00', Date.UTC(2026, 5, 21, 10)],
  ['2026-06-21', Date.UTC(2026, 5, 20, 22)],
  ['2026-06-21T12:00', Date.UTC(2026, 5, 21, 10)],
  ['1782036000000', 1782036000000],
  ['soon', undefined],
  ['2026-02-30', undefined],
  ['99999999999999999', undefined],
  ['8640000000000000', undefined],
  ['-271821-04-20', undefined],
  ['-271821-04-20T00:00Z', undefined],
  ['+275760-09-12', undefined],
  ['0001-01-01', undefined],
  ['0001-01-03', Date.parse('0001-01-02T23:06:32Z')],
  ['9999-12-30', Date.UTC(9999, 11, 29, 23)],
])('%s in Berlin', (text, atMs) => {
  expect(instantIn('Europe/Berlin', text)).toBe(atMs);
});
