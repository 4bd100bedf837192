// What is wrong with a contract that counts over periods: where it is, why, and what to write instead.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { tariffFromText } from './tariff-file.ts';

const good = `name: Home
currency: EUR
versions:
  - from: 2026-01-01
    net: year
    year_start: "04-01"
    holidays:
      - { name: red, begins: "06:00", dates: [2026-01-06] }
      - { country: ES, except: [easter-2] }
    import:
      - { kind: flat, name: energy, price: 0.2, when: [{ days: [red] }] }
      - { kind: tiered, name: grid, per: billing, tiers: [{ name: a, price: 1, up_to_per_day: 9 }, { name: b, price: 2 }] }
      - { kind: flat, name: wire, price: 0.1, counts: netted }
    export: [{ kind: flat, name: surplus, price: 0.05 }]
    demand: [{ name: power, price: 4, minimum: 2 }]
    steps: [{ name: fee, of: export, per: year, steps: [{ up_to: 500, amount: 0 }, { amount: 9 }] }]
    taxes: [{ name: tax, percent: 5, of: [energy, power] }]
    limits: [{ name: least, of: [energy, tax], per: billing, at_least: 0, carry: year }]
`;

test('the contract itself is right', () => {
  expect(tariffFromText(good)).toHaveProperty('tariff');
});

test.each([
  ['net: year', 'net: monthly', 'monthly', 'month, billing, year, none; did you mean month?'],
  ['net: year', 'net: { per: year, cary: 2 }', 'cary', 'the key "cary" is unknown; did you mean carry?'],
  ['net: year', 'net: { per: year, carry: -1 }', '-1', '-1 is outside 0 to 1200'],
  ['net: year', 'net: { carry: 2 }', 'net: { carry', 'the key per is missing'],
  ['net: year', 'net: none', 'netted', 'nothing is netted here: add net, such as net: year'],
  ['"04-01"', '"04-31"', '"04-31"', '04-31 is not a date of the calendar'],
  ['[2026-01-06]', '[2026-01-06, 13-01]', '13-01', '13-01 is not a date of the calendar'],
  ['easter-2', 'easter_2', 'easter_2', 'is not YYYY-MM-DD, MM-DD or easter-2'],
  ['begins: "06:00"', 'begins: "06:02"', '"06:02"', '06:02 is not a multiple of 5 minutes'],
  ['name: red', 'name: mon', 'mon,', 'mon is a day of the week: give the class another name'],
  ['[red]', '[reed]', 'reed', 'name its dates under holidays; did you mean red?'],
  ['up_to_per_day: 9 }', 'up_to: 7, up_to_per_day: 9 }', '7, up', 'tiers must all use up_to, or all up_to_per_day'],
  ['per: billing, tiers', 'per: hour, tiers', '{ name: a, price: 1', 'up_to_per_day needs a period of days'],
  ['price: 4, minimum', 'minimum', '{ name: power', 'give either a price or steps'],
  [
    '{ amount: 9 }',
    '{ up_to: 900, amount: 9 }',
    '900',
    'the last step has no up_to, so that every figure has an amount',
  ],
  ['{ up_to: 500, amount: 0 }', '{ amount: 0 }', '{ amount: 0', 'only the last step has no up_to'],
  ['of: [energy, power]', 'of: [energy, pwer]', 'pwer', 'surplus, power, fee, tax, least; did you mean power?'],
  [
    'of: [energy, power]',
    'of: [energy, least]',
    '[energy, least',
    'tax would be a sum of itself: leave out one of the lines',
  ],
  [
    'at_least: 0, carry: year',
    'at_most: 9, carry: 77',
    '77',
    'only a credit that at_least cuts can be carried: add at_least',
  ],
  ['at_least: 0, carry: year', 'carry: 2', '{ name: least', 'give at_least or at_most'],
  ['at_least: 0', 'at_least: 5, at_most: 2', '5, at_most', 'the least is above the most (2)'],
  ['per: year, steps', 'per: annual, steps', 'annual', 'did you mean year?'],
])('%s → %s', (...[from, to, needle, why]) => {
  const text = good.replace(from, to);
  expect(text).not.toBe(good);
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const outcome = tariffFromText(text);
  const told =
    'problems' in outcome
      ? outcome.problems.map((one) => `${one.line}:${one.column} ${inEnglish(one.why)}`)
      : ['nothing is wrong'];
  expect(told.find((one) => one.includes(why)) ?? told.join('\n')).toMatch(new RegExp(`^${place} `));
});
