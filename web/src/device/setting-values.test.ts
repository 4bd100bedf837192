import { describe, expect, test } from 'vitest';
import type { Setting } from '#api/settings.ts';
import { checkedEntry, limitsText, matchingSettings, settingText } from './setting-values.ts';

const setting = (value: Setting['value'], name = 'X', title = 'A title'): Setting => ({
  name,
  title,
  value,
  dangerous: false,
  readable: true,
  stored: false,
});
const volts = setting({ kind: 'number', unit: 'V', min: 48, max: 58.4, step: 0.1 }, 'PBFT', 'Float charging voltage');
const priority = setting({ kind: 'choice', options: ['Utility first', 'Solar first'] }, 'POP', 'Output priority');
const clock = setting({ kind: 'text', pattern: '\\d{3}', example: '040' });
const amps = setting({
  kind: 'number',
  unit: 'A',
  min: 2,
  max: 20,
  step: 1,
  ranges: [
    [2, 2],
    [10, 10],
    [20, 20],
  ],
});
const gapped = setting({
  kind: 'number',
  unit: 'V',
  min: 12,
  max: 29.2,
  step: 0.1,
  ranges: [
    [12, 14.6],
    [24, 29.2],
  ],
});
const action = setting({ kind: 'none' });
const allowed = setting({ kind: 'binary' }, 'battery.charge.enabled', 'Charging allowed');

describe('values of settings', () => {
  test('are written with their unit and the digits of their step; what is not known is said', () => {
    expect(settingText(volts, 54)).toBe('54.0\u00a0V');
    expect(settingText(volts, undefined)).toBe('not known');
    expect(settingText(priority, 'Solar first')).toBe('Solar first');
    const first = setting({ kind: 'choice', options: ['hold'] }, 'battery.mode', 'Battery mode');
    expect(settingText(first, 'hold')).toBe('Does not discharge while the grid is there; the sun may charge it');
    expect(settingText(first, 'own')).toBe('own');
    expect([settingText(allowed, 1), settingText(allowed, 0)]).toEqual(['On', 'Off']);
    expect(limitsText(volts)).toBe('48.0\u00a0V to 58.4\u00a0V, in steps of 0.1\u00a0V');
    expect(limitsText(amps)).toBe('2\u00a0A, 10\u00a0A or 20\u00a0A');
    expect(limitsText(gapped)).toBe('12.0\u00a0V to 14.6\u00a0V or 24.0\u00a0V to 29.2\u00a0V, in steps of 0.1\u00a0V');
    expect(limitsText(clock)).toBe('Such as 040');
  });

  test.each([
    [volts, '54.4', { value: 54.4 }],
    [volts, ' 54,4 ', { value: 54.4 }],
    [volts, '', { problem: expect.stringContaining('48.0') as string }],
    [volts, '70', { problem: expect.stringContaining('58.4') as string }],
    [volts, 'much', { problem: expect.any(String) as string }],
    [volts, '9999', { problem: expect.stringMatching(/^It takes 48/) as string }],
    [volts, '1e999', { problem: expect.stringMatching(/^Please give a number/) as string }],
    [amps, '10', { value: 10 }],
    [amps, '15', { problem: expect.stringMatching(/^It takes 2\u00a0A, 10/) as string }],
    [gapped, '24.5', { value: 24.5 }],
    [gapped, '20', { problem: expect.stringMatching(/^It takes 12/) as string }],
    [priority, 'Solar first', { value: 'Solar first' }],
    [priority, '', { problem: 'Please choose one.' }],
    [clock, '123', { value: '123' }],
    [clock, '1234', { problem: expect.stringContaining('040') as string }],
    [allowed, '0', { value: 0 }],
    [allowed, 'perhaps', { problem: 'Please choose one.' }],
    [action, '', { value: '' }],
  ])('%# an entry is a value or a problem', (of, entry, expected) => {
    expect(checkedEntry(of, entry)).toEqual(expected);
  });

  test('are found by words of the title and by letters', () => {
    const all = [volts, priority];
    expect(matchingSettings(all, 'charging volt')).toEqual([volts]);
    expect(matchingSettings(all, 'pop')).toEqual([priority]);
    expect(matchingSettings(all, ' ')).toEqual(all);
    expect(matchingSettings(all, 'moon')).toEqual([]);
  });
});
