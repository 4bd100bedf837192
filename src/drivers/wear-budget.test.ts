import { describe, expect, test } from 'vitest';
import { forgetfulWear } from '#core/wear-memory.ts';
import { usualWear, type WriteCommand } from '#devices/definition.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeWearBudget, makeWearBudgets } from './wear-budget.ts';

const second = 1000;
const hour = 3600 * second;
const write = (name: string): WriteCommand => ({
  kind: 'write',
  name,
  title: name,
  value: { kind: 'none' },
  wear: usualWear,
  request: () => name,
});
const [mode, other] = [write('MODE'), write('OTHER')];
const { wear: _, ...free } = write('FREE');

describe('the budget of writes', () => {
  test('keeps a program waiting between two writes of one setting', async () => {
    const clock = fakeClock();
    const budget = makeWearBudget(clock);
    budget.check(mode);
    budget.note(mode);
    await clock.advance(59 * second);
    expect(() => budget.check(mode)).toThrow(expect.objectContaining({ code: 'command.too-often' }));
    budget.check(other);
    await clock.advance(second);
    budget.check(mode);
  });

  test('has an end within any 24 h', async () => {
    const clock = fakeClock();
    const budget = makeWearBudget(clock);
    for (let count = 0; count < usualWear.mostADay; count += 1) {
      budget.check(mode);
      budget.note(mode);
      await clock.advance(hour / 2);
    }
    expect(() => budget.check(mode)).toThrow(/24 times in the last 24 h/);
    expect(budget.excess(mode)).toBeUndefined();
    budget.note(mode);
    expect(budget.excess(mode)).toBe(25);
    await clock.advance(13 * hour);
    budget.check(mode);
    expect(budget.excess(mode)).toBeUndefined();
  });

  test('is that of a register: settings that are bits of one share it', () => {
    const budget = makeWearBudget(fakeClock());
    const [bit, neighbour, far] = [
      { ...mode, register: 110 },
      { ...other, register: 110 },
      { ...other, register: 111 },
    ];
    budget.note(bit);
    expect(() => budget.check(neighbour)).toThrow(expect.objectContaining({ code: 'command.too-often', at: 'OTHER' }));
    budget.check(far);
  });

  test('does not concern what is not stored', () => {
    const budget = makeWearBudget(fakeClock());
    for (let count = 0; count < 100; count += 1) {
      budget.check(free);
      budget.note(free);
    }
    expect(budget.excess(free)).toBeUndefined();
  });
});

test('a device that is moved, or set up again under another id, has the budget it had; its neighbour has its own', () => {
  const budgets = makeWearBudgets(fakeClock());
  const device = { id: 'roof', definition: 'pi30', address: 'serial:///dev/ttyUSB0' };
  budgets.of(device).note(mode);
  for (const same of [
    { ...device },
    { ...device, address: 'tcp://10.0.0.1:8899' },
    { ...device, id: 'roof-2', address: 'tcp://10.0.0.1:8899' },
    { ...device, id: 'roof-3' },
  ])
    expect(() => budgets.of(same).check(mode)).toThrow(expect.objectContaining({ code: 'command.too-often' }));
  budgets.of({ ...device, id: 'shed', address: 'serial:///dev/ttyUSB1' }).check(mode);
  budgets.of({ id: 'plug', definition: 'shelly', address: 'mqtt://b', topic: 'plug' }).note(mode);
  budgets.of({ id: 'lamp', definition: 'shelly', address: 'mqtt://b', topic: 'lamp' }).check(mode);
});

test('what is used of a day is told, and forgotten after it', () => {
  let nowMs = 0;
  const budget = makeWearBudget({ monotonicMs: () => nowMs });
  const stored = mode;
  expect(budget.used(stored)).toEqual({ used: 0, mostADay: 24 });
  budget.note(stored);
  nowMs = 3_600_000;
  budget.note(stored);
  expect(budget.used(stored)).toEqual({ used: 2, mostADay: 24 });
  nowMs = 86_400_001;
  expect(budget.used(stored)).toEqual({ used: 1, mostADay: 24 });
});

describe('over a restart', () => {
  const roof = { id: 'roof', definition: 'pi30', address: 'serial:///dev/ttyUSB0' };

  test('what was written in the last 24 h still counts, by the same register, and for the device at its place', async () => {
    const memory = forgetfulWear();
    const before = fakeClock();
    const budget = makeWearBudgets(before, memory).of(roof);
    for (let count = 0; count < usualWear.mostADay; count += 1) {
      budget.note({ ...mode, register: 7 });
      await before.advance(hour / 2);
    }
    budget.note(other);
    await budget.settled();
    // Its monotonic clock begins anew, and the first six writes are older than a day.
    const after = fakeClock(before.nowMs() + 15 * hour - 1);
    const again = makeWearBudgets(after, memory).of({ ...roof, id: 'roof-2' });
    expect(again.used({ ...mode, register: 7 })).toEqual({ used: 18, mostADay: 24 });
    expect(again.used(other)).toEqual({ used: 1, mostADay: 24 });
    expect(again.used(mode)).toEqual({ used: 0, mostADay: 24 });
    again.note(other);
    await again.settled();
    const [kept, ...more] = memory.kept();
    expect(more).toEqual([]);
    expect(kept?.names.toSorted()).toEqual(['at pi30 serial:///dev/ttyUSB0 ', 'id roof', 'id roof-2']);
    expect(kept?.writtenMs).toMatchObject({ OTHER: [before.nowMs(), after.nowMs()] });
  });

  test('a program that is started again and again does not write more than one that runs', async () => {
    const memory = forgetfulWear();
    const clock = fakeClock();
    let writes = 0;
    for (let start = 0; start < 100; start += 1) {
      const budget = makeWearBudgets(clock, memory).of(roof);
      await clock.advance(61 * second);
      try {
        budget.check(mode);
      } catch {
        continue;
      }
      budget.note(mode);
      await budget.settled();
      writes += 1;
    }
    expect(writes).toBe(usualWear.mostADay);
  });

  test('a wall clock that is behind makes the last write one of just now, and keeps the pauses between them', async () => {
    const memory = forgetfulWear();
    const clock = fakeClock();
    const budget = makeWearBudgets(clock, memory).of(roof);
    budget.note(mode);
    await clock.advance(23 * hour);
    budget.note(mode);
    await budget.settled();
    const behind = fakeClock(0);
    const again = makeWearBudgets(behind, memory).of(roof);
    expect(() => again.check(mode)).toThrow(/written 0 s ago/);
    await behind.advance(61 * second);
    again.check(mode);
    expect(again.used(mode)).toEqual({ used: 2, mostADay: 24 });
    await behind.advance(hour);
    expect(again.used(mode)).toEqual({ used: 1, mostADay: 24 });
  });
});
