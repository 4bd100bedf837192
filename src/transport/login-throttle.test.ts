import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { makeLoginThrottle } from './login-throttle.ts';

const meter = { address: '10.0.0.1', username: 'meter' };

function counted() {
  let nowMs = 0;
  const waits: number[] = [];
  const clock = { ...systemClock, monotonicMs: () => nowMs, sleep: async (ms: number) => void waits.push(ms) };
  const throttle = makeLoginThrottle(clock);
  let checks = 0;
  const wrong = async (): Promise<undefined> => {
    checks += 1;
    return undefined;
  };
  const advance = (ms: number): void => void (nowMs += ms);
  return { throttle, wrong, right: async () => 'account', checks: () => checks, advance, waits };
}

test('lets a name fail five times a minute from an address, others go on, and a minute later it may again', async () => {
  const { throttle, wrong, right, checks, advance } = counted();
  await Promise.all(Array.from({ length: 20 }, () => throttle.attempt(meter, wrong)));
  expect(checks()).toBe(5);
  expect(await throttle.attempt(meter, right)).toBeUndefined();
  expect(await throttle.attempt({ ...meter, address: '10.0.0.2' }, right)).toBe('account');
  expect(await throttle.attempt({ ...meter, username: 'neighbour' }, right)).toBe('account');
  advance(60_000);
  expect(await throttle.attempt(meter, right)).toBe('account');
});

test('an address that guesses names is checked slowly, and a neighbour behind it still comes in', async () => {
  const { throttle, wrong, right, checks, waits } = counted();
  for (let guess = 0; guess < 40; guess += 1) await throttle.attempt({ ...meter, username: `guess-${guess}` }, wrong);
  expect(checks()).toBe(40);
  expect(waits.length).toBe(25);
  expect(await throttle.attempt({ ...meter, username: 'neighbour' }, right)).toBe('account');
});

test('an IPv6 network counts as one, however many addresses it has', async () => {
  const { throttle, wrong, checks } = counted();
  for (let host = 1; host <= 20; host += 1)
    await throttle.attempt({ ...meter, address: `2001:db8:1:2::${host.toString(16)}` }, wrong);
  expect(checks()).toBe(5);
});

test('a thousand at once do not wait for ever', async () => {
  const { throttle, wrong, checks } = counted();
  const all = Array.from({ length: 1000 }, (_none, guess) =>
    throttle.attempt({ ...meter, username: `guess-${guess}` }, wrong),
  );
  await Promise.all(all);
  expect(checks()).toBe(64);
});

test('counts no check that failed by itself, and goes on after it', async () => {
  const throttle = makeLoginThrottle(systemClock);
  for (let round = 0; round < 10; round += 1)
    await expect(throttle.attempt(meter, () => Promise.reject(new Error('store')))).rejects.toThrow('store');
  expect(await throttle.attempt(meter, async () => 'account')).toBe('account');
});
