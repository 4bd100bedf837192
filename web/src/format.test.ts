import { expect, test } from 'vitest';
import {
  age,
  axisWords,
  energiesInCells,
  energy,
  fileSize,
  inOneUnit,
  inWords,
  power,
  reading,
  roughly,
  share,
} from './format.ts';

const words = (parts: { value: string; unit: string }): string => inWords(parts).replaceAll('\u00a0', ' ');

test.each([
  [0, '0 W'],
  [-0.4, '0 W'],
  [640.4, '640 W'],
  [999.4, '999 W'],
  [999.6, '1.00 kW'],
  [-1263, '−1.26 kW'],
  [9994, '9.99 kW'],
  [9996, '10.0 kW'],
  [99_960, '100 kW'],
  [1_234_000, '1.23 MW'],
])('power of %d W is %s', (watts, text) => {
  expect(words(power(watts))).toBe(text);
});

test('what is not known is a dash, never 0', () => {
  for (const shown of [
    power(undefined),
    power(Number.NaN),
    energy(undefined),
    share(undefined),
    reading(undefined, 'V'),
  ])
    expect(words(shown)).toBe('–');
});

test.each([
  [12, '12 Wh'],
  [420, '0.42 kWh'],
  [18_420, '18.4 kWh'],
  [4_123_400, '4.12 MWh'],
])('energy of %d Wh is %s', (wattHours, text) => {
  expect(words(energy(wattHours))).toBe(text);
});

test.each([
  [3.3312, 'V', 'battery.cell.voltage.7', '3.331 V'],
  [53.24, 'V', 'battery.voltage', '53.2 V'],
  [49.984, 'Hz', 'grid.frequency', '49.98 Hz'],
  [273_000, 's', 'device.uptime', '3 d 3 h'],
  [214, '', 'battery.cycles', '214'],
  ['Battery mode', '', 'inverter.mode', 'Battery mode'],
  ['', '', 'inverter.warning', 'None'],
  [true, '', '', 'Yes'],
] as const)('%s %s of %s reads %s', (...[value, unit, metric, text]) => {
  expect(words(reading(value, unit, metric))).toBe(text);
});

test.each([
  [-5000, 'just now'],
  [999, 'just now'],
  [3200, '3 s ago'],
  [119_000, '1 min ago'],
  [2 * 3_600_000 + 59 * 60_000, '2 h ago'],
  [3 * 86_400_000 + 5 * 3_600_000, '3 d ago'],
])('an age of %d ms is %s', (ms, text) => {
  expect(age(ms)).toBe(text);
});

test('an age alone keeps its largest part', () => {
  expect(roughly(61_000)).toBe('1 min');
  expect(roughly(0)).toBe('0 s');
});

test('axis labels carry only the decimals they need', () => {
  expect([6000, 2500, 500, 0].map((value) => axisWords(value, 'W', 6000).replaceAll('\u00a0', ' '))).toEqual([
    '6 kW',
    '2.5 kW',
    '0.5 kW',
    '0 kW',
  ]);
  expect(axisWords(0.05, 'V', 1).replaceAll('\u00a0', ' ')).toBe('0.05 V');
});

test('all values of a column have one unit, that of the largest', () => {
  const words = (values: readonly (number | undefined)[], unit: string): readonly string[] => {
    const told = inOneUnit(values, { unit });
    return values.map((value) => inWords(told(value)));
  };
  expect(words([12, 4200, undefined], 'Wh')).toEqual(['0.01\u00a0kWh', '4.20\u00a0kWh', '–']);
  expect(words([12, 120], 'Wh')).toEqual(['0.01\u00a0kWh', '0.12\u00a0kWh']);
  expect(words([12, 40], 'Wh')).toEqual(['12\u00a0Wh', '40\u00a0Wh']);
  expect(words([-80, 900], 'W')).toEqual(['−80\u00a0W', '900\u00a0W']);
  expect(words([-80, 1000], 'W')).toEqual(['−0.08\u00a0kW', '1.00\u00a0kW']);
  expect(words([3_000_000, 1], 'Wh')).toEqual(['3.00\u00a0MWh', '0.00\u00a0MWh']);
  expect(words([52.84, undefined], 'V')).toEqual(['52.8\u00a0V', '–']);
});

test.each([
  [
    [40, 0],
    ['40', '0'],
  ],
  [
    [900, 12],
    ['0.90', '0.01'],
  ],
  [
    [16_764, 930, 0],
    ['16.8', '0.9', '0.0'],
  ],
  [
    [130_400, 9600],
    ['130', '10'],
  ],
  [
    [2_400_000, 500_000],
    ['2.40', '0.50'],
  ],
])('energies %j in cells are %j', (values, told) => {
  const words = energiesInCells([...values, undefined]);
  expect(values.map(words)).toEqual(told);
});

test.each([
  [0, '0 kB'],
  [312, '1 kB'],
  [48_200, '49 kB'],
  [1_240_000, '1.24 MB'],
  [2_500_000_000, '2.50 GB'],
])('a file of %d bytes has %s', (bytes, expected) => {
  expect(words(fileSize(bytes))).toBe(expected);
});
