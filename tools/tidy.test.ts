// House rules, held against every file of the repository. What the rules themselves find is tested in tools/tidy/.
import { expect, test } from 'vitest';
import { bannedCalls, bannedSyntax } from './tidy/banned.ts';
import { barrels, emptyNames, FILE_LINES_HARD, FILE_LINES_SOFT, longFiles, longFunctions } from './tidy/shape.ts';
import { isCode, parse, readTextFiles, repositoryPaths, type Complaint } from './tidy/source.ts';
import { sourceNames, unknownSources } from './tidy/sources.ts';
import { lockedAddresses, spelledUnits, strayWords } from './tidy/words.ts';

const paths = repositoryPaths();
const texts = readTextFiles(paths);
const code = texts.filter(({ path }) => isCode(path) && !/(^|\/)(generated|captures|vectors)\//.test(path));
const sources = code.map(({ path, text }) => parse(path, text));

const known = sourceNames(texts.find(({ path }) => path === 'docs/sources.md')?.text ?? '');

const print = (complaints: readonly Complaint[]): string =>
  complaints.map(({ path, line, message }) => `${path}:${line} ${message}`).join('\n');

test('the rules see the repository', () => {
  expect(paths).toContain('package.json');
  expect(paths).toContain('tools/tidy.test.ts');
  expect(sources.length).toBeGreaterThan(20);
});

test.each([
  ['clock, timers, environment and chance live in one file each', () => sources.flatMap(bannedCalls)],
  ['no enum, default export, any by force or empty catch', () => sources.flatMap(bannedSyntax)],
  ['functions stay short', () => sources.flatMap(longFunctions)],
  ['files stay short', () => longFiles(code, FILE_LINES_HARD)],
  ['no file name says nothing', () => emptyNames(paths)],
  ['no barrel files', () => sources.flatMap(barrels)],
  ['units are spelt in the catalogue', () => sources.flatMap(spelledUnits)],
  ['cited sources are in docs/sources.md', () => sources.flatMap((source) => unknownSources(source, known))],
  ['no reminders, machine paths or registry hosts', () => texts.flatMap(strayWords)],
  ['the lock file names no registry', () => texts.flatMap(lockedAddresses)],
])('%s', (_rule, complaints) => {
  expect(print(complaints())).toBe('');
});

test('files above the soft limit are named', () => {
  const long = longFiles(code, FILE_LINES_SOFT);
  if (long.length > 0) console.log(print(long));
  expect(longFiles(code, FILE_LINES_HARD).length).toBeLessThanOrEqual(long.length);
});

test('every source of the page is cited somewhere', () => {
  const comments = sources.flatMap((source) => source.comments.map(({ value }) => value)).join('\n');
  expect(known.size).toBeGreaterThan(10);
  expect([...known].filter((name) => !comments.includes(`[${name}]`))).toEqual([]);
});

test('no two decisions have one number', () => {
  const numbers = paths.flatMap((path) => /^docs\/decisions\/(\d{4})-/.exec(path)?.[1] ?? []);
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).toEqual([...new Set(numbers)]);
});
