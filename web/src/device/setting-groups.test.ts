import { expect, test } from 'vitest';
import type { Setting } from '#api/settings.ts';
import { grouped, groupOf, titleParts, wordsOf } from './setting-groups.ts';
import { matchingSettings } from './setting-values.ts';

const setting = (name: string, title: string, value: Setting['value'] = { kind: 'binary' }): Setting => ({
  name,
  title,
  value,
  dangerous: false,
  readable: true,
  stored: false,
});

const all = [
  setting('F', 'Output frequency'),
  setting('MCHGCmnn', 'Largest charging current of unit m'),
  setting('MUCHGC', 'Largest charging current from the grid'),
  setting('PBCV', 'Battery voltage at which the grid takes over'),
  setting('PBFT', 'Float charging voltage'),
  setting('PSDV', 'Cut-off voltage of the battery'),
  setting('PEa', 'Buzzer'),
  setting('PCP', 'Charger priority'),
  setting('POP', 'Output priority', { kind: 'choice', options: ['Utility first', 'SBU first'] }),
  setting('PF', 'All settings back to those of the factory', { kind: 'none' }),
];

test('each setting is in one group, what powers the home first and what nobody undoes last', () => {
  const groups = grouped(all).map(([group, own]) => [group, own.map(({ name }) => name)]);
  expect(groups).toEqual([
    ['source', ['PCP', 'POP', 'PBCV']],
    ['charging', ['MUCHGC', 'PBFT']],
    ['battery', ['PSDV']],
    ['supply', ['F']],
    ['parallel', ['MCHGCmnn']],
    ['device', ['PEa']],
    ['actions', ['PF']],
  ]);
  expect(grouped([])).toEqual([]);
  expect(groupOf(setting('X', 'Something new'))).toBe('device');
});

test.each([
  ['output source', ['POP']],
  ['SBU', ['POP']],
  ['charger source', ['PCP']],
  ['utility charging current', ['MUCHGC']],
  ['low dc', ['PSDV']],
  ['back to utility', ['PBCV']],
  ['factory reset', ['PF']],
  ['pop', ['POP']],
])('“%s”, as the manual says, finds %o', (typed, names) => {
  expect(matchingSettings(all, typed).map(({ name }) => name)).toEqual(names);
});

test('a long title is told in a line, with what it explains beside', () => {
  expect(titleParts('Output mode of unit m (mn; n: single machine output, parallel output)')).toEqual({
    short: 'Output mode of unit m',
    rest: 'mn; n: single machine output, parallel output',
  });
  expect(titleParts('Charger priority of unit m: m,n (0 solar first, 1 solar and utility)')).toEqual({
    short: 'Charger priority of unit m',
    rest: 'm,n (0 solar first, 1 solar and utility)',
  });
  expect(titleParts('Constant charging voltage (bulk)')).toEqual({ short: 'Constant charging voltage (bulk)' });
  expect(titleParts('')).toEqual({ short: '' });
  expect(wordsOf(all[8] ?? all[0] ?? setting('', ''))).toContain('output source');
});
