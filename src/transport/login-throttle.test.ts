import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { makeLoginThrottle } from './login-throttle.ts';

test('lets an address fail five times a minute, others go on, and a minute later it may again', async () => {
  let nowMs = 0;
  const throttle = makeLoginThrottle({ ...systemClock, monotonicMs: () => nowMs });
  let checks = 0;
  const wrong = async (): Promise<undefined> => {
    checks += 1;
    return undefined;
  };
  const right = async (): Promise<string> => 'account';
  await Promise.all(Array.from({ length: 20 }, () => throttle.attempt('a', wrong)));
  expect(checks).toBe(5);
  expect(await throttle.attempt('a', right)).toBeUndefined();
  expect(await throttle.attempt('b', right)).toBe('account');
  nowMs = 60_000;
  expect(await throttle.attempt('a', right)).toBe('account');
});

test('counts no check that failed by itself, and goes on after it', async () => {
  const throttle = makeLoginThrottle(systemClock);
  for (let round = 0; round < 10; round += 1)
    await expect(throttle.attempt('a', () => Promise.reject(new Error('store')))).rejects.toThrow('store');
  expect(await throttle.attempt('a', async () => 'account')).toBe('account');
});
