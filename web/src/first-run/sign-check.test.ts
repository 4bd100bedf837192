import { describe, expect, test } from 'vitest';
import { beginCheck, type GridSample, judge, patienceMs } from './sign-check.ts';

/** What the grid showed, W, every two seconds from 0 s. */
const shown = (...powers: readonly number[]): readonly GridSample[] =>
  powers.map((powerW, index) => ({ atMs: index * 2000, powerW }));

/** What is said after the load was switched on at 10 s. */
const after = (before: readonly number[], since: readonly number[], standsMs = 1000) => {
  const samples = shown(...before, ...since);
  const nowMs = (samples.length - 1) * 2000 + standsMs;
  return judge(beginCheck(samples.slice(0, before.length), before.length * 2000 - 1), samples, nowMs);
};
const calm = [300, 310, 295, 300, 305];

describe('a kettle is switched on', () => {
  test('what is bought rises: the sign is right', () => {
    expect(after(calm, [2300, 2310])).toEqual({ say: 'good', byW: 2005 });
  });

  test('it falls: the sign is the wrong way round', () => {
    expect(after(calm, [-1700, -1690])).toEqual({ say: 'reversed', byW: 1995 });
  });

  test('a home that sells sells less: that is a rise, too', () => {
    expect(after([-3000, -3000], [-1000, -1010])).toEqual({ say: 'good', byW: 1990 });
  });

  test.for<readonly [string, readonly number[], readonly number[]]>([
    ['a spike', calm, [2300, 300]],
    ['the refrigerator', calm, [420, 430]],
    ['two values that disagree', calm, [2300, -1700]],
    ['clouds that move it as far as the kettle', [300, -700, 600, -400, 200], [1200, 1300]],
  ])('%s says nothing yet', ([, before, since]) => {
    expect(after(before, since)).toEqual({ say: 'watching' });
  });

  test('one value alone says nothing until it has stood: a meter that tells changes alone says it once', () => {
    expect(after(calm, [2300], 2000)).toEqual({ say: 'watching' });
    expect(after(calm, [2300], 5000)).toEqual({ say: 'good', byW: 1995 });
  });

  test('after a while without a move that is said', () => {
    expect(after(calm, [300, 305], patienceMs + 2000)).toEqual({ say: 'unmoved' });
    expect(after([], [], patienceMs + 2000)).toEqual({ say: 'unmoved' });
  });
});
