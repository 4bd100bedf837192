// Readings recorded in keshavdv/victron-ble ([victron-advert]), unsealed; the seal itself is tried with the link.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { recordTypes } from '#codec/victron-advert.ts';
import { fc } from '#tools/testkit/property.ts';
import type { PushDefinition } from '../definition.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import {
  victronBleCharger,
  victronBleConverter,
  victronBleInverter,
  victronBleLithium,
  victronBleMonitor,
  victronBleOrionXs,
  victronBleSolar,
  victronBleVebus,
} from './instant-readout.ts';

/** A record as the link hands it on. */
function record(product: string, type: string, readings: string): Uint8Array {
  const told = fromHex(product + type + readings);
  const body = concatBytes(Uint8Array.of(0xe1, told.length), told);
  return concatBytes(body, Uint8Array.of(sum8(body)));
}

function told(definition: PushDefinition, bytes: Uint8Array) {
  const [report] = definition.reports;
  const decoded = reportOf(definition, report?.name ?? '', bytes);
  expect(decoded.answer).toEqual({ kind: 'payload' });
  expect(decoded.problems).toEqual([]);
  return { fields: fieldsOf(decoded), metrics: metricsOf(definition, decoded) };
}

describe('Victron Instant Readout', () => {
  test('a BlueSolar 75/15 in absorption', () => {
    const { fields, metrics } = told(victronBleSolar, record('42a0', '01', '04006c050e000300130000fe409ac069'));
    expect(fields).toMatchObject({
      product: 'BlueSolar MPPT 75/15',
      state_of_operation: 'Absorption',
      yield_today: 30,
    });
    expect(metrics).toEqual({
      'battery.voltage': 13.88,
      'battery.current': -1.4,
      'battery.power': -19.4,
      'pv.power': 19,
      'load.power': 0,
      'inverter.mode': 'Absorption',
      'inverter.warning': 'No error',
    });
  });

  test('a charger without a load output', () => {
    const { fields } = told(victronBleSolar, record('42a0', '01', '0300fb09650032000901ffff31bc45ad'));
    expect(fields).toMatchObject({ battery_current: 10.1, panel_power: 265, yield_today: 500 });
    expect(fields).not.toHaveProperty('load_current');
  });

  test('a SmartShunt, its time to go unknown', () => {
    const { fields, metrics } = told(victronBleMonitor, record('89a3', '02', 'ffffe50400000000030000f40140df03'));
    expect(fields).toMatchObject({ product: 'SmartShunt 500A/50mV', consumed_charge: -50, state_of_charge: 50 });
    expect(metrics).toMatchObject({ 'battery.voltage': 12.53, 'battery.current': 0, 'battery.soc': 50 });
    expect(Object.keys(fields)).not.toContain('time_to_go');
    expect(Object.keys(fields)).not.toContain('battery_temperature');
  });

  test.each([
    ['ffffe6040000feff010000000080fe0c', { midpoint_voltage: 655.34 }],
    ['ffffe6040000feff000000000080feac', { starter_battery_voltage: -0.02 }],
    ['ffffe6040000fcff020000000080fede', { battery_temperature: 382.17 }],
  ])('the auxiliary input of %s', (readings, expected) => {
    expect(told(victronBleMonitor, record('89a3', '02', readings)).fields).toMatchObject(expected);
  });

  test('a battery that gives 12.345 A with 80 minutes left and two alarms', () => {
    // 80 min, 25.60 V, alarms 1 and 4, no input, −12.345 A, 31.2 Ah, 87.5 %: packed by hand from the document.
    const bits = [
      [80, 16],
      [2560, 16],
      [5, 16],
      [0, 16],
      [3, 2],
      [2 ** 22 - 12_345, 22],
      [312, 20],
      [875, 10],
    ] as const;
    const packed = bits.toReversed().reduce((sum, [value, count]) => (sum << BigInt(count)) | BigInt(value), 0n);
    const bytes = Array.from({ length: 15 }, (_, index) => Number((packed >> BigInt(8 * index)) & 255n));
    const readings = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const { fields, metrics } = told(victronBleMonitor, record('89a3', '02', readings));
    expect(fields).toMatchObject({ time_to_go: 4800, consumed_charge: -31.2 });
    expect(metrics).toMatchObject({
      'battery.current': 12.345,
      'battery.power': 316,
      'battery.soc': 87.5,
      'battery.alarm': 'Low voltage, Low SOC',
    });
  });

  test('an inverter', () => {
    // Inverting, no alarm, 25.31 V, 480 VA, 230.05 V, 2.1 A.
    const readings = `090000e309e001${(23_005 + 2 ** 15 * (21 % 2)).toString(16).replace(/^(..)(..)$/, '$2$1')}0a`;
    const { metrics } = told(victronBleInverter, record('89a3', '03', `${readings}00`));
    expect(metrics).toEqual({
      'battery.voltage': 25.31,
      'load.power_apparent': 480,
      'load.voltage': 230.05,
      'inverter.mode': 'Inverting',
      'inverter.warning': '',
    });
  });

  test('an Orion that waits for the engine', () => {
    const { fields } = told(victronBleConverter, record('c0a3', '04', '00002305ff7f80000000cbdd494cc5d1'));
    expect(fields).toMatchObject({ input_voltage: 13.15, state_of_operation: 'Off' });
    expect(String(fields['off_reason'])).toMatch(/engine/i);
    expect(fields).not.toHaveProperty('output_voltage');
  });

  test('an Orion XS', () => {
    const { fields } = told(victronBleOrionXs, record('f0a3', '0f', '03004b051c02150589010000000000'));
    expect(fields).toMatchObject({
      output_voltage: 13.55,
      output_current: 54,
      input_voltage: 13.01,
      input_current: 39.3,
    });
  });

  test('a lithium battery of four cells', () => {
    const { metrics } = told(victronBleLithium, record('00a1', '05', '000000060000c7e3f1f8ffffff2c35b5'));
    expect(metrics).toMatchObject({
      'battery.voltage': 13.24,
      'battery.temperature': 13,
      'battery.cell.voltage.1': 3.31,
      'battery.cell.voltage.4': 3.31,
      'battery.cell.voltage.min': 3.31,
    });
    expect(metrics).not.toHaveProperty('battery.cell.voltage.5');
  });

  test('a Blue Smart charger with one output', () => {
    const { fields } = told(victronBleCharger, record('30a3', '08', '060046a500ffffffffffffbdffeb3d1f'));
    expect(fields).toMatchObject({ output_1_voltage: 13.5, output_1_current: 0.5, charger_temperature: 21 });
    expect(fields).not.toHaveProperty('output_2_voltage');
    expect(fields).not.toHaveProperty('ac_input_current');
  });

  test('an advertisement that ends early has the readings before its end', () => {
    const { fields } = told(victronBleVebus, record('8027', '0c', '0500e800a50542'));
    expect(fields).toMatchObject({ state_of_operation: 'Float', battery_current: 23.2 });
    expect(fields).not.toHaveProperty('state_of_charge');
  });

  test('one of another kind is not taken', () => {
    const decoded = reportOf(
      victronBleSolar,
      'solar_charger',
      record('89a3', '02', 'ffffe50400000000030000f40140df03'),
    );
    expect(decoded.fields.filter(({ value }) => value !== null)).toEqual([]);
  });
});

test('any record gives values in range or none', () => {
  const all = [
    victronBleCharger,
    victronBleConverter,
    victronBleInverter,
    victronBleLithium,
    victronBleMonitor,
    victronBleOrionXs,
    victronBleSolar,
    victronBleVebus,
  ];
  let read = 0;
  fc.assert(
    fc.property(fc.nat(all.length - 1), fc.uint8Array({ minLength: 0, maxLength: 61 }), (which, readings) => {
      const definition = all[which] ?? victronBleSolar;
      const name = definition.reports[0]?.name ?? '';
      const type = Object.entries(recordTypes).find(([word]) => word === name)?.[1] ?? 0;
      const decoded = reportOf(definition, name, record('89a3', type.toString(16).padStart(2, '0'), toHex(readings)));
      const numbers = decoded.fields.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
      expect(numbers.filter((value) => !Number.isFinite(value) || Math.abs(value) >= 2 ** 32)).toEqual([]);
      read += numbers.length;
    }),
  );
  expect(read).toBeGreaterThan(100);
});
