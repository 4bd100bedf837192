// The page of limits says what the code says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const rows = [
  ...readFileSync(join(root, 'docs/limits.md'), 'utf8').matchAll(/^\| ([^|]+) \| ([^|]+) \| `(src\/[^`]+)` \|$/gm),
].map(([, what = '', bounds = '', file = '']) => ({ what, file, bounds: [...bounds.matchAll(/`([^`]+)`/g)] }));

test('each bound of the page of limits stands in its file as it is written there', () => {
  const wrong = rows.flatMap(({ what, file, bounds }) => {
    const source = readFileSync(join(root, file), 'utf8');
    const missing = bounds.filter(([, bound = '']) => !source.includes(bound)).map(([, bound]) => bound);
    return bounds.length === 0 || missing.length > 0 ? [[what, file, missing]] : [];
  });
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(30);
});
