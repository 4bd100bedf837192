// Names of an output's own: which is which, back again, and what cannot be told apart.
import { expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import type { OutputNames } from '#core/output.ts';
import { checkedNames, namesOf } from './names.ts';

const names: OutputNames = {
  devices: [{ from: 'roof', to: 'Dach_1' }],
  metrics: [
    { from: 'battery.soc', to: 'akku.stand' },
    { from: 'battery.cell.voltage.*', to: 'zelle_*' },
    { from: 'battery.*', to: 'akku.*' },
  ],
};

test('the first line that fits counts; what is not named stays', () => {
  const { device, metric } = namesOf(names);
  expect(['roof', 'pack', 'Dach_1'].map(device)).toEqual(['Dach_1', 'pack', 'Dach_1-2']);
  expect(['battery.soc', 'battery.cell.voltage.7', 'battery.power', 'pv.power'].map(metric)).toEqual([
    'akku.stand',
    'zelle_7',
    'akku.power',
    'pv.power',
  ]);
  expect([namesOf().text, namesOf({}).metric('pv.power')]).toEqual(['', 'pv.power']);
});

test('a name there is known as one', () => {
  const { isMetric } = namesOf(names);
  const given = [
    'akku.stand',
    'zelle_7',
    'akku.power',
    'pv.power',
    'akku.nothing',
    'zelle_',
    'status',
    'akku_power',
    'pv_power_s7',
    'soc',
  ];
  const own = ['akku.stand', 'zelle_7', 'akku.power', 'pv.power', 'akku_power', 'pv_power_s7'];
  expect(given.filter(isMetric)).toEqual(own);
});

/** The field and the code of what is wrong. */
function refusal(given: OutputNames): readonly (string | undefined)[] {
  try {
    checkedNames(given, ['roof', 'pack']);
    return [];
  } catch (error) {
    return isSolsteadError(error) ? [error.at.split('.').at(-1), error.reason?.code] : ['other'];
  }
}

const metric = (...lines: readonly (readonly [string, string])[]): OutputNames => ({
  metrics: lines.map(([from, to]) => ({ from, to })),
});
const device = (...lines: readonly (readonly [string, string])[]): OutputNames => ({
  devices: lines.map(([from, to]) => ({ from, to })),
});

test.each<[OutputNames, string | undefined]>([
  [names, undefined],
  [metric(['pv.power', 'grid.power'], ['grid.power', 'pv.power']), undefined],
  [metric(['pv.power', 'grid.power']), 'output.name-twice'],
  [metric(['grid.power.l1', 'x'], ['grid.power.l2', 'x']), 'output.name-twice'],
  [metric(['grid.*', 'pv.*']), 'output.name-twice'],
  [metric(['battery.soc', 'pv_power']), 'output.name-twice'],
  [metric(['battery.*', 'x']), 'output.name-star'],
  [metric(['battery.soc', 'x*']), 'output.name-star'],
  [metric(['battery.sok', 'x']), 'word.near'],
  [metric(['battery.soc', 'a/b']), 'output.name'],
  [metric(['battery.soc', 'a+b']), 'output.name'],
  [metric(['battery.soc', 'status']), 'output.name'],
  [device(['roof', 'pack'], ['pack', 'roof']), undefined],
  [device(['roof', 'pack']), 'output.name-twice'],
  [device(['roof', 'x'], ['gone', 'x']), 'output.name-twice'],
  [device(['roof', '#']), 'output.name'],
  [device(['roof', 'status']), 'output.name'],
])('%j: %s', (given, code) => {
  expect(refusal(given)).toEqual(code === undefined ? [] : ['metrics' in given ? 'metrics' : 'devices', code]);
});
