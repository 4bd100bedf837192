import { because } from '#core/reason.ts';
import { expect, test } from 'vitest';
import { formatFields } from './format-fields.ts';
import { formatTable } from './print.ts';
import { reachableUrls } from './tell-addresses.ts';

test('a table is aligned by characters and has no trailing blanks', () => {
  expect(
    formatTable([
      { a: 'Ω', bb: 1 },
      { a: 'long', bb: 22 },
    ]),
  ).toBe('a     bb\nΩ     1\nlong  22');
  expect(formatTable([])).toBe('');
  for (const one of ['é', 'e\u0301', '–', '👍🏽', '\u2194\ufe0f'])
    expect(
      formatTable([
        { a: one, b: 1 },
        { a: 'ab', b: 2 },
      ]).split('\n')[1],
    ).toBe(`${one}   1`);
});

test('fields show raw beside their reading, leave absent ones out and name what was not read', () => {
  const text = formatFields({
    fields: [
      { name: 'mode', label: 'Mode', value: 'Battery', raw: 'B', unit: '' },
      { name: 'gone', label: 'Gone', value: null, unit: '' },
    ],
    problems: [{ field: 'gone', reason: because('decode.no-number', { said: 'x' }), why: '"x" is not a number' }],
  });
  expect(text).toContain('Battery (B)');
  expect(text.match(/gone/g)).toHaveLength(1);
  expect(text).toContain('Not read: gone: "x" is not a number');
});

test('an answer without a single value says so', () => {
  const fields = [{ name: 'gone', label: 'Gone', value: null, unit: '' }] as const;
  expect(formatFields({ fields, problems: [] })).toBe('No value: the answer says nothing of what was asked for.');
  expect(formatFields({ fields: [], problems: [] })).toContain('No value');
});

test('loopback is told as localhost, everywhere begins with this computer', () => {
  expect(reachableUrls('127.0.0.1', 1)).toEqual(['http://localhost:1']);
  expect(reachableUrls('0.0.0.0', 1)[0]).toBe('http://localhost:1');
  expect(reachableUrls('fd00::1', 1)).toEqual(['http://[fd00::1]:1']);
});
