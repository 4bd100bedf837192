import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { isSolsteadError, type SolsteadError } from '#core/errors.ts';
import { readTariff, tariffFromText } from './tariff-file.ts';

const good = `name: Home
currency: EUR
versions:
  - from: 2026-01-01
    vat: 19
    holidays: { country: DE, region: BY, dates: [2026-12-24] }
    import:
      - kind: time-of-use
        name: energy
        windows:
          - name: night
            price: 0.21
            when:
              - { from: "23:00", to: "06:00" }
              - { days: [sun, holiday] }
        otherwise: { name: day, price: 0.34 }
    export:
      - { kind: flat, name: feed-in, price: 0.0794 }
    standing:
      - { name: meter, amount: 120, per: year }
`;

/** What reading a text throws; the test fails if it throws nothing, or something without a code. */
function failureOf(text: string, file: string): SolsteadError {
  try {
    readTariff(text, { file });
  } catch (thrown) {
    if (isSolsteadError(thrown, 'tariff.invalid')) return thrown;
    throw thrown;
  }
  throw new Error('nothing was wrong');
}

test('a tariff is read, its numbers to the last digit', () => {
  const [version] = readTariff(good, { file: 'home.yaml' }).versions;
  expect(version).toMatchObject({ vatPercent: 19_000_000n, vatIncluded: true, billingDay: 1, demand: [] });
  expect(version?.import[0]).toMatchObject({
    otherwise: { name: 'day', price: 340_000_000_000n },
    windows: [{ when: [{ hours: { from: 1380, to: 360 } }, { days: ['sun', 'holiday'] }] }],
  });
  expect(version?.export[0]).toMatchObject({ price: 79_400_000_000n });
  expect(version?.standing).toEqual([{ name: 'meter', amount: 120n * 10n ** 18n, per: 'year' }]);
});

test('JSON is read likewise', () => {
  const json =
    '{"name":"J","currency":"BRL","versions":[{"from":"2026-01-01","import":[{"kind":"flat","name":"e","price":0.85}]}]}';
  expect(readTariff(json, { file: 'j.json' }).versions[0]?.import[0]).toMatchObject({ price: 850_000_000_000n });
});

describe('what is wrong is said with line and column', () => {
  test.each([
    ['currency: EUR', 'curency: EUR', '2:1', 'the key "curency" is unknown; did you mean currency?'],
    ['price: 0.21', 'price: cheap', '12:20', '"cheap" is given where a number is needed'],
    ['kind: time-of-use', 'kind: time-of-day', '8:15', '"time-of-day" is not one of flat'],
    ['[sun, holiday]', '[sun, holidays]', '15:31', 'did you mean holiday?'],
    ['"23:00"', '"23:03"', '14:25', 'not a multiple of 5 minutes'],
    ['"06:00"', '"24:05"', '14:38', 'after the end of the day'],
    ['2026-12-24', '2026-02-30', '6:50', 'not a date of the calendar'],
    ['holidays: { country: DE, region: BY, dates: [2026-12-24] }', 'billing_day: 1', '15:25', 'holidays are not known'],
    ['country: DE, ', '', '6:25', 'a region needs its country'],
    ['from: 2026-01-01', 'from: 2026-13-01', '4:11', 'not a date of the calendar'],
    ['vat: 19', 'vat: 190', '5:10', '190 is outside 0 to 100'],
    ['vat: 19', 'vat: .nan', '5:10', 'is given where a number is needed'],
    ['vat: 19', 'vat: 19\n    vat: 20', '6:5', 'the key "vat" appears twice'],
    ['name: Home', 'name: &a Home\nnote: *a', '2:7', 'aliases'],
    ['  - from: 2026-01-01\n', '  - note: x\n', '4:5', 'the key from is missing'],
  ])('%s → %s', (...[from, to, place, why]) => {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    const thrown = failureOf(text, 'home.yaml');
    expect(thrown.at).toBe(`home.yaml:${place}`);
    expect(thrown.why).toContain(why);
  });

  test('tiers must rise and end open', () => {
    const tiers = (list: string) =>
      tariffFromText(
        `{name: T, currency: EUR, versions: [{from: 2026-01-01, import: [{kind: tiered, name: e, per: day, tiers: ${list}}]}]}`,
      );
    expect(tiers('[{name: a, price: 1, up_to: 5}, {name: b, price: 2}]')).toHaveProperty('tariff');
    expect(tiers('[{name: a, price: 1, up_to: 5}]')).toMatchObject({
      problems: [{ line: 1, why: because('tariff.open-tier') }],
    });
    expect(tiers('[{name: a, price: 1, up_to: 5}, {name: b, price: 1, up_to: 4}, {name: c, price: 2}]')).toMatchObject({
      problems: [{ why: because('tariff.tier-order', { before: 5 }) }],
    });
  });
});

describe('hostile text', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefgh')
    .map((letter, index) => `${letter}: &${letter} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
    .join('\n')}`;
  test.each([
    ['empty', ''],
    ['a list', '- 1'],
    ['aliases without end', bomb],
    ['nested deeply', '['.repeat(20_000)],
    ['nested deeply and closed', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['a prototype', `__proto__: {polluted: 1}\n${good}`],
    ['a constructor', good.replace('kind: time-of-use', 'kind: constructor')],
    ['a tag', good.replace('Home', '!!js/function "x"')],
    ['too long', `#${'x'.repeat(600_000)}\n${good}`],
    ['bytes', '\u0000\u0001\ufffd:'],
    ['two documents', `${good}---\n${good}`],
    ['numbers as keys', '1: 2'],
    ['a number without end', good.replace('0.21', '9'.repeat(400))],
  ])('%s: a problem with a place', (_, text) => {
    expect(failureOf(text, 'x').at).toMatch(/^x:\d+:\d+$/);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('any text, and any change of a good one, is a tariff or a problem with a place', () => {
    const change = fc.record({ at: fc.nat(good.length), cut: fc.nat(12), put: fc.string({ maxLength: 8 }) });
    const changed = fc
      .array(change, { minLength: 1, maxLength: 3 })
      .map((changes) =>
        changes.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), good),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), changed), (text) => {
        const outcome = tariffFromText(text);
        const problems = 'problems' in outcome ? outcome.problems : [];
        const lines = text.split(/\r\n|\n/).length;
        expect('tariff' in outcome || problems.length > 0).toBe(true);
        expect(problems.filter(({ line, column }) => line < 1 || line > lines || column < 1)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
