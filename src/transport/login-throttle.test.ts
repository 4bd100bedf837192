import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
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

test('of a thousand at once a few wait, and the others are told to come later', async () => {
  const { throttle, wrong, checks } = counted();
  const all = Array.from({ length: 1000 }, (_none, guess) =>
    throttle.attempt({ ...meter, username: `guess-${guess}` }, wrong),
  );
  expect((await Promise.all(all)).filter((answer) => answer === 'busy')).toHaveLength(975);
  expect(checks()).toBe(25);
});

test('twenty guessers of an address do not keep out who comes after them, and each name has its turn', async () => {
  const clock = fakeClock();
  const throttle = makeLoginThrottle(clock);
  const wrong = async (): Promise<undefined> => await clock.sleep(50).then(() => undefined);
  let isOver = false;
  let guesses = 0;
  const guess = async (name: () => string): Promise<void> => {
    while (!isOver) {
      guesses += 1;
      await throttle.attempt({ ...meter, username: name() }, wrong);
    }
  };
  const all = Array.from({ length: 20 }, () => guess(() => `guess-${guesses}`));
  await clock.advance(5000);
  let answer: unknown;
  void throttle.attempt({ ...meter, username: 'alice' }, async () => 'account').then((found) => (answer = found));
  await clock.advance(7000);
  expect(answer).toBe('account');
  isOver = true;
  await clock.advance(20_000);
  await Promise.all(all);
});

test('many attempts with one name wait for each other, not others for them', async () => {
  const order: string[] = [];
  const throttle = makeLoginThrottle(systemClock);
  const attempt = async (username: string): Promise<unknown> =>
    await throttle.attempt({ ...meter, username }, async () => void order.push(username));
  const flood = Array.from({ length: 100 }, () => attempt('flood'));
  // The line is full of one name: others still find a place in it.
  const others = ['alice', 'bob'].map(attempt);
  expect(await Promise.all(others)).toEqual([undefined, undefined]);
  await Promise.all(flood);
  expect(order.indexOf('alice')).toBeLessThanOrEqual(3);
  expect(order.indexOf('bob')).toBeLessThanOrEqual(4);
});

test('who has gone takes no place and is not checked', async () => {
  const { throttle, wrong, right, checks } = counted();
  const gone = Array.from({ length: 25 }, (_none, guess) =>
    throttle.attempt({ ...meter, username: `gone-${guess}`, isGone: () => true }, wrong),
  );
  expect(await throttle.attempt({ ...meter, username: 'alice' }, right)).toBe('account');
  expect(new Set(await Promise.all(gone))).toEqual(new Set(['busy']));
  expect(checks()).toBe(0);
});

test('counts no check that failed by itself, and goes on after it', async () => {
  const throttle = makeLoginThrottle(systemClock);
  for (let round = 0; round < 10; round += 1)
    await expect(throttle.attempt(meter, () => Promise.reject(new Error('store')))).rejects.toThrow('store');
  expect(await throttle.attempt(meter, async () => 'account')).toBe('account');
});
