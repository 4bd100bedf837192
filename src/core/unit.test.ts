// Units as other programs write them: a factor of a thousand is told apart by the letter, or not at all.
import { expect, test } from 'vitest';
import { scaledUnit } from './unit.ts';

test.each([
  ['kWh', 'Wh', 1000],
  ['kwh', 'Wh', 1000],
  ['MWh', 'Wh', 1e6],
  ['W', 'W', 1],
  ['KW', 'W', 1000],
  ['mV', 'V', 0.001],
  ['mv', 'V', 0.001],
  ['°C', '°C', 1],
  ['%', '%', 1],
  ['Watt', 'W', 1],
  ['ms', 's', 0.001],
] as const)('%s', (text, unit, factor) => {
  expect(scaledUnit(text)).toEqual({ unit, factor });
});

// A mega or a milli in lower case; money; nothing.
test.each(['mwh', 'mw', 'EUR/kWh', '', 'k%', 'kWhh'])('%s is none', (text) => {
  expect(scaledUnit(text)).toBeUndefined();
});
