// What a person may know and say of the clock.
import { expect, test } from 'vitest';
import { hourMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { clockWord } from './clock-word.ts';
import { makeTimeWitness } from './time-witness.ts';

test('a person vouches for the clock, or does not', async () => {
  const clock = fakeClock();
  const { clockState, sayClock } = clockWord({ clock, witness: makeTimeWitness(clock) });
  const atMs = clock.nowMs();
  expect(clockState()).toEqual({ atMs, isConfirmed: false });
  expect(await sayClock(true)).toEqual({ atMs, isConfirmed: true, aheadMs: 0 });
  expect(await sayClock(false)).toEqual({ atMs, isConfirmed: false });
});

test('it is told how far it is ahead of the others', () => {
  const clock = fakeClock();
  const witness = makeTimeWitness(clock);
  for (const source of ['one', 'two']) witness.hears(source, clock.nowMs() - hourMs);
  expect(clockWord({ clock, witness }).clockState()).toMatchObject({ isConfirmed: false, aheadMs: hourMs });
  expect(clockWord({ clock }).clockState().isConfirmed).toBe(false);
});
