// Answers of Daly boards that mpp-solar recorded; ids 97 and 98 by the document.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { answers } from './captures/answers.ts';
import { daly, daly40, daly40Inverted, dalyInverted } from './daly.ts';

/** An answer around eight data bytes. */
function answer(id: number, data: string): Uint8Array {
  const body = concatBytes(Uint8Array.of(0xa5, 1, id, 8), fromHex(data));
  return concatBytes(body, Uint8Array.of(sum8(body)));
}

test.each([
  [daly, -30],
  [dalyInverted, 30],
  [daly40Inverted, 30],
])('boards differ in what a current below 30000 says: $0.id', (definition, amps) => {
  const report = reportOf(definition, '90', answer(0x90, '0200000074040300'));
  expect(metricsOf(definition, report)).toMatchObject({ 'battery.current': amps, 'battery.power': 51.2 * amps });
  // The maker's field keeps its own sign.
  expect(fieldsOf(report)).toMatchObject({ current: -30 });
  expect(definition.wire.id).toBe(definition.id.replace('-inverted', ''));
  expect(definition.autodetect === 'chosen').toBe(amps > 0);
});

describe.each([daly, daly40])('$id', (definition) => {
  test.each([
    [answers.soc[0], { battery_bank_voltage: 52.8, current: 6.3, soc: 95.6, battery_power: 332.6 }],
    [answers.soc[1], { battery_bank_voltage: 53.2, current: 2.1, soc: 88.8, battery_power: 111.7 }],
    [answers.soc[2], { battery_bank_voltage: 26.5, current: 15.9, soc: 77.8, battery_power: 421.4 }],
  ])('id 90: %s', (hex, values) => expect(fieldsOf(reportOf(definition, '90', hex))).toEqual(values));

  test('a current above 276.7 A does not wrap', () => {
    expect(fieldsOf(reportOf(definition, '90', answer(0x90, '020000008ca00300')))).toMatchObject({ current: 600 });
  });

  test('charging is below 30000: our sign is negative', () => {
    expect(metricsOf(definition, reportOf(definition, '90', answer(0x90, '0200000074040300')))).toMatchObject({
      'battery.current': -30,
      'battery.power': -1536,
    });
  });

  test('ids 91 to 94', () => {
    expect(fieldsOf(reportOf(definition, '91', answers.cellExtremes))).toEqual({
      maximum_cell_voltage: 3.328,
      maximum_cell_number: 15,
      minimum_cell_voltage: 3.326,
      minimum_cell_number: 1,
    });
    expect(fieldsOf(reportOf(definition, '92', answers.temperatureExtremes))).toMatchObject({
      maximum_cell_temperature: 15,
    });
    expect(fieldsOf(reportOf(definition, '93', answers.switches[0]))).toEqual({
      charge_status: 'discharging',
      charging_mos_tube_status: true,
      discharging_mos_tube_status: true,
      bms_life: 120,
      residual_capacity: 248.64,
    });
    expect(fieldsOf(reportOf(definition, '93', answers.switches[1]))).toMatchObject({
      charge_status: 'stationary',
      residual_capacity: 172.76,
    });
    expect(fieldsOf(reportOf(definition, '94', answers.status))).toMatchObject({
      number_of_cells: 16,
      number_of_temperature_sensors: 1,
      charger_status: 'disconnected',
      charge_discharge_cycles: 3,
    });
  });

  test('cells by the number of their frame, in any order', () => {
    const whole = fieldsOf(reportOf(definition, '95', answers.cells));
    expect(whole).toMatchObject({
      voltage_cell01: 3.325,
      voltage_cell11: 3.324,
      voltage_cell16: 3.324,
      voltage_cell_spread: 0.003,
    });
    expect(Object.keys(whole)).toHaveLength(17);
    const frames = answers.cells.match(/.{26}/g) ?? [];
    expect(fieldsOf(reportOf(definition, '95', frames.toReversed().join('')))).toEqual(whole);
    expect(fieldsOf(reportOf(definition, '95', frames.slice(0, 6).join('')))).toEqual(whole);
  });

  test('cells whose recording was cut off in the middle of a frame', () => {
    const fields = fieldsOf(reportOf(definition, '95', answers.cellsCutOff));
    expect(Object.keys(fields)).toHaveLength(9);
    expect(fields).toMatchObject({ voltage_cell01: 3.235, voltage_cell08: 3.238 });
  });

  test('a damaged frame in the middle spoils the answer', () => {
    const frames = answers.cells.match(/.{26}/g) ?? [];
    const damaged = fromHex(frames.slice(0, 6).join(''));
    damaged[20] = damaged[20]! ^ 1;
    expect(reportOf(definition, '95', damaged).fields).toEqual([]);
  });

  test('sensors that are not there are absent, not −40 °C', () => {
    expect(fieldsOf(reportOf(definition, '96', answers.temperatures))).toEqual({ temperature_1: 15 });
  });

  test('balancing and faults', () => {
    expect(fieldsOf(reportOf(definition, '97', answer(0x97, '0000000000010000')))).toEqual({ balancing: true });
    expect(fieldsOf(reportOf(definition, '97', answer(0x97, '0000000000000000')))).toEqual({ balancing: false });
    expect(metricsOf(definition, reportOf(definition, '98', answer(0x98, '0100000000000400')))).toEqual({
      'battery.alarm': 'Cell voltage high, level 1, Short circuit',
    });
  });

  test('answers without a number of hosts', () => {
    expect(reportOf(definition, '91', answers.soc[0]).answer.kind).toBe('foreign');
    expect(reportOf(definition, '90', definition.wire.request('90')).answer.kind).toBe('foreign');
  });
});
