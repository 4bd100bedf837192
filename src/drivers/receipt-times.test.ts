import { describe, expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeReceiptTimes } from './receipt-times.ts';

const second = 1000;

function receiving() {
  const clock = fakeClock();
  return { clock, nowMs: clock.nowMs(), timeOf: makeReceiptTimes(clock) };
}

test('a clock that goes right is believed, never beyond our own', () => {
  const { nowMs, timeOf } = receiving();
  expect(timeOf(nowMs - 800)).toBe(nowMs - 800);
  expect(timeOf(nowMs + 800)).toBe(nowMs);
  expect(timeOf(undefined)).toBe(nowMs);
});

test.each([-3600 * second, -6 * second, 6 * second, 86_400 * second])(
  'a clock %d ms off: our time of receipt',
  (off) => {
    const { nowMs, timeOf } = receiving();
    expect(timeOf(nowMs + off)).toBe(nowMs);
  },
);

test('delivered twice, it is the same moment twice', async () => {
  const { clock, nowMs, timeOf } = receiving();
  for (const stampMs of [nowMs - 100, nowMs + 3600 * second]) {
    const first = timeOf(stampMs);
    await clock.advance(700);
    expect(timeOf(stampMs)).toBe(first);
  }
});

test('a clock 3 s slow does not put news behind an answer that we stamped ourselves', async () => {
  const { clock, timeOf } = receiving();
  const answered = timeOf(undefined);
  await clock.advance(second);
  const news = timeOf(clock.nowMs() - 3 * second);
  expect(news).toBeGreaterThan(answered);
});

test('what the device itself calls older stays older', async () => {
  const { clock, nowMs, timeOf } = receiving();
  await clock.advance(second);
  timeOf(nowMs + 900);
  expect(timeOf(nowMs + 100)).toBe(nowMs + 100);
});

describe('a message that waited while there was no connection', () => {
  test.each([0, -7200 * second])('is of its own time, also by a clock that is %d ms off', async (off) => {
    const { clock, timeOf } = receiving();
    const live = clock.nowMs();
    timeOf(live + off);
    await clock.advance(600 * second);
    const asked = timeOf(undefined);
    const waited = timeOf(live + 30 * second + off, true);
    expect(waited).toBe(live + 30 * second);
    expect(waited).toBeLessThan(asked);
    expect(timeOf(clock.nowMs() + off, true)).toBe(clock.nowMs());
  });

  test('a clock that was put back is believed again with the next message that cannot have waited', async () => {
    const { clock, timeOf } = receiving();
    timeOf(clock.nowMs());
    await clock.advance(60 * second);
    expect(timeOf(clock.nowMs() - 3600 * second)).toBe(clock.nowMs());
  });
});

test('a message that comes again after others is of its own time, also long after', async () => {
  const { clock, nowMs, timeOf } = receiving();
  const stamps = [0, 1, 2].map((seconds) => nowMs + seconds * second);
  const given: number[] = [];
  for (const stampMs of stamps) {
    given.push(timeOf(stampMs));
    await clock.advance(second);
  }
  await clock.advance(60 * second);
  expect(stamps.map((stampMs) => timeOf(stampMs))).toEqual(given);
});
