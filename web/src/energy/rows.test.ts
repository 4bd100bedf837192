import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { barSeries, outlineOf, rowNames, shownRows } from './rows.ts';

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
  return {
    label,
    startMs: 0,
    endMs: 1,
    complete: true,
    flows: noFlows,
    meteringErrorWh: 0,
    measured: 1,
    estimated: 0,
    missing: 0,
    events: 0,
    ...part,
  };
}

test('sources of the home stand above, what was stored and sold below', () => {
  const flows = { ...noFlows, pvToLoadWh: 5, gridToLoadWh: 3, gridToBatteryWh: 2, pvToBatteryWh: 4, pvToGridWh: 7 };
  const all = { pvWh: 16, loadWh: 8, importWh: 5, exportWh: 7, chargeWh: 6, dischargeWh: 0 };
  const series = barSeries([row('2026-01-01', { flows })], row('total', all));
  expect(series.map(({ id, values }) => [id, values[0]])).toEqual([
    ['pv', 5],
    ['battery', 0],
    ['grid', 3],
    ['stored', -6],
    ['sold', -7],
  ]);
  // What was sold never looks like what was bought.
  expect(new Set(series.map(({ tone, below }) => `${tone} ${below}`)).size).toBe(series.length);
});

test('a generator has a bar of its own, and what it stored and sold is in theirs', () => {
  const flows = { ...noFlows, gridToLoadWh: 1, generatorToLoadWh: 5, generatorToBatteryWh: 2, generatorToGridWh: 3 };
  const all = { importWh: 1, generatorWh: 10, chargeWh: 2, exportWh: 3 };
  const series = barSeries([row('2026-01-01', { flows })], row('total', all));
  expect(series.map(({ id, values }) => [id, values[0]])).toEqual([
    ['generator', 5],
    ['grid', 1],
    ['stored', -2],
    ['sold', -3],
  ]);
});

test('what the home does not have has no bar, and what is not known is no 0', () => {
  const series = barSeries([row('2026-01-01', { measured: 0, missing: 1 })], row('total', { pvWh: 1, importWh: 2 }));
  expect(series.map(({ id, values }) => [id, values[0]])).toEqual([
    ['pv', null],
    ['grid', null],
  ]);
});

test('years before the first history are not shown; gaps in between are', () => {
  const empty = { measured: 0, missing: 1 };
  const rows = [row('2000', empty), row('2024'), row('2025', empty), row('2026')];
  expect(shownRows({ rows }, 'all').map(({ label }) => label)).toEqual(['2024', '2025', '2026']);
  expect(shownRows({ rows: [row('2000', empty)] }, 'all')).toEqual([]);
});

test('on the day of 25 hours the two hours of one name are told apart, the others carry no offset', () => {
  const labels = ['2026-10-25T01:00+02:00', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00'];
  const names = rowNames(
    labels.map((label) => row(label)),
    'day',
  );
  expect(names.map(({ full }) => full)).toEqual(['01:00', '02:00 (UTC+02:00)', '02:00 (UTC+01:00)']);
});

test('the outline sums what of another period is shown, and knows nothing where nothing is known', () => {
  const flows = { ...noFlows, pvToLoadWh: 5, gridToLoadWh: 3, pvToBatteryWh: 4, pvToGridWh: 7 };
  const own = [row('2026-03-01'), row('2026-03-02'), row('2026-03-03')];
  const rows = [row('2026-02-01', { flows }), row('2026-02-02', { measured: 0, missing: 1 })];
  const all = { rows, label: 'February', shown: ['pv', 'grid', 'stored', 'sold'] };
  expect(outlineOf(own, all)).toEqual({ label: 'February', above: [8, null, null], below: [-11, null, null] });
  expect(outlineOf(own, { ...all, shown: ['pv', 'sold'] }).above).toEqual([5, null, null]);
});
