// Settings in words: what a person typed is found, what a device shows is recognised, limits are named.
import { describe, expect, test } from 'vitest';
import type { MetricValue } from '#core/reading.ts';
import type { Decoded, FieldValue, Row } from '#codec/table.ts';
import type { WriteCommand, WriteValue } from './definition.ts';
import { findWrite, limitsOf, requestFor } from './find-write.ts';
import { confirmsValue, shownValue } from './shown-value.ts';
import { definitions } from './registry.ts';
import { pi30 } from './voltronic/pi30.ts';

const write = (value: WriteValue): WriteCommand => ({
  kind: 'write',
  name: 'X',
  title: 'A title',
  value,
  request: (asked) => `X${asked}`,
  readBack: { command: 'Q', field: 'shown' },
});
const choice = (...options: readonly string[]): WriteCommand =>
  write({ kind: 'choice', options: Object.fromEntries(options.map((option, index) => [option, String(index)])) });
const volts = write({ kind: 'number', unit: 'V', min: 10, max: 60, step: 0.1 });

function answer(value: FieldValue, unit: Row['unit'] = ''): readonly [readonly Row[], Decoded] {
  return [[{ name: 'shown', label: 'Shown', unit }], { values: [value], raws: [], problems: [] }];
}

describe('what a device shows of a setting', () => {
  test.each<[WriteCommand, FieldValue, Row['unit'], MetricValue | undefined]>([
    [choice('enabled', 'disabled'), true, '', 'enabled'],
    [choice('off', 'on'), false, '', 'off'],
    [choice('on', 'off'), 'Off', '', 'off'],
    [choice('50 Hz', '60 Hz'), 60, 'Hz', '60 Hz'],
    [choice('AGM', 'Flooded'), 'Lithium', '', 'Lithium'],
    [volts, 54.4, 'V', 54.4],
    [volts, undefined, 'V', undefined],
  ])('%# is in the words of the setting', (...[of, value, unit, expected]) => {
    expect(shownValue(of, ...answer(value, unit))).toBe(expected);
  });

  test('is nothing where the setting is not shown, or not in this answer', () => {
    const { readBack: _, ...hidden } = volts;
    expect(shownValue(hidden, ...answer(54))).toBeUndefined();
    expect(shownValue({ ...volts, readBack: { command: 'Q', field: 'other' } }, ...answer(54))).toBeUndefined();
  });

  test('is as ordered to half a step; words must be the same', () => {
    expect(confirmsValue(volts, 54.4, 54.400_001)).toBe(true);
    expect(confirmsValue(volts, 54.4, 54.5)).toBe(false);
    expect(confirmsValue(volts, 54.4, '54.4')).toBe(false);
    expect(confirmsValue(choice('a', 'b'), 'a', 'b')).toBe(false);
  });
});

describe('a setting', () => {
  test('is found by its name, in any case, and near misses are told nearest first', () => {
    expect(findWrite(pi30, 'pop').name).toBe('POP');
    expect(findWrite(pi30, 'PEa').title).toBe('Buzzer');
    expect(() => findWrite(pi30, 'POPP')).toThrow(/did you mean POP, POPM or PCP\?/);
    expect(() => findWrite(pi30, 'output_priority')).toThrow(/did you mean POP\?/);
    expect(() => findWrite(pi30, 'zzzzzz')).toThrow(/no such setting$/);
  });

  test('says what it takes, and sends nothing else', () => {
    expect(limitsOf(volts.value)).toBe('10 to 60 V in steps of 0.1');
    expect(requestFor(findWrite(pi30, 'POP'), 'Solar first')).toBe('POP01');
    expect(() => requestFor(findWrite(pi30, 'PF'), 'now')).toThrow(/no value: it is an action, not now/);
    expect(() => requestFor(findWrite(pi30, 'PBFT'), 20)).toThrow(/not every value between them is allowed/);
  });

  test('gives programs the limits and what was given, and tells single values one by one', () => {
    const refusal = (value: MetricValue, name = 'MNCHGC') => {
      try {
        return requestFor(findWrite(pi30, name), value);
      } catch (error) {
        return error;
      }
    };
    const limits = { code: 'limits.values', params: { min: 2, max: 200, step: 1, unit: 'A' } };
    expect(refusal(41)).toMatchObject({
      message: expect.stringMatching(/takes 2, 10, 20, .*190 or 200 A, not 41$/) as string,
      reason: { code: 'value.not-taken', params: { given: 41, limits } },
    });
    expect(refusal('40A')).toMatchObject({
      message: expect.stringContaining('200 A; "40A" is a text') as string,
      reason: { code: 'value.text', params: { given: { external: '40A' }, limits } },
    });
    expect(refusal('')).toMatchObject({ reason: { code: 'value.missing', params: { limits } } });
    expect(refusal('54,3', 'PBFT')).toMatchObject({
      message: expect.stringMatching(/"54,3" is a text; write decimals with a point: 54.3$/) as string,
      reason: { code: 'value.comma' },
    });
    expect(refusal('Moon', 'POP')).toMatchObject({
      reason: { params: { limits: { params: { choices: expect.arrayContaining(['Solar first']) as string[] } } } },
    });
    expect(() => findWrite(pi30, 'battery.mod')).toThrow(/did you mean battery.mode\?/);
  });

  test('of any definition sends nothing for a number that is none', () => {
    const numbers = definitions
      .flatMap((definition) => (definition.mode === 'request' ? definition.writes : []))
      .filter(({ value }) => value.kind === 'number');
    expect(numbers.length).toBeGreaterThan(0);
    for (const each of numbers)
      for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ''])
        expect(() => requestFor(each, odd)).toThrow(expect.objectContaining({ code: 'command.limits' }));
  });
});
