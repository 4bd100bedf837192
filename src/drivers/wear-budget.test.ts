import { describe, expect, test } from 'vitest';
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
