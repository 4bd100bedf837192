import { expect, test } from 'vitest';
import { instantFrom, wallText } from '../zone.ts';
import { checkedRepair, typedWattHours, type RepairDraft } from './repair-draft.ts';

const zone = 'Europe/Berlin';
const draft: RepairDraft = {
  kind: 'energy',
  channel: 'load',
  source: '',
  event: '',
  isBooked: false,
  from: '2026-10-25T02:00',
  to: '2026-10-25T04:00',
  oldEnd: '',
  newStart: '',
  energy: '1,5',
  why: 'the meter was off',
};

test('times are of the home, energy is in Wh', () => {
  expect(checkedRepair(draft, zone)).toEqual({
    repair: {
      kind: 'energy',
      channel: 'load',
      fromMs: Date.UTC(2026, 9, 25, 0),
      toMs: Date.UTC(2026, 9, 25, 3),
      energyWh: 1500,
    },
  });
});

test('all that is wrong is said at once', () => {
  const wrong = checkedRepair({ ...draft, from: '2026-10-25T05:00', energy: 'much', why: ' ' }, zone);
  expect('problems' in wrong && Object.keys(wrong.problems).toSorted()).toEqual(['energy', 'to', 'why']);
  const empty = checkedRepair({ ...draft, kind: 'replacement', from: '' }, zone);
  expect('problems' in empty && Object.keys(empty.problems).toSorted()).toEqual(['from', 'newStart', 'source']);
});

test('an empty last value is absent, never 0', () => {
  const made = checkedRepair({ ...draft, kind: 'replacement', source: 'a', newStart: '0' }, zone);
  expect(made).toEqual({
    repair: { kind: 'replacement', source: 'a', atMs: Date.UTC(2026, 9, 25, 0), newStartWh: 0 },
  });
});

test.each([
  ['12', 12_000],
  ['0.0005', 0.5],
  [' 3,25 ', 3250],
  ['-1', undefined],
  ['', undefined],
  ['1e3', undefined],
])('"%s" kWh', (text, wattHours) => {
  expect(typedWattHours(text)).toBe(wattHours);
});

test('a wall time and back', () => {
  const atMs = Date.UTC(2026, 6, 1, 10, 35);
  expect(wallText(atMs, zone)).toBe('2026-07-01T12:35');
  expect(instantFrom('2026-07-01T12:35', zone)).toBe(atMs);
  expect(instantFrom('yesterday', zone)).toBeUndefined();
});
