import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeCommandMisses } from './command-misses.ts';

const names = ['QPIGS', 'QMOD', 'QPIWS'];

test('three misses in a row leave a command out for ten minutes, then it is asked once more', async () => {
  const clock = fakeClock();
  const misses = makeCommandMisses(clock);
  misses.missed('QPIWS');
  misses.missed('QPIWS');
  expect(misses.askable(names)).toEqual(names);
  misses.missed('QPIWS');
  expect([misses.askable(names), misses.count('QPIWS')]).toEqual([['QPIGS', 'QMOD'], 3]);
  await clock.advance(599_999);
  expect(misses.askable(names)).toEqual(['QPIGS', 'QMOD']);
  await clock.advance(1);
  expect(misses.askable(names)).toEqual(names);
  misses.missed('QPIWS');
  expect(misses.askable(names)).toEqual(['QPIGS', 'QMOD']);
});

test('an answer forgets the misses before it, a new connection all of them', () => {
  const misses = makeCommandMisses(fakeClock());
  for (const name of ['QMOD', 'QMOD', 'QPIWS', 'QPIWS', 'QPIWS']) misses.missed(name);
  misses.answered('QMOD');
  misses.missed('QMOD');
  expect(misses.askable(names)).toEqual(['QPIGS', 'QMOD']);
  misses.clear();
  expect([misses.askable(names), misses.count('QPIWS')]).toEqual([names, 0]);
});
