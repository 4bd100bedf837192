import { describe, expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import { failureText, failureWords, languages, localeFor, ownNameOf, reasonText, t } from './words.ts';

test.each([
  ['en', ['de-DE', 'en-US', 'en-GB'], 'en-US'],
  ['en', ['en', 'de-DE'], 'en-GB'],
  ['en', ['de-DE'], 'en-GB'],
  ['en-XA', ['en-AU'], 'en-AU'],
  ['th', ['th-TH'], 'th-TH-u-ca-gregory'],
])('%s for a reader of %j is written as in %s', (tag, preferred, expected) => {
  expect(localeFor(tag, 'en-GB', preferred)).toBe(expected);
});

test('a language is listed by its own name', () => {
  expect([...languages, 'pt-BR', 'de'].map(ownNameOf)).toEqual(
    expect.arrayContaining(['English', 'Português (Brasil)', 'Deutsch']),
  );
});

test('a text is made of its code', () => {
  expect(t('settings.count', { count: 1 })).toBe('1 setting');
  expect(t('settings.count', { count: 20 })).toBe('20 settings');
});

test('times of a reason are on the clock of the site', () => {
  expect(reasonText(because('answer.none', { ms: 500 }), 'Europe/Berlin')).toBe('nothing came within 500 ms');
});

describe('failures', () => {
  test('are told by code, place and reason', () => {
    const failure = {
      code: 'link.timeout',
      at: 'tcp://roof:502',
      reason: because('answer.none', { ms: 500 }),
      message: 'as the server says it',
      repair: 'as the server says it',
    };
    expect(failureText(failure).message).toBe('tcp://roof:502: nothing came within 500 ms');
    expect(failureText(failure).repair).toContain('Check the cable');
  });

  test('without a reason the title stands in', () => {
    const failure = { code: 'access.credentials', message: 'x', repair: 'y' };
    expect(failureText(failure).message).toBe('Wrong name or password');
  });

  test('what is wrong with an entry begins a sentence; a name stays as it is written', () => {
    const failure = { code: 'input.invalid', message: 'x', repair: 'y' };
    const said = (metric: string) => failureText({ ...failure, reason: because('metric.unknown', { metric }) }).message;
    expect(said('pv.powr')).toMatch(/^Metric pv\.powr /);
    expect(failureText({ ...failure, reason: because('answer.none', { ms: 5 }) }).message).toMatch(/^Nothing came/);
  });

  test('what no catalogue knows is told in the words of the server', () => {
    const failure = { code: 'gone.away', message: 'Something went wrong', repair: 'Look into the log.' };
    expect(failureText(failure)).toEqual({ message: failure.message, repair: failure.repair });
    expect(failureText(failureWords('failure.page'))).toEqual(failureWords('failure.page'));
  });
});
