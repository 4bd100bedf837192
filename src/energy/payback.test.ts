// Payback of a plant: what it saved, the pace of the last year, the day it is paid.
import { expect, test } from 'vitest';
import { dayMs } from '#core/time.ts';
import { paybackOf, type SavedDay } from './payback.ts';

const nowMs = 2000 * dayMs + dayMs / 2;
/** So many days up to today, which is not over. */
const lately = (count: number, saved: (index: number) => bigint): SavedDay[] =>
  Array.from({ length: count }, (_, index) => {
    const startMs = (2000 - count + index) * dayMs;
    return { startMs, endMs: startMs + dayMs, saved: saved(index) };
  });
const today: SavedDay = { startMs: 2000 * dayMs, endMs: 2001 * dayMs, saved: 3n };

test.each([
  // Two a day, so that a year brings 730.
  [1000n, 730, { saved: 1460n, left: -460n, yearDays: 365, perYear: 730n, state: 'paid-back', paidDay: 1770 }],
  [2190n, 730, { saved: 1460n, left: 730n, yearDays: 365, perYear: 730n, state: 'on-the-way', paidDay: 2365.5 }],
  [2190n, 90, { saved: 180n, left: 2010n, yearDays: 90, perYear: 730n, state: 'on-the-way', paidDay: 3005.5 }],
  [2190n, 89, { saved: 178n, left: 2012n, yearDays: 89, state: 'unknown' }],
  [2190n, 0, { saved: 0n, left: 2190n, yearDays: 0, state: 'unknown' }],
  [100_000n, 365, { saved: 730n, left: 99_270n, yearDays: 365, perYear: 730n, state: 'never' }],
  [0n, 0, { saved: 0n, left: 0n, yearDays: 0, state: 'paid-back', paidDay: 2000.5 }],
] as const)('a plant for %i after %i days', (net, count, { paidDay, ...expected }: { paidDay?: number } & object) => {
  expect(paybackOf({ net, days: lately(count, () => 2n), nowMs })).toEqual({
    ...expected,
    ...(paidDay === undefined ? {} : { paidBackMs: paidDay * dayMs }),
  });
});

test('the pace is that of the last year alone, without today and without days nobody counted', () => {
  const days = lately(500, (index) => (index < 135 ? 100n : 1n));
  expect(paybackOf({ net: 1_000_000n, days: [...days, today], nowMs })).toMatchObject({
    saved: 13_500n + 365n + 3n,
    perYear: 365n,
    yearDays: 365,
  });
  const every = days.filter((_, index) => index >= 135 && index % 2 === 0);
  expect(paybackOf({ net: 1_000_000n, days: every, nowMs })).toMatchObject({ perYear: 365n, yearDays: 182 });
});

test('days without a price are saved by, and not in the pace of a year', () => {
  const days = lately(200, (index) => (index < 100 ? 0n : 2n)).map((day, index) => ({
    ...day,
    isUnpriced: index < 100,
  }));
  expect(paybackOf({ net: 2190n, days, nowMs })).toMatchObject({ saved: 200n, perYear: 730n, yearDays: 100 });
});

test('a plant that costs is never paid back, and one that fell back is paid at the later day', () => {
  expect(paybackOf({ net: 10n, days: lately(365, () => -1n), nowMs })).toMatchObject({ state: 'never', left: 375n });
  const days = lately(4, (index) => [10n, -5n, 5n, 1n][index] ?? 0n);
  expect(paybackOf({ net: 10n, days, nowMs })).toMatchObject({ state: 'paid-back', paidBackMs: 1999 * dayMs });
});
