// Answers recorded in python-pylontech (MIT, see [pylontech]); alarms by the layout of the document.
import { describe, expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { pylontech } from './pylontech.ts';

/** The limits of a UP2500. */
const limits = '~20024600B014026EF05AA0022BFDD5C0F915\r';

/** An answer around INFO in hex letters. */
function answer(info: string, { rtn = '00', address = '02' } = {}): Uint8Array {
  const digits = info.length.toString(16).toUpperCase().padStart(3, '0');
  const check = (16 - (Array.from(digits).reduce((sum, digit) => sum + Number.parseInt(digit, 16), 0) % 16)) % 16;
  const body = `20${address}46${rtn}${check.toString(16).toUpperCase()}${digits}${info}`;
  const sum = (0x1_0000 - sum16(fromLatin1(body))) & 0xffff;
  return fromLatin1(`~${body}${sum.toString(16).toUpperCase().padStart(4, '0')}\r`);
}

const cells = '080D020D030D020D010D020D020D030D01';
const analog = `1002${cells}050B7D0B690B690B690B73FFFA680EFFFF04FFFF00000174E401B198`;

describe('Pylontech', () => {
  test('measured values with capacities too large for two bytes', () => {
    const report = reportOf(pylontech, '42', answer(analog));
    expect(report.problems).toEqual([]);
    expect(fieldsOf(report)).toMatchObject({
      voltage_cell01: 3.33,
      voltage_cell08: 3.329,
      temperature_1: 21,
      temperature_2: 19,
      temperature_5: 20,
      current: -0.6,
      voltage: 26.638,
      remaining_capacity: 95.46,
      // The bytes 01B198 are 111000 mAh.
      total_capacity: 111,
      cycles: 0,
      soc_computed: 86,
    });
    expect(metricsOf(pylontech, report)).toMatchObject({
      'battery.current': 0.6,
      'battery.power': 16,
      'battery.soc': 86,
    });
    expect(fieldsOf(report)).not.toHaveProperty('voltage_cell09');
  });

  test('capacities that fit in two bytes', () => {
    const report = reportOf(pylontech, '42', answer(`0002${cells}010B7D000A680EC35002EA60000A`));
    expect(fieldsOf(report)).toMatchObject({ current: 1, remaining_capacity: 50, total_capacity: 60, cycles: 10 });
  });

  test('measured values are no name and no version', () => {
    const report = reportOf(pylontech, '51', answer(analog));
    expect(fieldsOf(report)).toEqual({});
    expect(report.problems).toMatchObject([{ reason: { code: 'decode.no-name' } }]);
  });

  test('limits, recorded', () => {
    expect(fieldsOf(reportOf(pylontech, '92', fromLatin1(limits)))).toEqual({
      charge_voltage_limit: 28.4,
      discharge_voltage_limit: 23.2,
      charge_current_limit: 55.5,
      discharge_current_limit: -55.5,
      charge_enable: true,
      discharge_enable: true,
      charge_immediately: false,
      charge_immediately_2: false,
      full_charge_request: false,
    });
  });

  test('one answer read as another has no values: measured values as limits, limits as measured values', () => {
    expect(fieldsOf(reportOf(pylontech, '92', answer(analog)))).toEqual({});
    expect(fieldsOf(reportOf(pylontech, '42', fromLatin1(limits)))).toEqual({});
    expect(fieldsOf(reportOf(pylontech, '44', answer(analog)))).toEqual({});
  });

  test('alarms: cells, sensors, limits and bits', () => {
    const quiet = answer('0002080000000000000000050000000000000000000E000000');
    expect(metricsOf(pylontech, reportOf(pylontech, '44', quiet))).toEqual({
      'battery.alarm': '',
      'battery.charge.enabled': true,
      'battery.discharge.enabled': true,
    });
    const loud = answer('00020800020000000000000501000000000001000208000000');
    expect(metricsOf(pylontech, reportOf(pylontech, '44', loud))).toEqual({
      'battery.alarm': 'Cell 2 high, Temperature 1 low, Module voltage low, Cell under voltage',
      'battery.charge.enabled': false,
      'battery.discharge.enabled': false,
    });
  });

  test.each([
    ['01', 'version'],
    ['04', 'unknown command'],
    ['90', 'address'],
  ])('return code %s is a refusal', (rtn, why) => {
    expect(reportOf(pylontech, '42', answer('', { rtn })).answer).toMatchObject({
      kind: 'refused',
      why: `the battery refused it: ${why} (${rtn})`,
    });
  });

  test('another pack, an echo and a cut count', () => {
    expect(reportOf(pylontech, '42', answer(analog, { address: '03' })).answer.kind).toBe('foreign');
    expect(reportOf(pylontech, '42', pylontech.wire.request('42')).answer.kind).toBe('foreign');
    expect(reportOf(pylontech, '42', answer('1002100D02')).problems).toMatchObject([
      { why: '16 entries of 2 bytes do not fit into the answer' },
    ]);
  });

  test('the pack’s address is the unit of the link', () => {
    const wire = pylontech.wireAt!('serial', { unit: 3 });
    expect(wire.request('42')).toEqual(fromLatin1('~20034642E00203FD31\r'));
    expect(wire.answer(answer(analog, { address: '03' }), '42').kind).toBe('payload');
  });
});
