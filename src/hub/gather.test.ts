import { expect, test, vi } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { type Changed, makeGather } from './gather.ts';
import type { SiteChanges } from './types.ts';

function gathering() {
  const clock = fakeClock();
  const composed: Changed[] = [];
  const compose = vi.fn<(changed: Changed) => SiteChanges>((changed) => {
    composed.push(changed);
    return { atMs: composed.length };
  });
  const onMistake = vi.fn<(error: unknown) => void>();
  const gather = makeGather({ clock, gatherMs: 50, compose, onMistake });
  return { clock, gather, compose, composed, onMistake };
}

test('a burst becomes one message, 50 ms after its first change', async () => {
  const { clock, gather, composed } = gathering();
  const got: SiteChanges[] = [];
  gather.subscribe((changes) => got.push(changes));
  gather.values('roof', ['pv.power']);
  await clock.advance(49);
  gather.values('roof', ['pv.power', 'battery.soc']);
  gather.device('meter');
  gather.wake();
  expect(got).toEqual([]);
  await clock.advance(1);
  expect(got).toEqual([{ atMs: 1 }]);
  expect(composed).toEqual([
    { values: new Map([['roof', new Set(['pv.power', 'battery.soc'])]]), devices: new Set(['meter']), removed: [] },
  ]);
  await clock.advance(1000);
  expect(got).toHaveLength(1);
  gather.values('roof', ['pv.power']);
  await clock.advance(50);
  expect(composed[1]).toEqual({ values: new Map([['roof', new Set(['pv.power'])]]), devices: new Set(), removed: [] });
});

test('every subscriber gets the same message, made once; who left gets none', async () => {
  const { clock, gather, compose } = gathering();
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
  gather.subscribe(first);
  const leave = gather.subscribe(second);
  gather.device('roof');
  await clock.advance(50);
  leave();
  gather.device('roof');
  await clock.advance(50);
  expect([first.mock.calls.length, second.mock.calls.length, compose.mock.calls.length]).toEqual([2, 1, 2]);
});

test('without subscribers nothing is composed, kept or waited for', async () => {
  const { clock, gather, compose, composed } = gathering();
  for (let count = 0; count < 100; count += 1) gather.values(`device ${count}`, ['pv.power']);
  gather.removed('roof');
  gather.wake();
  expect(clock.pending).toBe(0);
  await clock.advance(100);
  gather.subscribe(() => undefined);
  gather.device('meter');
  await clock.advance(50);
  expect(compose).toHaveBeenCalledTimes(1);
  expect(composed[0]).toEqual({ values: new Map(), devices: new Set(['meter']), removed: [] });
});

test('a removed device has no values any more; one that comes back comes in a message of its own', async () => {
  const { clock, gather, composed } = gathering();
  gather.subscribe(() => undefined);
  gather.values('roof', ['pv.power']);
  gather.device('roof');
  gather.removed('roof');
  gather.device('roof');
  await clock.advance(50);
  expect(composed).toEqual([
    { values: new Map(), devices: new Set(), removed: ['roof'] },
    { values: new Map(), devices: new Set(['roof']), removed: [] },
  ]);
});

test('a subscriber that throws spoils it for nobody', async () => {
  const { clock, gather, onMistake } = gathering();
  const other = vi.fn<() => void>();
  gather.subscribe(() => {
    throw new TypeError('socket');
  });
  gather.subscribe(other);
  gather.device('roof');
  await clock.advance(50);
  expect(other).toHaveBeenCalledTimes(1);
  expect(onMistake).toHaveBeenCalledWith(new TypeError('socket'));
});

test('closing leaves no timer and tells nobody', async () => {
  const { clock, gather, compose } = gathering();
  gather.subscribe(() => undefined);
  gather.device('roof');
  gather.close();
  gather.device('roof');
  expect(clock.pending).toBe(0);
  await clock.advance(100);
  expect(compose).not.toHaveBeenCalled();
});
