import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { figureOf, figuresOf, rankings } from './day-figures.ts';

const noFlows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

function row(label: string, part: Partial<EnergyRow> = {}): EnergyRow {
  const known = { complete: true, measured: 1, estimated: 0, missing: 0, events: 0 };
  return { label, startMs: 0, endMs: 86_400_000, flows: noFlows, ...known, ...part };
}

const sunny = (label: string, pvWh: number, part: Partial<EnergyRow> = {}) => row(label, { pvWh, ...part });
const ranked = (rows: readonly EnergyRow[]) =>
  rankings(rows).map(({ id, best, worst }) => [id, best.map(({ date }) => date), worst.map(({ date }) => date)]);

test('figures of a day: what is not known is absent, never 0', () => {
  const day = row('1', { loadWh: 5000, importWh: 0, selfSufficiency: 100, cost: '0.30', earned: '1.05' });
  expect(figuresOf([day])).toEqual(['load', 'import', 'selfSufficiency', 'bill']);
  expect(figureOf('bill', day)).toBe(-0.75);
  expect(figureOf('pv', day)).toBeUndefined();
  expect(figureOf('load', { ...day, measured: 0 })).toBeUndefined();
  expect(figureOf('selfSufficiency', { ...day, loadWh: 0.2 })).toBeUndefined();
});

test('the best have the most sun and the least bought; no day is among both', () => {
  const rows = [
    sunny('a', 5, { importWh: 9, cost: '3' }),
    sunny('b', 9, { importWh: 2, cost: '1' }),
    sunny('c', 1, { importWh: 5, cost: '2' }),
  ];
  expect(ranked(rows)).toEqual([
    ['pv', ['b'], ['c']],
    ['import', ['b'], ['a']],
    ['bill', ['b'], ['a']],
  ]);
});

test('at most three each, of days that are over and known nearly all the time', () => {
  const rows = [
    sunny('today', 99, { complete: false }),
    sunny('half', 0, { measured: 0.5, missing: 0.5 }),
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label, index) => sunny(label, index + 1)),
  ];
  expect(ranked(rows)).toEqual([['pv', ['g', 'f', 'e'], ['a', 'b', 'c']]]);
});

test.each([[[]], [[sunny('a', 1)]], [[sunny('a', 0), sunny('b', 0)]]])('nothing to choose from', (rows) => {
  expect(rankings(rows)).toEqual([]);
});
