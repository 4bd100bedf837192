import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import {
  changeOf,
  comparedBy,
  comparedUntil,
  comparisonsOf,
  homeTime,
  otherSpan,
  rowsBeside,
  type Comparison,
} from './compare.ts';
import { firstDate, type Span } from './span.ts';

test.each<[Span, Comparison, string]>([
  [{ width: 'day', date: '2026-03-01' }, 'before', '2026-02-28'],
  [{ width: 'day', date: '2028-02-29' }, 'year', '2027-02-28'],
  [{ width: 'week', date: '2026-11-20' }, 'before', '2026-11-09'],
  // Friday stands beside Friday.
  [{ width: 'week', date: '2026-11-20' }, 'year', '2025-11-17'],
  [{ width: 'month', date: '2026-03-31' }, 'before', '2026-02-01'],
  [{ width: 'month', date: '2028-02-29' }, 'year', '2027-02-01'],
  [{ width: 'year', date: '2026-05-05' }, 'before', '2025-01-01'],
  [{ width: 'custom', date: '2026-03-05', to: '2026-03-08' }, 'before', '2026-03-01'],
  [{ width: 'custom', date: '2026-03-05', to: '2026-03-08' }, 'year', '2025-03-05'],
  [{ width: 'year', date: '2026-05-05' }, 'year', '2025-01-01'],
])('%o has beside it, by %s, what begins on %s', (span, comparison, first) => {
  const other = otherSpan(span, comparison);
  expect(other?.width).toBe(span.width);
  expect(other === undefined ? undefined : firstDate(other)).toBe(first);
});

test('all years stand alone, and the year before a year is offered once', () => {
  expect(otherSpan({ width: 'all', date: '2026-05-05' }, 'before')).toBeUndefined();
  expect(comparisonsOf({ width: 'all' })).toEqual([]);
  expect(comparisonsOf({ width: 'year' })).toEqual(['before']);
  expect(comparisonsOf({ width: 'day' })).toEqual(['before', 'year']);
});

const compared = (span: Span, comparison: Comparison, wall: string) =>
  comparedBy(span, otherSpan(span, comparison) ?? span, homeTime(wall));

test('what is over is compared whole, what has just begun not at all', () => {
  expect(compared({ width: 'day', date: '2026-11-19' }, 'before', '2026-11-20T14:05')).toBe('whole');
  expect(compared({ width: 'day', date: '2026-11-20' }, 'before', '2026-11-20T00:59')).toBe('none');
  expect(compared({ width: 'day', date: '2026-11-21' }, 'before', '2026-11-20T14:05')).toBe('none');
});

test.each<[Span, Comparison, string, string, string, string]>([
  [{ width: 'day', date: '2026-11-20' }, 'before', '2026-11-20T14:05', '2026-11-20T14:00', '2026-11-19T14:00', 'hour'],
  [{ width: 'week', date: '2026-11-20' }, 'year', '2026-11-20T14:05', '2026-11-20T14:00', '2025-11-21T14:00', 'hour'],
  [
    { width: 'month', date: '2026-11-03' },
    'before',
    '2026-11-03T09:30',
    '2026-11-03T09:00',
    '2026-10-03T09:00',
    'hour',
  ],
  [{ width: 'month', date: '2026-11-20' }, 'before', '2026-11-20T14:05', '2026-11-20', '2026-10-20', 'day'],
  // February has no 29th: the first 28 days of both.
  [{ width: 'month', date: '2026-03-30' }, 'before', '2026-03-30T12:00', '2026-03-29', '2026-03-01', 'day'],
  [{ width: 'year', date: '2026-11-20' }, 'before', '2026-11-20T14:05', '2026-11-20', '2025-11-20', 'day'],
  [{ width: 'year', date: '2028-02-29' }, 'before', '2028-02-29T14:05', '2028-02-29', '2027-03-01', 'day'],
  [{ width: 'year', date: '2026-01-02' }, 'before', '2026-01-02T14:05', '2026-01-02T14:00', '2025-01-02T14:00', 'hour'],
])('%o, by %s at %s, is compared up to the same moment', (...[span, comparison, wall, own, other, by]) => {
  const found = compared(span, comparison, wall);
  if (typeof found === 'string') throw new Error(found);
  expect([found.own.to, found.other.to, found.own.by, found.other.by]).toEqual([own, other, by, by]);
});

test('the moment is told by its hour, or by the last day that counts', () => {
  const query = { from: '2026-11-01', by: 'day' } as const;
  const until = (to: string) => comparedUntil({ own: { ...query, to }, other: { ...query, to } });
  expect(until('2026-11-20T14:00')).toEqual({ date: '2026-11-20', hour: '14:00' });
  expect(until('2026-12-01')).toEqual({ date: '2026-11-30' });
});

function row(label: string): EnergyRow {
  const flows = {
    pvToLoadWh: 0,
    pvToBatteryWh: 0,
    pvToGridWh: 0,
    batteryToLoadWh: 0,
    batteryToGridWh: 0,
    gridToLoadWh: 0,
    gridToBatteryWh: 0,
  };
  return { label, startMs: 0, endMs: 1, complete: true, flows, measured: 1, estimated: 0, missing: 0, events: 0 };
}

test('hours stand beside the hour of the same name on days of 23 and 25 hours', () => {
  const long = ['2026-10-25T01:00+02:00', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00', '2026-10-25T03:00+01:00'];
  const usual = ['2026-10-24T01:00+02:00', '2026-10-24T02:00+02:00', '2026-10-24T03:00+02:00'];
  const short = ['2026-03-29T01:00+01:00', '2026-03-29T03:00+02:00'];
  const beside = (own: string[], other: string[]) =>
    rowsBeside(own.map(row), other.map(row)).map((each) => each?.label.slice(11, 16));
  expect(beside(long, usual)).toEqual(['01:00', '02:00', undefined, '03:00']);
  expect(beside(usual, short)).toEqual(['01:00', undefined, '03:00']);
  expect(beside(usual, long)).toEqual(['01:00', '02:00', '03:00']);
});

test('days stand beside the day of the same place; a longer month has days alone', () => {
  const beside = rowsBeside(['2026-03-01', '2026-03-02'].map(row), [row('2026-02-01')]);
  expect(beside.map((each) => each?.label)).toEqual(['2026-02-01', undefined]);
});

test('a change is told in percent of the other, of an amount below 0 too; of nothing there is no share', () => {
  expect(changeOf(88, 100)).toEqual({ amount: -12, percent: -12 });
  expect(changeOf(-5, -10)).toEqual({ amount: 5, percent: 50 });
  expect(changeOf(3, 0)).toEqual({ amount: 3 });
  expect(changeOf(0, 0)).toEqual({ amount: 0, percent: 0 });
  expect(changeOf(5000, 1)).toEqual({ amount: 4999 });
  expect(changeOf(undefined, 1)).toBeUndefined();
  expect(changeOf(1, undefined)).toBeUndefined();
});
