import { expect, test } from 'vitest';
import type { ChartLine, ChartPoint } from './lines.ts';
import { bandsOf } from './stack.ts';

const line = (id: string, points: readonly ChartPoint[]): ChartLine => ({ id, label: id, unit: 'W', tone: id, points });

test('sources stand on top of each other, what goes out hangs below; those behind come first', () => {
  const sun = line('pv', [
    [0, 100],
    [1, 300],
  ]);
  const battery = line('battery', [
    [0, 50],
    [1, -80],
  ]);
  const grid = line('grid', [
    [0, 20],
    [1, -120],
  ]);
  expect(bandsOf([sun, battery, grid]).map(({ id, points }) => [id, points.map(([, value]) => value)])).toEqual([
    ['grid out', [0, -200]],
    ['battery out', [0, -80]],
    ['grid in', [170, 300]],
    ['battery in', [150, 300]],
    ['pv in', [100, 300]],
  ]);
});

test('what one source does not know counts nothing, what none knows is a gap', () => {
  const sun = line('pv', [
    [0, 100],
    [1, null],
    [2, 100],
  ]);
  const grid = line('grid', [
    [1, null],
    [2, 40],
  ]);
  const front = bandsOf([sun, grid]).find(({ id }) => id === 'grid in');
  expect(front?.points).toEqual([
    [0, 100],
    [1, null],
    [2, 140],
  ]);
  expect(bandsOf([])).toEqual([]);
});
