// A laptop that is closed overnight, a clock that is set, and both: the monotonic time counts sleep and nothing else.
import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { countingSleep } from './suspended-clock.ts';

const hourMs = 3_600_000;

function machine() {
  let [wallMs, ownMs, upMs] = [1_750_000_000_000, 5000, 90_000_000];
  let asked = 0;
  const clock = countingSleep({ ...systemClock, nowMs: () => wallMs, monotonicMs: () => ownMs }, () => {
    asked += 1;
    return upMs;
  });
  const run = (ms: number): void => {
    [wallMs, ownMs, upMs] = [wallMs + ms, ownMs + ms, upMs + ms];
  };
  return {
    clock,
    run,
    sleep(ms: number) {
      [wallMs, upMs] = [wallMs + ms, upMs + ms];
    },
    set(ms: number) {
      wallMs += ms;
    },
    asked: () => asked,
  };
}

test('sleep counts, a clock that is set does not, and while nothing happens nobody is asked', () => {
  const { clock, run, sleep, set, asked } = machine();
  const beginMs = clock.monotonicMs();
  for (let count = 0; count < 100; count += 1) {
    run(60_000);
    clock.monotonicMs();
  }
  expect([clock.monotonicMs() - beginMs, asked()]).toEqual([6_000_000, 1]);
  sleep(8 * hourMs);
  run(10);
  expect(clock.monotonicMs() - beginMs).toBe(6_000_010 + 8 * hourMs);
  set(24 * hourMs);
  run(10);
  expect(clock.monotonicMs() - beginMs).toBe(6_000_020 + 8 * hourMs);
  set(-48 * hourMs);
  run(10);
  expect(clock.monotonicMs() - beginMs).toBe(6_000_030 + 8 * hourMs);
  // Asleep, and put right by the network in the same moment.
  sleep(3 * hourMs);
  set(366 * 24 * hourMs);
  run(10);
  expect(clock.monotonicMs() - beginMs).toBe(6_000_040 + 11 * hourMs);
  sleep(2 * hourMs);
  expect(clock.monotonicMs() - clock.monotonicMs()).toBe(0);
  expect(clock.monotonicMs() - beginMs).toBe(6_000_040 + 13 * hourMs);
});
