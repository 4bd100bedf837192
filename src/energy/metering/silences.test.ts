// A side that nobody measures any more is told while that lasts, by its last source, and not where another stands in.
import { expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import { every, hour, minute } from '../testing/bench.ts';
import { orderedSeries, type ReadingColumns } from './columns.ts';
import { emptyState, settleSpan, type LedgerState } from './settle.ts';
import { silencesOf } from './silences.ts';
import { tablePlan } from './table-plan.ts';

const start = Date.UTC(2026, 5, 1, 8);

/** `device metric` with minutes from which to which it speaks. */
function told(all: Readonly<Record<string, readonly [from: number, to: number]>>) {
  const columns = Object.entries(all).map(([name, [from, to]]): ReadingColumns => {
    const [device = '', metric = ''] = name.split(' ');
    const isCounter = metric.includes('energy');
    const rows = every(minute, [start + from * minute, start + to * minute], (at) => (isCounter ? at / minute : 900));
    return {
      key: { device, metric: metric as MetricId },
      atMs: rows.map(([at]) => at),
      value: rows.map(([, one]) => one),
    };
  });
  const { plan } = tablePlan(
    columns.map(({ key }) => key),
    orderedSeries(columns),
    { timeZone: 'UTC' },
  );
  let state: LedgerState = emptyState(start);
  for (const hourly of settleSpan({ plan, readings: columns }, state, start + 5 * hour)) state = hourly.after;
  return silencesOf(plan, state);
}

test.each(['grid.power', 'grid.energy.import'])('L8, U1: a meter that is gone for hours, by %s', (metric) => {
  expect(told({ [`m ${metric}`]: [0, 100], 'i pv.power': [0, 300] })).toMatchObject([
    {
      id: `m:${metric}/silent/${start + 99 * minute}`,
      source: `m:${metric}`,
      kind: 'gap',
      energy: 0,
      reason: because('side.silent', { side: 'grid', devices: ['m'] }),
    },
  ]);
});

test('not while another stands in, nor in a short pause, nor of what never spoke', () => {
  expect(told({ 'm grid.power': [0, 100], 'i grid.power': [0, 300], 'i pv.power': [0, 300] })).toEqual([]);
  expect(told({ 'm grid.power': [0, 260], 'i pv.power': [0, 300] })).toEqual([]);
  expect(told({ 'm grid.power': [0, 300] })).toEqual([]);
});

test('the one that was heard last names a side of several; each side is told for itself', () => {
  const silent = told({
    'bms battery.power': [0, 60],
    'i battery.power': [0, 90],
    'i pv.power': [0, 90],
    'm grid.power': [0, 300],
  });
  expect(silent.map(({ source }) => source)).toEqual(['i:pv.power', 'i:battery.power']);
});
