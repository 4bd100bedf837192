// Texts that are not tariffs and meant to cost time: they are refused quickly and briefly.
import { expect, test } from 'vitest';
import { tariffFromText } from './tariff-file.ts';

const head = 'name: Home\ncurrency: EUR\nversions:\n  - from: 2026-01-01\n    import:\n';

/** Problems of a text, and how long they took, ms. */
function refused(text: string) {
  const beganMs = performance.now();
  const outcome = tariffFromText(text);
  const tookMs = performance.now() - beganMs;
  return { problems: 'problems' in outcome ? outcome.problems : [], tookMs };
}

test.each([
  ['brackets', '['.repeat(190_000)],
  ['braces', '{a: '.repeat(40_000)],
  ['pairs of brackets', `name: ${'['.repeat(60)}${']'.repeat(60)}`],
  ['dashes', '- '.repeat(90_000)],
  ['questions', '? '.repeat(90_000)],
  ['indentation', Array.from({ length: 600 }, (_none, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['indentation by tens', Array.from({ length: 150 }, (_none, depth) => `${' '.repeat(depth * 10)}a:`).join('\n')],
])('R16: deep %s are refused unread', (_name, text) => {
  const { problems, tookMs } = refused(text);
  expect(problems).toMatchObject([{ line: 1, why: { code: 'file.too-deep' } }]);
  expect(tookMs).toBeLessThan(2000);
});

test.each([
  ['wrong entries', head + '      - {}\n'.repeat(9000)],
  ['unknown keys', `name: Home\n${Array.from({ length: 9000 }, (_none, row) => `k${row}: 1`).join('\n')}`],
  ['aliases', `name: &a x\n${Array.from({ length: 9000 }, (_none, row) => `k${row}: *a`).join('\n')}`],
  ['faults of the syntax', 'a: b: c\n'.repeat(6000)],
])('R16: of very many %s the first hundred are told, and how many more', { timeout: 120_000 }, (_name, text) => {
  const { problems, tookMs } = refused(text);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toMatchObject({ why: { code: 'file.more-problems' } });
  expect(JSON.stringify(problems).length).toBeLessThan(60_000);
  expect(tookMs).toBeLessThan(10_000);
});

test('R16: a tariff as deep as they are is read', () => {
  const text = `${head}      - { kind: flat, name: energy, price: 0.3 }\n`;
  expect(tariffFromText(text)).toMatchObject({ tariff: { name: 'Home' } });
});

test('a key that is there twice is told with its place', () => {
  const { problems } = refused('name: Home\nname: House\n');
  expect(problems).toMatchObject([{ line: 2, column: 1, why: { code: 'yaml.key-twice' } }]);
});
