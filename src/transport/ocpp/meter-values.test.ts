import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { measuredIn } from './meter-values.ts';
import type { SampledValue } from './requests.ts';

const read = (...sampledValue: SampledValue[]) =>
  measuredIn([{ timestamp: '2026-06-01T10:00:00Z', sampledValue }]).values;

test('what is not said has its default: energy of the register, in Wh, at the outlet', () => {
  expect(read({ value: '1234' })).toEqual({ energy: 1234 });
  expect(read({ value: '1.5', unit: 'kWh' })).toEqual({ energy: 1500 });
});

test.each([
  [[{ value: '7.4', measurand: 'Power.Active.Import', unit: 'kW' }], { power: 7400 }],
  [[{ value: '7,4', measurand: 'Power.Active.Import', unit: 'kW' }], { power: 7400 }],
  [[{ value: 7400, measurand: 'Power.Active.Import' }], { power: 7400 }],
  // Phases are summed where nobody says the total, with and without the neutral.
  [
    [
      { value: '2300', measurand: 'Power.Active.Import', phase: 'L1-N' },
      { value: '2310', measurand: 'Power.Active.Import', phase: 'L2-N' },
      { value: '2290', measurand: 'Power.Active.Import', phase: 'L3' },
      { value: '1', measurand: 'Power.Active.Import', phase: 'N' },
    ],
    { power: 6900 },
  ],
  [
    [
      { value: '6900', measurand: 'Power.Active.Import' },
      { value: '1', measurand: 'Power.Active.Import', phase: 'L1' },
    ],
    { power: 6900 },
  ],
  [[{ value: '10', measurand: 'Current.Import', unit: 'A' }], { current_l1: 10 }],
  [[{ value: '400.1', measurand: 'Voltage', phase: 'L1-L2' }], {}],
  // The side of the house is not the side of the car.
  [
    [
      { value: '1', measurand: 'Power.Active.Import', location: 'Outlet' },
      { value: '9', measurand: 'Power.Active.Import', location: 'Inlet' },
    ],
    { power: 1 },
  ],
  [[{ value: '55', measurand: 'SoC', unit: 'Percent', location: 'EV' }], { soc: 55 }],
] as const)('%j', (sampled, values) => expect(read(...sampled)).toEqual(values));

test.each([
  { value: 'NaN' },
  { value: '' },
  { value: 'null' },
  { value: '0x10' },
  { value: '5', unit: 'W' },
  { value: '5', unit: 'furlong' },
  { value: '101', measurand: 'SoC' },
  { value: '-3', measurand: 'Power.Active.Import' },
  { value: '1e9', measurand: 'Power.Active.Import' },
  { value: 'AAAA', format: 'SignedData' },
  { value: '5', measurand: 'Power.Active.Export' },
])('what cannot be read is absent, never 0: %j', (sampled) => expect(read(sampled)).toEqual({}));

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a word of this language is no unit and no measurand: %s',
  (word) => {
    const value = (one: object) => measuredIn([{ sampledValue: [{ value: '230', ...one }] }]).values;
    expect(value({ measurand: 'Voltage', unit: word })).toEqual({});
    expect(value({ measurand: word, unit: 'V' })).toEqual({});
  },
);

test('whatever comes, every value is a finite number of its range', () => {
  const word = fc.oneof(
    fc.constantFrom('Power.Active.Import', 'Current.Import', 'Voltage', 'SoC', 'Energy.Active.Import.Register'),
    fc.string({ maxLength: 8 }),
  );
  const sampled = fc.record(
    {
      value: fc.oneof(fc.string({ maxLength: 12 }), fc.double()),
      measurand: word,
      unit: fc.constantFrom('W', 'kW', 'Wh', 'kWh', 'A', 'V', 'Percent', ''),
      phase: fc.constantFrom('L1', 'L2-N', 'N', 'x'),
    },
    { requiredKeys: ['value'] },
  );
  fc.assert(
    fc.property(fc.array(sampled, { maxLength: 12 }), (all) => {
      for (const value of Object.values(read(...all))) {
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
