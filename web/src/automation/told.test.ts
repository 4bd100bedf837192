// What is claimed, until when, and what a text says, in words.
import { expect, test } from 'vitest';
import type { Entry } from './changes.ts';
import { leftBy, sentence, untilText, valueText, whoText, wishText } from './told.ts';

const rule = { kind: 'rule', id: 'a', name: 'Night' } as const;
const berlin = { nowMs: Date.parse('2026-07-01T10:00:00Z'), timeZone: 'Europe/Berlin' };
const inMs = (ms: number) => berlin.nowMs + ms;

test('values are told in the words and the unit of their set-point', () => {
  expect(valueText('relay.on.2', 0)).toBe('Off');
  expect(valueText('relay.on.2', 1)).toBe('On');
  expect(valueText('heater.power.target', 1500)).toBe('1.50\u00a0kW');
  expect(valueText('battery.mode', undefined)).toBe('as it is');
});

test('wishes are values, ranges and words', () => {
  expect(wishText('battery.soc.min', { from: 20 })).toBe('20\u00a0% at least');
  expect(wishText('battery.soc.min', { to: 40 })).toBe('40\u00a0% at most');
  expect(wishText('battery.soc.min', { from: 20, to: 40 })).toBe('between 20\u00a0% and 40\u00a0%');
  expect(wishText('relay.on.1', { from: 1, to: 1 })).toBe('On');
  expect(wishText('relay.on.1', { value: 0 })).toBe('Off');
});

test('what is left as it is is told with who leaves it so, and not as nobody’s', () => {
  const why = { code: 'act.charge-off', params: {} } as const;
  const claim = { by: { ...rule, kind: 'surplus' }, wish: { from: 0, to: 125 }, sinceMs: 0, untilMs: 1, why } as const;
  const beaten = { ...claim, by: rule, outcome: 'beaten' } as const;
  expect(leftBy({ claims: [beaten, { ...claim, outcome: 'agrees' }] })).toMatchObject({ by: { kind: 'surplus' }, why });
  expect(leftBy({ claims: [beaten] })).toBe(undefined);
});

test('what is renewed each second has no end that means anything; what a person holds has one', () => {
  expect(untilText({ by: rule, untilMs: inMs(60_000) }, berlin)).toBe('as long as that is so');
  expect(untilText({ by: rule, untilMs: inMs(3_600_000) }, berlin)).toMatch(/^until .*13:00/);
  expect(untilText({ by: { ...rule, kind: 'person' }, untilMs: inMs(60_000) }, berlin)).toMatch(/^until .*12:01/);
  expect(whoText(rule)).toBe('Rule: Night');
  expect(whoText({ kind: 'person', id: 'hand', name: '' })).toBe('By hand');
});

test('an entry is a sentence with everything that is said of it', () => {
  const say = (that: string) => ({ code: 'act.say-so', params: { that: { external: that } } });
  const entry: Entry = {
    section: 'rules',
    index: 0,
    id: 'a',
    name: 'A',
    isOn: true,
    line: 1,
    isHeld: false,
    begins: [say('a'), say('b')],
    only: [say('c'), say('d')],
    does: [say('e'), say('f'), say('g')],
    targets: [],
    calls: [],
  };
  const told = (more: Partial<Entry>): string => sentence({ ...entry, ...more }, 'UTC');
  expect(told({})).toBe('When a or b, and only if c and d: e, f and g.');
  expect(told({ isHeld: true, begins: [say('a')], only: [] })).toBe('As long as a: e, f and g.');
  expect(told({ begins: [], only: [], does: [say('run')] })).toBe('Run.');
  expect(told({ begins: [], does: [say('run')] })).toBe('Only if c and d: run.');
});
