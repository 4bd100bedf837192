import { describe, expect, test } from 'vitest';
import { piecesOf } from '#core/message-reader.ts';
import { because, inEnglish } from '#core/reason.ts';
import * as first from './en/first.ts';
import * as rest from './en/rest.ts';
import { gapsOf } from './gaps.ts';
import { english, languageOf } from './languages.ts';
import { accent, pseudo } from './pseudo.ts';
import { say, sayMetric, sayReason, saySetPoint } from './say.ts';
import { tags } from './sources.ts';

describe.each(tags)('%s', async (tag) => {
  const language = await languageOf(tag);

  test('has every message of English, each with the same gaps', () => {
    expect(Object.keys(language.messages).toSorted()).toEqual(Object.keys(english.messages).toSorted());
    const wrong = Object.entries<string>(english.messages).filter(([code, text]) => {
      const theirs = language.messages[code as keyof typeof language.messages];
      return JSON.stringify(gapsOf(theirs)) !== JSON.stringify(gapsOf(text));
    });
    expect(wrong).toEqual([]);
  });

  test('has every error, metric and set-point', () => {
    expect(Object.keys(language.errors)).toEqual(Object.keys(english.errors));
    expect(Object.keys(language.metrics)).toEqual(Object.keys(english.metrics));
    expect(Object.keys(language.setPoints)).toEqual(Object.keys(english.setPoints));
    for (const { title, repair } of Object.values(language.errors))
      expect(title.length + repair.length).toBeGreaterThan(5);
  });

  test('has a case for every plural of the language', () => {
    const needed = new Intl.PluralRules(language.tag.slice(0, 2)).resolvedOptions().pluralCategories;
    for (const text of Object.values(language.messages)) {
      for (const piece of piecesOf(text)) {
        if (typeof piece === 'string' || piece.kind !== 'plural') continue;
        expect([...piece.cases.keys()].filter((name) => !name.startsWith('='))).toEqual(
          expect.arrayContaining([...needed]),
        );
      }
    }
  });
});

describe('saying', async () => {
  const pseudoLanguage = await languageOf('en-XA');

  test('one code, two languages', () => {
    expect(say({ language: english }, 'hex.odd', { digits: 3 })).toBe('3 digits do not make whole bytes');
    expect(say({ language: pseudoLanguage }, 'hex.odd', { digits: 3 })).toBe(
      `3 ${accent('digits do')} ${accent('not make whole bytes')}`,
    );
    // @ts-expect-error no such code
    expect(() => say({ language: english }, 'hex.oddly', { digits: 3 })).toThrow(TypeError);
  });

  test('a reason inside a reason is said in the same language', () => {
    const inner = because('hex.odd', { digits: 3 });
    const reason = because('request.described', { reason: inner, description: 'as printed' });
    expect(sayReason({ language: pseudoLanguage }, reason)).toContain(accent('digits do'));
  });

  test('a reason of another version is told by its code', () => {
    expect(sayReason({ language: english }, { code: 'gone.away', params: {} })).toBe('gone.away {}');
  });

  test('a metric is named with its index', () => {
    expect(sayMetric(english, 'battery.cell.voltage.7')).toBe('Cell voltage 7');
    expect(sayMetric(pseudoLanguage, 'grid.power')).toBe(accent('Grid power'));
  });

  test('a set-point is named with its index, a setting by its title, in the language of who asks', () => {
    expect(saySetPoint(english, 'relay.on.2')).toBe('Relay 2');
    expect(saySetPoint(pseudoLanguage, 'relay.on.2')).toBe(`${accent('Relay')} 2`);
    const limits = because('limits.switch');
    const said = (title: { readonly setPoint: 'battery.mode' } | { readonly setting: string }): string =>
      sayReason({ language: pseudoLanguage }, because('value.missing', { title, limits }));
    expect(said({ setPoint: 'battery.mode' })).toContain(accent('Battery mode'));
    expect(said({ setting: 'Battery type' })).toContain(accent('Battery type'));
    expect(inEnglish(because('value.missing', { title: { setting: 'Battery type' }, limits }))).toContain(
      '"Battery type" takes',
    );
  });

  test('a language nobody has is English', async () => {
    expect(await languageOf('tlh')).toBe(english);
  });
});

test.each([
  [
    '{count, plural, one {# device} other {# devices}}',
    `{count, plural, one {# ${accent('device')}} other {# ${accent('devices')}}}`,
  ],
  [
    "it''s '{a}' {share, number, percent}",
    `${accent("it's").replace("'", "''")} '{'${accent('a')}'}' {share, number, percent}`,
  ],
])('the pseudo-language keeps the gaps of %s', (text, expected) => {
  expect(pseudo(text)).toBe(expected);
});

test('no code stands twice: one would silently take the place of the other', () => {
  const tables = [
    ...Object.values(first),
    ...Object.entries(rest).flatMap(([name, table]) => (name === 'errors' ? [] : [table])),
  ];
  const codes = tables.flatMap((table) => Object.keys(table));
  expect(codes.length).toBeGreaterThan(3000);
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});
