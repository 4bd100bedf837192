// A series that grows by millions keeps every reading, in order, however often it is looked at on the way.
import { expect, test } from 'vitest';
import { growingSeries, growingTimes } from './readings-columns.ts';

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

test('columns of a table share their times until one leaves a row out', () => {
  const rows = growingTimes();
  const [full, holed, late] = (['grid.power', 'pv.power', 'load.power'] as const).map((metric) =>
    growingSeries({ device: 'meter', metric }, rows),
  );
  if (full === undefined || holed === undefined || late === undefined)
    throw new TypeError('assertion: there are three');
  for (let row = 0; row < 70_000; row += 1) {
    rows.push(row * 60_000);
    full.push(row * 60_000, row);
    if (row !== 66_000 && row < 69_990) holed.push(row * 60_000, row);
    if (row >= 5) late.push(row * 60_000, row);
  }
  const seen = [full, holed, late].map((series) => {
    const { atMs, value } = series.columns();
    return [atMs.length, value.length, atMs.every((at, index) => at === (value[index] ?? -1) * 60_000)];
  });
  expect(seen).toEqual([
    [70_000, 70_000, true],
    [69_989, 69_989, true],
    [69_995, 69_995, true],
  ]);
  expect(full.columns().atMs.buffer).toBe(rows.whole().buffer);
});
