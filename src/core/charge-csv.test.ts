import { expect, test } from 'vitest';
import { chargesCsv } from './charge-csv.ts';

test('numbers are numbers, also below zero; texts are no formulas', () => {
  const one = { device: 'garage', startMs: 0, energyWh: 1000, cost: -0.0123, co2Kg: -1 };
  const row = (more: object) => chargesCsv([{ ...one, ...more }], 'EUR').split('\r\n')[1];
  expect(row({})).toBe('garage,1970-01-01T00:00:00.000Z,,1.000,,,,-0.0123,EUR,-1.000,,,');
  expect(row({ tag: '=cmd()', who: ' =HYPERLINK("x")', reason: '-1' })).toMatch(
    /,'=cmd\(\),"' =HYPERLINK\(""x""\)",'-1$/,
  );
});
