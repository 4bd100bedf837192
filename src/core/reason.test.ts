import { describe, expect, test } from 'vitest';
import { external } from './message-params.ts';
import { messageOf, reasonOf } from './errors.ts';
import { because, inEnglish, isReason, everyReason } from './reason.ts';

test.each(['http//u:geheim555@host', 'http://u:geheim555@host/'])(
  'what the system says of the URL %s is told without it',
  async (text) => {
    const thrown: unknown = await fetch(text).catch((error: unknown) => error);
    expect(String(thrown)).toContain('geheim');
    expect(messageOf(thrown)).toBe('it cannot be read as a URL');
    expect(inEnglish(reasonOf(thrown))).toBe('it cannot be read as a URL');
  },
);

describe('reasons', () => {
  test('a reason is a code with parameters, and English where English is asked for', () => {
    const reason = because('hex.odd', { digits: 1 });
    expect(reason).toEqual({ code: 'hex.odd', params: { digits: 1 } });
    expect(inEnglish(reason)).toBe('1 digit does not make whole bytes');
    expect(because('link.not-open')).toEqual({ code: 'link.not-open', params: {} });
    // @ts-expect-error no such code
    because('hex.oddly');
    // @ts-expect-error its parameter is missing
    because('hex.odd');
    // @ts-expect-error it has no such parameter
    because('link.not-open', { digits: 1 });
  });

  test('a reason inside a reason is told with it', () => {
    const inner = because('outside.said', { said: external('EIO') });
    expect(inEnglish(because('outside.said', { said: inner }))).toBe('EIO');
  });

  test('a reason of another version is told by its code', () => {
    expect(inEnglish({ code: 'gone.away', params: { to: 3 } })).toBe('gone.away {"to":3}');
  });

  test('what is read from outside is looked at', () => {
    const reason = because('outside.said', { said: because('hex.odd', { digits: 3 }) });
    expect(isReason(JSON.parse(JSON.stringify(reason)))).toBe(true);
    expect(
      isReason({ code: 'x', params: { list: ['a'], metric: { metric: 'pv.power' }, value: { value: 3, unit: 'W' } } }),
    ).toBe(true);
    const wrong: readonly unknown[] = [
      null,
      'x',
      {},
      { code: 'x' },
      { code: 5, params: {} },
      { code: 'x', params: null },
      { code: 'x', params: { a: null } },
      { code: 'x', params: { a: { external: 5 } } },
      { code: 'x', params: { a: [5] } },
      { code: 'x', params: { a: { metric: 'no.such' } } },
      { code: 'x', params: { a: { value: 'x', unit: 'W' } } },
    ];
    for (const value of wrong) expect(isReason(value)).toBe(false);
    let deep: unknown = { code: 'x', params: {} };
    for (let depth = 0; depth < 14; depth += 1) deep = { code: 'x', params: { deep } };
    expect(isReason(deep)).toBe(false);
  });

  test('each reason is a short sentence that begins where "roof: " ends', () => {
    for (const [code, text] of Object.entries(everyReason())) {
      expect(code).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      // What stands behind a word brings its space.
      expect(text.replace(code.endsWith('-device') ? /^ (?=\S)/ : '', '')).not.toMatch(/^\s|\s$|\s\s/);
      // Found on its own, too, in the tables one after the other.
      expect(inEnglish({ code, params: {} })).not.toBe(`${code} {}`);
    }
  });
});
