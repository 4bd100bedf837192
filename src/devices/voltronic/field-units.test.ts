// What units in the field send otherwise than the makers' documents say. Each answer is recorded or from the source named.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import type { MetricId } from '#core/catalogue.ts';
import { decodeFrame } from '../decode-frame.ts';
import { findCommand } from '../find-command.ts';
import { readings } from '../readings.ts';
import { definitionOf } from '../registry.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';

const sealed = (text: string): Uint8Array => {
  const body = fromLatin1(text);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
};
const metrics = (id: string, name: string, bytes: Uint8Array): Record<string, unknown> =>
  metricsOf(definitionOf(id), reportOf(definitionOf(id), name, bytes));

describe('the lifetime counter of PI18', () => {
  test('a recorded LV5048: 802 946 Wh after half a year of a 5.6 kW unit, whatever the document says', () => {
    const report = reportOf(definitionOf('pi18'), 'ET', '5e4430313130303830323934360e790d');
    expect(fieldsOf(report)).toEqual({ total_pv_generated_energy: 802_946 });
    expect(metricsOf(definitionOf('pi18'), report)).toEqual({ 'pv.energy': 802_946 });
  });

  test.each(['pi18', 'pi18lvx', 'pi18sv'])('P3: %s: ^D01100320400 is 320 400 Wh', (id) => {
    expect(metrics(id, 'ET', sealed('^D01100320400'))).toEqual({ 'pv.energy': 320_400 });
  });
});

describe('P12: switches with a stray character', () => {
  test('QFLAG of a PowMr 4.2 kW: (EauxyzDbjkv; – every switch is read, the semicolon is named', () => {
    const report = reportOf(definitionOf('pi30'), 'QFLAG', '2845617578797a44626a6b763b8c000d');
    expect(fieldsOf(report)).toEqual({
      buzzer: true,
      overload_restart: true,
      lcd_backlight: true,
      primary_source_interrupt_alarm: true,
      record_fault_code: true,
      overload_bypass: false,
      power_saving: false,
      lcd_reset_to_default: false,
      over_temperature_restart: false,
    });
    expect(report.problems).toMatchObject([{ why: '";" in "EauxyzDbjkv;" is not a switch' }]);
  });

  test.each([
    ['(EauxyzDbjkv\u0001', { buzzer: true, overload_bypass: false }],
    ['(Ea?uxyzDbjkv', { overload_restart: true, power_saving: false }],
    ['(;EauxyzDbjkv', { buzzer: true, power_saving: false }],
  ])('%j', (text, wanted) => {
    const report = reportOf(definitionOf('pi30'), 'QFLAG', sealed(text));
    expect(fieldsOf(report)).toMatchObject(wanted);
    expect(report.problems).toHaveLength(1);
  });

  test('one stray character in QPIWS takes no other warning away', () => {
    const bits = Array.from('00000100000000000000000000000000');
    bits[20] = ';';
    const report = reportOf(definitionOf('pi30'), 'QPIWS', sealed(`(${bits.join('')}`));
    expect(report.problems).toHaveLength(1);
    expect(metricsOf(definitionOf('pi30'), report)['inverter.warning']).toBe('Line fail warning');
  });
});

describe('the current of the panels', () => {
  const status = (current: string): Uint8Array =>
    sealed(
      `(000.0 00.0 230.0 49.9 0161 0119 003 460 57.50 012 100 0069 ${current} 103.8 57.45 00000 00110110 00 00 00856 010`,
    );
  test('P13: whole amperes are those of the charger: 14 A × 57.45 V is 856 W of panels at 103.8 V', () => {
    const report = reportOf(definitionOf('pi30'), 'QPIGS', status('0014'));
    expect(fieldsOf(report)).toMatchObject({ pv_input_current_for_battery: 14 });
    expect(metricsOf(definitionOf('pi30'), report)).not.toHaveProperty(['pv.current.s1']);
  });

  test.each([
    ['pi30', '01.7', 1.7],
    ['pi30', '08.2', 8.2],
  ])('%s: %s is the panels’', (id, text, amperes) => {
    expect(metrics(id, 'QPIGS', status(text))['pv.current.s1']).toBe(amperes);
  });

  test('the same in the answers of the further trackers and of PI41', () => {
    expect(metrics('pi30max', 'QPIGS2', sealed('(0014 103.8 00856 '))).toEqual({
      'pv.voltage.s2': 103.8,
      'pv.power.s2': 856,
    });
    const rows = ['pi41', 'pi30', 'pi30max', 'pi30mst'].flatMap((id) => {
      const definition = definitionOf(id);
      return definition.mode === 'request' ? definition.commands.flatMap(({ table }) => table.rows) : [];
    });
    const named = new Set(
      rows.filter(({ metric }) => metric?.startsWith('pv.current') === true).map(({ name }) => name),
    );
    expect(named).toEqual(new Set(['panel_current_1', 'panel_current_2', 'panel_current_3']));
  });
});

describe('P14: QPIGS of 17 fields (the first HS and MS units)', () => {
  const old = '(000.0 00.0 230.0 49.9 0161 0119 003 460 57.50 012 100 0069 0014 103.8 57.45 00000 00110110';
  const status = (text: string): { value: unknown; quality: unknown } => {
    const definition = definitionOf('pi30');
    const command = definition.mode === 'request' ? findCommand(definition.commands, 'QPIGS') : undefined;
    if (command === undefined) throw new TypeError('assertion: QPIGS is there');
    const decoded = command.table.decode(fromLatin1(text.slice(1)));
    const { metric, value, quality } = readings({ rows: command.table.rows, derive: command.derive }, decoded);
    const place = metric.lastIndexOf('pv.power' satisfies MetricId);
    expect(metric.filter((id) => id === 'pv.power').length).toBeLessThan(2);
    return { value: value[place], quality: quality[place] };
  };

  test('the power of the panels is charging current × charger voltage, and told as an estimate', () => {
    expect(status(old)).toEqual({ value: 804.3, quality: 'estimated' });
  });

  test('where the unit says it, it is measured', () => {
    expect(status(`${old} 00 00 00856 010`)).toEqual({ value: 856, quality: 'good' });
  });
});

test('P15: BMS of PI17 has commas and spaces: battery 52.2 V, cut-off 45.5 V (recorded)', () => {
  const report = decodeFrame(
    definitionOf('pi17'),
    'BMS',
    sealed('^D051BMS0522,100,-0000,0,0568,0568,00000,0 1 0455 0500'),
  );
  expect(fieldsOf(report)).toMatchObject({
    battery_voltage: 52.2,
    soc: 100,
    max_charging_voltage_1: 56.8,
    cut_off_voltage: 45.5,
  });
});
