// What is learned of a load from its own switchings.
import { expect, test } from 'vitest';
import { sunnyHouse } from '../testing/sunny-house.ts';
import { asLearned, learn, type Learned, nothingLearned } from './learning.ts';
import { isSurplusState } from './surplus.ts';

/** A change of so many watts, seen at the meter after so many seconds. */
function changed(
  learned: Learned,
  {
    expectedW,
    delayS,
    movedW = expectedW,
    isDisturbed = false,
  }: { expectedW: number; delayS: number; movedW?: number; isDisturbed?: boolean },
): Learned {
  let now = learn(learned, { nowMs: 0, netW: 300, changedW: expectedW, isDisturbed: false });
  for (let second = 1; second <= delayS + 10; second += 1)
    now = learn(now, { nowMs: second * 1000, netW: 300 + (second >= delayS ? movedW : 0), changedW: 0, isDisturbed });
  return now;
}

const load = { powerW: 2000, settlesMs: 30_000, learnsDelay: true };
const after = (learned: Learned, of: { readonly learnsDelay?: boolean; readonly leastW?: number } = {}) => {
  const { settlesMs, powerW } = asLearned({ ...load, ...of }, learned);
  return [settlesMs, powerW];
};

test('from the third change on the time until a change is seen, and what it takes, are believed', () => {
  let learned = nothingLearned;
  for (const delayS of [8, 9]) learned = changed(learned, { expectedW: 2000, delayS, movedW: 1700 });
  expect(after(learned)).toEqual([30_000, 2000]);
  learned = changed(learned, { expectedW: 2000, delayS: 8, movedW: 1700 });
  expect(after(learned)).toEqual([12_000, 1700]);
  // What the text says, and what is measured, stays.
  expect(after(learned, { learnsDelay: false, leastW: 200 })).toEqual([30_000, 2000]);
});

test('off is seen as well as on, and tells no power', () => {
  let learned = nothingLearned;
  for (let count = 0; count < 3; count += 1) learned = changed(learned, { expectedW: -2000, delayS: 20 });
  expect(after(learned)).toEqual([30_000, 2000]);
  expect([learned.delaysMs, learned.powersW]).toEqual([[20_000, 20_000, 20_000], []]);
});

test('what something else hides or brings teaches nothing', () => {
  let learned = nothingLearned;
  for (let count = 0; count < 3; count += 1) {
    learned = changed(learned, { expectedW: 2000, delayS: 5, isDisturbed: true });
    // Less than half of it, or the other way: not its own.
    learned = changed(learned, { expectedW: 2000, delayS: 200, movedW: 500 });
    learned = changed(learned, { expectedW: 2000, delayS: 5, movedW: -2000 });
  }
  expect(learned.delaysMs).toEqual([]);
});

test('a power far from what was declared is a mistake in the text, and is left', () => {
  let learned = nothingLearned;
  for (let count = 0; count < 3; count += 1) learned = changed(learned, { expectedW: 2000, delayS: 5, movedW: 9000 });
  expect(after(learned)[1]).toBe(2000);
});

test('in the house a slow load is waited for, once it is known to be slow', () => {
  const house = sunnyHouse({
    file: {
      loads: [
        { name: 'Boiler', device: 'boiler', point: 'relay.on.1', power: 2000, on_after: '10 s', off_after: '10 s' },
      ],
    },
    loads: { boiler: { watts: 2000, delayS: 40 } },
  });
  for (let count = 0; count < 4; count += 1) {
    house.pvW = 2600;
    house.run(300);
    house.pvW = 0;
    house.run(300);
  }
  const state = house.bench.last()?.state.parts['surplus'];
  if (!isSurplusState(state)) throw new Error('no state');
  expect(Math.max(...(state.loads['boiler']?.learned?.delaysMs ?? [0]))).toBeGreaterThanOrEqual(40_000);
});
