// How a circuit is told: the name of a phase, and how full it is.
import { expect, test } from 'vitest';
import { fillOf, phaseName } from './circuit-words.ts';

test('a phase is L1 to L3; anything else is called as it is written', () => {
  expect(['grid.current.l2', 'charger.current.l3 of garage', 'grid.power', 'abs(grid.power)'].map(phaseName)).toEqual([
    'L2',
    'L3',
    'grid.power',
    'abs(grid.power)',
  ]);
});

test('it is full at its limit; beyond it is over; what goes out fills nothing; what is not known is not empty', () => {
  expect(fillOf(5, 25)).toEqual({ share: 0.2, level: 'fine' });
  expect(fillOf(22, 25)).toEqual({ share: 0.88, level: 'near' });
  expect(fillOf(25, 25)).toEqual({ share: 1, level: 'near' });
  expect(fillOf(25.1, 25)).toEqual({ share: 1, level: 'over' });
  expect(fillOf(-3000, 5000)).toEqual({ share: 0, level: 'fine' });
  expect(fillOf(undefined, 25)).toEqual({ share: 0, level: 'unknown' });
  expect(fillOf(0, 0)).toEqual({ share: 1, level: 'near' });
});
