import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { comparedFigures, littleKnown, thanText } from './compared-figures.ts';

const flows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

const row = (part: Partial<EnergyRow>): EnergyRow => ({
  label: 'total',
  startMs: 0,
  endMs: 1,
  complete: true,
  flows,
  measured: 1,
  estimated: 0,
  missing: 0,
  events: 0,
  ...part,
});

const than = thanText({ width: 'day' }, 'before');

function changes(own: Partial<EnergyRow>, other: Partial<EnergyRow>): Record<string, string | undefined> {
  const figures = comparedFigures({ own: row(own), other: row(other), currency: 'EUR' }, than);
  return Object.fromEntries(figures.map(({ id, change }) => [id, change?.replaceAll('\u00a0', ' ')]));
}

test('energy differs by percent, shares by points, each in words', () => {
  expect(
    changes(
      { pvWh: 8800, loadWh: 10_000, selfSufficiency: 71.4, importWh: 1000 },
      { pvWh: 10_000, loadWh: 10_020, selfSufficiency: 64.6, importWh: 0 },
    ),
  ).toEqual({
    pv: '12 % less than the day before',
    load: 'about the same',
    selfSufficiency: '6 points more than the day before',
    import: '1.00 kWh more than the day before',
  });
});

test('money below 0 differs by its amount, because a share of it could be read either way', () => {
  expect(changes({ cost: '1.00', earned: '3.50' }, { cost: '1.00', earned: '2.00' })).toEqual({
    cost: 'about the same',
    earned: '75 % more than the day before',
    bill: '€1.50 less than the day before',
  });
});

test('what is not known of one of them has no difference, what neither has is not named', () => {
  expect(changes({ pvWh: 100 }, { measured: 0, missing: 1, pvWh: 0 })).toEqual({ pv: undefined });
});

test('what is compared is named by its width, and a period that is little known is told', () => {
  expect(thanText({ width: 'week' }, 'before')).toBe('than the week before');
  expect(thanText({ width: 'week' }, 'year')).toBe('than a year earlier');
  expect(thanText({ width: 'year' }, 'year')).toBe('than the year before');
  expect(littleKnown(row({ measured: 0.3, estimated: 0.1, missing: 0.6 }))).toBe(0.4);
  expect(littleKnown(row({}))).toBeUndefined();
});
