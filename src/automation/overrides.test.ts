// What people set by hand: one for each set-point, the newest, until its time is over, and only so many.
import { expect, test } from 'vitest';
import type { Happening } from './happening.ts';
import { overridesAfter } from './overrides.ts';

const nowMs = 1_790_000_000_000;
const target = (device: string) => ({ device, setPoint: 'relay.on.1' }) as const;
const set = (device: string, value: number, untilMs = nowMs + 1000): Happening => ({
  kind: 'override',
  target: target(device),
  value,
  untilMs,
  by: { id: 'anna', name: 'Anna' },
});
const shown = (all: ReturnType<typeof overridesAfter>): readonly string[] =>
  all.map(({ target: { device }, claim: { wish } }) => `${device} ${JSON.stringify(wish)}`);

test('the newest of a set-point counts, until it is ended or over', () => {
  const first = overridesAfter([], { nowMs, happened: [set('a', 1), set('b', 1), set('a', 0)] });
  expect(shown(first)).toEqual(['b {"value":1}', 'a {"value":0}']);
  const ended = overridesAfter(first, { nowMs, happened: [{ kind: 'override-ended', target: target('b') }] });
  expect(shown(ended)).toEqual(['a {"value":0}']);
  expect(overridesAfter(ended, { nowMs: nowMs + 1000, happened: [] })).toEqual([]);
});

test('of more than five hundred the oldest go', () => {
  const happened = Array.from({ length: 520 }, (_, index) => set(`d${index}`, 1));
  const kept = overridesAfter([], { nowMs, happened });
  expect([kept.length, kept[0]?.target.device, kept.at(-1)?.target.device]).toEqual([500, 'd20', 'd519']);
});
