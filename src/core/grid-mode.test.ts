// What modes of inverters say of the grid.
import { expect, test } from 'vitest';
import { gridOfMode, withGrid } from './grid-mode.ts';

test.each([
  ['Battery', 0],
  ['Battery mode', 0],
  ['Inverter (Battery) Mode', 0],
  ['Off-grid', 0],
  ['Off-grid charge', 0],
  ['Normal (off-grid)', 0],
  ['Microgrid', 0],
  ['Inverting', 0],
  ['Line', 1],
  ['Line mode', 1],
  ['Bypass with charging', 1],
  ['Normal (on-grid)', 1],
  ['On-grid: power limited', 1],
  ['Battery standby', undefined],
  ['Battery charging', undefined],
  ['Standby: grid check', undefined],
  ['Standby', undefined],
])('%s: %s', (mode, grid) => {
  expect(gridOfMode(mode)).toBe(grid);
});

test('U1: a batch with a mode says whether the grid is there; one that says it itself stays', () => {
  const batch = {
    site: 'home',
    device: 'i',
    atMs: 5,
    metric: ['inverter.mode'],
    value: ['Battery'],
    quality: ['good'],
  } as const;
  expect(withGrid(batch)).toMatchObject({ metric: ['inverter.mode', 'grid.connected'], value: ['Battery', 0] });
  const own = { ...batch, metric: ['inverter.mode', 'grid.connected'] as const, value: ['Battery', 1] };
  expect(withGrid({ ...own, quality: ['good', 'good'] })).toMatchObject({ value: ['Battery', 1] });
  expect(withGrid({ ...batch, value: ['Fault'] })).toEqual({ ...batch, value: ['Fault'] });
});
