import { expect, test } from 'vitest';
import type { Flow } from '#api/contract.ts';
import { tableRows, withGaps, withTrail, type ChartLine } from './lines.ts';

test('missing steps break the line', () => {
  expect(withGaps([0, 10, 20, 60], [1, 2, 3, 4], 10)).toEqual([
    [0, 1],
    [10, 2],
    [20, 3],
    [30, null],
    [60, 4],
  ]);
});

test('the trail continues a line behind its last point', () => {
  const flow = (atMs: number, powerW?: number): Flow => ({
    atMs,
    pv: { quality: 'good', ...(powerW === undefined ? {} : { powerW }) },
    grid: { quality: 'good' },
    battery: { quality: 'good' },
    load: { quality: 'good' },
  });
  expect(withTrail([[10, 5]], [flow(9, 1), flow(11, 2), flow(12)], 'flow.pv')).toEqual([
    [10, 5],
    [11, 2],
    [12, null],
  ]);
});

test('table rows are means between marks; no points, no number', () => {
  const line: ChartLine = {
    id: 'a',
    label: 'A',
    unit: '',
    tone: 'pv',
    points: [
      [0, 1],
      [5, 3],
      [10, null],
      [20, 8],
    ],
  };
  expect(tableRows([line], [0, 10, 20], 30)).toEqual([
    { atMs: 0, means: [2] },
    { atMs: 10, means: [undefined] },
    { atMs: 20, means: [8] },
  ]);
});
