// What begins a rule, where a restart lies between two looks at it.
import { expect, test } from 'vitest';
import type { Trigger, TriggerMemory } from './rule.ts';
import { look, type TriggerSight } from './triggers.ts';

const gap: Trigger = { kind: 'gap', device: 'roof', metric: 'pv.power', forMs: 20_000 };

test('a value that could not be heard for a restart is no gap until it was waited for, and one that was told is not told again', () => {
  let nowMs = 0;
  let memory: TriggerMemory = {};
  let atMs: number | undefined = 0;
  /** When it begins within some seconds, s from now. */
  const beginsIn = (seconds: number): readonly number[] => {
    const begins: number[] = [];
    for (let second = 1; second <= seconds; second += 1) {
      nowMs += 1000;
      const value = atMs === undefined ? undefined : { value: 100, atMs, changedMs: atMs, isFresh: true };
      const device = {
        id: 'roof',
        name: 'Roof',
        kind: 'inverter',
        isOnline: true,
        lastSeenMs: atMs,
        points: new Map(),
      };
      const devices = new Map([['roof', { ...device, value: () => value }]]);
      const image: TriggerSight['image'] = { nowMs, happened: [], devices } as never;
      const step = look(gap, memory, { image, moment: undefined as never, lookedMs: undefined });
      memory = JSON.parse(JSON.stringify(step.memory)) as TriggerMemory;
      if (step.why !== undefined) begins.push(second);
    }
    return begins;
  };
  expect(beginsIn(5)).toEqual([]);
  nowMs += 60_000;
  atMs = undefined;
  expect(beginsIn(40)).toEqual([21]);
  nowMs += 60_000;
  expect(beginsIn(40)).toEqual([]);
  atMs = nowMs;
  expect(beginsIn(40)).toEqual([20]);
});
