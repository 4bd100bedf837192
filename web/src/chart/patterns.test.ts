import { expect, test } from 'vitest';
import { dashOf, tileBelow, tileOf } from './patterns.ts';

test('no two lines of a panel are drawn alike, and no two areas on one side of the line', () => {
  const lines = Array.from({ length: 8 }, (_, index) => dashOf(`line-${index + 1}`));
  const flows = ['pv', 'load', 'battery', 'grid'].map(dashOf);
  const above = ['pv', 'battery', 'grid', 'generator', 'load'].map(tileOf);
  const below = ['battery', 'grid'].map(tileBelow);
  for (const some of [lines, flows, above, below]) expect(new Set(some.map(String)).size).toBe(some.length);
});
