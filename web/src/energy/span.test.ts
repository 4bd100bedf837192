import { expect, test } from 'vitest';
import {
  asCustom,
  customSpan,
  isDate,
  isExplained,
  isLast,
  rowName,
  rowTitle,
  spanQuery,
  spanNow,
  spanTitle,
  stepped,
  widthOfRows,
  type Span,
} from './span.ts';
import { dateIn } from './date-in.ts';

const today = '2026-11-20';

test.each<[Span, ...string[]]>([
  [{ width: 'day', date: '2026-10-25' }, '2026-10-25', '2026-10-26', 'hour'],
  [{ width: 'week', date: '2026-10-25' }, '2026-10-19', '2026-10-26', 'day'],
  [{ width: 'week', date: '2027-01-01' }, '2026-12-28', '2027-01-04', 'day'],
  [{ width: 'month', date: '2024-02-29' }, '2024-02-01', '2024-03-01', 'day'],
  [{ width: 'year', date: '2026-11-20' }, '2026-01-01', '2027-01-01', 'month'],
  [{ width: 'all', date: '2026-11-20' }, '2014-01-01', '2027-01-01', 'year'],
])('%o is asked for', (span, ...asked) => {
  const { from, to, by } = spanQuery(span, today);
  expect([from, to, by]).toEqual(asked);
});

test('previous and next keep the width, over ends of months and years', () => {
  expect(stepped({ width: 'month', date: '2026-01-31' }, -1).date).toBe('2025-12-01');
  expect(stepped({ width: 'month', date: '2026-01-31' }, 1).date).toBe('2026-02-01');
  expect(stepped({ width: 'day', date: '2024-02-28' }, 1).date).toBe('2024-02-29');
  expect(stepped({ width: 'year', date: '2024-02-29' }, -1).date).toBe('2023-01-01');
});

test('reasons are told of three months at most', () => {
  expect(isExplained({ from: '2026-07-01', to: '2026-10-01' })).toBe(true);
  expect(isExplained({ from: '2026-01-01', to: '2027-01-01' })).toBe(false);
});

test('what has not begun is not gone to', () => {
  expect(isLast({ width: 'day', date: today }, today)).toBe(true);
  expect(isLast({ width: 'day', date: '2026-11-19' }, today)).toBe(false);
  expect(isLast({ width: 'month', date: '2026-11-01' }, today)).toBe(true);
  expect(isLast({ width: 'year', date: '2025-05-05' }, today)).toBe(false);
});

test('the date is the home’s, not the browser’s', () => {
  const atMs = Date.UTC(2026, 2, 1, 11, 30);
  expect(dateIn('Pacific/Auckland', atMs)).toBe('2026-03-02');
  expect(dateIn('America/Los_Angeles', atMs)).toBe('2026-03-01');
  expect(dateIn('Pacific/Kiritimati', atMs)).toBe('2026-03-02');
});

test('an hour that the clock shows twice is told apart', () => {
  expect(rowName('2026-10-25T02:00+01:00', 'day')).toBe('02:00');
  expect(rowTitle('2026-10-25T02:00+01:00', { width: 'day', twice: true })).toBe('02:00 (UTC+01:00)');
});

test('titles carry the whole period', () => {
  expect(spanTitle({ width: 'year', date: '2026-05-05' }, 'All years')).toBe('2026');
  expect(spanTitle({ width: 'all', date: '2026-05-05' }, 'All years')).toBe('All years');
  expect(spanTitle({ width: 'month', date: '2026-05-05' }, '')).toMatch(/2026/);
});

test('rows of the period before are named as what they are', () => {
  expect(widthOfRows('day', 'week')).toBe('week');
  expect(widthOfRows('hour', 'month')).toBe('day');
  expect(widthOfRows('day', 'all')).toBe('month');
  expect(widthOfRows('year', 'day')).toBe('all');
});

test('only dates of the calendar are dates', () => {
  expect(['2026-02-29', '2026-13-01', '2026-1-1', 'today', ''].filter(isDate)).toEqual([]);
  expect(isDate('2024-02-29')).toBe(true);
});

test('a custom period is asked for by day, a long one by the whole months it touches', () => {
  const short = { width: 'custom', date: '2026-02-27', to: '2026-03-02' } as const;
  expect(spanQuery(short, today)).toEqual({ from: '2026-02-27', to: '2026-03-03', by: 'day' });
  expect(spanQuery({ ...short, date: '2024-02-27' }, today)).toEqual({
    from: '2024-02-01',
    to: '2026-04-01',
    by: 'month',
  });
  expect(spanTitle(short, '')).toMatch(/27.*2.*2026/);
  expect(rowTitle('2026-03-01', { width: 'custom' })).toMatch(/2026/);
  expect(widthOfRows('hour', 'custom')).toBe('day');
  expect(widthOfRows('month', 'custom')).toBe('custom');
});

test('a custom period steps by its length, and goes to where it ends today', () => {
  const four = { width: 'custom', date: '2026-02-27', to: '2026-03-02' } as const;
  expect(stepped(four, 1)).toEqual({ width: 'custom', date: '2026-03-03', to: '2026-03-06' });
  expect(stepped(four, -1)).toEqual({ width: 'custom', date: '2026-02-23', to: '2026-02-26' });
  expect(spanNow(four, today)).toEqual({ width: 'custom', date: '2026-11-17', to: today });
  expect(isLast({ ...four, to: today }, today)).toBe(true);
});

test('an end that is moved takes the other along where they would cross or be too far apart', () => {
  expect(customSpan('2026-03-05', '2026-03-01', 'from')).toEqual({
    width: 'custom',
    date: '2026-03-05',
    to: '2026-03-05',
  });
  expect(customSpan('2026-03-05', '2026-03-01', 'to')).toEqual({
    width: 'custom',
    date: '2026-03-01',
    to: '2026-03-01',
  });
  const far = customSpan('1990-01-01', '2026-03-01', 'to');
  expect([far.date, far.to]).toEqual(['2013-03-05', '2026-03-01']);
  expect(asCustom({ width: 'month', date: today }, today)).toEqual({ width: 'custom', date: '2026-11-01', to: today });
});
