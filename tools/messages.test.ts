// Our renderer of ICU messages against FormatJS, over every message there is and some that are not there yet.
import { type Formats, IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { formatMessage } from '#core/message.ts';
import { dateStyles, numberStyles } from '#core/message-reader.ts';
import { en } from '#words/en.ts';
import { gapsOf } from '#words/gaps.ts';
import { pseudo } from '#words/pseudo.ts';

const atMs = Date.UTC(2026, 9, 25, 0, 30);
const counts = [0, 1, 2, 3, 5, 11, 21, 22, 1.5, 2400];

/** Values for the gaps of a text; what is counted has this count. */
function valuesFor(text: string, count: number): Record<string, string | number> {
  const values = Object.entries(gapsOf(text)).map(([name, kind]) => {
    const value = kind === 'plain' ? `<${name}>` : kind === 'date' ? atMs : kind === 'select' ? 'other' : count;
    return [name, value] as const;
  });
  return Object.fromEntries(values);
}

const formats = {
  number: numberStyles as Formats['number'],
  date: Object.fromEntries(Object.entries(dateStyles).map(([name, style]) => [name, { ...style, timeZone: 'UTC' }])),
};

function theirs(text: string, locale: string, values: Record<string, string | number>): string {
  return String(new IntlMessageFormat(text, locale, formats, { ignoreTag: true }).format(values));
}

const expectSame = (text: string, locale = 'en'): void => {
  for (const count of counts) {
    const values = valuesFor(text, count);
    expect(formatMessage(text, values, { locale })).toBe(theirs(text, locale, values));
  }
};

describe('a message reads as FormatJS reads it', () => {
  test('each of the catalogue, and its pseudo-language', () => {
    for (const text of Object.values<string>(en)) {
      expectSame(text);
      expectSame(pseudo(text));
    }
    expect(Object.keys(en).length).toBeGreaterThan(600);
  });

  test.each([
    ["it''s quoted: '{no gap}', the '' own's", 'en'],
    ['{n, plural, =0 {none of {what}} one {# {what}} other {# {what}s}} since {at, date, moment}', 'en'],
    ['{n, plural, one {# urządzenie} few {# urządzenia} many {# urządzeń} other {# urządzenia}}', 'pl'],
    ['{n, plural, zero {#} one {# جهاز} two {#} few {# أجهزة} many {#} other {# جهاز}}', 'ar'],
    ['{n, number} {n, number, integer} {n, number, one} {n, number, two} {n, number, percent}', 'de'],
    ['{k, select, a {A {n, plural, one {#} other {# x}}} other {B {n, number} of {w}}}', 'de'],
  ])('%s', (text, locale) => expectSame(text, locale));
});
