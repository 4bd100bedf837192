// The answers of a 4-cell board recorded in aiobmsble, tests/bms/test_jbd_bms.py ([jbd]).
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { jbd } from './jbd.ts';

const basic = 'dd03001d0618fee101f201f4002a2c7c0000000000008064030403 0b8b0b8a0b84f88477';
const cells = 'dd0400080d660d610d680d59fe3c77';

/** An answer to a register. */
function answer(register: number, data: Uint8Array, status = 0): Uint8Array {
  const body = concatBytes(Uint8Array.of(status, data.length), data);
  const sum = (0x1_0000 - sum16(body)) & 0xffff;
  return concatBytes(Uint8Array.of(0xdd, register), body, Uint8Array.of(sum >>> 8, sum & 0xff, 0x77));
}

describe('JBD', () => {
  test('basic information', () => {
    const report = reportOf(jbd, '03', basic);
    expect(report.problems).toEqual([]);
    expect(fieldsOf(report)).toEqual({
      total_voltage: 15.6,
      current: -2.87,
      remaining_capacity: 4.98,
      nominal_capacity: 5,
      cycles: 42,
      production_date: '2022-03-28',
      balancing: false,
      protection_state: '',
      software_version: '8.0',
      switches: 'both on',
      remaining_share: 100,
      charge_mos_on: true,
      discharge_mos_on: true,
      number_of_cells: 4,
      temperature_1: 22.4,
      temperature_2: 22.3,
      temperature_3: 21.7,
      battery_power: 44.8,
    });
    expect(metricsOf(jbd, report)).toMatchObject({
      'battery.current': 2.87,
      'battery.power': 44.8,
      'battery.soc': 100,
    });
  });

  test('cells', () => {
    expect(fieldsOf(reportOf(jbd, '04', cells))).toEqual({
      voltage_cell01: 3.43,
      voltage_cell02: 3.425,
      voltage_cell03: 3.432,
      voltage_cell04: 3.417,
      voltage_cell_min: 3.417,
      voltage_cell_max: 3.432,
      voltage_cell_spread: 0.015,
    });
  });

  test('the name', () => {
    expect(fieldsOf(reportOf(jbd, '05', answer(5, fromLatin1('JBD-SP04S020'))))).toEqual({
      hardware_version: 'JBD-SP04S020',
    });
  });

  test('protections and balancing', () => {
    const data = fromHex(basic).slice(4, -3);
    data.set([0, 0, 0, 2, 0x04, 0x02], 12);
    expect(metricsOf(jbd, reportOf(jbd, '03', answer(3, data)))).toMatchObject({
      'battery.alarm': 'Cell under voltage, Short circuit',
      'battery.balancing': true,
    });
  });

  test('fewer sensors, and what newer firmware appends', () => {
    const data = concatBytes(fromHex(basic).slice(4, 26), fromHex('01 0b8b 2f 0000 01f4 01f2 0000'));
    const fields = fieldsOf(reportOf(jbd, '03', answer(3, data)));
    expect(fields).toMatchObject({ temperature_1: 22.4, humidity: 47, full_charge_capacity: 5 });
    expect(fields).not.toHaveProperty('temperature_2');
  });

  test('a count of sensors that does not fit', () => {
    const data = concatBytes(fromHex(basic).slice(4, 26), fromHex('09 0b8b'));
    expect(reportOf(jbd, '03', answer(3, data)).problems).toMatchObject([
      { why: '9 entries of 2 bytes do not fit into the answer' },
    ]);
  });

  test('an error status is a refusal, an echo is no answer', () => {
    expect(reportOf(jbd, '03', answer(3, new Uint8Array(), 0x80)).answer.kind).toBe('refused');
    expect(reportOf(jbd, '03', jbd.wire.request('03')).answer.kind).toBe('foreign');
    expect(reportOf(jbd, '03', cells).answer.kind).toBe('foreign');
  });

  test('the probe knows an answer', () => {
    expect(jbd.probe.matches(fromHex(basic).slice(4, -3))).toBe(true);
    expect(jbd.probe.matches(fromHex(cells).slice(4, -3))).toBe(false);
  });
});
