// Frames of the tests of mr-manuel/venus-os_dbus-serialbattery (lltjbd_up16s).
import { expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { jbdUp } from './jbd-up.ts';

const status =
  '01 78 1000 10a0 009c 14c2 0000 00049518 1838 4d18 7d00 7aa8 027a 0283 0001 0064 00000001 00000004 0001 0004' +
  '0003 000a 0cfb 0001 0cf6 0cf9 0001 0271 0004 026d 026f 0240 0960 01b0 157c' +
  '0010 0cf6 0cf9 0cfa 0cfa 0cf9 0cf8 0cfa 0cfa 0cf9 0cfb 0cfa 0cfb 0cf9 0cfb 0cfa 0cf9' +
  '0004 0271 026f 026f 026d 0000 0004 0c01' +
  '4a42443837363534333231 00 000000000000000000000000000000000000 0003 0007 0000 0004 0000 52e7';
const product =
  '01 78 2810 283c 002c 0021 0003 000c 0001 0007 0024 555031365330 31352e31365332303041' +
  '4a424400000000000000000000000000 dd99';

test('it is asked for areas', () => {
  expect(toHex(jbdUp.wire.request('status'))).toBe('0178100010a000007fb2');
  expect(toHex(jbdUp.wire.request('product'))).toBe('01782810283c00007787');
});

test('status: 3.12 A into the battery', () => {
  const report = reportOf(jbdUp, 'status', status.replaceAll(' ', ''));
  expect(report.problems).toEqual([]);
  expect(metricsOf(jbdUp, report)).toMatchObject({
    'battery.voltage': 53.14,
    'battery.current': -3.12,
    'battery.power': -165.8,
    'battery.soc': 62,
    'battery.soh': 100,
    'battery.capacity': 320,
    'battery.capacity.remaining': 197.36,
    'battery.cycles': 3,
    'battery.cell.voltage.1': 3.318,
    'battery.cell.voltage.10': 3.323,
    'battery.cell.voltage.max': 3.323,
    'battery.cell.voltage.min': 3.318,
    'battery.cell.voltage.spread': 0.005,
    'battery.temperature': 12.3,
    'battery.temperature.1': 12.5,
    'battery.temperature.4': 12.1,
    'battery.discharge.enabled': true,
    'battery.charge.enabled': false,
    'battery.balancing': true,
    'device.temperature': 13.4,
  });
  expect(fieldsOf(report)).toMatchObject({
    serial_number: 'JBD87654321',
    charge_current_limit: 240,
    discharge_voltage_limit: 43.2,
  });
});

test('product', () =>
  expect(fieldsOf(reportOf(jbdUp, 'product', product.replaceAll(' ', '')))).toEqual({
    firmware_version: '12.1.7',
    model: 'UP16S015.16S200A',
  }));

test('counts that do not fit the length give nothing', () => {
  const short = status.replaceAll(' ', '').replace('0010', '0060');
  const report = reportOf(jbdUp, 'status', short);
  expect(fieldsOf(report)).toEqual({});
});
