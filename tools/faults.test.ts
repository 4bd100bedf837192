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

/** What is wrong with a test of this title, or with a case of one that is given in quotes; nothing for one that runs and may fail. */
function wrongWith({ file, title }: { readonly file: string; readonly title: string }): string | undefined {
  if (!existsSync(join(root, file))) return 'no such file';
  const source = readFileSync(join(root, file), 'utf8');
  if (title.startsWith("'")) return source.includes(title) ? undefined : 'no such case';
  const at = Math.max(...["'", '`', '"'].map((quote) => source.indexOf(`${quote}${title}${quote}`)));
  if (at < 0) return 'no such test';
  const before = source.slice(0, at).trimEnd();
  const [called] = /\S*$/.exec(before) ?? [''];
  if (!called.endsWith('(')) return 'its title stands in no call';
  if (/\.(?:skip|todo|fails)\($/.test(called)) return 'it is not run';
  // Up to the next one at the same depth, or the end.
  const depth = /^ */.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
  const end = source.slice(at).search(new RegExp(`\\n${depth}[})]+;`)) + at;
  // What is waited for fails as what is expected, if it does not come.
  return /\b(?:expect\w*|until|waitFor\w*)[(.]/.test(source.slice(at, end < at ? undefined : end))
    ? undefined
    : 'it expects nothing';
}

test('each fault says what is done, what is seen, and which tests show it', () => {
  expect(rows.filter((cells) => cells.length !== 6 || cells.slice(1, 5).includes(''))).toEqual([]);
  const wrong = shown.flatMap((one) => {
    const why = one.title === '' ? 'no test is named' : wrongWith(one);
    return why === undefined ? [] : [`${one.fault}: ${one.file} ${one.title}: ${why}`];
  });
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(40);
});
