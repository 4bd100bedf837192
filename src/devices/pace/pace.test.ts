// Answers recorded in nkinnan/esphome-pace-bms.
import { expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { pace } from './pace.ts';

const analog =
  '~25014600F07A0001100CC70CC80CC70CC70CC70CC50CC60CC70CC70CC60CC70CC60CC60CC70CC60CC7060B9B0B990B990B990BB30BBCFF1FCCCD12D303286A008C2710E1E4\r';
const status = '~25014600004C000110000000000000000000000000000000000600000000000000000000000E000000000000EF3A\r';

test('PACE: measured values', () => {
  const report = reportOf(pace, '42', fromLatin1(analog));
  expect(report.problems).toEqual([]);
  expect(fieldsOf(report)).toMatchObject({
    voltage_cell01: 3.271,
    voltage_cell06: 3.269,
    voltage_cell16: 3.271,
    temperature_1: 24,
    mos_temperature: 26.4,
    environment_temperature: 27.3,
    current: -2.25,
    total_voltage: 52.429,
    remaining_capacity: 48.19,
    full_capacity: 103.46,
    cycle_count: 140,
    design_capacity: 100,
    soc_computed: 46.6,
  });
  expect(metricsOf(pace, report)).toMatchObject({ 'battery.current': 2.25, 'battery.power': 118 });
});

test('PACE: alarms and switches', () => {
  const report = reportOf(pace, '44', fromLatin1(status));
  expect(report.problems).toEqual([]);
  expect(metricsOf(pace, report)).toEqual({
    'battery.alarm': '',
    'battery.charge.enabled': true,
    'battery.discharge.enabled': true,
    'battery.balancing': false,
  });
  expect(fieldsOf(report)).toMatchObject({ discharging: true, charging: false, terminals_reversed: false });
});

test('PACE: measured values read as alarms raise none, and alarms read as values are none', () => {
  for (const [command, hex] of [
    ['44', analog],
    ['42', status],
  ] as const) {
    const report = reportOf(pace, command, fromLatin1(hex));
    expect([fieldsOf(report), report.problems.length]).toEqual([{}, 1]);
  }
});

test('PACE asks as its document does', () => {
  expect(pace.wire.request('42')).toEqual(fromLatin1('~25014642E00201FD30\r'));
  expect(pace.wire.request('44')).toEqual(fromLatin1('~25014644E00201FD2E\r'));
});
