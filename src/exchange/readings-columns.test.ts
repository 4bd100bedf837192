// A series that grows by millions keeps every reading, in order, however often it is looked at on the way.
import { expect, test } from 'vitest';
import { growingSeries } from './readings-columns.ts';

test.each([0, 1, 1024, 1025, 65_536, 65_537, 200_001])('%d readings are what was put in', (count) => {
  const series = growingSeries({ device: 'meter', metric: 'grid.power' });
  for (let index = 0; index < count; index += 1) {
    series.push(index * 5000, index % 977);
    if (index === 70_000) series.columns();
  }
  for (const _again of [1, 2]) {
    const { atMs, value } = series.columns();
    expect([atMs.length, value.length]).toEqual([count, count]);
    const isRight = atMs.every((at, index) => at === index * 5000) && value.every((one, index) => one === index % 977);
    expect(isRight).toBe(true);
  }
});
