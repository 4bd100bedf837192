// Thresholds as tables: what is measured, and whether it wants attention.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { assertSettings, usualSettings } from './kinds.ts';
import { emptyMemory } from './machine.ts';
import { type Observation, type SeenDevice, signalsOf } from './observe.ts';

const roof: SeenDevice = { id: 'roof', name: 'Roof', state: 'online' };
const raisedBefore = (key: string) => {
  const [kind = '', subject = ''] = key.split('/');
  const track = { kind: kind as 'battery-low', subject, isRaised: true, reason: { code: 'alert.gap', params: {} } };
  return { ...emptyMemory, tracks: { [key]: track } };
};

function verdict(seen: Observation, key: string, wasSo = false): boolean | undefined | 'none' {
  const { signals } = signalsOf(seen, usualSettings, wasSo ? raisedBefore(key) : emptyMemory);
  const found = signals.find(({ kind, subject }) => `${kind}/${subject}` === key);
  return found === undefined ? 'none' : found.isSo;
}

test.each<[string, Observation, string, boolean, boolean | undefined | 'none']>([
  ['offline', { devices: [{ ...roof, state: 'offline' }] }, 'device-offline/roof', false, true],
  ['misconfigured', { devices: [{ ...roof, state: 'misconfigured' }] }, 'device-offline/roof', false, true],
  ['starting: not known', { devices: [{ ...roof, state: 'starting' }] }, 'device-offline/roof', false, undefined],
  ['stale is a gap', { devices: [{ ...roof, state: 'stale' }] }, 'data-gap/roof', false, true],
  ['offline is no gap', { devices: [{ ...roof, state: 'offline' }] }, 'data-gap/roof', false, undefined],
  ['errors 30 %: not yet', { devices: [{ ...roof, failedShare: 30 }] }, 'error-burst/roof', false, false],
  ['errors 31 %', { devices: [{ ...roof, failedShare: 31 }] }, 'error-burst/roof', false, true],
  ['errors 25 %: not over yet', { devices: [{ ...roof, failedShare: 25 }] }, 'error-burst/roof', true, true],
  ['errors 20 %: over', { devices: [{ ...roof, failedShare: 20 }] }, 'error-burst/roof', true, false],
  ['too few requests', { devices: [roof] }, 'error-burst/roof', false, undefined],
  ['60 rejected values', { devices: [{ ...roof, rejected: 60 }] }, 'implausible/roof', false, false],
  ['61 rejected values', { devices: [{ ...roof, rejected: 61 }] }, 'implausible/roof', false, true],
  ['cells 0.16 V apart', { devices: [{ ...roof, cellSpread: 0.16 }] }, 'cell-drift/roof', false, true],
  ['battery 15 %', { soc: 15 }, 'battery-low/home', false, false],
  ['battery 14 %', { soc: 14 }, 'battery-low/home', false, true],
  ['battery back at 19 %', { soc: 19 }, 'battery-low/home', true, true],
  ['battery back at 20 %', { soc: 20 }, 'battery-low/home', true, false],
  ['battery not known', { soc: null }, 'battery-low/home', true, undefined],
  ['battery not looked at', {}, 'battery-low/home', true, 'none'],
  ['budget at 100 %', { budgets: [{ id: 'b', name: 'b', usedShare: 100 }] }, 'budget/b', false, false],
  ['budget at 101 %', { budgets: [{ id: 'b', name: 'b', usedShare: 101 }] }, 'budget/b', false, true],
  ['a budget that is gone', { budgets: [] }, 'budget/b', true, false],
  ['sun 40 % ± 5 %', { sun: { best: { share: 40, uncertainty: 5, days: 10 } } }, 'under-production/home', false, true],
  [
    'sun 40 % ± 15 %: may be',
    { sun: { best: { share: 40, uncertainty: 15, days: 10 } } },
    'under-production/home',
    false,
    false,
  ],
  ['sun not known', { sun: {} }, 'under-production/home', false, undefined],
  ['two hours dark', { sun: { darkHours: 2 } }, 'no-production/home', false, true],
  ['an hour dark', { sun: { darkHours: 1 } }, 'no-production/home', false, false],
  ['night', { sun: {} }, 'no-production/home', true, undefined],
  ['31 refusals', { refusals: 31 }, 'broker-refused/home', false, true],
  ['an issue that is gone', { issues: [] }, 'disk/disk full', true, false],
  ['a device that is removed', { devices: [] }, 'device-offline/roof', true, false],
])('%s', (_name, ...[seen, key, wasSo, expected]) => {
  expect(verdict(seen, key, wasSo)).toBe(expected);
});

test('what is said names device, figure and limit', () => {
  const seen: Observation = { devices: [{ ...roof, failedShare: 41.6, rejected: 70, cellSpread: 0.2 }], soc: 9 };
  const said = signalsOf(seen, usualSettings, emptyMemory).signals.map(({ reason }) =>
    inEnglish(reason).replaceAll('\u00a0', ' '),
  );
  expect(said).toContain('42 % of the requests to Roof fail');
  expect(said).toContain('the cells of Roof are 0.2 V apart, more than 0.15 V');
  expect(said).toContain('the battery is at 9 %, below 15 %');
});

test('a threshold out of its range, or of a kind that has none, is refused with its name', () => {
  const set = (kinds: object) => () => assertSettings({ ...usualSettings, kinds });
  expect(set({ 'battery-low': { threshold: 95 } })).toThrow(/kinds\.battery-low\.threshold/);
  expect(set({ disk: { threshold: 1 } })).toThrow(/no threshold/);
  expect(set({ 'battery-low': { threshold: 20 } })).not.toThrow();
});
