import { expect, test } from 'vitest';
import { roleFrom, roleText } from './role-text.ts';

const written = { flag: '--role', known: ['a', 'b'] };

test.each([
  'copy:a',
  'copy:a:reversed',
  'same-grid:b:reversed',
  'grid:reversed',
  'pv:a:apart:reversed',
  'circuit:Oven',
])('%s is written as it is read', (text) => expect(roleText(roleFrom(text, written))).toBe(text));

test('the opposite sign of a copy may be said before the device', () =>
  expect(roleFrom('copy:reversed:a', written)).toEqual({ kind: 'copy', of: 'a', reversed: true }));

test.each(['copy', 'copy:reversed', 'copy:a:b', 'generator:reversed'])('%s is refused', (text) =>
  expect(() => roleFrom(text, written)).toThrow(expect.objectContaining({ code: 'input.usage' })),
);
