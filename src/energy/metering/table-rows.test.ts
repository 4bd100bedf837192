// A file alone: rows in, a plan, and what the ledger makes of both.
import { expect, test } from 'vitest';
import { hour, settle } from '../testing/bench.ts';
import { readTable, type TableRow } from './table-rows.ts';

const start = Date.UTC(2026, 5, 1);
const zone = { timeZone: 'UTC' };

test('rows of one device without a name: its plan, its interval, its energy', () => {
  const rows = Array.from({ length: 360 }, (_none, index): TableRow[] => [
    { atMs: start + index * 10_000, metric: 'pv.power', value: 1500 },
    { atMs: start + index * 10_000, metric: 'grid.power', value: -500 },
    { atMs: start + index * 10_000, metric: 'colour', value: 3 },
  ]).flat();
  const table = readTable([...rows.toReversed(), { atMs: Number.NaN, metric: 'pv.power', value: 1 }], zone);
  expect(table.left).toEqual({ unknownMetric: 360, noTime: 1 });
  expect(table.span).toEqual({ fromMs: start, toMs: start + 3_590_000 });
  expect(table.plan.sources.map(({ id, intervalMs }) => [id, intervalMs])).toEqual([
    ['device:pv.power', 10_000],
    ['device:grid.power', 10_000],
  ]);
  const outcome = settle(table.plan, table.readings, { span: [start, start + hour] });
  expect([outcome.wh('pv'), outcome.wh('export'), outcome.wh('load')]).toEqual([1500, 500, 1000]);
});

test('several devices are told apart by what they give', () => {
  const row = (device: string, metric: string, value: number): TableRow => ({ atMs: start, metric, value, device });
  const { plan } = readTable([row('a', 'grid.power', 1), row('b', 'grid.power', 2), row('b', 'pv.power', 3)], zone);
  expect(plan.sources.map(({ id }) => id)).toEqual(['b:pv.power', 'a:grid.power']);
});

test('an empty table has no span and an empty plan', () => {
  expect(readTable([], zone)).toEqual({ plan: { sources: [] }, readings: [], left: { unknownMetric: 0, noTime: 0 } });
});
