import { expect, test } from 'vitest';
import { roomAtEnd } from './bars.ts';

const names = (count: number, short: string) => Array.from({ length: count }, () => ({ short, full: short }));

test.each([
  { of: 'hours of a day on a phone', count: 24, short: '23:00', width: 328, narrow: true, expected: 14 },
  { of: 'two years of months on a phone', count: 25, short: 'Oct 26', width: 328, narrow: true, expected: 17 },
  { of: 'wide bars need no more room', count: 7, short: 'Sun 6', width: 328, narrow: true, expected: 8 },
  { of: 'a desk has it anyway', count: 12, short: 'Dec', width: 1100, narrow: false, expected: 10 },
  { of: 'no bars', count: 0, short: '', width: 328, narrow: true, expected: 8 },
])('the last label of the axis is not cut: $of', ({ count, short, width, narrow, expected }) => {
  expect(roomAtEnd(names(count, short), { width, narrow })).toBe(expected);
});
