// Trials over the past beside a house that goes on: one at a time, in short turns.
import { expect, test, vi } from 'vitest';
import { readAutomation } from '#automation/file/read.ts';
import { systemClock } from '#core/clock.ts';
import { dayMs, hourMs } from '#core/time.ts';
import type { ActingHome } from './acting-home.ts';
import { Trials } from './trials.ts';

function program(text: string) {
  const outcome = readAutomation(text);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.program;
}

/** A home of which nothing was recorded; how many read its past at once. */
function home() {
  const reading = { now: 0, most: 0, all: 0 };
  const acting = {
    facts: { site: { id: 'home', timeZone: 'UTC' }, devices: () => [] },
    capabilities: async () => [],
    prices: async () => undefined,
    async chart() {
      reading.now += 1;
      reading.all += 1;
      reading.most = Math.max(reading.most, reading.now);
      await systemClock.sleep(20);
      reading.now -= 1;
      return { series: [] };
    },
  } as never as ActingHome;
  return { acting, reading };
}

const endMs = Date.UTC(2026, 5, 10);
const rules = (count: number): string =>
  `rules:\n${Array.from({ length: count }, (_none, index) => `  - {name: R${index}, when: [{kind: cron, pattern: "* * * * * *"}], do: [{kind: wait, for: 1 s}]}\n`).join('')}`;

test('one that is begun again and again reads the past once at a time, and the last one is told', async () => {
  const trials = new Trials(systemClock);
  const { acting, reading } = home();
  for (let count = 0; count < 20; count += 1) {
    trials.begin('home', { home: acting, program: program(''), fromMs: endMs - dayMs, toMs: endMs });
    await systemClock.sleep(3);
  }
  await vi.waitFor(() => expect(trials.of('home')?.state).toBe('done'), 20_000);
  expect(reading.most).toBe(1);
  expect(reading.all).toBeLessThan(20);
});

test('a trial of many rules lets everybody else have a turn, and is ended on wish', { timeout: 120_000 }, async () => {
  // Each look at the clock is a millisecond of it: what a turn is does not depend on how busy the computer is.
  let looks = 0;
  const turns: number[] = [];
  const trials = new Trials({
    ...systemClock,
    monotonicMs: () => (looks += 1),
    sleep(ms, options) {
      turns.push(looks);
      return systemClock.sleep(ms, options);
    },
  });
  const { acting } = home();
  trials.begin('home', { home: acting, program: program(rules(100)), fromMs: endMs - 31 * dayMs, toMs: endMs });
  // Everybody else: ten turns of theirs, and the trial has ended its own as often, each after ten milliseconds.
  await vi.waitFor(() => expect(turns.length).toBeGreaterThan(10), 20_000);
  const steps = turns.slice(1).map((at, index) => at - (turns[index] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(11);
  expect(trials.of('home')?.state).toBe('running');
  expect(() =>
    trials.begin('other', { home: acting, program: program(''), fromMs: endMs - hourMs, toMs: endMs }),
  ).toThrow('one home at a time');
  trials.end('home');
  expect(trials.of('home')).toBeUndefined();
  await vi.waitFor(
    () =>
      expect(
        trials.begin('other', { home: acting, program: program(''), fromMs: endMs - hourMs, toMs: endMs }).state,
      ).toBe('running'),
    20_000,
  );
  trials.end('other');
});

test('of too long a past or none nothing is begun', () => {
  const trials = new Trials(systemClock);
  const { acting } = home();
  const begin = (fromMs: number, toMs: number) => () =>
    trials.begin('home', { home: acting, program: program(''), fromMs, toMs });
  expect(begin(endMs - 32 * dayMs, endMs)).toThrow('at most 31 days');
  expect(begin(endMs, endMs - dayMs)).toThrow('at most 31 days');
  expect(begin(Number.NaN, endMs)).toThrow('at most 31 days');
});
