import { describe, expect, test } from 'vitest';
import type { Decoded, Row } from '#codec/table.ts';
import { fields, readings, type FieldSource } from './readings.ts';

const rows: readonly Row[] = [
  { name: 'amps', label: 'Amps', unit: 'A', metric: 'battery.current', flip: true },
  { name: 'volts', label: 'Volts', unit: 'V', metric: 'battery.voltage' },
  { name: 'on', label: 'On', unit: '', metric: 'relay.on.1' },
  { name: 'mode', label: 'Mode', unit: '', metric: 'inverter.mode' },
  { name: 'inner', label: 'Inner', unit: '' },
];
const source: FieldSource = {
  rows,
  derive: [
    {
      metric: 'battery.power',
      name: 'watts',
      label: 'Watts',
      unit: 'W',
      from: ['volts', 'amps'],
      calc: (volts, amps) => -Number(volts) * Number(amps),
    },
    {
      metric: 'battery.cell.voltage.max',
      name: 'top',
      label: 'Top',
      unit: 'V',
      from: ['volts', 'amps'],
      needs: 'any',
      calc: (...all) => Math.max(...all.map(Number)),
    },
    { metric: 'battery.soc', name: 'none', label: 'None', unit: '%', from: ['volts'], calc: () => Number.NaN },
  ],
};
const decoded = (values: Decoded['values'], raws: Decoded['raws'] = []): Decoded => ({ values, raws, problems: [] });

describe('readings', () => {
  test('signs are ours, switches are 0 and 1, computed values are as good as what they come from', () => {
    expect(readings(source, decoded([2.5, 50, true, 'Line', 7]))).toEqual({
      metric: [
        'battery.current',
        'battery.voltage',
        'relay.on.1',
        'inverter.mode',
        'battery.power',
        'battery.cell.voltage.max',
      ],
      value: [-2.5, 50, 1, 'Line', -125, 50],
      quality: ['good', 'good', 'good', 'good', 'good', 'good'],
    });
  });

  test('absent fields give none, nor what needs all of them; `any` takes what is there', () => {
    expect(readings(source, decoded([undefined, 50, false, undefined, undefined]))).toEqual({
      metric: ['battery.voltage', 'relay.on.1', 'battery.cell.voltage.max'],
      value: [50, 0, 50],
      quality: ['good', 'good', 'good'],
    });
  });

  test('zero has no sign', () => {
    const { value } = readings(source, decoded([0, 50]));
    expect(value.every((one) => !Object.is(one, -0))).toBe(true);
  });
});

describe('fields for people', () => {
  test("keep the maker's sign, the raw form and absent ones", () => {
    expect(fields(source, decoded([2.5, undefined, true, 'Line', 0], [undefined, undefined, undefined, 'L']))).toEqual([
      { name: 'amps', label: 'Amps', value: 2.5, unit: 'A', metric: 'battery.current' },
      { name: 'volts', label: 'Volts', value: null, unit: 'V', metric: 'battery.voltage' },
      { name: 'on', label: 'On', value: true, unit: '', metric: 'relay.on.1' },
      { name: 'mode', label: 'Mode', value: 'Line', unit: '', raw: 'L', metric: 'inverter.mode' },
      { name: 'inner', label: 'Inner', value: 0, unit: '' },
      { name: 'watts', label: 'Watts', value: null, unit: 'W', metric: 'battery.power', computed: true },
      { name: 'top', label: 'Top', value: 2.5, unit: 'V', metric: 'battery.cell.voltage.max', computed: true },
      { name: 'none', label: 'None', value: null, unit: '%', metric: 'battery.soc', computed: true },
    ]);
  });
});
