// How often something happened lately: within the window, after restarts of the device, and without enough to say.
import { expect, test } from 'vitest';
import { minuteMs } from '#core/time.ts';
import { Rates } from './rates.ts';

const startMs = 1_790_000_000_000;
const at = (minute: number): number => startMs + minute * minuteMs;

test('only what failed within ten minutes counts, and only if there were enough requests', () => {
  const rates = new Rates();
  const take = (minute: number, requests: number, failed: number) =>
    rates.take('roof', { requests, failed, rejected: 0 }, at(minute)).failedShare;
  expect(take(0, 1000, 900)).toBeUndefined();
  expect(take(5, 1019, 919)).toBeUndefined();
  expect(take(9, 1100, 950)).toBe(50);
  // The hour before is forgotten.
  for (let minute = 10; minute <= 30; minute += 1) take(minute, 1100 + 10 * (minute - 9), 950);
  expect(take(31, 1320, 950)).toBe(0);
});

test('a device that counts anew is counted from there; each is on its own', () => {
  const rates = new Rates();
  const rejected = (device: string, count: number, minute: number) =>
    rates.take(device, { requests: 0, failed: 0, rejected: count }, at(minute)).rejected;
  expect(rejected('roof', 500, 0)).toBe(0);
  expect(rejected('roof', 570, 30)).toBe(70);
  expect(rejected('pack', 3, 30)).toBe(0);
  expect(rejected('roof', 0, 31)).toBe(0);
  expect(rejected('roof', 5, 32)).toBe(5);
  expect(rejected('roof', 5, 100)).toBe(0);
  rates.keep(new Set(['pack']));
  expect(rejected('roof', 99, 101)).toBe(0);
});
