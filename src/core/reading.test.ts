import { expect, test } from 'vitest';
import { readingsOf, type Batch } from './reading.ts';

const batch: Batch = {
  site: 's',
  device: 'd',
  atMs: 5,
  metric: ['grid.power', 'inverter.mode'],
  value: [20, 'Line'],
  quality: ['good', 'stale'],
};

test('a batch is read row by row', () => {
  expect([...readingsOf(batch)]).toEqual([
    { metric: 'grid.power', value: 20, atMs: 5, quality: 'good' },
    { metric: 'inverter.mode', value: 'Line', atMs: 5, quality: 'stale' },
  ]);
});

test('columns of different lengths are our own mistake', () => {
  expect(() => [...readingsOf({ ...batch, value: [20] })]).toThrow(TypeError);
});
