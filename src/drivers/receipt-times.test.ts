import { describe, expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeReceiptTimes } from './receipt-times.ts';

const second = 1000;

function receiving() {
  const clock = fakeClock();
  const told: number[] = [];
  const times = makeReceiptTimes(clock, (lagMs) => void told.push(lagMs));
  return { clock, nowMs: clock.nowMs(), timeOf: times.of, recall: times.recall, told };
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

test.each([0, -6200, 3_600_000])(
  'what comes in one millisecond is of one each, in its order, by a clock that is %d ms off',
  async (off) => {
    const { clock, nowMs, timeOf } = receiving();
    timeOf(undefined);
    await clock.advance(10 * second);
    const stamps = [1, 2, 3, 4].map((step) => nowMs + off + step * second);
    const times = stamps.map((stampMs) => timeOf(stampMs));
    expect(new Set(times).size).toBe(4);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    // Delivered again, they are the same.
    expect(stamps.map((stampMs) => timeOf(stampMs))).toEqual(times);
  },
);

test('unstamped values of one millisecond are of one each, and a flood of them does not run ahead', () => {
  const { nowMs, timeOf } = receiving();
  expect([timeOf(undefined), timeOf(undefined), timeOf(undefined)]).toEqual([nowMs, nowMs + 1, nowMs + 2]);
  let newest = 0;
  for (let count = 0; count < 1000; count += 1) newest = timeOf(undefined);
  expect(newest - nowMs).toBe(50);
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
    const waited = timeOf(live + 30 * second + off, { mayBeLate: true });
    expect(waited).toBe(live + 30 * second);
    expect(waited).toBeLessThan(asked);
    await clock.advance(second);
    expect(timeOf(clock.nowMs() + off, { mayBeLate: true })).toBe(clock.nowMs());
  });

  test('is of its own time also if it waited shortly, before and after an answer over another way', async () => {
    const { clock, timeOf } = receiving();
    const live = clock.nowMs();
    timeOf(live);
    await clock.advance(6 * second);
    expect(timeOf(undefined, { isBeside: true })).toBe(live + 6 * second);
    await clock.advance(second);
    for (const seconds of [1, 2, 3, 5, 6])
      expect(timeOf(live + seconds * second, { mayBeLate: true })).toBe(live + seconds * second);
  });

  test('what comes behind an answer of the same way is no older, though its clock is slow and its way long', async () => {
    const { clock, timeOf } = receiving();
    timeOf(clock.nowMs() - 3 * second);
    await clock.advance(600 * second);
    const answered = timeOf(undefined);
    await clock.advance(second);
    expect(timeOf(clock.nowMs() - 4 * second, { mayBeLate: true })).toBeGreaterThan(answered);
  });

  test('a clock that was put back is believed again with the next message that cannot have waited', async () => {
    const { clock, timeOf } = receiving();
    timeOf(clock.nowMs());
    await clock.advance(60 * second);
    expect(timeOf(clock.nowMs() - 3600 * second)).toBe(clock.nowMs());
  });
});

test('one that came after newer ones keeps its time when it comes again', async () => {
  const { clock, nowMs, timeOf } = receiving();
  await clock.advance(second);
  timeOf(nowMs + 900);
  expect(timeOf(nowMs + 100)).toBe(nowMs + 100);
  await clock.advance(60 * second);
  expect(timeOf(nowMs + 100)).toBe(nowMs + 100);
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

describe('messages that are behind', () => {
  const everySecond = async (count: number, { lateMs }: { lateMs(index: number): number }) => {
    const { clock, timeOf } = receiving();
    const given: number[] = [];
    for (let index = 0; index < count; index += 1) {
      given.push(timeOf(clock.nowMs() - lateMs(index)) - (clock.nowMs() - lateMs(index)));
      await clock.advance(second);
    }
    return given;
  };

  test('are of their own time, as those before', async () => {
    // Ever later, up to half a minute, then less so: nothing is dated anew.
    const given = await everySecond(90, { lateMs: (index) => Math.max(0, 30 - Math.abs(index - 40)) * 900 });
    expect(given).toEqual(given.map(() => 0));
  });

  test('soon after the connection are of their own time, too, from the first of all on that was not', async () => {
    const { clock, timeOf } = receiving();
    timeOf(clock.nowMs() - 2 * second, { mayBeLate: true });
    await clock.advance(12 * second);
    const stampMs = clock.nowMs() - 10 * second;
    expect(timeOf(stampMs, { mayBeLate: true })).toBe(stampMs);
    await clock.advance(20 * second);
    expect(timeOf(stampMs + second)).toBe(stampMs + second);
  });

  test('are, too, where one has the whole second and the one before it a part of that', async () => {
    const { clock, timeOf } = receiving();
    const wholeMs = Math.floor(clock.nowMs() / second) * second;
    await clock.advance(wholeMs + second - clock.nowMs() + 815);
    timeOf(clock.nowMs());
    const sameMs = wholeMs + second;
    await clock.advance(6 * second);
    for (const stampMs of [sameMs, sameMs + second]) expect(timeOf(stampMs)).toBe(stampMs);
  });

  test('for good are those of a clock that was put back: our time of receipt', async () => {
    const given = await everySecond(1000, { lateMs: (index) => (index < 5 ? 0 : 8.5 * second) });
    // As it does not go on at first, it is known to be another.
    expect(given.slice(5).every((offMs) => offMs === 8.5 * second)).toBe(true);
    const slowly = await everySecond(1000, { lateMs: (index) => Math.min(index, 20) * 900 });
    expect(slowly.slice(0, 600).every((offMs) => offMs === 0)).toBe(true);
    expect(slowly.slice(650).every((offMs) => offMs === 18 * second)).toBe(true);
  });
});

describe('after a restart', () => {
  test.each([0, -7200 * second, 90 * second])(
    'what waited meanwhile is of its own time where the clock was known before, %d ms off',
    async (off) => {
      const { clock, timeOf, recall } = receiving();
      recall(-off);
      for (const seconds of [600, 300, 8, 2]) {
        const ofMs = clock.nowMs() - seconds * second;
        expect(timeOf(ofMs + off, { mayBeLate: true })).toBe(ofMs);
      }
      await clock.advance(40 * second);
      expect(timeOf(clock.nowMs() + off)).toBe(clock.nowMs());
    },
  );

  test('nothing is known of a clock without a note, and one that was set meanwhile is learned anew', async () => {
    const { clock, timeOf } = receiving();
    expect(timeOf(clock.nowMs() - 600 * second, { mayBeLate: true })).toBe(clock.nowMs());
    const other = receiving();
    other.recall(0);
    await other.clock.advance(40 * second);
    expect(other.timeOf(other.clock.nowMs() - 180 * second)).toBe(other.clock.nowMs());
    expect(other.told).toEqual([180 * second]);
  });

  test('a device that lost its clock did not wait for years', () => {
    const { clock, timeOf, recall } = receiving();
    recall(0);
    expect(timeOf(1_000_000_000_000, { mayBeLate: true })).toBe(clock.nowMs());
  });
});

test('how far its clock is off is told when that changes, not with each message', async () => {
  const { clock, timeOf, told } = receiving();
  for (let index = 0; index < 50; index += 1) {
    timeOf(clock.nowMs() - 40 - (index % 7));
    await clock.advance(second);
  }
  expect(told).toEqual([40]);
  for (let index = 0; index < 20; index += 1) {
    timeOf(clock.nowMs() - 3_600_000);
    await clock.advance(second);
  }
  expect(told).toEqual([40, 3_600_000]);
});
