import { expect, test } from 'vitest';
import { columnsFor, unevenness } from './cells-card.tsx';

test.each([
  [1, 1],
  [4, 4],
  [7, 7],
  [8, 8],
  [14, 7],
  [15, 8],
  [16, 8],
  [20, 10],
  [24, 8],
  [13, 8],
])('%d cells stand in %d columns', (count, columns) => {
  expect(columnsFor(count)).toBe(columns);
});

test.each([
  [0, ''],
  [0.005, ''],
  [0.029, ''],
  [0.03, 'apart'],
  [0.099, 'apart'],
  [0.1, 'faulty'],
])('%d V between the cells are %s', (spread, words) => {
  expect(unevenness(spread)).toBe(words);
});
