import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { changesOf } from './repair-changes.ts';

const day: EnergyRow = {
  label: '2026-11-19',
  startMs: 0,
  endMs: 1,
  complete: true,
  importWh: 3000,
  loadWh: 9000,
  flows: {
    pvToLoadWh: 0,
    pvToBatteryWh: 0,
    pvToGridWh: 0,
    batteryToLoadWh: 0,
    batteryToGridWh: 0,
    gridToLoadWh: 0,
    gridToBatteryWh: 0,
  },
  meteringErrorWh: 0,
  cost: '1.05',
  measured: 1,
  estimated: 0,
  missing: 0,
  events: 0,
};

test('only what differs is listed, with the bill', () => {
  const after = [{ ...day, importWh: 4000, cost: '1.40' }];
  const changes = changesOf({ before: [day], after }, 'EUR');
  expect(changes.map(({ figure }) => figure)).toEqual(['From the grid', 'Bill']);
  expect(changes[0]).toMatchObject({ row: '2026-11-19', before: '3.00\u00a0kWh', after: '4.00\u00a0kWh' });
});

test('what was not known before is a dash, and nothing changed is nothing', () => {
  const { importWh: _importWh, cost: _cost, ...unknown } = day;
  const changes = changesOf({ before: [unknown], after: [day] }, 'EUR');
  expect(changes.map(({ before }) => before)).toEqual(['–', '–']);
  expect(changesOf({ before: [day], after: [day] }, 'EUR')).toEqual([]);
});
