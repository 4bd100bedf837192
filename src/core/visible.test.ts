import { expect, test } from 'vitest';
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { external } from './message-params.ts';
import { because, inEnglish } from './reason.ts';
import { cut, oneLine, visible } from './visible.ts';

test.each([
  ['a\u001b[31mred', 'a\\u{1b}[31mred'],
  ['\u202egnp.exe', '\\u{202e}gnp.exe'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['bell\u0007 null\0', 'bell\\u{7} null\\u{0}'],
  ['two\nlines\tstay', 'two\nlines\tstay'],
  ['👨‍👩‍👧 می‌خواهم Süd', '👨‍👩‍👧 می‌خواهم Süd'],
])('%j is shown as %j', (text, expected) => expect(visible(text)).toBe(expected));

test('whatever a device says, a sentence about it is one line that is short and plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 600 }), (text) => {
      const told = inEnglish(because('outside.said', { said: external(text) }));
      expect(told).toBe(oneLine(text));
      expect(told.length).toBeLessThanOrEqual(500);
      expect(told).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
    }),
    { numRuns: 40 },
  );
});

test('half a character is none, and a text is cut between two', () => {
  expect([visible('a\ud83d'), oneLine('\ude00b')]).toEqual(['a\ufffd', '\ufffdb']);
  expect([cut('ab😀', 3), cut('ab😀', 4), cut('ab😀', 2), cut('', 2), cut('😀', 0)]).toEqual([
    'ab',
    'ab😀',
    'ab',
    '',
    '',
  ]);
  expect(oneLine(`${'x'.repeat(498)}😀😀`)).toBe(`${'x'.repeat(498)}…`);
});
