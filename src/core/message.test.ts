import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { formatMessage, quantityText } from './message.ts';
import { external, type ParamsOf } from './message-params.ts';

const english = { locale: 'en' };
const devices = '{count, plural, =0 {no device} one {# device} other {# devices}}';

describe('messages', () => {
  test.each([
    ['It is closed', {}, 'It is closed'],
    ['{who} sent {count}', { who: 'roof', count: 2400 }, 'roof sent 2400'],
    ['{count, number} readings', { count: 2400 }, '2,400 readings'],
    ['{share, number, percent} of it', { share: 0.128 }, '13% of it'],
    [devices, { count: 0 }, 'no device'],
    [devices, { count: 1 }, '1 device'],
    [devices, { count: 1200 }, '1,200 devices'],
    ['{kind, select, relay {It switches {name}} other {It measures}}', { kind: 'relay', name: 'L1' }, 'It switches L1'],
    ['{kind, select, relay {It switches} other {It measures}}', { kind: 'meter' }, 'It measures'],
    ['begun {atMs, date, moment}', { atMs: Date.UTC(2026, 10, 20, 14, 5) }, 'begun Nov 20, 2026, 14:05 UTC'],
    ["it''s '{name}', the device's own", {}, "it's {name}, the device's own"],
    ['known are {names}', { names: ['a', 'b', 'c'] }, 'known are a, b, c'],
    ['{detail}', { detail: external('ENOENT {no} gap') }, 'ENOENT {no} gap'],
    [
      '{metric} gave {value}',
      { metric: { metric: 'battery.cell.voltage.7' }, value: { value: 3.2874, unit: 'V' } },
      'Cell voltage 7 gave 3.287\u00a0V',
    ],
    [
      '{count, plural, one {# of {all}} other {# of {all, plural, one {#} other {# all}}}}',
      { count: 2, all: 3 },
      '2 of 3 all',
    ],
  ] as const)('%s', (text, params, words) => {
    expect(formatMessage(text, params, english)).toBe(words);
  });

  test('each language has its own plurals, numbers and times', () => {
    const polish = '{count, plural, one {# urządzenie} few {# urządzenia} many {# urządzeń} other {# urządzenia}}';
    const said = [1, 2, 5, 22].map((count) => formatMessage(polish, { count }, { locale: 'pl' }));
    expect(said).toEqual(['1 urządzenie', '2 urządzenia', '5 urządzeń', '22 urządzenia']);
    const berlin = { locale: 'de', timeZone: 'Europe/Berlin' };
    expect(formatMessage('{atMs, date, moment}', { atMs: Date.UTC(2026, 10, 20, 14, 5) }, berlin)).toBe(
      '20. Nov. 2026, 15:05 MEZ',
    );
    expect(formatMessage('{value}', { value: { value: 12_345, unit: 'Wh' } }, berlin)).toBe('12,3\u00a0kWh');
  });

  test('a gap that nothing fills stays visible', () => {
    expect(formatMessage('{from} to {to}', { from: 'a' }, english)).toBe('a to {to}');
  });

  test.each([
    '{',
    'a }',
    '{a b}',
    '{count, plural, one {x}}',
    '{n, ordinal}',
    '{n, number, of}',
    '{n, select, a {b} other {c}',
    "'{",
  ])('%s is no message', (text) => {
    expect(() => formatMessage(text, {}, english)).toThrow(TypeError);
  });

  test('what fills a gap is never read as a message', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        expect(formatMessage('<{said}>', { said }, english)).toBe(`<${said}>`);
        expect(formatMessage('<{said}>', { said: external(said) }, english)).toBe(`<${said}>`);
      }),
    );
  });

  test('the gaps of a text are its parameters, at any depth', () => {
    type Deep =
      ParamsOf<'a {n, plural, one {# {who}} other {# {k, select, a {A {part, number, percent}} other {b}} of {what}}} {last} {atMs, date}'>;
    const right: Deep = { n: 1, who: 'a', k: 'b', part: 2, what: 'w', last: 3, atMs: 5 };
    const names: Readonly<Record<keyof Deep, true>> = {
      n: true,
      who: true,
      k: true,
      part: true,
      what: true,
      last: true,
      atMs: true,
    };
    expect(Object.keys(names)).toEqual(Object.keys(right));
    // @ts-expect-error a gap is missing
    const missing: ParamsOf<'{from} to {to}'> = { from: 'a' };
    // @ts-expect-error a plural counts
    const wrong: ParamsOf<'{n, plural, other {#}}'> = { n: '1' };
    expect([missing, wrong]).toHaveLength(2);
  });
});

test.each([
  [0.01234, 'A', '0.012\u00a0A'],
  [53.24, 'V', '53.2\u00a0V'],
  [999, 'W', '999\u00a0W'],
  [5230, 'W', '5.23\u00a0kW'],
  [5230, 'V', '5,230\u00a0V'],
  [-1500, 'Wh', '-1.5\u00a0kWh'],
  [0.5, '', '0.5'],
] as const)('%s %s is told as %s', (value, unit, words) => {
  expect(quantityText({ value, unit }, 'en')).toBe(words);
});
