// How often an expensive answer is asked for.
import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { cached } from './cached.ts';

test('it is asked again when it may differ, and not too often', async () => {
  const clock = fakeClock();
  let asked = 0;
  const answer = cached(clock, async () => {
    asked += 1;
    await clock.advance(100);
    return asked;
  });
  expect(await answer.get()).toBe(1);
  await clock.advance(60_000);
  expect(await answer.get(), 'nothing changed').toBe(1);
  answer.invalidate();
  expect(await answer.get()).toBe(2);
  answer.invalidate();
  await clock.advance(1900);
  expect(await answer.get(), 'within twenty times what it takes').toBe(2);
  await clock.advance(200);
  expect(await answer.get()).toBe(3);
});

test('a failure is no answer', async () => {
  let fails = true;
  const answer = cached(fakeClock(), () => (fails ? Promise.reject(new Error('away')) : Promise.resolve(7)));
  await expect(answer.get()).rejects.toThrow('away');
  fails = false;
  expect(await answer.get()).toBe(7);
});
