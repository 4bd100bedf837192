import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { loseBroker } from './demo-guests.ts';
import { createFaults } from './faults.ts';

test('the broker is lost for 20 s in every 90 s, until that is ended', async () => {
  const clock = fakeClock();
  const faults = createFaults();
  const end = loseBroker([faults], clock);
  const seen: boolean[] = [];
  for (const ms of [89_999, 1, 19_999, 1, 69_999, 1]) {
    await clock.advance(ms);
    seen.push(faults.state.vanished);
  }
  expect(seen).toEqual([false, true, true, false, false, true]);
  end();
  await clock.advance(120_000);
  expect(faults.state.vanished, 'nothing goes on').toBe(true);
  expect(clock.pending).toBe(0);
});
