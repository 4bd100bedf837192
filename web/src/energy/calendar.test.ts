import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { calendarBlocks, calendarDays, calendarQuery, dayByKey, levelOf, weekday } from './calendar.ts';
import { daysLater } from './span.ts';

const noFlows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

function row(label: string, part: Partial<EnergyRow> = {}): EnergyRow {
  const known = { complete: true, measured: 1, estimated: 0, missing: 0, events: 0 };
  return { label, startMs: 0, endMs: 86_400_000, flows: noFlows, ...known, ...part };
}

const days = (first: string, count: number, part: (index: number) => Partial<EnergyRow> = () => ({})): EnergyRow[] =>
  Array.from({ length: count }, (_, index) => row(daysLater(first, index), part(index)));

test.each([
  [{ width: 'day', date: '2026-03-04' }, '2026-01-01', '2027-01-01'],
  // The week of 1 January 2027 begins in 2026.
  [{ width: 'week', date: '2027-01-01' }, '2026-01-01', '2027-01-01'],
  [{ width: 'month', date: '2026-03-04' }, '2026-03-01', '2026-04-01'],
  [{ width: 'year', date: '2026-03-04' }, '2026-01-01', '2027-01-01'],
  [{ width: 'custom', date: '2026-03-04', to: '2026-04-07' }, '2026-03-04', '2026-04-08'],
  [{ width: 'all', date: '2026-03-04' }, '2024-01-01', '2027-01-01'],
] as const)('the calendar of %o', (span, from, to) => {
  expect(calendarQuery(span, '2026-05-01', '2024')).toEqual({ from, to, by: 'day' });
});

test.each([
  [undefined, 100, undefined],
  [0, 100, 0],
  [0, 0, 0],
  [0.001, 100, 1],
  [20, 100, 1],
  [20.1, 100, 2],
  [100, 100, 5],
  [101, 100, 5],
  [-3, 10, -2],
])('%s of %d has the colour %s', (value, top, level) => {
  expect(levelOf(value, top)).toBe(level);
});

test('days that are not known, have nothing, or are to come differ', () => {
  const rows = [
    row('2026-03-01', { pvWh: 0 }),
    row('2026-03-02', { pvWh: 9000 }),
    row('2026-03-03', { measured: 0, missing: 1, pvWh: 0 }),
    row('2026-03-04', { measured: 0 }),
  ];
  const { days: found, top } = calendarDays(rows, 'pv', '2026-03-03');
  expect(top).toBe(9000);
  expect(found.map(({ level, isToCome }) => [level, isToCome])).toEqual([
    [0, false],
    [5, false],
    [undefined, false],
    [undefined, true],
  ]);
});

test('shares are of 100, and money in favour is below 0', () => {
  const rows = [row('2026-03-01', { loadWh: 9000, selfSufficiency: 50, cost: '1', earned: '3' })];
  expect(calendarDays(rows, 'selfSufficiency', '2026-03-01')).toMatchObject({ top: 100, days: [{ level: 3 }] });
  expect(calendarDays(rows, 'bill', '2026-03-01')).toMatchObject({ top: 2, days: [{ value: -2, level: -5 }] });
});

test('a month is a page of weeks from Monday', () => {
  const [page, ...more] = calendarBlocks(calendarDays(days('2026-03-01', 31), 'pv', '2026-03-31').days);
  expect(more).toEqual([]);
  expect(page?.label).toBe('2026-03');
  expect(page?.weeks.map((week) => week.map((day) => day?.date.slice(8) ?? '').join(' '))).toEqual([
    '      01',
    '02 03 04 05 06 07 08',
    '09 10 11 12 13 14 15',
    '16 17 18 19 20 21 22',
    '23 24 25 26 27 28 29',
    '30 31     ',
  ]);
});

test.each([
  ['2026-01-01', 365, 53],
  ['2024-01-01', 366, 53],
  // A leap year that begins on a Sunday has days in 54 weeks.
  ['2012-01-01', 366, 54],
])('a year from %s is a strip with every day once in the row of its weekday', (first, count, weeks) => {
  const [strip] = calendarBlocks(calendarDays(days(first, count), 'pv', '2030-01-01').days);
  const cells = strip?.weeks.flatMap((week) => week.map((day, place) => [day?.date, place] as const)) ?? [];
  const shown = cells.filter(([date]) => date !== undefined);
  expect(strip?.weeks).toHaveLength(weeks);
  expect(shown.map(([date]) => date)).toEqual(days(first, count).map(({ label }) => label));
  for (const [date, place] of shown) expect(weekday(date ?? '')).toBe(place);
  expect(strip?.months.map(({ month }) => month.slice(5))).toHaveLength(12);
  expect(strip?.months.reduce((sum, month) => sum + month.weeks, 0)).toBe(weeks);
});

test('more than a year is a strip a year', () => {
  const blocks = calendarBlocks(calendarDays(days('2025-11-01', 120), 'pv', '2030-01-01').days);
  expect(blocks.map(({ label, months }) => [label, months.length])).toEqual([
    ['2025', 2],
    ['2026', 2],
  ]);
});

test.each([
  ['ArrowRight', false, '2026-03-11'],
  ['ArrowDown', false, '2026-03-05'],
  ['ArrowLeft', true, '2026-03-03'],
  ['ArrowUp', true, '2026-02-25'],
  ['Enter', true, undefined],
])('%s leads on, page %s', (key, isPage, expected) => {
  expect(dayByKey(key, '2026-03-04', { isPage })).toBe(expected);
});
