import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { openServiceManager } from './sd-notify.ts';
import { type Pulsing, watchProgress } from './progress.ts';

const halfMs = 30_000;

function home() {
  const clock = fakeClock();
  const state = {
    ticks: 0 as number | undefined,
    isMoving: true,
    flush: async (): Promise<void> => undefined,
    flushes: 0,
  };
  const hub: Pulsing = {
    pulse: () => (state.ticks === undefined ? undefined : (state.ticks += state.isMoving ? 1 : 0)),
    flush() {
      state.flushes += 1;
      return state.flush();
    },
  };
  const now = { hub };
  const { isWell } = watchProgress(() => now.hub, clock);
  const asked = async (): Promise<boolean> => {
    await clock.advance(halfMs);
    return isWell();
  };
  return { state, now, asked, clock };
}

test('a home that gets on is well, and one without a site too', async () => {
  const { state, asked } = home();
  for (let round = 0; round < 5; round += 1) expect(await asked()).toBe(true);
  expect(state.flushes).toBe(4);
  state.ticks = undefined;
  for (let round = 0; round < 3; round += 1) expect(await asked()).toBe(true);
});

test('sites that nobody looks after are not well, and well again when they go on', async () => {
  const { state, asked } = home();
  expect([await asked(), await asked()]).toEqual([true, true]);
  state.isMoving = false;
  expect([await asked(), await asked()]).toEqual([false, false]);
  state.isMoving = true;
  expect(await asked()).toBe(true);
});

test('a flush may take minutes, or fail; one that never comes back is not well', async () => {
  const { state, asked } = home();
  state.flush = () => Promise.reject(new Error('the disk is full'));
  for (let round = 0; round < 20; round += 1) expect(await asked()).toBe(true);
  state.flush = () => new Promise(() => undefined);
  const rounds: boolean[] = [];
  for (let round = 0; round < 14; round += 1) rounds.push(await asked());
  expect(rounds.indexOf(false)).toBeGreaterThanOrEqual(10);
  expect(rounds.at(-1)).toBe(false);
});

test('a home that takes the place of another begins anew', async () => {
  const { state, now, asked } = home();
  expect([await asked(), await asked()]).toEqual([true, true]);
  state.isMoving = false;
  now.hub = { ...now.hub };
  expect(await asked()).toBe(true);
  expect(await asked()).toBe(false);
});

test('the service manager hears nothing of a home that is stuck', async () => {
  const { state, clock, now } = home();
  const { isWell } = watchProgress(() => now.hub, clock);
  const said: string[] = [];
  const environment = { socket: '/nowhere/notify', watchdogMs: 2 * halfMs, path: '/nowhere' };
  const log = { warn: (_: object, message: string) => void said.push(message) };
  const manager = openServiceManager({ clock, environment, log });
  manager.watch(isWell);
  await clock.advance(3 * halfMs);
  expect(said.filter((line) => line.includes('does not get on'))).toEqual([]);
  state.isMoving = false;
  await clock.advance(3 * halfMs);
  expect(said.filter((line) => line.includes('does not get on'))).toHaveLength(1);
  manager.close();
});
