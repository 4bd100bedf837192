// Values of SMA's own map: what flows in and out is counted apart, each positive.
import { expect, test } from 'vitest';
import { shownBy } from '../testing.ts';
import { smaInverter } from './sma.ts';

test('grid power of each phase, frequency, second string', () => {
  const { metrics } = shownBy(smaInverter, {
    30_804: 5001,
    30_958: 8120,
    30_959: 0,
    30_960: 58_000,
    31_260: 0,
    31_262: 450,
    31_266: 1200,
  });
  expect(metrics).toMatchObject({
    'grid.frequency': 50.01,
    'pv.current.s2': 8.12,
    'pv.voltage.s2': 580,
    'grid.power.l1': 1200,
    'grid.power.l2': -450,
    'grid.power.l3': 0,
  });
});
