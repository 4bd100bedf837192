// The page of faults names tests that there are.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!what happens)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const shown = rows.flatMap((cells) =>
  (cells[4] ?? '').split(' · ').map((one) => {
    const [, file = '', title = ''] = /^`([^`]+)` (.+)$/.exec(one) ?? [];
    return { fault: cells[1] ?? '', file, title };
  }),
);

/** Whether a file has a test of this title, or a case of one that is given in quotes. */
function has({ file, title }: { readonly file: string; readonly title: string }): boolean {
  if (!existsSync(join(root, file))) return false;
  const source = readFileSync(join(root, file), 'utf8');
  if (title.startsWith("'")) return source.includes(title);
  return ["'", '`', '"'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

test('each fault says what is done, what is seen, and which tests show it', () => {
  expect(rows.filter((cells) => cells.length !== 6 || cells.slice(1, 5).includes(''))).toEqual([]);
  expect(shown.filter((one) => one.title === '' || !has(one))).toEqual([]);
  expect(rows.length).toBeGreaterThan(40);
});
