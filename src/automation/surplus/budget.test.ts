// What tells whether a house has the grid: each row is what its devices say at one moment.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { budgetOf, isGridAway } from './budget.ts';

type Says = Readonly<Partial<Record<MetricId, number>>>;

const stale = new Set<MetricId>();

const imageOf = (says: Says) => ({
  nowMs: 0,
  zone: 'UTC',
  devices: new Map(),
  happened: [],
  home: (metric: MetricId) => {
    const value = says[metric];
    return value === undefined ? undefined : { value, atMs: 0, changedMs: 0, isFresh: !stale.has(metric) };
  },
});

test.each<readonly [told: string, says: Says, isAway: boolean]>([
  ['nothing is known of the grid', {}, false],
  ['on line', { 'grid.connected': 1, 'grid.voltage': 231 }, false],
  [
    'an inverter on its battery by choice in the evening, a meter at the grid',
    { 'grid.connected': 0, 'grid.voltage': 231 },
    false,
  ],
  ['the same with three phases', { 'grid.connected': 0, 'grid.voltage.l1': 229, 'grid.voltage.l2': 230 }, false],
  ['one phase of three is out', { 'grid.voltage.l1': 0, 'grid.voltage.l2': 230, 'grid.voltage.l3': 231 }, false],
  ['an outage with volts', { 'grid.connected': 0, 'grid.voltage': 0 }, true],
  ['an outage before the mode follows', { 'grid.connected': 1, 'grid.voltage': 3 }, true],
  ['an outage of three phases', { 'grid.voltage.l1': 0, 'grid.voltage.l2': 2, 'grid.voltage.l3': 0 }, true],
  ['no volts are shown: the mode is what is known', { 'grid.connected': 0 }, true],
])('%s', (_, says, isAway) => {
  expect(isGridAway(imageOf(says))).toBe(isAway);
  expect(budgetOf(imageOf({ 'grid.power': -500, ...says }), 0, { fullPercent: 98 })?.afterW).toBe(
    isAway ? undefined : 500,
  );
});

test('old volts decide nothing: the mode does', (context) => {
  stale.add('grid.voltage');
  context.onTestFinished(() => stale.clear());
  expect(isGridAway(imageOf({ 'grid.connected': 0, 'grid.voltage': 231 }))).toBe(true);
});
