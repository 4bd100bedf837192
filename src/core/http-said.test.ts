import { expect, test } from 'vitest';
import { shownOf } from './http-said.ts';

const answer = (text: string, isNear: boolean) => ({ status: 400, text, isNear });

test('of a far server its words in one line, those of its error where it names one', () => {
  expect(shownOf(answer(' not\r\n\tthere\u0007 ', false), { most: 200 })).toBe('not there');
  expect(shownOf(answer('{"ok":false,"message":"chat not found"}', false), { most: 200 })).toBe('chat not found');
  expect(shownOf(answer('{"ok":false}', false), { most: 8 })).toBe('{"ok":fa');
});

test('of a near server nothing, unless it is said what', () => {
  expect(shownOf(answer('{"error":"secret page"}', true), { most: 200 })).toBe('');
  expect(shownOf(answer('a\nsecret', true), { most: 200, ofNear: (text) => text })).toBe('a secret');
});
