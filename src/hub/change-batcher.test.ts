import { expect, test, vi } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeMemoryLiveBus } from '#store/memory-live-bus.ts';
import { type Changed, makeChangeBatcher } from './change-batcher.ts';
import type { SiteChanges } from './types.ts';

function gathering() {
  const clock = fakeClock();
  const composed: Changed[] = [];
  const compose = vi.fn<(changed: Changed) => SiteChanges>((changed) => {
    composed.push(changed);
    return { atMs: composed.length };
  });
  const onMistake = vi.fn<(error: unknown) => void>();
  const bus = makeMemoryLiveBus<SiteChanges>({ onMistake });
  const changes = makeChangeBatcher({
    clock,
    gatherMs: 50,
    isWatched: () => bus.isWatched('home'),
    compose,
    publish: (one) => bus.publish('home', one),
    onMistake,
  });
  const subscribe = (onChanges: (one: SiteChanges) => void) => bus.subscribe('home', onChanges);
  return { clock, changes, compose, composed, onMistake, subscribe };
}

test('a burst becomes one message, 50 ms after its first change', async () => {
  const { clock, changes, composed, subscribe } = gathering();
  const got: SiteChanges[] = [];
  subscribe((one) => got.push(one));
  changes.values('roof', ['pv.power']);
  await clock.advance(49);
  changes.values('roof', ['pv.power', 'battery.soc']);
  changes.device('meter');
  changes.energy();
  expect(got).toEqual([]);
  await clock.advance(1);
  expect(got).toEqual([{ atMs: 1 }]);
  expect(composed).toEqual([
    {
      values: new Map([['roof', new Set(['pv.power', 'battery.soc'])]]),
      devices: new Set(['meter']),
      removed: [],
      energy: true,
    },
  ]);
  await clock.advance(1000);
  expect(got).toHaveLength(1);
  changes.values('roof', ['pv.power']);
  await clock.advance(50);
  expect(composed[1]).toEqual({
    values: new Map([['roof', new Set(['pv.power'])]]),
    devices: new Set(),
    removed: [],
    energy: false,
  });
});

test('every subscriber gets the same message, made once; who left gets none', async () => {
  const { clock, changes, compose, subscribe } = gathering();
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
  subscribe(first);
  const leave = subscribe(second);
  changes.device('roof');
  await clock.advance(50);
  leave();
  changes.device('roof');
  await clock.advance(50);
  expect([first.mock.calls.length, second.mock.calls.length, compose.mock.calls.length]).toEqual([2, 1, 2]);
});

test('without subscribers nothing is composed, kept or waited for', async () => {
  const { clock, changes, compose, composed, subscribe } = gathering();
  for (let count = 0; count < 100; count += 1) changes.values(`device ${count}`, ['pv.power']);
  changes.removed('roof');
  changes.energy();
  expect(clock.pending).toBe(0);
  await clock.advance(100);
  subscribe(() => undefined);
  changes.device('meter');
  await clock.advance(50);
  expect(compose).toHaveBeenCalledTimes(1);
  expect(composed[0]).toEqual({ values: new Map(), devices: new Set(['meter']), removed: [], energy: false });
});

test('a removed device has no values any more; one that comes back comes in a message of its own', async () => {
  const { clock, changes, composed, subscribe } = gathering();
  subscribe(() => undefined);
  changes.values('roof', ['pv.power']);
  changes.device('roof');
  changes.removed('roof');
  changes.device('roof');
  await clock.advance(50);
  expect(composed).toEqual([
    { values: new Map(), devices: new Set(), removed: ['roof'], energy: false },
    { values: new Map(), devices: new Set(['roof']), removed: [], energy: false },
  ]);
});

test('a subscriber that throws spoils it for nobody', async () => {
  const { clock, changes, onMistake, subscribe } = gathering();
  const other = vi.fn<() => void>();
  subscribe(() => {
    throw new TypeError('socket');
  });
  subscribe(other);
  changes.device('roof');
  await clock.advance(50);
  expect(other).toHaveBeenCalledTimes(1);
  expect(onMistake).toHaveBeenCalledWith(new TypeError('socket'));
});

test('closing leaves no timer and tells nobody', async () => {
  const { clock, changes, compose, subscribe } = gathering();
  subscribe(() => undefined);
  changes.device('roof');
  changes.close();
  changes.device('roof');
  expect(clock.pending).toBe(0);
  await clock.advance(100);
  expect(compose).not.toHaveBeenCalled();
});
