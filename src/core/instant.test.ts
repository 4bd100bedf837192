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
])('%s in Berlin', (text, atMs) => {
  expect(instantIn('Europe/Berlin', text)).toBe(atMs);
});
